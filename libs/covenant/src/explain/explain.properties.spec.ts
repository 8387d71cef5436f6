import { describe, expect, it } from '@jest/globals';
import type { Level } from '@knooppunt/signals';
import * as fc from 'fast-check';
import type { Condition, CovenantDocument, DecidedField, LawDocument, Question, Rule, Truth } from '../model.js';
import { decide, decideSupply } from '../semantics/index.js';
import { explain } from './explain.js';
import { reachOf } from './reach.js';
import { explainToRecipient } from './to-recipient.js';

/*
 * Small worlds around one question, with facts that the recipient knows and facts that are hidden from him. Every rule has
 * an id of its own, as in a document that may come into force.
 */

const open = ['o1', 'o2'];
const hidden = ['h1', 'h2'];
const levels: readonly Level[] = ['withhold', 'exists', 'pseudonymise', 'generalise', 'mask', 'reveal'];
const fields: readonly DecidedField[] = [
  { name: 'bsn', category: 'ID', levels: ['pseudonymise', 'mask', 'reveal'] },
  { name: 'arrears', category: 'FISC', levels: ['generalise', 'reveal'] },
  { name: '_text', category: '_', levels: ['reveal'] },
];

const condition: fc.Arbitrary<Condition> = fc.dictionary(fc.constantFrom(...open, ...hidden), fc.boolean(), {
  minKeys: 1,
  maxKeys: 2,
  noNullPrototype: true,
});
const when: fc.Arbitrary<Rule['when']> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  { weight: 3, arbitrary: condition },
  { weight: 1, arbitrary: fc.array(condition, { minLength: 1, maxLength: 3 }) },
);
const duties = fc.record(
  { retain: fc.constantFrom('P10D', 'P30D', 'P1Y'), notify: fc.subarray(['supplier', 'om'], { minLength: 1 }) },
  { requiredKeys: [], noNullPrototype: true },
);

const ruleOf = (effect: 'permit' | 'cap', letter: string): fc.Arbitrary<readonly Rule[]> =>
  fc
    .array(
      fc.record({
        level: fc.constantFrom(...levels),
        selector: fc.constantFrom('any', 'content', ['ID'], ['bsn', '_exists'], ['FISC', '_exists'], ['_exists']),
        phase: fc.constantFrom('any', '2', '2+', ['1', '3']),
        when,
        duties,
      }),
      { maxLength: 6 },
    )
    .map((all) =>
      all.map(({ level, selector, phase, when: asked, duties: obligations }, at) => ({
        id: `${letter}-${at}`,
        [effect]: level,
        from: 'any',
        to: 'any',
        type: 'any',
        purpose: 'own',
        fields: selector,
        phase,
        ...(asked !== undefined && { when: asked }),
        obligations,
        basis: `art. ${letter}${at}`,
      })),
    );

const truth = fc.constantFrom<Truth>(true, true, false, 'unknown');
const factsOf = (names: readonly string[]): fc.Arbitrary<Readonly<Record<string, Truth>>> =>
  fc.record(Object.fromEntries(names.map((name) => [name, truth])), { noNullPrototype: true });

const fact = (known: 'recipient' | 'hidden') => ({ of: 'question', from: 'x', is: 'y', known }) as const;
const lawOf = (caps: readonly Rule[], guard: Condition | undefined): LawDocument => ({
  wet: 'wet',
  version: '1',
  semantics: 'covenant/1',
  kinds: { participants: ['POL', 'COLL'], bureau: ['RIEC'] },
  acts: { inzage: 'WGS 1.6' },
  facts: Object.fromEntries(hidden.map((name) => [name, fact('hidden')])),
  guards: guard === undefined ? [] : [{ id: 'G-1', require: guard, in: ['2025-03-01', 'open'], basis: 'WGS 2.19' }],
  caps: caps.map((cap): Rule => ({ ...cap, in: ['2025-03-01', 'open'] })),
});
const covenantOf = (rules: readonly Rule[]): CovenantDocument => ({
  covenant: 'c',
  version: '1',
  semantics: 'covenant/1',
  under: { law: 'wet', checkedAgainst: '1' },
  valid: { from: '2026-01-01', until: '2026-12-31', zone: 'Europe/Amsterdam' },
  phases: ['weging', '1', '2', '3'],
  levels,
  categories: ['ID', 'FISC'],
  parties: Object.fromEntries(
    ['POL', 'COLL'].map((kind) => [kind, { name: kind, law: 'WGS', secrecy: ['Wpg 7'], purposes: { een: 'WGS' } }]),
  ),
  groups: {},
  facts: Object.fromEntries(open.map((name) => [name, fact('recipient')])),
  obligations: { retain: { combine: 'shortest' }, notify: { combine: 'union' } },
  defaults: { level: 'withhold', obligations: { retain: 'P90D' } },
  rules,
});

const world = fc
  .record({
    permits: ruleOf('permit', 'P'),
    caps: ruleOf('cap', 'C'),
    lawCaps: ruleOf('cap', 'W'),
    guard: fc.option(condition, { nil: undefined, freq: 3 }),
    facts: factsOf(open),
    secrets: factsOf(hidden),
    others: factsOf(hidden),
  })
  .map(({ permits, caps, lawCaps, guard, facts, secrets, others }) => {
    const question: Question = {
      act: 'inzage',
      from: 'COLL',
      to: 'POL',
      type: 'S1',
      purpose: 'POL.een',
      phase: '2',
      at: '2026-03-02T09:30:00.000Z',
      fields,
      facts: { ...facts, ...secrets },
    };
    return {
      law: lawOf(lawCaps, guard),
      covenant: covenantOf([...permits, ...caps]),
      question,
      other: { ...question, facts: { ...facts, ...others } },
    };
  });

const existence: DecidedField = { name: '_exists', category: '_', levels: [] };
const decideOne = (law: LawDocument, covenant: CovenantDocument, question: Question, field: DecidedField) =>
  decide(law, covenant, { ...question, fields: [field] }).fields[0];
const keptIn = <Named extends { readonly id: string }>(named: readonly Named[], ids: readonly string[]): Named[] =>
  named.filter(({ id }) => ids.includes(id));

describe('an explanation for the auditor', () => {
  it('names the rules that decided: they alone reproduce level and duties', () => {
    fc.assert(
      fc.property(world, ({ law, covenant, question }) => {
        for (const [at, told] of explain(law, covenant, question).fields.entries()) {
          const ids = told.contributing.map(({ id }) => id);
          const small = { ...law, caps: keptIn(law.caps, ids) };
          const rules = { ...covenant, rules: keptIn(covenant.rules, ids) };
          const again = decideOne(small, rules, question, fields[at] as DecidedField);
          expect(again).toEqual(decideOne(law, covenant, question, fields[at] as DecidedField));
          const alone = [told.permit?.id, told.cap?.id].filter((id) => id !== undefined);
          const level = decideOne(
            { ...law, caps: keptIn(law.caps, alone) },
            { ...covenant, rules: keptIn(covenant.rules, alone) },
            question,
            fields[at] as DecidedField,
          )?.level;
          expect(level).toBe(told.level);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('says of a supply what may come in, as it is decided', () => {
    const seen = { reveal: 0, withhold: 0 };
    const ofSupply = (rule: Rule, at: number): Rule => (at % 3 === 2 ? rule : { ...rule, at: ['levering'] });
    fc.assert(
      fc.property(world, (met) => {
        const law = {
          ...met.law,
          caps: met.law.caps.map(ofSupply),
          guards: met.law.guards.map((guard) => ({ ...guard, at: ['levering'] })),
        };
        const covenant = { ...met.covenant, rules: met.covenant.rules.map(ofSupply) };
        const question: Question = { ...met.question, act: 'levering' };
        const told = explain(law, covenant, question);
        const { refusedBy, withheld } = decideSupply(law, covenant, question);
        expect(told.refusedBy).toEqual(refusedBy);
        for (const { field, level, permit, cap, obligations } of told.fields) {
          const stops = withheld.filter((one) => one.field === field);
          expect(level).toBe(refusedBy.length > 0 || stops.length > 0 ? 'withhold' : 'reveal');
          expect({ permit, obligations, isStopped: cap !== undefined || refusedBy.length > 0 }).toEqual({
            permit: undefined,
            obligations: {},
            isStopped: level === 'withhold',
          });
          seen[level as 'reveal']++;
        }
      }),
      { numRuns: 200 },
    );
    expect(Math.min(seen.reveal, seen.withhold)).toBeGreaterThan(0);
  });

  it('says of a near miss what one change of fact or phase would really give, and leaves out what changes nothing', () => {
    fc.assert(
      fc.property(world, ({ law, covenant, question }) => {
        const { fields: told } = explain(law, covenant, question);
        for (const [at, { level, nearMisses }] of told.entries()) {
          const field = fields[at] as DecidedField;
          const levelWith = (changed: Question) => decideOne(law, covenant, changed, field)?.level ?? 'withhold';
          const flips = [...open, ...hidden].flatMap((name) =>
            [true, false].map((value) => ({
              key: `${name} ${value}`,
              level: levelWith({ ...question, facts: { ...question.facts, [name]: value } }),
            })),
          );
          const phases = covenant.phases.map((phase) => ({ key: phase, level: levelWith({ ...question, phase }) }));
          const expected = [...flips, ...phases].filter((one) => one.level !== level);
          const found = nearMisses.map((near) => ({
            key: near.change.fact === undefined ? near.change.phase : `${near.change.fact} ${near.change.value}`,
            level: near.level,
          }));
          const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
          expect(found.toSorted(byKey)).toEqual(expected.toSorted(byKey));
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('an explanation for the recipient', () => {
  const sameLevels = (law: LawDocument, covenant: CovenantDocument, a: Question, b: Question): boolean => {
    const levelsOf = (question: Question) =>
      decide(law, covenant, { ...question, fields: [existence, ...fields] }).fields.map(({ level }) => level);
    return JSON.stringify(levelsOf(a)) === JSON.stringify(levelsOf(b));
  };

  it('is the same in any two situations that show the same and differ only in what is hidden from him', () => {
    let met = 0;
    fc.assert(
      fc.property(world, ({ law, covenant, question, other }) => {
        if (!sameLevels(law, covenant, question, other)) return;
        const shown = explainToRecipient(law, covenant, question);
        met += shown.length;
        expect(explainToRecipient(law, covenant, other)).toEqual(shown);
      }),
      { numRuns: 1_500 },
    );
    // a property that nothing meets would hold of anything
    expect(met).toBeGreaterThan(20);
  });

  it('tells a level and an article of what is shown, and nothing else', () => {
    fc.assert(
      fc.property(world, ({ law, covenant, question }) => {
        const decided = decide(law, covenant, { ...question, fields: [existence, ...fields] }).fields;
        const shown = explainToRecipient(law, covenant, question);
        const isThere = decided[0]?.level !== 'withhold';
        const expected = decided.slice(1).filter(({ level }) => isThere && level !== 'withhold');
        expect(shown.map(({ field, level }) => ({ field, level }))).toEqual(
          expected.map(({ field, level }) => ({ field, level })),
        );
        for (const one of shown) {
          expect(Object.keys(one).toSorted()).toEqual(['article', 'field', 'level']);
          const permit = covenant.rules.find(({ basis }) => basis === one.article);
          expect(permit?.permit).toBeDefined();
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('what a permit can bring at most', () => {
  /** Every way to give the four facts a value. */
  const situations = Array.from({ length: 16 }, (_, bits) =>
    Object.fromEntries([...open, ...hidden].map((name, at) => [name, ((bits >> at) & 1) === 1])),
  );

  it('is what the interpreter gives in the best of all situations, and never more', () => {
    fc.assert(
      fc.property(world, ({ law, covenant, question }) => {
        const reached = reachOf(law, covenant, question, '2026-03-02');
        for (const permit of covenant.rules.filter((rule) => rule.permit !== undefined)) {
          const rules = covenant.rules.filter((rule) => rule.cap !== undefined || rule === permit);
          const best = fields.map((field) => {
            const ladder = ['withhold', 'exists', ...field.levels];
            const heights = situations.map((facts) =>
              ladder.indexOf(
                decideOne(law, { ...covenant, rules }, { ...question, facts }, field)?.level ?? 'withhold',
              ),
            );
            return ladder[Math.max(...heights)];
          });
          const told = fields.map(({ name }) => reached.find((one) => one.field === name && one.permit === permit));
          expect(told.map((one) => one?.level ?? 'withhold')).toEqual(best);
        }
      }),
      { numRuns: 150 },
    );
  });
});
