import { describe, expect, it } from '@jest/globals';
import { smallCovenants } from '@knooppunt/testing';
import type { Fate } from '@knooppunt/testing';
import * as fc from 'fast-check';
import type { CovenantDocument, DecidedField, LawDocument, Question, Rule } from '../model.js';
import { clausesOf, heightOf, lawOn } from '../semantics/covenant-1.js';
import { coversField, speaksOf } from '../semantics/covenant-1.selectors.js';
import { check } from './check.js';
import type { AnalysisFinding, FindingCode } from './check/finding.js';

const { allFacts, covenant, fatesOf, law, questionsOf, registry } = smallCovenants;
const runs = { numRuns: process.env['KNOOPPUNT_LONG'] === '1' ? 200 : 4 };

type World = { readonly law: LawDocument; readonly covenant: CovenantDocument };
const worlds = fc.record({ law, covenant });

const analysed = (world: World): readonly AnalysisFinding[] => {
  const found = check(world.law, world.covenant, registry);
  expect(found.filter((one) => 'problem' in one)).toEqual([]);
  return found.filter((one): one is AnalysisFinding => 'where' in one);
};
/** The ids that findings of a code name first, sorted. */
const rulesOf = (found: readonly AnalysisFinding[], code: FindingCode): readonly string[] =>
  found
    .filter((one) => one.code === code)
    .flatMap(({ rules }) => rules.slice(0, 1))
    .toSorted();

// ---- the oracle: every question, every way that facts can be

const asked = (world: World): readonly Question[] => questionsOf(world.law, world.covenant);
const situations = (world: World): readonly Question[] =>
  asked(world).flatMap((question) => allFacts.map((facts) => ({ ...question, facts })));

const speaks = (world: World, rule: Rule, question: Question, groups = world.covenant.groups): boolean =>
  speaksOf(rule, { question, parties: world.covenant.parties }, groups);
const covers = (world: World, rule: Rule, field: DecidedField, groups = world.covenant.groups): boolean =>
  coversField(rule, field, groups);
const holds = (rule: Rule, { facts }: Question): boolean =>
  clausesOf(rule).some((clause) => Object.entries(clause).every(([fact, value]) => facts[fact] === value));
const mayHold = (rule: Rule, { facts }: Question): boolean =>
  clausesOf(rule).some((clause) => Object.entries(clause).every(([fact, value]) => facts[fact] !== !value));
const applies = (rule: Rule, question: Question): boolean =>
  rule.permit === undefined ? mayHold(rule, question) : holds(rule, question);

/** Is there a situation in which two covenants give something else, as one text of what becomes of it tells? */
const isTold = (a: World, b: World, textOf: (fates: ReadonlyMap<string, Fate>) => string): boolean =>
  situations(a).some(
    (question) => textOf(fatesOf(a.law, a.covenant, question)) !== textOf(fatesOf(b.law, b.covenant, question)),
  );
const wholly = (fates: ReadonlyMap<string, Fate>): string => JSON.stringify([...fates]);
const levelsOnly = (fates: ReadonlyMap<string, Fate>): string => [...fates.values()].map(({ level }) => level).join();
const withRules = (world: World, rules: readonly Rule[]): World => ({
  ...world,
  covenant: { ...world.covenant, rules },
});
const idsWhere = (world: World, test: (rule: Rule) => boolean): readonly string[] =>
  world.covenant.rules
    .filter(test)
    .map(({ id }) => id)
    .toSorted();

const isMatching = (world: World, rule: Rule): boolean =>
  asked(world).some(
    (question) => speaks(world, rule, question) && question.fields.some((field) => covers(world, rule, field)),
  );
/** Does a cap ever hold a level below what the permits give, or a supply back, where it is the only cap there is? */
const isBiting = (world: World, rule: Rule): boolean => {
  const bare = { ...world, law: { ...world.law, caps: [] } };
  const permits = world.covenant.rules.filter(({ permit }) => permit !== undefined);
  return isTold(withRules(bare, [...permits, rule]), withRules(bare, permits), levelsOnly);
};
const isViewed = (world: World, rule: Rule): boolean =>
  asked(world).some(
    (question) =>
      question.act !== 'levering' &&
      speaks(world, rule, question) &&
      question.fields.some((field) => covers(world, rule, field)),
  );
const givesAnything = (world: World, rule: Rule): boolean => {
  const alone = withRules(world, [rule]);
  return situations(alone).some(
    (question) =>
      question.act !== 'levering' &&
      [...fatesOf(alone.law, alone.covenant, question).values()].some(({ level }) => level !== 'withhold'),
  );
};

describe('rules, held against asking every question', () => {
  it('never match, never bite, never decide, or are always withheld by the law, exactly where it says so', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(worlds, (world) => {
        const found = analysed(world);
        const unmatched = idsWhere(world, (rule) => !isMatching(world, rule));
        const stopped = idsWhere(
          world,
          (rule) => rule.permit !== undefined && isViewed(world, rule) && !givesAnything(world, rule),
        );
        const idle = idsWhere(
          world,
          (rule) =>
            rule.cap !== undefined && rule.cap !== 'reveal' && !unmatched.includes(rule.id) && !isBiting(world, rule),
        );
        const told = [...unmatched, ...stopped, ...idle];
        const needless = idsWhere(world, (rule) => {
          const others = world.covenant.rules.filter((one) => one !== rule);
          return !told.includes(rule.id) && !isTold(world, withRules(world, others), wholly);
        });
        expect(rulesOf(found, 'never-matches')).toEqual(unmatched);
        expect(rulesOf(found, 'law-always-withholds')).toEqual(stopped);
        expect(rulesOf(found, 'never-bites')).toEqual(idle);
        expect(rulesOf(found, 'never-decides')).toEqual(needless);
      }),
      runs,
    );
  });

  it('overlap exactly where two permits of another level can hold at once', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(worlds, (world) => {
        const permits = world.covenant.rules.filter(({ permit }) => permit !== undefined);
        const isOpen = (question: Question): boolean =>
          lawOn(world.law, question.at.slice(0, 10)).guards.every(
            (guard) =>
              !speaksOf(guard, { question, parties: world.covenant.parties }, {}) ||
              Object.entries(guard.require).every(([fact, value]) => question.facts[fact] === value),
          );
        const met = new Set<string>();
        for (const question of situations(world).filter((one) => one.act !== 'levering' && isOpen(one))) {
          const here = permits.filter((rule) => speaks(world, rule, question) && holds(rule, question));
          for (const field of question.fields) {
            for (const a of here.filter((rule) => covers(world, rule, field))) {
              for (const b of here.filter((rule) => covers(world, rule, field))) {
                const [low, high] = [a, b].map((rule) => heightOf(rule.permit ?? 'withhold', field)) as [
                  number,
                  number,
                ];
                if (low < high) met.add(`${a.id} ${b.id}`);
              }
            }
          }
        }
        const found = analysed(world).filter(({ code }) => code === 'overlapping-permits');
        const pairs = found.flatMap(({ rules: [low = '', ...highs] }) => highs.map((high) => `${low} ${high}`));
        expect(pairs.toSorted()).toEqual([...met].toSorted());
      }),
      runs,
    );
  });
});

const fieldsIn = (found: readonly AnalysisFinding[], code: FindingCode): readonly string[] =>
  found
    .filter((one) => one.code === code)
    .flatMap(({ names }) =>
      Object.entries(names).flatMap(([type, fields]) => fields.map((field) => `${type} ${field}`)),
    )
    .toSorted();

describe('fields, held against asking every question', () => {
  it('are never seen, supplied in vain, or revealed to all, exactly where it says so', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(worlds, (world) => {
        const [seen, supplied] = [new Set<string>(), new Set<string>()];
        const revealed = new Map<string, Set<string>>();
        for (const question of situations(world)) {
          for (const [field, { level }] of fatesOf(world.law, world.covenant, question)) {
            const name = `${question.type} ${field}`;
            const isSupply = question.act === 'levering';
            if (level !== 'withhold') (isSupply ? supplied : seen).add(name);
            if (level === 'reveal' && !isSupply) {
              revealed.set(name, (revealed.get(name) ?? new Set()).add(question.to));
            }
          }
        }
        const all = registry.types.flatMap(({ id, fields }) => fields.map(({ name }) => `${id} ${name}`));
        const unseen = all.filter((name) => !seen.has(name));
        const found = analysed(world);
        expect(fieldsIn(found, 'supplied-and-never-seen')).toEqual(
          unseen.filter((name) => supplied.has(name)).toSorted(),
        );
        expect(fieldsIn(found, 'never-seen')).toEqual(unseen.filter((name) => !supplied.has(name)).toSorted());
        const open = [...revealed].filter(([, kinds]) => kinds.size === 3).map(([name]) => name);
        expect(fieldsIn(found, 'revealed-to-all')).toEqual(open.toSorted());
      }),
      runs,
    );
  });

  it('lack a term, by the permits that show them, exactly where it says so', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(worlds, (world) => {
        const endless = new Set<string>();
        for (const question of situations(world).filter(({ act }) => act !== 'levering')) {
          const fates = fatesOf(world.law, world.covenant, question);
          const here = world.covenant.rules.filter(
            (rule) => rule.permit !== undefined && speaks(world, rule, question) && holds(rule, question),
          );
          for (const field of question.fields) {
            const fate = fates.get(field.name);
            if (fate?.level === 'withhold' || fate?.obligations['retain'] !== undefined) continue;
            for (const rule of here) if (covers(world, rule, field)) endless.add(rule.id);
          }
        }
        expect(rulesOf(analysed(world), 'no-retention')).toEqual([...endless].toSorted());
      }),
      runs,
    );
  });
});

// ---- what a level or a duty betrays

const order = (question: Question, field: string): readonly string[] => [
  'withhold',
  'exists',
  ...(question.fields.find(({ name }) => name === field)?.levels ?? []),
];
const isDeclaring = ({ observable = [] }: Rule, fact: string): boolean =>
  observable.includes(fact) || (fact === 'secret' && observable.includes('shielded'));

/** All rules that speak of a field in a question, those of the law included. */
const ruling = (world: World, question: Question, field: DecidedField): readonly Rule[] => [
  ...lawOn(world.law, question.at.slice(0, 10)).caps.filter(
    (rule) => speaks(world, rule, question, {}) && covers(world, rule, field, {}),
  ),
  ...world.covenant.rules.filter((rule) => speaks(world, rule, question) && covers(world, rule, field)),
];

/** Is this fact told by the difference between two questions that differ in it alone, without a rule that declares it? */
const tells = (world: World, fact: string, [a, b]: readonly [Question, Question], field: DecidedField): boolean => {
  const [fateA, fateB] = [a, b].map((one) => fatesOf(world.law, world.covenant, one).get(field.name)) as [Fate, Fate];
  const ladder = order(a, field.name);
  const [low, high] = [ladder.indexOf(fateA.level), ladder.indexOf(fateB.level)];
  const rules = ruling(world, a, field);
  const declaring = rules.filter((rule) => isDeclaring(rule, fact));
  const isPermitted = rules.some((rule) => rule.permit !== undefined && holds(rule, a));
  if (low < high && (low > 0 || !isPermitted)) {
    const isDeclared = declaring.some((rule) =>
      rule.permit === undefined
        ? heightOf(rule.cap ?? 'reveal', field) === low && mayHold(rule, a)
        : heightOf(rule.permit, field) >= high && holds(rule, b),
    );
    if (!isDeclared) return true;
  }
  if (low === 0 || high === 0) return false;
  const values = (fate: Fate): readonly string[] =>
    Object.entries(fate.obligations).flatMap(([name, value]) => [value].flat().map((one) => `${name} ${one}`));
  const dutiesOf = (rule: Rule): NonNullable<Rule['obligations']> =>
    rule.permit === undefined
      ? (rule.obligations ?? {})
      : { ...world.covenant.defaults.obligations, ...rule.obligations };
  // What a rule that declares the fact displaces is guessed no further than that rule allows.
  const isMadeUndeclared = (duty: string): boolean =>
    rules.some(
      (rule) =>
        rule.cap !== 'withhold' &&
        !isDeclaring(rule, fact) &&
        Object.hasOwn(dutiesOf(rule), duty) &&
        applies(rule, a) !== applies(rule, b),
    );
  return values(fateA).some((stated) => {
    if (values(fateB).includes(stated)) return false;
    const [name = '', ...words] = stated.split(' ');
    const states = (rule: Rule): boolean =>
      [dutiesOf(rule)[name] ?? []]
        .flat()
        .flatMap((item) => (item === 'supplier' ? (world.covenant.parties[a.from]?.secrecy ?? []) : [item]))
        .includes(words.join(' '));
    return isMadeUndeclared(name) && !declaring.some((rule) => applies(rule, a) && states(rule));
  });
};

describe('hidden facts, held against asking every question', () => {
  it('are betrayed exactly where two questions that differ in one are told apart', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(worlds, (world) => {
        const betrayed = new Set<string>();
        for (const question of situations(world).filter(({ act }) => act !== 'levering')) {
          for (const fact of ['secret', 'mark'].filter((name) => !betrayed.has(name))) {
            for (const value of [true, false, 'unknown'] as const) {
              const other = { ...question, facts: { ...question.facts, [fact]: value } };
              if (value === question.facts[fact]) continue;
              if (question.fields.some((field) => tells(world, fact, [question, other], field))) betrayed.add(fact);
            }
          }
        }
        const found = analysed(world).filter(({ code }) => code === 'betrays-fact');
        const facts = new Set(found.flatMap(({ names }) => names['fact'] ?? []));
        expect([...facts].toSorted()).toEqual([...betrayed].toSorted());
        for (const {
          rules: [id],
          names,
        } of found) {
          const rule = [...world.law.caps, ...world.covenant.rules].find((one) => one.id === id);
          const [fact = ''] = names['fact'] ?? [];
          expect(rule && clausesOf(rule).some((clause) => Object.hasOwn(clause, fact))).toBe(true);
          expect(rule && isDeclaring(rule, fact)).toBe(false);
        }
      }),
      runs,
    );
  });
});
