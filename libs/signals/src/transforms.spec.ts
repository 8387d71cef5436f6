import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Json } from '@knooppunt/kernel';
import { levels } from './model.js';
import type { FieldDefinition, Level } from './model.js';
import { examplePayloads } from './payload.examples.js';
import { blocksOf } from './blocks.js';
import { checkPayload } from './check.js';
import { findPayloadType, payloadTypes } from './registry/registry.js';
import { roundDown, transformField } from './transforms.js';

const context = { on: '2026-03-02', pseudonym: (kind: string, value: string) => `${kind}#${value.length}` };
const fieldOf = (typeId: string, name: string): FieldDefinition => {
  const field = findPayloadType(typeId)?.fields.find((one) => one.name === name);
  if (field === undefined) throw new Error(`no field ${typeId}.${name}`);
  return field;
};
const shown = (typeId: string, name: string, level: Level, value: Json) =>
  transformField(fieldOf(typeId, name), level, value, context);

describe('the bands of generalise', () => {
  it.each([
    ['2026-03-02', '0-11'],
    ['2014-03-03', '0-11'],
    ['2014-03-02', '12-15'],
    ['2010-03-03', '12-15'],
    ['2010-03-02', '16-17'],
    ['2008-03-03', '16-17'],
    ['2008-03-02', '18-22'],
    ['2003-03-03', '18-22'],
    ['2003-03-02', '23+'],
    ['1911-11-11', '23+'],
  ])('born on %s is %s on 2 March 2026', (birthDate, band) => {
    expect(shown('S2', 'birthDate', 'generalise', birthDate)).toBe(band);
  });

  it('an age moves to the next band on the birthday, not before', () => {
    const field = fieldOf('S2', 'birthDate');
    const on = (day: string) => transformField(field, 'generalise', '2008-09-16', { ...context, on: day });
    expect([on('2026-09-15'), on('2026-09-16')]).toEqual(['16-17', '18-22']);
  });

  it('a partial date shows a band only where its unknown part leaves no doubt', () => {
    expect(shown('S2', 'birthDate', 'generalise', '1985-00-00')).toBe('23+');
    expect(shown('S2', 'birthDate', 'generalise', '2008-00-00')).toBeUndefined();
    expect(shown('S2', 'birthDate', 'generalise', '2008-03-00')).toBeUndefined();
    expect(shown('S2', 'birthDate', 'generalise', '2008-02-00')).toBe('18-22');
  });

  it.each([
    [0, '0'],
    [1, '1-4'],
    [4, '1-4'],
    [5, '5-9'],
    [9, '5-9'],
    [10, '10-19'],
    [19, '10-19'],
    [20, '20+'],
    [5000, '20+'],
  ])('a count of %d is %s', (count, band) => {
    expect(shown('S1', 'registrations', 'generalise', count)).toBe(band);
  });

  it.each([
    [0, '0'],
    [9, '1-9'],
    [10, '10-99'],
    [18_400, '10000-99999'],
    [99_999, '10000-99999'],
    [100_000, '100000-999999'],
  ])('an amount of %d is %s', (amount, band) => {
    expect(shown('S15', 'arrears', 'generalise', amount)).toBe(band);
  });

  it.each([
    ['Aalbersestraat 281, 1067 MD Amsterdam', '1067'],
    ['Aalbersestraat 281, 1067MD Amsterdam', '1067'],
    ['Plein 1944 AB, 3011 PA Rotterdam', '3011'],
    ['A10 ter hoogte van afslag 108', undefined],
    ['Straat 11067 MD', undefined],
  ])('an address shows the four digits of its postcode: %s', (address, digits) => {
    expect(shown('S1', 'address', 'generalise', address)).toBe(digits);
  });

  it('a date shows its year, a code its group, and a code without group nothing', () => {
    expect(shown('S19', 'date', 'generalise', '2026-02-11')).toBe('2026');
    expect(shown('S24', 'residenceStatus', 'generalise', '22')).toBe('regulier-bepaalde-tijd');
    expect(shown('S24', 'residenceStatus', 'generalise', '00')).toBeUndefined();
    expect(shown('S6', 'incidentCode', 'generalise', 'constructor')).toBeUndefined();
  });
});

describe('mask and pseudonymise', () => {
  it('mask keeps the last three characters', () => {
    expect(shown('S2', 'bsn', 'mask', '999996964')).toBe('******964');
    expect(shown('S15', 'lhNr', 'mask', '123456782L01')).toBe('*********L01');
    expect(shown('S2', 'bsn', 'mask', '964')).toBe('***');
  });

  it('a masked value masks to itself', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{9}$/), (bsn) => {
        const once = shown('S2', 'bsn', 'mask', bsn) as string;
        expect(shown('S2', 'bsn', 'mask', once)).toBe(once);
      }),
    );
  });

  it('a pseudonym is made of the normal form, so that spelling does not part what is one', () => {
    const echo = { ...context, pseudonym: (kind: string, value: string) => `${kind}|${value}` };
    const of = (typeId: string, name: string, value: Json) =>
      transformField(fieldOf(typeId, name), 'pseudonymise', value, echo);
    expect(of('S2', 'name', 'Jan van den Bérg')).toBe('name|jan berg');
    expect(of('S2', 'name', 'Berg, Jan van den')).toBe('name|jan berg');
    expect(of('S1', 'address', 'Aalbersestraat 281, 1067 MD  Amsterdam')).toBe(
      'address|aalbersestraat 281 1067md amsterdam',
    );
    expect(of('S1', 'bagId', '0363010001004479')).toBe('bag|0363010001004479');
    expect(of('S2', 'bsn', '999996964')).toBe('bsn|999996964');
    expect(of('S24', 'vNr', '2817364509')).toBe('vnr|2817364509');
    expect(of('S19', 'employer', { name: 'X', kvkNr: '69599084' })).toBe('company|kvk:69599084');
    expect(of('S19', 'employer', { rsin: '123456782' })).toBe('company|rsin:123456782');
    expect(of('S19', 'employer', { name: 'Voorbeeld Schoonmaak B.V.' })).toBe('company|name:voorbeeld schoonmaak');
    expect(of('S19', 'employer', {})).toBeUndefined();
  });
});

describe('levels of a field', () => {
  it('one that the field lacks rounds down, never up', () => {
    expect(roundDown(fieldOf('S2', 'birthDate'), 'pseudonymise')).toBe('exists');
    expect(roundDown(fieldOf('S2', 'birthDate'), 'mask')).toBe('generalise');
    expect(roundDown(fieldOf('S2', 'bsn'), 'generalise')).toBe('pseudonymise');
    expect(roundDown(fieldOf('S6', 'summary'), 'mask')).toBe('exists');
    expect(roundDown(fieldOf('S2', 'bsn'), 'withhold')).toBe('withhold');
  });

  it('none gives anything at withhold and exists, and each gives its value at reveal', () => {
    for (const { fields } of payloadTypes) {
      for (const field of fields) {
        const at = (level: Level) => transformField(field, level, 'value', context);
        expect([at('withhold'), at('exists'), at('reveal')]).toEqual([undefined, undefined, 'value']);
      }
    }
  });
});

describe('every lowered value', () => {
  const samples = Object.entries(examplePayloads).flatMap(([id, data]) => {
    const type = findPayloadType(id);
    const payload = type === undefined ? undefined : checkPayload(type, data).payload;
    if (type === undefined || payload === undefined) throw new Error(`${id} is no example`);
    return Object.values(blocksOf(type, payload)).flatMap(({ fields }) =>
      type.fields.flatMap((field) => {
        const value = fields[field.name];
        return value === undefined ? [] : [{ field, value }];
      }),
    );
  });
  const lowered = levels.filter((level) => level !== 'reveal');

  it('never contains the original text', () => {
    const texts = samples.flatMap(({ field, value }) =>
      (typeof value === 'object' ? Object.values(value ?? {}) : [value])
        .filter((part) => typeof part === 'string')
        .map((text) => ({ field, value, text })),
    );
    expect(texts.length).toBeGreaterThan(40);
    const leaks = texts.flatMap(({ field, value, text }) =>
      lowered
        .filter((level) => roundDown(field, level) !== 'reveal')
        .filter((level) => JSON.stringify(transformField(field, level, value, context) ?? '').includes(text))
        .map((level) => `${field.name} at ${level}`),
    );
    expect(leaks).toEqual([]);
  });

  it('is the same for all values of one band, so that it tells no more than the band', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_007_199_254_740_990 }), (amount) => {
        const digits = String(amount).length;
        expect(shown('S15', 'arrears', 'generalise', amount)).toBe(
          shown('S15', 'arrears', 'generalise', 10 ** (digits - 1)),
        );
      }),
    );
  });

  it('is nothing for a value of another type than the field has, and no value fails', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.constantFrom(...lowered),
        fc.jsonValue(),
        ({ field }, level, value) => {
          const result = transformField(field, level, value as Json, context);
          expect(result === undefined || typeof result === 'string').toBe(true);
        },
      ),
    );
  });
});
