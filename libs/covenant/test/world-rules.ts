import type { Level } from '@knooppunt/signals';
import * as fc from 'fast-check';
import type {
  Condition,
  CovenantDocument,
  DecidedField,
  FactDefinition,
  Guard,
  Obligations,
  Question,
  Rule,
  Selector,
} from '../src/index.js';

/*
 * Rules, guards and facts of worlds for engines to be held against each other: around one place of the decision space, so
 * that most of them speak of what is asked. Sizes go over every edge: fields and facts past one word of bits.
 */

export const levelOrder: readonly Level[] = ['withhold', 'exists', 'pseudonymise', 'generalise', 'mask', 'reveal'];
export const ofTheLaw = ['POL', 'NLA', 'COLL', 'RIEC'];
/** Has purposes in the covenant and is no kind of the law; nothing may reach it. */
const stranger = 'GAST';
export const kinds = [...ofTheLaw, stranger];
export const typeIds = ['S1', 'S2', 'S3'];
const categories = ['ID', 'FIN', 'CRIM', '_'];
const codes = ['een', 'twee'];
export const acts: readonly Question['act'][] = ['inzage', 'levering', 'resultaat'];
export const phases = ['weging', '1', '2', '3'];
export const unknownName = 'nergens';

export const parties = Object.fromEntries(
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
export const purposes = kinds.flatMap((kind) => codes.map((code) => `${kind}.${code}`));

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
export const types = fc
  .tuple(...typeIds.map(() => fc.tuple(fc.constantFrom(...fieldCounts), fc.nat(6))))
  .map((sizes) => typeIds.map((id, at) => ({ id, fields: fieldsOf(...(sizes[at] as [number, number])) })));

// ---- rules: around one place of the decision space, so that most of them meet there

/** Where most rules of a world meet, and most questions are put. */
export type Place = {
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly purpose: string;
  readonly phase: string;
};

export const place: fc.Arbitrary<Place> = fc
  .record({
    from: fc.constantFrom(...ofTheLaw),
    to: fc.constantFrom(...ofTheLaw),
    type: fc.constantFrom(...typeIds),
    code: fc.constantFrom(...codes),
    phase: fc.constantFrom(...phases),
  })
  .map(({ code, ...rest }) => ({ ...rest, purpose: `${rest.to}.${code}` }));

/** Groups that nest, that hold themselves by a roundabout way, and one whose name is a value too. */
export const groupsAround = ({ from, to, type, purpose }: Place): CovenantDocument['groups'] => ({
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
    { weight: 8, arbitrary: fc.constant<Selector>('any') },
    {
      weight: 14,
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
      weight: 1,
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

export const factCounts = [3, 3, 8, 31, 32, 33, 70];
export const factName = (number: number): string => `feit${String(number).padStart(2, '0')}`;
/** Two facts of three are among a few, so that rules ask the same ones; they lie in different words of bits. */
const factOf = (count: number): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(0, 1, count >>> 1, count - 1).map(factName) },
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

export const onward = ['forbidden', 'with-consent', 'participants', 'allowed'];
export const obligations: fc.Arbitrary<Obligations> = fc.oneof(
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
/** High ones twice: of many caps the lowest wins, and little would be shown. */
const capLevels = fc.constantFrom<Level>(...levelOrder, 'generalise', 'mask', 'reveal');
/** Few ids, so that rules share one; some with both effects or none, which validation refuses and the engine still reads. */
export const ruleAt = (at: Place, facts: number): fc.Arbitrary<Rule> =>
  fc
    .record({
      id: fc.nat(60).map((number) => `R-${String(number).padStart(2, '0')}`),
      effect: fc.oneof(
        { weight: 7, arbitrary: levels.map((permit): Partial<Rule> => ({ permit })) },
        { weight: 3, arbitrary: capLevels.map((cap): Partial<Rule> => ({ cap })) },
        { weight: 1, arbitrary: fc.constantFrom<Partial<Rule>>({}, { permit: 'mask', cap: 'exists' }) },
      ),
      from: around(at.from, ofTheLaw, 'leveranciers'),
      to: around(at.to, kinds, 'lezers'),
      type: around(at.type, typeIds, 'soorten'),
      purpose: fc.oneof(
        fc.constantFrom<Selector>(
          'own',
          'own',
          ['own'],
          ['own', at.purpose],
          { of: 'own', except: at.purpose },
          { except: 'own' },
        ),
        around(at.purpose, purposes, 'doelen'),
      ),
      phase: fc.constantFrom<Selector>(
        'any',
        'any',
        at.phase,
        `${at.phase}+`,
        ['weging+'],
        [at.phase, '3'],
        { except: ['2+'] },
        ['1', '9+'],
      ),
      fields: fieldSelector,
      acts: fc.constantFrom<Partial<Rule>>(
        {},
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

/** A rule that asks every fact, one in each alternative, of one type only: so all facts are numbered, and clauses are many. */
export const askingAll = (facts: number): fc.Arbitrary<Rule> =>
  fc.constantFrom<Partial<Rule>>({}, { permit: 'exists' }, { cap: 'mask' }).map((effect) => ({
    id: 'R-30',
    ...effect,
    type: ['S2'],
    fields: ['veld1', 'veld5'],
    when: Array.from({ length: facts }, (_, at) => ({ [factName(at)]: at % 3 === 0 })),
    basis: 'convenant art. 2',
  }));

export const days = ['2025-03-01', '2026-01-01', '2026-06-30'];
const period = fc.constantFrom<readonly [string, string]>(
  ['2025-03-01', 'open'],
  ['2025-03-01', '2025-12-31'],
  ['2026-01-01', 'open'],
  ['2026-01-01', '2026-06-30'],
  ['2026-06-30', '2026-06-30'],
);
export const lawCapAt = (at: Place, facts: number): fc.Arbitrary<Rule> =>
  fc.tuple(ruleAt(at, facts), capLevels, period, fc.boolean()).map(([{ permit, ...rule }, cap, dated, isDated]) => ({
    ...rule,
    // what is no cap the law cannot say, even where it says it
    ...(permit === 'exists' ? { permit } : { cap }),
    ...(isDated && { in: dated }),
  }));
export const guardAt = (at: Place, facts: number): fc.Arbitrary<Guard> =>
  fc
    .record({
      id: fc.nat(9).map((number) => `G-${number}`),
      acts: fc.constantFrom<Partial<Guard>>({}, { at: ['inzage', 'resultaat'] }, { at: ['levering'] }),
      phases: fc.constantFrom<Partial<Guard>>({}, { phase: at.phase }, { phase: ['2+'] }),
      require: conditionOf(facts),
      in: period,
    })
    .map(({ acts: spoken, phases: read, ...rest }) => ({ ...rest, ...spoken, ...read, basis: 'WGS 2.19' }));

export const factDefinitions = (count: number): Readonly<Record<string, FactDefinition>> =>
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
