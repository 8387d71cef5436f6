import { describe, expect, it } from '@jest/globals';
import type { Json } from '@knooppunt/kernel';
import { findPayloadType } from '../registry/registry.js';
import { compareSchemas } from './evolution.js';
import { payloadSchema } from './payload-schema.js';

const server = 'https://knooppunt.example';
const schemaOf = (id: string): Json => {
  const type = findPayloadType(id);
  if (!type) throw new TypeError(`no ${id}`);
  return payloadSchema(type, server);
};

type Place = { [name: string]: Json };
/** A copy of a schema with one thing changed in the object at a place. */
const changed = (id: string, path: readonly string[], change: (place: Place) => void): Json => {
  const copy = structuredClone(schemaOf(id));
  change(path.reduce<Json>((node, name) => (node as Place)[name] ?? null, copy) as Place);
  return copy;
};
const said = (id: string, path: readonly string[], change: (place: Place) => void): readonly string[] =>
  compareSchemas(schemaOf(id), changed(id, path, change)).map(({ at, what }) => `${at} ${what}`);

const persons = ['properties', 'persons', 'items'];
const matter = ['properties', 'matter'];

describe('a schema that takes less than the one before', () => {
  const narrower: readonly (readonly [string, string, readonly string[], (place: Place) => void, readonly string[]])[] =
    [
      [
        'a field that went',
        'S2',
        [...persons, 'properties'],
        (place) => delete place['bagId'],
        ['/properties/persons/items/properties/bagId removed'],
      ],
      [
        'a member that went',
        'S1',
        ['properties'],
        (place) => delete place['handling'],
        ['/properties/handling removed'],
      ],
      [
        'a field that is refused now',
        'S2',
        [...persons, 'properties'],
        (place) => (place['bagId'] = false),
        ['/properties/persons/items/properties/bagId newly-refused'],
      ],
      [
        'another type',
        'S1',
        [...matter, 'properties', 'floorArea'],
        (place) => (place['type'] = 'string'),
        ['/properties/matter/properties/floorArea/type other-type'],
      ],
      [
        'a field that must come now',
        'S1',
        matter,
        (place) => (place['required'] = ['address', 'registrations', 'households']),
        ['/properties/matter/required/households newly-required'],
      ],
      [
        'a new field that must come',
        'S1',
        matter,
        (place) => {
          place['properties'] = { ...(place['properties'] as Place), storeys: { type: 'integer' } };
          place['required'] = ['address', 'registrations', 'storeys'];
        },
        ['/properties/matter/required/storeys newly-required'],
      ],
      [
        'a code that went',
        'S1',
        [...matter, 'properties', 'ownerKind'],
        (place) => (place['enum'] = (place['enum'] as Json[]).slice(1)),
        ['/properties/matter/properties/ownerKind/enum fewer-codes'],
      ],
      [
        'a list of codes where there was none',
        'S1',
        [...matter, 'properties', 'address'],
        (place) => (place['enum'] = ['Kade 1']),
        ['/properties/matter/properties/address/enum fewer-codes'],
      ],
      [
        'a shorter text',
        'S1',
        [...matter, 'properties', 'address'],
        (place) => (place['maxLength'] = 100),
        ['/properties/matter/properties/address/maxLength tighter-bound'],
      ],
      [
        'a longer text at least',
        'S1',
        [...matter, 'properties', 'address'],
        (place) => (place['minLength'] = 10),
        ['/properties/matter/properties/address/minLength tighter-bound'],
      ],
      [
        'a lower most',
        'S1',
        [...matter, 'properties', 'floorArea'],
        (place) => (place['maximum'] = 1000),
        ['/properties/matter/properties/floorArea/maximum tighter-bound'],
      ],
      [
        'fewer persons',
        'S2',
        ['properties', 'persons'],
        (place) => (place['maxItems'] = 1),
        ['/properties/persons/maxItems tighter-bound'],
      ],
      [
        'another pattern',
        'S2',
        [...persons, 'properties', 'bsn'],
        (place) => (place['pattern'] = '^[1-9][0-9]{8}$'),
        ['/properties/persons/items/properties/bsn/pattern other-form'],
      ],
      [
        'a format where there was none',
        'S1',
        [...matter, 'properties', 'address'],
        (place) => (place['format'] = 'uri'),
        ['/properties/matter/properties/address/format other-form'],
      ],
      [
        'more that a way in refuses',
        'S2',
        ['oneOf', '0', 'properties'],
        (place) => (place['handling'] = false),
        ['/oneOf/signal/properties/handling newly-refused'],
      ],
      [
        'more that a way in asks',
        'S1',
        ['oneOf', '2'],
        (place) => (place['required'] = ['way', 'case', 'handling']),
        ['/oneOf/supply/required/handling newly-required'],
      ],
      [
        'a branch that went',
        'S1',
        [],
        (place) => (place['oneOf'] = (place['oneOf'] as Json[]).slice(1)),
        ['/oneOf/signal removed'],
      ],
      [
        'a way in that went',
        'S1',
        ['properties', 'way'],
        (place) => (place['enum'] = ['answer', 'supply']),
        ['/properties/way/enum fewer-codes'],
      ],
      [
        'a keyword that nobody compares',
        'S1',
        matter,
        (place) => (place['dependentRequired'] = { address: ['bagId'] }),
        ['/properties/matter/dependentRequired unknown-keyword'],
      ],
      ['another address', 'S1', [], (place) => (place['$id'] = 'https://elders.example/s1'), ['/$id other-form']],
    ];

  it.each(narrower)('is told: %s', (_what, id, path, change, expected) => {
    expect(said(id, path, change)).toEqual(expected);
  });

  it('is told where there were no branches', () => {
    expect(compareSchemas({ type: 'object' }, { type: 'object', oneOf: [] })).toEqual([
      { at: '/oneOf', what: 'new-condition' },
    ]);
  });

  it('is told where an open object is closed, or names a member that could be anything', () => {
    expect(compareSchemas({ type: 'object' }, { type: 'object', additionalProperties: false })).toEqual([
      { at: '/additionalProperties', what: 'closed' },
    ]);
    expect(compareSchemas({ type: 'object' }, { type: 'object', properties: { a: { type: 'string' } } })).toEqual([
      { at: '/properties/a/type', what: 'other-type' },
    ]);
  });
});

describe('a schema that takes all that the one before took', () => {
  const wider: readonly (readonly [string, string, readonly string[], (place: Place) => void])[] = [
    [
      'a new field that may be absent',
      'S1',
      [...matter, 'properties'],
      (place) => (place['storeys'] = { type: 'integer' }),
    ],
    [
      'a new code',
      'S1',
      [...matter, 'properties', 'ownerKind'],
      (place) => (place['enum'] = [...(place['enum'] as Json[]), 'stichting']),
    ],
    ['a longer text', 'S1', [...matter, 'properties', 'address'], (place) => (place['maxLength'] = 400)],
    ['more persons', 'S2', ['properties', 'persons'], (place) => (place['maxItems'] = 8)],
    ['a field that need not come any more', 'S1', matter, (place) => (place['required'] = ['address'])],
    ['other words', 'S1', [], (place) => (place['title'] = 'Anders')],
    [
      'any number where there was a whole one',
      'S1',
      [...matter, 'properties', 'floorArea'],
      (place) => (place['type'] = 'number'),
    ],
    [
      'a new way in with what it asks',
      'S6',
      [],
      (place) => {
        (place['properties'] as Place)['way'] = { type: 'string', enum: ['answer', 'supply', 'signal'] };
        const signal = { required: ['way', 'report'], properties: { way: { const: 'signal' } } };
        place['oneOf'] = [...(place['oneOf'] as Json[]), signal];
      },
    ],
  ];

  it.each(wider)('is told so: %s', (_what, id, path, change) => {
    expect(said(id, path, change)).toEqual([]);
  });

  it('is each of ours, of itself', () => {
    for (const id of ['S1', 'S2', 'S8', 'S31']) expect(compareSchemas(schemaOf(id), schemaOf(id))).toEqual([]);
  });
});
