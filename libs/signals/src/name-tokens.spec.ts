import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { nameTokenKinds, nameTokens } from './name-tokens.js';
import type { NameTokenKind } from './name-tokens.js';

const day = '1985-04-02';
const kindsShared = (one: string, two: string): readonly string[] => {
  const other = new Set(nameTokens(two, day).map(({ kind, value }) => `${kind} ${value}`));
  return nameTokens(one, day)
    .filter(({ kind, value }) => other.has(`${kind} ${value}`))
    .map(({ kind }) => kind);
};
const valueOf = (name: string, date: string, kind: NameTokenKind) =>
  nameTokens(name, date).find((token) => token.kind === kind)?.value;

describe('spellings of one name', () => {
  it.each([
    ['Jan van den Berg', 'Berg, Jan van den'],
    ['Jan van den Berg', 'JAN BERG'],
    ['José de la Cruz-Núñez', 'Jose Cruz Nunez'],
    ["Frans in 't Veld", 'Frans Veld'],
    ['Anne-Marie Jansen', 'Anne Marie Jansen'],
  ])('%s and %s agree in every kind of token', (one, two) => {
    expect(kindsShared(one, two)).toEqual(nameTokens(one, day).map(({ kind }) => kind));
  });

  it.each<[string, string, NameTokenKind]>([
    ['Willem Huijs', 'Willem Huys', 'sound-nl-birth'],
    ['Mohamed Bouzid', 'Mohammed Bouzidd', 'sound-nl-birth'],
    ['Jan Meijer', 'Meijer Jan', 'sound-koeln-birth'],
    ['J. Janssen', 'Johanna Jansen', 'sound-initial-birth'],
  ])('%s and %s agree by sound only (%s)', (one, two, kind) => {
    expect(kindsShared(one, two)).toContain(kind);
    expect(kindsShared(one, two)).not.toContain('name-birth');
  });

  it.each([
    ['Fatima Bakker', 'Sanne Visser'],
    ['Piet Mulder', 'Kees Kok'],
  ])('%s and %s agree in nothing', (one, two) => {
    expect(kindsShared(one, two)).toEqual([]);
  });
});

describe('a date of birth', () => {
  it('that is full gives every kind, once, the strongest first', () => {
    expect(nameTokens('Jan van den Berg', day).map(({ kind }) => kind)).toEqual([...nameTokenKinds]);
  });

  it.each(['1985-04-00', '1985-00-00'])(
    'that is partial (%s) gives the name with the year and nothing else',
    (date) => {
      expect(nameTokens('Jan van den Berg', date)).toEqual([{ kind: 'name-year', value: 'jan berg|1985' }]);
      expect(valueOf('Jan van den Berg', day, 'name-year')).toBe('jan berg|1985');
    },
  );

  it.each(['', '0000-00-00', '1985-02-30', 'onbekend'])('that is none (%j) gives no token', (date) => {
    expect(nameTokens('Jan van den Berg', date)).toEqual([]);
  });

  it('parts people of one name', () => {
    const other = new Set(nameTokens('Jan Berg', '1985-04-03').map(({ value }) => value));
    expect(
      nameTokens('Jan Berg', day)
        .filter(({ value }) => other.has(value))
        .map(({ kind }) => kind),
    ).toEqual(['name-year']);
  });
});

describe('any name', () => {
  it('gives tokens that do not hang on diacritics, capitals or composition', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(nameTokens(name.normalize('NFD'), day)).toEqual(nameTokens(name.normalize('NFC'), day));
      }),
    );
  });

  it('gives at most one token of a kind, each with all its parts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const tokens = nameTokens(name, day);
        expect(new Set(tokens.map(({ kind }) => kind)).size).toBe(tokens.length);
        expect(tokens.filter(({ value }) => value.startsWith('|') || value.includes('||'))).toEqual([]);
      }),
    );
  });

  it('of one word or of letters alone gives no form by sound', () => {
    expect(nameTokens('Madonna', day).map(({ kind }) => kind)).toEqual(['name-birth', 'name-year']);
    expect(nameTokens('A B', day).map(({ kind }) => kind)).toEqual(['name-birth', 'name-year']);
  });
});
