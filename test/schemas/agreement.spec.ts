import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { castOfRegister, deliveryOf } from '@knooppunt/agencies';
import type { Frame } from '@knooppunt/agencies';
import { checkPayload, cloudEventTypeOf, payloadSchema, publishedTypes } from '@knooppunt/signals';
import type { Fault, PayloadType } from '@knooppunt/signals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';

const register = readFileSync(new URL('../../deploy/demo/brp/persoonslijsten.csv', import.meta.url), 'utf8');
const cast = castOfRegister(register, { municipalities: ['0363'], on: '2022-05-02' });
const runs = process.env['KNOOPPUNT_LONG'] === '1' ? 100_000 : 4_000;

const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
addFormats.default(ajv);
const validators = new Map<string, ValidateFunction>(
  publishedTypes.map((type) => [type.id, ajv.compile(payloadSchema(type, 'https://knooppunt.example'))]),
);
const takes = (type: PayloadType, data: unknown): boolean => validators.get(type.id)?.(data) === true;

type Way = 'signal' | 'answer' | 'supply';
const place = { case: '8a8f6f1e-6a0d-4a58-8a1f-3f6d5f9f4c21', request: '3f1f2c56-8b4e-4a53-9a5c-0a3c7d7f5b10' };
const firstProcessed = '2026-01-12';
const frameOf = (way: Way): Frame => {
  if (way === 'signal') return { way, region: 'amsterdam-amstelland', firstProcessed };
  return way === 'answer' ? { way, ...place, firstProcessed } : { way, case: place.case, firstProcessed };
};

const extents = ['ordinary', 'least', 'most'] as const;
const made = (type: PayloadType, way: Way, seed: number, extent: (typeof extents)[number]): unknown =>
  deliveryOf(type.id, seed, { cast, on: '2026-02-20', frame: frameOf(way), extent });

/** What a schema cannot say; each fault of these codes alone, and only there, may come from what a schema takes. */
const beyond: Readonly<Record<string, (value: unknown) => boolean>> = {
  // check digits
  'eleven-test': (value) => typeof value === 'string' && /^\d{9}/.test(value),
  // partial dates: the leap years
  'no-such-date': (value) => typeof value === 'string' && value.endsWith('-02-29'),
  // from one place of the payload to another
  'unresolved-reference': (value) => typeof value === 'string' && /^[pc]\d/.test(value),
  'duplicate-ref': (value) => typeof value === 'string' && /^[pc]\d/.test(value),
  // a schema counts characters, the gateway UTF-16 units
  'too-long': (value) => typeof value === 'string' && value.length > Array.from(value).length,
  'ill-formed-unicode': (value) => typeof value === 'string' && !value.isWellFormed(),
};

const at = (data: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce((node, name) => (node as Record<string, unknown> | undefined)?.[name], data);
const isBeyond = (data: unknown, { pointer, code }: Fault): boolean =>
  Object.hasOwn(beyond, code) && beyond[code]?.(at(data, pointer)) === true;

/** What schema and gateway say differently of some data; empty where they agree. */
const disagreement = (type: PayloadType, data: unknown): readonly string[] => {
  const { faults } = checkPayload(type, data);
  if (!takes(type, data)) return faults.length === 0 ? [`${type.id}: the schema alone refuses`] : [];
  return faults
    .filter((fault) => !isBeyond(data, fault))
    .map(({ pointer, code }) => `${type.id}: the gateway alone refuses ${pointer} ${code}`);
};

type Holder = { readonly parent: Record<string, unknown> | unknown[]; readonly name: string };
/** Every place of a payload, from the outside in. */
const placesIn = (node: unknown): readonly Holder[] => {
  if (typeof node !== 'object' || node === null) return [];
  const parent = node as Record<string, unknown>;
  return Object.keys(parent).flatMap((name) => [{ parent, name }, ...placesIn(parent[name])]);
};

const astral = '\u{1F600}';
const texts: readonly ((text: string) => string)[] = [
  (text) => `${text} `,
  (text) => text.slice(1),
  (text) => text.toLowerCase(),
  (text) => text.toUpperCase(),
  (text) => text.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
  (text) => text.replace(/\d/, 'x'),
  (text) => text.replace(/-\d\d$/, '-29').replace(/-\d\d-29$/, '-02-29'),
  (text) => text.replace(/\d\d-\d\d$/, '00-00'),
  (text) => text.replace(/\d\d$/, '32'),
  () => '',
  () => ' \t ',
  (text) => `${text}\n`,
  (text) => `${text}\u0000`,
  (text) => `${text}\u202E`,
  (text) => `${text}\uFEFF`,
  (text) => text.padEnd(201, 'x'),
  (text) => text.padEnd(501, 'x'),
  (text) => text.padEnd(8001, 'x'),
  (text) => text + astral.repeat(150),
  (text) => `${text}\u0085`,
];
const numbers: readonly ((number: number) => unknown)[] = [
  (number) => -number - 1,
  (number) => number + 0.5,
  () => 2 ** 53,
  () => Number.MAX_SAFE_INTEGER,
  () => 0,
  (number) => String(number),
  () => 1e300,
];
const lists: readonly ((list: readonly unknown[]) => unknown)[] = [
  () => [],
  (list) => [...list, ...list],
  (list) => Array.from({ length: 12 }, (_, nth) => structuredClone(list[nth % list.length])),
  (list) => list[0],
  (list) => [null, ...list],
];
const objects: readonly ((object: object) => unknown)[] = [
  (object) => ({ ...object, vreemd: 1 }),
  () => ({}),
  (object) => [object],
  (object) => ({ ...object, possibleVictim: true, about: 'kq3v7m2ay5txdn4b' }),
  (object) => ({ ...object, handling: { handlingCode: 'H1', bpgCode: 'a' } }),
  (object) => ({ ...object, ...place }),
  (object) => ({ ...object, way: 'supply' }),
  (object) => ({ ...object, bpgCode: 'd' }),
];
const anything: readonly unknown[] = [null, true, 0, 'x', [], {}, ['x'], { x: null }];

const otherValue = (value: unknown, nth: number): unknown => {
  const pick = <Item>(items: readonly Item[]): Item => items[nth % items.length] as Item;
  if (nth % 5 === 0) return pick(anything);
  if (typeof value === 'string') return pick(texts)(value);
  if (typeof value === 'number') return pick(numbers)(value);
  if (Array.isArray(value)) return pick(lists)(value);
  return typeof value === 'object' && value !== null ? pick(objects)(value) : pick(anything);
};

/** Changes one place of a payload: leaves it out, doubles it under another name, or gives it another value. */
const change = (data: unknown, { spot, nth }: { readonly spot: number; readonly nth: number }): unknown => {
  const copy = { data: structuredClone(data) };
  const places = placesIn(copy);
  const { parent, name } = places[spot % places.length] as Holder;
  const holder = parent as Record<string, unknown>;
  if (nth % 7 === 0 && !Array.isArray(parent)) delete holder[name];
  else holder[name] = otherValue(holder[name], nth);
  return copy.data;
};

const cases = publishedTypes.flatMap((type) =>
  (['signal', 'answer', 'supply'] as const).filter((way) => type.ways.includes(way)).map((way) => ({ type, way })),
);

describe('the schema of every type', () => {
  it.each(publishedTypes.map((type) => [cloudEventTypeOf(type), type] as const))(
    '%s takes what is made of it, in each of its ways and extents',
    (_name, type) => {
      const deliveries = cases
        .filter((one) => one.type === type)
        .flatMap(({ way }) => extents.flatMap((extent) => [1, 2, 3].map((seed) => made(type, way, seed, extent))));
      expect(deliveries.length).toBeGreaterThan(8);
      for (const data of deliveries) {
        expect([takes(type, data), validators.get(type.id)?.errors]).toEqual([true, null]);
        expect(disagreement(type, data)).toEqual([]);
      }
    },
  );

  it('takes and refuses what the gateway does, whatever is changed in a delivery', () => {
    let [taken, refused] = [0, 0];
    fc.assert(
      fc.property(
        fc.nat({ max: cases.length - 1 }),
        fc.nat({ max: 50 }),
        fc.constantFrom(...extents),
        fc.array(fc.record({ spot: fc.nat({ max: 500 }), nth: fc.nat({ max: 500 }) }), { minLength: 1, maxLength: 2 }),
        (nth, seed, extent, changes) => {
          const { type, way } = cases[nth] as (typeof cases)[number];
          const data = changes.reduce<unknown>((before, one) => change(before, one), made(type, way, seed, extent));
          expect(disagreement(type, data)).toEqual([]);
          if (takes(type, data)) taken += 1;
          else refused += 1;
        },
      ),
      { numRuns: runs },
    );
    // both sides of the border were seen
    expect([taken > runs / 20, refused > runs / 20]).toEqual([true, true]);
  });

  it('refuses what is no object', () => {
    for (const type of publishedTypes) {
      for (const data of [null, 'x', 1, [], true]) expect(takes(type, data)).toBe(false);
    }
  });

  it('is found out where it takes something else than the gateway', () => {
    const [type] = publishedTypes;
    if (!type) throw new TypeError('no type');
    const wider: PayloadType = { ...type, fields: type.fields.map((field) => ({ ...field, required: false })) };
    const data = made(type, 'signal', 1, 'most') as { readonly matter: object };
    const { address: _address, ...rest } = data.matter as { readonly address: string };
    const lacking = { ...data, matter: rest };
    expect(disagreement(type, lacking)).toEqual([]);
    expect(takes(type, lacking)).toBe(false);
    expect(ajv.compile({ ...payloadSchema(wider, 'https://elders.example') })(lacking)).toBe(true);
  });
});
