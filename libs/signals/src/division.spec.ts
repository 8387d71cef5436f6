import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { blocksOf } from './blocks.js';
import { checkPayload } from './check.js';
import { adultFromOf, factsOf } from './facts.js';
import { foldName } from './normal-form.js';
import { examplePayloads } from './payload.examples.js';
import { findPayloadType } from './registry/registry.js';
import { tokenValuesOf } from './tokens.js';

const given = (id: keyof typeof examplePayloads, data: unknown = examplePayloads[id]) => {
  const type = findPayloadType(id);
  const { payload, faults } = type === undefined ? { faults: [] } : checkPayload(type, data);
  if (type === undefined || payload === undefined) throw new Error(JSON.stringify(faults));
  return { type, payload };
};

describe('blocks', () => {
  it('an S2 has one per person and one for its text', () => {
    const { type, payload } = given('S2');
    const blocks = blocksOf(type, payload);
    expect(Object.entries(blocks).map(([name, { kind }]) => [name, kind])).toEqual([
      ['p1', 'person'],
      ['p2', 'person'],
      ['text', 'text'],
    ]);
    expect(blocks['p2']).toEqual({ kind: 'person', fields: { name: 'Igor Haczek' } });
    expect(blocks['p1']?.fields).toMatchObject({ accompaniedBy: 'p2', registrationsIn12m: 12 });
  });

  it('an S19 has its employer apart from the inspection', () => {
    const { type, payload } = given('S19');
    const blocks = blocksOf(type, payload);
    expect(Object.keys(blocks)).toEqual(['c1', 'matter', 'text']);
    expect(Object.keys(blocks['c1']?.fields ?? {})).toEqual(['employer']);
  });

  it('an answer keeps which subject a person is beside the block, and marks and codes out of it', () => {
    const { type, payload } = given('S6');
    const blocks = blocksOf(type, payload);
    expect(blocks['p1']?.about).toBe(examplePayloads.S6.persons[0].about);
    expect(Object.keys(blocks['p1']?.fields ?? {})).not.toContain('possibleVictim');
    expect(JSON.stringify(blocks)).not.toContain('H1');
  });

  it.each(Object.keys(examplePayloads) as (keyof typeof examplePayloads)[])(
    '%s: every field of the payload lies in exactly one block of its own kind',
    (id) => {
      const { type, payload } = given(id);
      const kindOf = new Map(type.fields.map(({ name, block }) => [name, block]));
      for (const { kind, fields } of Object.values(blocksOf(type, payload))) {
        expect(Object.keys(fields).every((name) => kindOf.get(name) === kind)).toBe(true);
      }
    },
  );

  it('there is no block for what is not there', () => {
    const { type, payload } = given('S15');
    expect(Object.keys(blocksOf(type, payload))).toEqual(['c1']);
  });
});

describe('facts', () => {
  it('say from which day a person is surely eighteen, and never that it is a minor', () => {
    const { type, payload } = given('S2');
    expect(factsOf(type, payload)).toEqual({ adultFrom: { p1: '2018-09-16' }, possibleVictim: {} });
  });

  it('carry the marks and codes of an answer', () => {
    const { type, payload } = given('S6');
    expect(factsOf(type, payload)).toEqual({
      adultFrom: { p1: '2018-12-31' },
      possibleVictim: { p1: true },
      handlingCode: 'H1',
      bpgCode: 'b',
    });
  });

  it.each([
    ['2018-11-14', '2036-11-14'],
    ['2008-02-29', '2026-03-01'],
    ['2008-02-00', '2026-03-01'],
    ['2009-02-00', '2027-02-28'],
    ['2009-00-00', '2027-12-31'],
  ])('who was born on %s is surely eighteen from %s', (birthDate, from) => {
    expect(adultFromOf(birthDate)).toBe(from);
  });

  it.each([undefined, '', '0000-00-00', '20081114', 5])('of %j nothing is known', (birthDate) => {
    expect(adultFromOf(birthDate)).toBeUndefined();
  });
});

describe('token values', () => {
  it('of an S2 are number, dwelling, and name with full date of birth', () => {
    const { type, payload } = given('S2');
    expect(tokenValuesOf(type, payload)).toEqual([
      { ref: 'p1', kind: 'bsn', value: '999996964' },
      { ref: 'p1', kind: 'bag', value: '0363010001004479' },
      { ref: 'p1', kind: 'name-birth', value: 'grzegorz wojciechowski|2000-09-16' },
      { ref: 'p1', kind: 'sound-nl-birth', value: 'grsegors|fojsigofski|2000-09-16' },
      { ref: 'p1', kind: 'sound-koeln-birth', value: '384384|478478|2000-09-16' },
      { ref: 'p1', kind: 'sound-initial-birth', value: 'g|W222|2000-09-16' },
      { ref: 'p1', kind: 'name-year', value: 'grzegorz wojciechowski|2000' },
    ]);
  });

  it('of an S15 are the numbers of the employer', () => {
    const { type, payload } = given('S15');
    expect(tokenValuesOf(type, payload)).toEqual([
      { ref: 'c1', kind: 'kvk', value: '69599084' },
      { ref: 'c1', kind: 'rsin', value: '123456782' },
    ]);
  });

  it('of an S1 and an S19 name the same dwelling', () => {
    const bags = (['S1', 'S19'] as const).map((id) => {
      const { type, payload } = given(id);
      return tokenValuesOf(type, payload).filter(({ kind }) => kind === 'bag');
    });
    expect(bags[0]).toEqual([{ ref: 'matter', kind: 'bag', value: '0363010001004479' }]);
    expect(bags[1]).toEqual(bags[0]);
  });

  it('of a partial date of birth hold the name with the year, and no sound of it', () => {
    const { type, payload } = given('S6');
    expect(tokenValuesOf(type, payload).map(({ kind }) => kind)).toEqual(['bsn', 'vnr', 'name-year']);
  });
});

describe('the normal form of a name', () => {
  it.each([
    ['Żáïŀëñøŕ Åłéèç Ðëļŧå', 'zailenor aleec delta'],
    ['Guðrún Sigurðardóttir', 'gudrun sigurdardottir'],
    ["Frans in 't Veld", 'frans veld'],
    ['Béamont-de Groot', 'beamont groot'],
    ['  JAN   de  VRIES ', 'jan vries'],
    ['Van Van', 'van van'],
    ['Weéß', 'weess'],
  ])('%s is %s', (name, folded) => {
    expect(foldName(name)).toBe(folded);
  });

  it('does not hang on how Unicode was composed, nor on capitals', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(foldName(name.normalize('NFD'))).toBe(foldName(name.normalize('NFC')));
      }),
    );
  });

  it('is its own normal form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const once = foldName(name);
        expect(foldName(once)).toBe(once);
      }),
    );
  });
});
