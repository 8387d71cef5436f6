import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { payloadTypes, tokenValuesOf } from '@knooppunt/signals';
import type { FieldType, Payload, PayloadType } from '@knooppunt/signals';
import * as fc from 'fast-check';
import { castOfRegister } from './cast.js';
import { deliveryOf } from './delivery.js';

const register = readFileSync(new URL('../../../../deploy/demo/brp/persoonslijsten.csv', import.meta.url), 'utf8');
const cast = castOfRegister(register, { municipalities: ['0363', '0599'], on: '2022-05-02' });
const frame = {
  way: 'supply',
  case: '8a8f6f1e-6a0d-4a58-8a1f-3f6d5f9f4c21',
  firstProcessed: '2026-03-02',
} as const;
const types = payloadTypes.filter(({ id, open, ways }) => id.startsWith('S') && open && ways.includes('supply'));
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const deliveryFrom = (type: PayloadType, seed: number): Payload =>
  deliveryOf(type.id, seed, { cast, on: '2026-03-02', frame, extent: 'most' }) as unknown as Payload;

type Spelling = (text: string) => string;
const spaced: Spelling = (text) => Array.from(text).join(' ');
/** As another file may spell it: composition, capitals, spaces, and the surname in front with its prefixes behind. */
const otherNames: readonly Spelling[] = [
  (text) => text.normalize('NFD'),
  (text) => text.toUpperCase(),
  (text) => `  ${text.replaceAll(' ', '  ')} `,
];
const others: Partial<Readonly<Record<FieldType, readonly Spelling[]>>> = {
  name: otherNames,
  bsn: [spaced, (text) => text.replace(/^0+/, '')],
  'v-number': [spaced],
  'kvk-number': [spaced],
  'bag-id': [spaced],
  'document-number': [spaced, (text) => text.toLowerCase()],
  'number-plate': [(text) => text.replaceAll('-', '').toLowerCase(), spaced],
  'cadastral-id': [(text) => text.toLowerCase().replaceAll(' ', '-')],
};

/** The payload with every text of every field in another spelling. */
const respelled = (type: PayloadType, payload: Payload, nth: number): Payload => {
  const byName = new Map(type.fields.map((field) => [field.name, others[field.type] ?? []]));
  const walk = (value: unknown, name = ''): unknown => {
    if (Array.isArray(value)) return value.map((item) => walk(item, name));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner, key)]));
    }
    const spellings = byName.get(name) ?? [];
    return typeof value === 'string' && spellings.length > 0 ? spellings[nth % spellings.length]?.(value) : value;
  };
  return walk(payload) as Payload;
};

describe.each(types.map((type) => ({ name: type.id, type })))('a delivery of $name', ({ type }) => {
  it('gives the same values to match by, however its names and numbers are spelt', () => {
    fc.assert(
      fc.property(seeds, fc.nat({ max: 5 }), (seed, nth) => {
        const payload = deliveryFrom(type, seed);
        expect(tokenValuesOf(type, respelled(type, payload, nth))).toEqual(tokenValuesOf(type, payload));
      }),
      { numRuns: 15 },
    );
  });
});
