import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { blocksOf, checkPayload, findPayloadType, payloadTypes, tokenValuesOf } from '@knooppunt/signals';
import type { FieldDefinition, FieldType, Payload, PayloadType } from '@knooppunt/signals';
import type { Frame } from '../frame.js';
import { castOfRegister } from './cast.js';
import { deliveryOf } from './delivery.js';
import type { DeliveryOptions } from './delivery.js';

const register = readFileSync(new URL('../../../../deploy/demo/brp/persoonslijsten.csv', import.meta.url), 'utf8');
const cast = castOfRegister(register, { municipalities: ['0363', '0599'], on: '2022-05-02' });
const on = '2026-03-02';
const ids = {
  request: '3f1f2c56-8b4e-4a53-9a5c-0a3c7d7f5b10',
  case: '8a8f6f1e-6a0d-4a58-8a1f-3f6d5f9f4c21',
  firstProcessed: '2026-03-02',
};
const frames = {
  signal: { way: 'signal', region: 'amsterdam-amstelland', firstProcessed: ids.firstProcessed },
  answer: { way: 'answer', ...ids },
  supply: { way: 'supply', case: ids.case, firstProcessed: ids.firstProcessed },
} as const satisfies Record<string, Frame>;

const agencyTypes = payloadTypes.filter(({ ways }) => !ways.includes('process'));
const inEveryWay = agencyTypes.flatMap((type) =>
  type.ways.flatMap((way) => (way === 'process' ? [] : [{ type, way, name: `${type.id} ${way}` }])),
);
const extents = ['ordinary', 'least', 'most'] as const;
const extremes = [undefined, 'longest', 'unicode'] as const;
const made = (type: PayloadType, seed: number, options: Partial<DeliveryOptions> & { readonly frame: Frame }) =>
  deliveryOf(type.id, seed, { cast, on, ...options });
const anySeed = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('the cast', () => {
  it('is of the fictitious register, nobody with secrecy, each with an address of their own', () => {
    expect(cast.length).toBeGreaterThan(100);
    expect(cast.filter(({ bsn }) => bsn === '010008579')).toEqual([]);
    expect(cast.every(({ name, address }) => name.length > 0 && address.length > 0)).toBe(true);
  });
});

describe.each(inEveryWay)('a delivery of $name', ({ type, way }) => {
  it('is one that the registry accepts, at its least, its most and its extremes, for any seed', () => {
    fc.assert(
      fc.property(anySeed, fc.constantFrom(...extents), fc.constantFrom(...extremes), (seed, extent, extreme) => {
        const data = made(type, seed, { frame: frames[way], extent, ...(extreme === undefined ? {} : { extreme }) });
        expect([type.id, extent, checkPayload(type, JSON.parse(JSON.stringify(data))).faults]).toEqual([
          type.id,
          extent,
          [],
        ]);
      }),
      { numRuns: 40 },
    );
  });

  it('is the same for the same seed and another for most others', () => {
    const many = Array.from({ length: 30 }, (_, seed) =>
      JSON.stringify(made(type, seed, { frame: frames[way], extent: 'most' })),
    );
    expect(many).toEqual(
      many.map((_text, seed) => JSON.stringify(made(type, seed, { frame: frames[way], extent: 'most' }))),
    );
    expect(new Set(many).size).toBeGreaterThan(20);
  });

  it('has every field of the registry at its most, and each in its own block', () => {
    // A person of the register may lack a number, so that one delivery may lack the field that another has.
    const fields = new Set<string>();
    for (let seed = 0; seed < 20; seed += 1) {
      const data = made(type, seed, { frame: frames[way], extent: 'most' });
      for (const { fields: held } of Object.values(blocksOf(type, data as unknown as Payload))) {
        for (const name of Object.keys(held)) fields.add(name);
      }
    }
    const lacking = type.fields.filter(({ name, type: kind, category }) => {
      const isOfOtherWay =
        (kind === 'explanations' && way !== 'signal') || (type.id === 'S13' && way === 'signal' && category === 'FIN');
      const isBlind =
        kind === 'reference' &&
        type.maxPersons < 2 &&
        type.fields.find((field) => field.name === name)?.block === 'person';
      return !isOfOtherWay && !isBlind && !fields.has(name);
    });
    expect(lacking.map(({ name }) => name)).toEqual([]);
  });
});

describe('any delivery', () => {
  it('names a person of the register by the numbers and the address that are that person’s', () => {
    fc.assert(
      fc.property(anySeed, fc.constantFrom('S2', 'S6', 'S10'), (seed, id) => {
        const type = findPayloadType(id) as PayloadType;
        const data = made(type, seed, { frame: frames.supply, extent: 'most' }) as {
          persons: Record<string, string>[];
        };
        for (const person of data.persons) {
          // The register has numbers that two lists bear, so that one of them must fit as a whole.
          const fitting = cast.filter(
            ({ name, bsn, birthDate }) =>
              name === person['name'] && bsn === person['bsn'] && birthDate === person['birthDate'],
          );
          expect(fitting.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('is about one company where the seed is one, whichever agency brings it', () => {
    const kvkOf = (id: string) =>
      tokenValuesOf(
        findPayloadType(id) as PayloadType,
        made(findPayloadType(id) as PayloadType, 11, { frame: frames.supply, extent: 'most' }) as unknown as Payload,
      )
        .filter(({ kind }) => kind === 'kvk')
        .map(({ value }) => value)[0];
    expect(new Set(['S3', 'S14', 'S15', 'S16', 'S18', 'S19', 'S20', 'S22', 'S24', 'S26'].map(kvkOf)).size).toBe(1);
  });
});

type Loose = Record<string, unknown>;
type Mutation = { readonly name: string; readonly pointer: string; readonly code: string; readonly data: Loose };

const copyOf = (data: unknown): Loose => JSON.parse(JSON.stringify(data)) as Loose;
/** A copy with the value at a pointer replaced, or taken away where it is undefined. */
const withValue = (data: unknown, pointer: string, value: unknown): Loose => {
  const copy = copyOf(data);
  const keys = pointer.split('/').slice(1);
  const last = keys.pop() ?? '';
  const holder = keys.reduce<Loose>((at, key) => at[key] as Loose, copy);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return copy;
};

/** Values that a kind of field must refuse, each with its own code. */
const wrong: Readonly<Record<FieldType, readonly (readonly [unknown, string])[]>> = (() => {
  const text = (most: number) =>
    [
      [7, 'wrong-type'],
      ['', 'empty'],
      ['a'.repeat(most + 1), 'too-long'],
      ['a\uD800', 'ill-formed-unicode'],
      ['a\u0007', 'control-character'],
      ['a\u202E', 'control-character'],
    ] as const;
  const number = [
    ['x', 'wrong-type'],
    [-1, 'out-of-range'],
    [1.5, 'out-of-range'],
    [2 ** 53, 'out-of-range'],
    [null, 'wrong-type'],
  ] as const;
  const form = [
    [7, 'wrong-type'],
    ['?', 'wrong-form'],
    ['', 'wrong-form'],
  ] as const;
  const eleven = (value: string) => [...form, [value, 'eleven-test']] as const;
  const date = [
    [20260302, 'wrong-type'],
    ['2-3-2026', 'wrong-form'],
    ['2026-02-30', 'no-such-date'],
  ] as const;
  const code = [
    [7, 'wrong-type'],
    ['constructor', 'unknown-code'],
    ['', 'unknown-code'],
  ] as const;
  return {
    name: text(200),
    'birth-date': [...date, ['0000-00-00', 'no-such-date']],
    bsn: eleven('123456789'),
    'v-number': form,
    text: text(500),
    'long-text': text(8000),
    address: text(200),
    'bag-id': [...form, ['0363990001004479', 'wrong-form']],
    company: [
      ['B.V.', 'wrong-type'],
      [{}, 'empty'],
      [[], 'wrong-type'],
    ],
    'company-name': text(200),
    'kvk-number': [...form, ['00000000', 'wrong-form']],
    'wage-tax-number': eleven('123456789L01'),
    'turnover-tax-number': eleven('123456789B01'),
    'prosecution-number': form,
    'document-number': form,
    'number-plate': [...form, ['AB-CD-EF', 'wrong-form']],
    'cadastral-id': form,
    'flight-number': form,
    'contribution-id': form,
    'opaque-token': form,
    date: [...date, ['2026-03-00', 'no-such-date']],
    count: number,
    money: number,
    flag: [
      ['ja', 'wrong-type'],
      [1, 'wrong-type'],
    ],
    code,
    'code-list': [
      ['x', 'wrong-type'],
      [[], 'empty'],
    ],
    reference: [
      [7, 'wrong-type'],
      ['x', 'wrong-form'],
      ['p98', 'unresolved-reference'],
    ],
    explanations: [['x', 'wrong-type']],
    id: [],
    'id-list': [],
    instant: [],
  };
})();

/** Where a field of a payload lies. */
const placesOf = ({ block, name }: FieldDefinition, data: Loose): readonly string[] => {
  const list = (key: 'persons' | 'companies') =>
    ((data[key] ?? []) as Loose[]).flatMap((party, at) => (name in party ? [`/${key}/${at}/${name}`] : []));
  if (block === 'person') return list('persons');
  if (block === 'company') return list('companies');
  return name in ((data[block] ?? {}) as Loose) ? [`/${block}/${name}`] : [];
};

const fieldMutations = (type: PayloadType, data: Loose): readonly Mutation[] =>
  type.fields.flatMap((field) =>
    placesOf(field, data).flatMap((pointer) => {
      const missing = {
        name: `${pointer} left out`,
        pointer,
        code: 'required',
        data: withValue(data, pointer, undefined),
      };
      const beyond = field.most === undefined ? [] : [[field.most + 1, 'out-of-range'] as const];
      const below = field.least === undefined ? [] : [[field.least - 1, 'out-of-range'] as const];
      return [
        ...(field.required === true || field.type === 'explanations' ? [missing] : []),
        ...[...wrong[field.type], ...beyond, ...below].map(([value, code]) => ({
          name: `${pointer} = ${JSON.stringify(value)?.slice(0, 30)}`,
          pointer,
          code,
          data: withValue(data, pointer, value),
        })),
      ];
    }),
  );

const frameMutations = (type: PayloadType, data: Loose): readonly Mutation[] => {
  const mutation = (pointer: string, value: unknown, code: string, place = pointer): Mutation => ({
    name: `${pointer} = ${JSON.stringify(value)?.slice(0, 30)}`,
    pointer: place,
    code,
    data: withValue(data, pointer, value),
  });
  const ofWay = data['way'] === 'signal' ? ['report'] : data['way'] === 'answer' ? ['case', 'request'] : ['case'];
  const notOfWay = ['report', 'case', 'request'].filter((name) => !ofWay.includes(name));
  return [
    mutation('/way', undefined, 'required'),
    mutation('/way', 'gift', 'unknown-code'),
    ...ofWay.map((name) => mutation(`/${name}`, undefined, 'required')),
    ...notOfWay.map((name) => mutation(`/${name}`, ids.case, 'not-for-this-way')),
    mutation('/declaration', undefined, 'required'),
    ...['lawful', 'quality', 'firstProcessed'].map((name) => mutation(`/declaration/${name}`, undefined, 'required')),
    mutation('/declaration/lawful', 'ja', 'wrong-type'),
    mutation('/declaration/firstProcessed', '2026-02-30', 'no-such-date'),
    mutation('/unheard-of', 1, 'unknown-member', ''),
    ...(type.needsBpgCode === true ? [mutation('/handling', undefined, 'required', '/handling/bpgCode')] : []),
    ...(['signal', 'answer', 'supply'] as const)
      .filter((way) => !type.ways.includes(way))
      .map((way) => mutation('/way', way, 'way-not-allowed')),
  ];
};

const partyMutations = (type: PayloadType, data: Loose): readonly Mutation[] =>
  (
    [
      ['persons', type.maxPersons, 'p'],
      ['companies', type.maxCompanies, 'c'],
    ] as const
  ).flatMap(([key, highest, letter]) => {
    const list = data[key] as Loose[] | undefined;
    const pointer = `/${key}`;
    const to = (value: unknown, code: string, place = pointer): Mutation => ({
      name: `${pointer} ${code}`,
      pointer: place,
      code,
      data: withValue(data, pointer, value),
    });
    if (highest === 0) return [to([{ ref: `${letter}1` }], 'not-for-this-type')];
    if (list === undefined) return [];
    const more = Array.from({ length: highest + 1 }, (_, at) => ({ ...list[0], ref: `${letter}${at + 1}` }));
    return [
      to([], 'empty'),
      to({}, 'wrong-type'),
      to(more, 'too-many'),
      to([{ ...list[0], ref: 'x1' }, ...list.slice(1)], 'wrong-form', `${pointer}/0/ref`),
      to([{ ...list[0], jansen: 1 }, ...list.slice(1)], 'unknown-member', `${pointer}/0`),
      ...(list.length > 1
        ? [
            to(
              list.map((party) => ({ ...party, ref: `${letter}1` })),
              'duplicate-ref',
              `${pointer}/1/ref`,
            ),
          ]
        : []),
    ];
  });

describe.each(inEveryWay)('one rule broken in a delivery of $name', ({ type, way }) => {
  it('is refused with its own fault at its own place', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const data = copyOf(made(type, seed, { frame: frames[way], extent: 'most' }));
        const mutations = [...fieldMutations(type, data), ...frameMutations(type, data), ...partyMutations(type, data)];
        expect(mutations.length).toBeGreaterThan(15);
        const unseen = mutations.filter(({ pointer, code, data: broken }) => {
          const { faults, payload } = checkPayload(type, broken);
          return payload !== undefined || !faults.some((fault) => fault.pointer === pointer && fault.code === code);
        });
        expect(unseen.map(({ name, code }) => `${name}: ${code}`)).toEqual([]);
      }),
      { numRuns: 5 },
    );
  });
});
