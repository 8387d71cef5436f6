import type { Level } from '@knooppunt/signals';
import * as fc from 'fast-check';
import type {
  Condition,
  CovenantDocument,
  DecidedField,
  FactDefinition,
  Guard,
  LawDocument,
  Obligations,
  Question,
  Rule,
  Selector,
  Truth,
} from '../src/index.js';

/*
 * Worlds for engines to be held against each other: documents whose rules speak of what is asked with high probability,
 * and many questions to each. Sizes go over every edge of the compiled engine: fields and facts past one word of bits.
 */

export type World = {
  readonly law: LawDocument;
  readonly covenant: CovenantDocument;
  readonly types: readonly { readonly id: string; readonly fields: readonly DecidedField[] }[];
  readonly questions: readonly Question[];
};

const levelOrder: readonly Level[] = ['withhold', 'exists', 'pseudonymise', 'generalise', 'mask', 'reveal'];
const ofTheLaw = ['POL', 'NLA', 'COLL', 'RIEC'];
/** Has purposes in the covenant and is no kind of the law; nothing may reach it. */
const stranger = 'GAST';
const kinds = [...ofTheLaw, stranger];
const typeIds = ['S1', 'S2', 'S3'];
const categories = ['ID', 'FIN', 'CRIM', '_'];
const codes = ['een', 'twee'];
const acts: readonly Question['act'][] = ['inzage', 'levering', 'resultaat'];
const phases = ['weging', '1', '2', '3'];
const unknownName = 'nergens';

const parties = Object.fromEntries(
  kinds.map((kind) => [
    kind,
    {
      name: kind,
      law: 'WGS 2.19',
      secrecy: [`geheim ${kind}`, 'WGS 1.11'],
      purposes: Object.fromEntries(codes.map((code) => [code, 'WGS'])),
    },
  ]),
);
const purposes = kinds.flatMap((kind) => codes.map((code) => `${kind}.${code}`));

// ---- fields: ladders that rise as the general order does, that skip, that turn it round, that hold nothing

const ladders: readonly (readonly Level[])[] = [
  ['pseudonymise', 'generalise', 'mask', 'reveal'],
  ['pseudonymise', 'mask', 'reveal'],
  ['generalise', 'reveal'],
  ['reveal'],
  [],
  ['mask', 'generalise', 'reveal'],
  ['generalise', 'pseudonymise', 'reveal'],
];
const fieldCounts = [3, 6, 9, 31, 32, 33, 65];
const fieldsOf = (count: number, turn: number): readonly DecidedField[] =>
  Array.from({ length: count }, (_, at) =>
    at === 0
      ? { name: '_exists', category: '_', levels: [] }
      : {
          name: `veld${at}`,
          category: categories[(at + turn) % categories.length] as string,
          levels: ladders[(at * 3 + turn) % ladders.length] as readonly Level[],
        },
  );
const types = fc
  .tuple(...typeIds.map(() => fc.tuple(fc.constantFrom(...fieldCounts), fc.nat(6))))
  .map((sizes) => typeIds.map((id, at) => ({ id, fields: fieldsOf(...(sizes[at] as [number, number])) })));

// ---- rules: around one place of the decision space, so that most of them meet there

type Place = {
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly purpose: string;
  readonly phase: string;
};

const place: fc.Arbitrary<Place> = fc
  .record({
    from: fc.constantFrom(...ofTheLaw),
    to: fc.constantFrom(...ofTheLaw),
    type: fc.constantFrom(...typeIds),
    code: fc.constantFrom(...codes),
    phase: fc.constantFrom(...phases),
  })
  .map(({ code, ...rest }) => ({ ...rest, purpose: `${rest.to}.${code}` }));

/** Groups that nest, that hold themselves by a roundabout way, and one whose name is a value too. */
const groupsAround = ({ from, to, type, purpose }: Place): CovenantDocument['groups'] => ({
  leveranciers: [from, 'kring'],
  kring: ['leveranciers', 'COLL'],
  lezers: ['lezers', to],
  soorten: [type],
  doelen: ['doelen', purpose],
  velden: ['veld1', 'ID', 'meer'],
  meer: ['veld2', 'velden', 'CRIM'],
  POL: ['NLA', 'POL'],
  FIN: ['veld3'],
});

/** Ways to say a value, of which most hit it. */
const around = (value: string, values: readonly string[], group: string): fc.Arbitrary<Selector> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant<Selector>('any') },
    {
      weight: 6,
      arbitrary: fc.constantFrom<Selector>(
        value,
        [value],
        [group],
        group,
        [values[0] as string, value],
        { except: values.filter((one) => one !== value).slice(0, 2) },
        { of: [group, ...values.slice(1)], except: values.find((one) => one !== value) as string },
      ),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom<Selector>(
        [values.at(-1) as string],
        { except: [group] },
        { of: [value], except: group },
        { except: value },
        [],
      ),
    },
  );

const fieldSelector = fc.constantFrom<Selector>(
  'any',
  'content',
  'any',
  ['ID'],
  ['FIN'],
  'CRIM',
  ['_'],
  ['velden'],
  ['veld1', '_exists'],
  ['veld1', 'veld31', 'veld32', 'veld64'],
  { except: ['ID'] },
  { except: ['content'] },
  { of: ['velden', 'FIN'], except: ['veld2'] },
  { of: 'content', except: 'meer' },
  ['nergens'],
);

const factCounts = [3, 3, 8, 31, 32, 33, 70];
const factName = (number: number): string => `feit${String(number).padStart(2, '0')}`;
/** Two facts of three are among the first few, so that rules ask the same ones. */
const factOf = (count: number): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.nat(Math.min(2, count - 1)).map(factName) },
    { weight: 1, arbitrary: fc.nat(count - 1).map(factName) },
  );
const conditionOf = (count: number): fc.Arbitrary<Condition> =>
  fc.dictionary(factOf(count), fc.boolean(), { minKeys: 1, maxKeys: 2, noNullPrototype: true });
const whenOf = (count: number): fc.Arbitrary<Rule['when']> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 4, arbitrary: conditionOf(count) },
    { weight: 2, arbitrary: fc.array(conditionOf(count), { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.constantFrom<Rule['when']>([], {}) },
  );

const onward = ['forbidden', 'with-consent', 'participants', 'allowed'];
const obligations: fc.Arbitrary<Obligations> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        retain: fc.constantFrom('P10D', 'P30D', 'P200D', 'P1Y'),
        onward: fc.constantFrom(...onward),
        notify: fc.constantFrom<string | readonly string[]>('supplier', ['om', 'fg']),
        label: fc.constantFrom<readonly string[]>(['supplier'], ['own', 'WGS 1.11']),
        unheardOf: fc.constantFrom('b', 'a'),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
  },
);

const levels = fc.constantFrom<Level>(...levelOrder);
/** Few ids, so that rules share one; some with both effects or none, which validation refuses and the engine still reads. */
const ruleAt = (at: Place, facts: number): fc.Arbitrary<Rule> =>
  fc
    .record({
      id: fc.nat(60).map((number) => `R-${String(number).padStart(2, '0')}`),
      effect: fc.oneof(
        { weight: 6, arbitrary: levels.map((permit): Partial<Rule> => ({ permit })) },
        { weight: 4, arbitrary: levels.map((cap): Partial<Rule> => ({ cap })) },
        { weight: 1, arbitrary: fc.constantFrom<Partial<Rule>>({}, { permit: 'mask', cap: 'exists' }) },
      ),
      from: around(at.from, ofTheLaw, 'leveranciers'),
      to: around(at.to, kinds, 'lezers'),
      type: around(at.type, typeIds, 'soorten'),
      purpose: fc.oneof(
        fc.constantFrom<Selector>('own', ['own'], { of: 'own', except: at.purpose }, { except: 'own' }),
        around(at.purpose, purposes, 'doelen'),
      ),
      phase: fc.constantFrom<Selector>('any', at.phase, `${at.phase}+`, ['weging+'], { except: ['2+'] }, ['1', '9+']),
      fields: fieldSelector,
      acts: fc.constantFrom<Partial<Rule>>(
        {},
        {},
        {},
        { at: 'any' },
        { at: ['inzage', 'levering'] },
        { at: ['resultaat'] },
      ),
      when: whenOf(facts),
      obligations,
    })
    .map(({ effect, when, acts: spoken, ...rest }) => ({
      ...rest,
      ...effect,
      ...spoken,
      ...(when !== undefined && { when }),
      basis: 'convenant art. 1',
    }));

const days = ['2025-03-01', '2026-01-01', '2026-06-30'];
const period = fc.constantFrom<readonly [string, string]>(
  ['2025-03-01', 'open'],
  ['2025-03-01', '2025-12-31'],
  ['2026-01-01', 'open'],
  ['2026-01-01', '2026-06-30'],
  ['2026-06-30', '2026-06-30'],
);
const lawCapAt = (at: Place, facts: number): fc.Arbitrary<Rule> =>
  fc
    .tuple(ruleAt(at, facts), levels, period, fc.boolean())
    .map(([{ permit: _permit, ...rule }, cap, dated, isDated]) => ({
      ...rule,
      cap,
      ...(isDated && { in: dated }),
    }));
const guardAt = (at: Place, facts: number): fc.Arbitrary<Guard> =>
  fc
    .record({
      id: fc.nat(9).map((number) => `G-${number}`),
      acts: fc.constantFrom<Partial<Guard>>({}, { at: ['inzage', 'resultaat'] }, { at: ['levering'] }),
      phases: fc.constantFrom<Partial<Guard>>({}, { phase: at.phase }, { phase: ['2+'] }),
      require: conditionOf(facts),
      in: period,
    })
    .map(({ acts: spoken, phases: read, ...rest }) => ({ ...rest, ...spoken, ...read, basis: 'WGS 2.19' }));

const factDefinitions = (count: number): Readonly<Record<string, FactDefinition>> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      factName(at),
      {
        of: (['contribution', 'recipient', 'subject', 'question', 'case'] as const)[at % 5] as FactDefinition['of'],
        from: 'bron',
        is: 'een feit',
        known: 'recipient' as const,
      },
    ]),
  );

// ---- questions: most at the place that the rules are around; facts from a seed, for there are many

const seeded = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};
const truths: readonly (Truth | undefined)[] = [true, true, true, true, false, false, false, 'unknown', undefined];

/** Values of facts, some unknown, some not there at all. */
export const factsFrom = (count: number, seed: number): Question['facts'] => {
  const next = seeded(seed);
  const facts: Record<string, Truth> = { nooitGevraagd: true };
  for (let at = 0; at < count; at++) {
    const value = truths[Math.floor(next() * truths.length)];
    if (value !== undefined) facts[factName(at)] = value;
  }
  return facts;
};

const instants = [
  '2026-03-02T09:30:00.000Z',
  '2025-12-31T22:59:59.999Z',
  '2025-12-31T23:00:00.000Z',
  '2026-06-29T22:00:00.000Z',
  '2026-06-30T22:00:00.000Z',
  '2024-01-01T00:00:00.000Z',
  '2026-03-02',
  '',
];

/** Mostly the value, seldom another. */
const mostly = <T>(value: T, others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const strange: readonly DecidedField[] = [
  { name: 'veld1', category: 'ID', levels: ['reveal'] },
  { name: 'onbekend', category: 'FIN', levels: ['pseudonymise', 'reveal'] },
  { name: 'veld1', category: 'CRIM', levels: ['mask', 'generalise', 'reveal'] },
];

const questionAt = (at: Place, known: World['types'], facts: number): fc.Arbitrary<Question> =>
  fc
    .record({
      act: mostly<Question['act']>('inzage', acts),
      from: mostly(at.from, [...kinds, unknownName]),
      to: mostly(at.to, [...kinds, unknownName]),
      type: mostly(at.type, [...typeIds, unknownName]),
      purpose: mostly(at.purpose, [...purposes, 'own', unknownName]),
      phase: mostly(at.phase, [...phases, '2+', unknownName]),
      at: fc.constantFrom(...instants),
      seed: fc.integer(),
      which: fc.nat(11),
    })
    .map(({ seed, which, ...shape }) => {
      const own = known.find(({ id }) => id === shape.type)?.fields ?? strange;
      const fields = which === 0 ? strange : which === 1 ? own.filter((_, field) => field % 3 === 1) : own;
      return { ...shape, fields, facts: factsFrom(facts, seed) };
    });

/** Worlds with `asked` questions each. */
export const worlds = (asked: number): fc.Arbitrary<World> =>
  fc.tuple(place, types, fc.constantFrom(...factCounts)).chain(([at, known, facts]) =>
    fc
      .record({
        rules: fc.array(ruleAt(at, facts), { minLength: 2, maxLength: 16 }),
        caps: fc.array(lawCapAt(at, facts), { maxLength: 4 }),
        guards: fc.oneof(
          { weight: 3, arbitrary: fc.constant([]) },
          { weight: 1, arbitrary: fc.array(guardAt(at, facts), { maxLength: 2 }) },
        ),
        defaults: obligations,
        questions: fc.array(questionAt(at, known, facts), { minLength: asked, maxLength: asked }),
      })
      .map(({ rules, caps, guards, defaults, questions }) => ({
        types: known,
        questions,
        law: {
          wet: 'wet',
          version: '1',
          semantics: 'covenant/1',
          kinds: { participants: ofTheLaw.slice(0, 3), bureau: ['RIEC'] },
          acts: { levering: 'WGS 1.5', inzage: 'WGS 1.6', resultaat: 'WGS 1.7' },
          facts: factDefinitions(Math.min(2, facts)),
          guards,
          caps,
          obligations: { feedback: { combine: 'shortest' } },
        },
        covenant: {
          covenant: 'c',
          version: '1',
          semantics: 'covenant/1',
          under: { law: 'wet', checkedAgainst: '1' },
          valid: { from: days[0] as string, until: '2030-12-31', zone: 'Europe/Amsterdam' },
          phases,
          levels: levelOrder,
          categories: ['ID', 'FIN', 'CRIM'],
          parties,
          groups: groupsAround(at),
          facts: factDefinitions(facts),
          obligations: {
            retain: { combine: 'shortest' },
            onward: { combine: 'strictest', order: onward },
            notify: { combine: 'union' },
            label: { combine: 'union' },
          },
          defaults: { level: 'withhold', obligations: defaults },
          rules,
        },
      })),
  );
