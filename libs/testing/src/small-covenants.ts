import { decide, decideSupply } from '@knooppunt/covenant';
import type {
  CovenantDocument,
  DecidedField,
  Guard,
  LawDocument,
  Obligations,
  Question,
  RegistryView,
  Rule,
  Selector,
  Truth,
} from '@knooppunt/covenant';
import { levels as levelOrder } from '@knooppunt/signals';
import type { Level } from '@knooppunt/signals';
import * as fc from 'fast-check';

const levels = fc.constantFrom<Level>(...levelOrder);
/** The registry of these covenants. */
const registry = {
  types: [
    {
      id: 'S1',
      suppliers: ['POL'],
      fields: [
        { name: '_text', category: '_', levels: ['reveal'] },
        { name: 'bsn', category: 'ID', levels: ['pseudonymise', 'mask', 'reveal'] },
        { name: 'arrears', category: 'FISC', levels: ['generalise', 'reveal'] },
      ],
    },
    { id: 'S2', suppliers: ['NLA'], fields: [{ name: 'name', category: 'ID', levels: ['pseudonymise', 'reveal'] }] },
  ],
} as const satisfies RegistryView;

const kinds = ['POL', 'NLA', 'RIEC'];
const factNames = ['open', 'secret', 'mark'];
const purposesOf = (kind: string): readonly string[] => (kind === 'POL' ? ['een', 'twee'] : ['een']);
const party = (kind: string) => ({
  name: kind,
  law: 'WGS 2.19',
  secrecy: [`geheim ${kind}`],
  purposes: Object.fromEntries(purposesOf(kind).map((code) => [code, 'WGS'])),
});

const someOf = (names: readonly string[]): fc.Arbitrary<Selector> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<Selector>('any') },
    { weight: 3, arbitrary: fc.subarray([...names], { minLength: 1 }) },
    { weight: 1, arbitrary: fc.constantFrom(...names).map((except): Selector => ({ except })) },
  );
const condition = fc.dictionary(fc.constantFrom(...factNames), fc.boolean(), {
  minKeys: 1,
  maxKeys: 2,
  noNullPrototype: true,
});
const when = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  { weight: 3, arbitrary: condition },
  { weight: 1, arbitrary: fc.array(condition, { minLength: 2, maxLength: 2 }) },
);
const obligations: fc.Arbitrary<Obligations> = fc.record(
  {
    retain: fc.constantFrom('P7D', 'P1W', 'P30D', 'P1Y'),
    onward: fc.constantFrom('forbidden', 'participants', 'allowed'),
    use: fc.subarray(['not-in-court', 'no-sanction'], { minLength: 1 }),
    label: fc.constantFrom<readonly string[]>(['supplier'], ['WGS 1.11']),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const observable = fc.constantFrom<readonly string[] | undefined>(undefined, undefined, ['shielded'], ['mark']);
const acts = fc.constantFrom<Selector | undefined>(
  undefined,
  undefined,
  undefined,
  ['levering', 'inzage'],
  ['resultaat'],
  ['levering'],
  'any',
);
const fields = fc.constantFrom<Selector>('any', 'content', ['ID'], ['bsn', '_exists'], ['FISC'], ['velden'], {
  except: ['bsn'],
});
const phases = fc.constantFrom<Selector>('any', 'weging', '1+', ['1', '2'], ['2+']);

const dimensions = {
  from: someOf(kinds),
  to: someOf(kinds),
  type: someOf(['S1', 'S2']),
  fields,
  phase: phases,
  purpose: fc.oneof(
    { weight: 2, arbitrary: fc.constant<Selector>('own') },
    { weight: 1, arbitrary: someOf(['POL.een', 'POL.twee', 'NLA.een', 'RIEC.een']) },
  ),
};
const without = <Value extends object>(value: Value): Value =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Value;

type RuleParts = Record<string, unknown>;
const ruleOf = (effect: 'permit' | 'cap', id: string): fc.Arbitrary<Rule> =>
  fc
    .record({ ...dimensions, level: levels, when, obligations, at: acts, observable })
    .map(
      ({ level, ...rest }) =>
        without<RuleParts>({ id, [effect]: level, ...rest, basis: 'convenant art. 1' }) as unknown as Rule,
    );
/** Rules of which most speak somewhere: a permit gives something, and most are for seeing. */
const permit = (id: string): fc.Arbitrary<Rule> =>
  ruleOf('permit', id).map((rule) => {
    const { at: _at, ...rest } = rule;
    return { ...rest, permit: rule.permit === 'withhold' ? 'reveal' : (rule.permit ?? 'reveal') };
  });
const lawCap = (id: string): fc.Arbitrary<Rule> =>
  fc
    .tuple(
      ruleOf('cap', id),
      fc.constantFrom<readonly [string, string]>(
        ['2025-01-01', 'open'],
        ['2027-01-01', 'open'],
        ['2025-01-01', '2026-12-31'],
      ),
    )
    .map(([rule, period]) => ({ ...rule, purpose: 'any', fields: ['ID'], in: period, basis: 'WGS 2.22' }));
const guard: fc.Arbitrary<Guard> = fc.record({
  id: fc.constant('G-1'),
  at: fc.constantFrom<Selector>(['inzage'], ['levering', 'resultaat']),
  phase: phases,
  require: condition,
  in: fc.constant<readonly [string, string]>(['2025-01-01', 'open']),
  basis: fc.constant('WGS 2.23(5)'),
});
const listOf = <Thing>(make: (id: string) => fc.Arbitrary<Thing>, letter: string, least: number, most: number) =>
  fc
    .integer({ min: least, max: most })
    .chain((size) => fc.tuple(...Array.from({ length: size }, (_, at) => make(`${letter}-${at + 1}`))));

const rules = fc
  .tuple(
    listOf(permit, 'P', 1, 4),
    listOf((id) => ruleOf('cap', id), 'C', 0, 3),
  )
  .map(([permits, caps]): readonly Rule[] => [...permits, ...caps]);

/** Keeps recipients to purposes of their own (R02); without it they may name anybody's. */
const ownPurpose: Guard = {
  id: 'G-0',
  at: ['inzage', 'resultaat'],
  require: { ownPurpose: true },
  in: ['2025-01-01', 'open'],
  basis: 'WGS 1.7(1)(a)',
};

/** A law with a guard and one or two caps, some of them dated. */
const law: fc.Arbitrary<LawDocument> = fc
  .record({
    guards: fc.oneof(
      { weight: 5, arbitrary: guard.map((one) => [ownPurpose, one]) },
      { weight: 1, arbitrary: guard.map((one) => [one]) },
    ),
    caps: listOf(lawCap, 'W', 1, 2),
  })
  .map((parts) => ({
    wet: 'wet',
    version: '1',
    semantics: 'covenant/1',
    kinds: { participants: ['POL', 'NLA'], bureau: ['RIEC'] },
    acts: { levering: 'WGS 1.5', inzage: 'WGS 1.6', resultaat: 'WGS 1.7' },
    facts: { ownPurpose: { of: 'question', from: 'question.purpose', is: 'x', known: 'recipient' } },
    obligations: {
      onward: { combine: 'strictest', order: ['forbidden', 'participants', 'allowed'] },
      label: { combine: 'union' },
    },
    ...parts,
  }));

const fact = (known: 'recipient' | 'hidden', seenAs?: string) => ({
  of: 'subject' as const,
  from: 'x',
  is: 'x',
  known,
  ...(seenAs !== undefined && { seenAs }),
});

/** A covenant with a few permits and caps, over three facts of which two are hidden. */
const covenant: fc.Arbitrary<CovenantDocument> = fc.record({ rules, defaults: obligations }).map((parts) => ({
  covenant: 'c',
  version: '1',
  semantics: 'covenant/1',
  under: { law: 'wet', checkedAgainst: '1' },
  valid: { from: '2026-01-01', until: '2030-12-31', zone: 'Europe/Amsterdam' },
  phases: ['weging', '1', '2', '3'],
  levels: levelOrder,
  categories: ['ID', 'FISC'],
  parties: Object.fromEntries(kinds.map((kind) => [kind, party(kind)])),
  groups: { velden: ['bsn', 'FISC'] },
  facts: { open: fact('recipient'), secret: fact('hidden', 'shielded'), mark: fact('hidden') },
  obligations: { retain: { combine: 'shortest' }, use: { combine: 'union' } },
  rules: parts.rules,
  defaults: { level: 'withhold', obligations: parts.defaults },
}));

const changeOf = (first: CovenantDocument): fc.Arbitrary<CovenantDocument> =>
  fc.oneof(
    { weight: 2, arbitrary: covenant },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.nat(first.rules.length - 1), ruleOf('cap', 'C-9'), permit('P-9'))
        .map(([at, cap, extra]) => ({
          ...first,
          rules: [...first.rules.filter((_, of) => of !== at), at % 2 === 0 ? cap : extra],
        })),
    },
    {
      weight: 1,
      arbitrary: obligations.map((given) => ({ ...first, defaults: { ...first.defaults, obligations: given } })),
    },
    {
      weight: 1,
      arbitrary: fc.constant({
        ...first,
        parties: {
          ...first.parties,
          NLA: { ...party('NLA'), secrecy: ['ander geheim'], purposes: { een: 'WGS', drie: 'WGS' } },
        },
      }),
    },
  );

/** A law, a covenant, and another one: a change of it, or one that has nothing to do with it. */
const pairs: fc.Arbitrary<{ law: LawDocument; before: CovenantDocument; after: CovenantDocument }> = fc
  .tuple(law, covenant)
  .chain(([ofLaw, before]) => changeOf(before).map((after) => ({ law: ofLaw, before, after })));

const existsField: DecidedField = { name: '_exists', category: '_', levels: [] };
/** One day of each period that a law can have. */
const days = ['2026-06-01', '2028-06-01'] as const;

/** Every question that one of some covenants could be asked under a law, without facts. */
const questionsOf = (ofLaw: LawDocument, ...covenants: readonly CovenantDocument[]): readonly Question[] => {
  const isTurning = ofLaw.caps.some(
    ({ in: period }) => period?.includes('2027-01-01') || period?.includes('2026-12-31'),
  );
  const isFree = ofLaw.guards.every(({ id }) => id !== ownPurpose.id);
  const purposes = covenants.flatMap(({ parties }) =>
    Object.entries(parties).flatMap(([kind, { purposes: own }]) => Object.keys(own).map((code) => `${kind}.${code}`)),
  );
  const readers = kinds.flatMap((to) =>
    [...new Set(purposes)]
      .map((purpose) => ({ to, purpose, isOwn: purpose.startsWith(to) }))
      .filter(({ isOwn }) => isOwn || isFree),
  );
  return (isTurning ? days : days.slice(0, 1)).flatMap((day) =>
    registry.types.flatMap((type) =>
      type.suppliers.flatMap((from) =>
        readers.flatMap(({ to, purpose, isOwn }) =>
          (['weging', '1', '2', '3'] as const).flatMap((phase) =>
            (['inzage', 'levering', 'resultaat'] as const)
              .filter((act) => act !== 'levering' || (to === 'RIEC' && isOwn))
              .map((act) => ({
                act,
                from,
                to,
                type: type.id,
                purpose,
                phase,
                at: `${day}T12:00:00.000Z`,
                fields: act === 'levering' ? type.fields : [existsField, ...type.fields],
                facts: {},
              })),
          ),
        ),
      ),
    ),
  );
};

const truths: readonly Truth[] = [true, false, 'unknown'];
/** Every way that some facts can be. */
const allFacts: readonly Readonly<Record<string, Truth>>[] = factNames.reduce<Record<string, Truth>[]>(
  (ways, name) => ways.flatMap((way) => truths.map((value) => ({ ...way, [name]: value }))),
  [{ ownPurpose: true }],
);

/** What becomes of a field: of a supply `reveal` where it may come in and `withhold` where not. */
export type Fate = { readonly level: Level; readonly obligations: Obligations };

/** The oracle: what covenant/1 makes of every field of a question. */
const fatesOf = (ofLaw: LawDocument, of: CovenantDocument, question: Question): ReadonlyMap<string, Fate> => {
  if (question.act !== 'levering') {
    const { fields: decided } = decide(ofLaw, of, question);
    return new Map(decided.map(({ field, level, obligations: duties }) => [field, { level, obligations: duties }]));
  }
  const { refusedBy, withheld } = decideSupply(ofLaw, of, question);
  const isStopped = (name: string): boolean => refusedBy.length > 0 || withheld.some(({ field }) => field === name);
  return new Map(
    question.fields.map(({ name }) => [name, { level: isStopped(name) ? 'withhold' : 'reveal', obligations: {} }]),
  );
};

/**
 * Covenants so small that every situation can be asked one by one: generators, their registry, every question and every way
 * that facts can be, and what covenant/1 makes of them. The oracle of every analysis.
 */
export const smallCovenants = { registry, law, covenant, pairs, days, questionsOf, allFacts, fatesOf } as const;
