import type { ClearScalar, ClearShape, EventCatalogue, Message } from '@knooppunt/kernel';
import * as fc from 'fast-check';
import { digest, oin, uuid } from './ids.js';

// Small pools, so that events meet the same things again.
const scalars: Readonly<Record<ClearScalar, fc.Arbitrary<unknown>>> = {
  uuid: fc.integer({ min: 1, max: 4 }).map(uuid),
  oin: fc.integer({ min: 1, max: 3 }).map(oin),
  code: fc.constantFrom('S1', 'S6', 'reveal', 'matter', 'p1', '2', 'system:spec'),
  instant: fc.constantFrom('2026-03-01T12:00:00.000Z', '2026-03-05T00:00:00.000Z', '9999-12-31T23:59:59.999Z'),
  date: fc.constantFrom('2026-03-01', '2024-02-29', '9999-12-31'),
  count: fc.oneof(fc.nat({ max: 5 }), fc.constant(Number.MAX_SAFE_INTEGER)),
  flag: fc.boolean(),
  digest: fc.integer({ min: 1, max: 3 }).map(digest),
  token: fc.constantFrom('YQ', 'Yg=='),
  revision: fc.constantFrom('-1', '0', '7'),
  stream: fc.integer({ min: 1, max: 3 }).map((number) => `case-${uuid(number)}`),
  label: fc.constantFrom('Gemeente Utrecht', "Politie 's-Hertogenbosch"),
  document: fc.constantFrom('', '{}', '{"a":"é\\u2028"}'),
};

/** Any value of a shape; optional members are there or not. */
export const arbitraryOf = (shape: ClearShape): fc.Arbitrary<unknown> => {
  if (typeof shape === 'string') return scalars[shape];
  if ('optional' in shape) return arbitraryOf(shape.optional);
  if ('list' in shape) return fc.array(arbitraryOf(shape.list), { maxLength: 3 });
  if ('map' in shape) return fc.dictionary(fc.constantFrom('p1', 'matter', 'S1'), arbitraryOf(shape.map));
  const members = Object.entries(shape.record);
  const isOptional = (inner: ClearShape): boolean => typeof inner !== 'string' && 'optional' in inner;
  return fc.record(Object.fromEntries(members.map(([name, inner]) => [name, arbitraryOf(inner)])), {
    requiredKeys: members.filter(([, inner]) => !isOptional(inner)).map(([name]) => name),
  });
};

/** Any event of these types of a catalogue: clear data of the type's own shape, in no order that means anything. */
export const arbitraryEvent = (catalogue: EventCatalogue, types = Object.keys(catalogue)): fc.Arbitrary<Message> =>
  fc.constantFrom(...types).chain((type) =>
    arbitraryOf({ record: catalogue[type]?.data ?? {} }).map((data) => ({
      type,
      data: JSON.parse(JSON.stringify(data)) as unknown,
    })),
  );
