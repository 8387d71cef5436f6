import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { smallCovenants } from '@knooppunt/testing';
import type { Fate } from '@knooppunt/testing';
import { nominalDays } from '../semantics/covenant-1.obligations.js';
import { clausesOf, heightOf, lawOn } from '../semantics/covenant-1.js';
import { coversField, speaksOf } from '../semantics/covenant-1.selectors.js';
import type { CovenantDocument, LawDocument, Obligations, Question, Rule, Truth } from '../model.js';
import type { Aspect, Change, Difference } from './change.js';
import { diff } from './difference.js';

const { allFacts, covenant, fatesOf, law, pairs, questionsOf, registry } = smallCovenants;
const isLong = process.env['KNOOPPUNT_LONG'] === '1';
const runs = { numRuns: isLong ? 400 : 8 };

type Facts = Readonly<Record<string, Truth>>;
type Said = { readonly aspect: Aspect; readonly isWider: boolean };

const textOf = ({ aspect, isWider }: Said): string =>
  JSON.stringify([aspect.kind, 'duty' in aspect && aspect.duty, aspect.before, aspect.after, isWider]);

// ---- what the oracle says has changed

const levels = ['withhold', 'exists', 'pseudonymise', 'generalise', 'mask', 'reveal'];
const onward = ['forbidden', 'participants', 'allowed'];
const rankOf = (duty: string, value: Obligations[string] | undefined): number => {
  if (typeof value !== 'string') return Infinity;
  return duty === 'retain' ? (nominalDays(value) ?? 0) : onward.indexOf(value);
};

const dutiesChanged = (a: Fate, b: Fate): readonly Said[] => {
  const names = [...new Set([...Object.keys(a.obligations), ...Object.keys(b.obligations)])];
  return names.flatMap((duty): readonly Said[] => {
    const [old, now] = [a.obligations[duty], b.obligations[duty]];
    if (duty === 'retain' || duty === 'onward') {
      if (rankOf(duty, old) === rankOf(duty, now)) return [];
      const aspect = { kind: 'duty', duty, ...(old && { before: old }), ...(now && { after: now }) } as Aspect;
      return [{ aspect, isWider: rankOf(duty, now) > rankOf(duty, old) }];
    }
    const [was, is] = [old ?? [], now ?? []].map((list) => list as readonly string[]) as [string[], string[]];
    return [
      ...was
        .filter((item) => !is.includes(item))
        .map((before): Said => ({ aspect: { kind: 'duty', duty, before }, isWider: true })),
      ...is
        .filter((item) => !was.includes(item))
        .map((after): Said => ({ aspect: { kind: 'duty', duty, after }, isWider: false })),
    ];
  });
};

const changed = (question: Question, a: Fate, b: Fate, ladder: readonly string[]): readonly Said[] => {
  const kind = question.act === 'levering' ? 'supply' : 'level';
  const isWider = ladder.indexOf(b.level) > ladder.indexOf(a.level);
  const level: readonly Said[] =
    a.level === b.level ? [] : [{ aspect: { kind, before: a.level, after: b.level } as Aspect, isWider }];
  return [...level, ...(isSeen(a, b) && question.act !== 'levering' ? dutiesChanged(a, b) : [])];
};

const isSeen = (a: Fate, b: Fate): boolean => a.level !== 'withhold' && b.level !== 'withhold';

// ---- what the difference says of one point

const isIn = (change: Change, question: Question, field: string): boolean =>
  change.blocks.filter(
    ({ act, from, types, to, phases, periods }) =>
      act === question.act &&
      from.includes(question.from) &&
      types.some(({ type, fields }) => type === question.type && fields.includes(field)) &&
      to.some((reader) => reader.to === question.to && reader.purpose === question.purpose) &&
      phases.includes(question.phase) &&
      periods.some((period) => period.from <= question.at.slice(0, 10) && question.at.slice(0, 10) <= period.until),
  ).length === 1;

const isMet = (change: Change, facts: Facts): boolean =>
  change.when.some((condition) =>
    Object.entries(condition).every(([fact, values]) => values.includes(facts[fact] ?? 'unknown')),
  );

/** Does none of the rules that a change takes for granted stand in the way, read in the version with more? */
const isProvided = (
  change: Change,
  ofLaw: LawDocument,
  sides: readonly [CovenantDocument, CovenantDocument],
  question: Question,
  field: string,
): boolean => {
  const of = sides[change.isWider ? 1 : 0];
  const { fields } = question;
  const decided = fields.find(({ name }) => name === field) ?? { name: field, category: '_', levels: [] };
  const { aspect, isWider } = change;
  const scope = { question, parties: of.parties };
  const inForce = lawOn(ofLaw, question.at.slice(0, 10));
  if (aspect.kind === 'duty') return true;
  const higher = heightOf(isWider ? aspect.after : aspect.before, decided);
  const fails = (rule: Rule): boolean =>
    clausesOf(rule).every((clause) => Object.entries(clause).some(([fact, value]) => question.facts[fact] === !value));
  const guards = inForce.guards.filter(({ id }) => change.provided.includes(id));
  const caps = [
    ...inForce.caps.map((rule) => ({ rule, groups: {} })),
    ...of.rules.filter(({ cap }) => cap !== undefined).map((rule) => ({ rule, groups: of.groups })),
  ].filter(({ rule }) => change.provided.includes(rule.id));
  return (
    guards.every(
      (guard) =>
        !speaksOf(guard, scope, {}) ||
        Object.entries(guard.require).every(([fact, value]) => question.facts[fact] === value),
    ) &&
    caps.every(({ rule, groups }) => {
      const isBelow =
        question.act === 'levering' ? rule.cap === 'withhold' : heightOf(rule.cap ?? 'reveal', decided) < higher;
      return !isBelow || !speaksOf(rule, scope, groups) || !coversField(rule, decided, groups) || fails(rule);
    })
  );
};

/** The changes that speak of a question, by field. */
const saidOf = ({ changes }: Difference, question: Question): ((field: string) => readonly Change[]) => {
  const byField = new Map(
    question.fields.map(({ name }) => [name, changes.filter((change) => isIn(change, question, name))]),
  );
  return (field) => byField.get(field) ?? [];
};

describe('the difference of two covenants', () => {
  it('is what asking every question under both would show, no more and no less', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(pairs, ({ law: ofLaw, before, after }) => {
        const difference = diff({ law: ofLaw, covenant: before }, { law: ofLaw, covenant: after }, registry);
        const sides = [before, after] as const;
        const wrong = questionsOf(ofLaw, before, after).flatMap((bare) => {
          const said = saidOf(difference, bare);
          return allFacts.flatMap((facts) => {
            const question = { ...bare, facts };
            const [old, now] = [fatesOf(ofLaw, before, question), fatesOf(ofLaw, after, question)];
            return question.fields.flatMap(({ name, levels: own }) => {
              const ladder = question.act === 'levering' ? levels : ['withhold', 'exists', ...own];
              const [a, b] = [old.get(name), now.get(name)] as [Fate, Fate];
              const expected = changed(question, a, b, ladder).map(textOf).toSorted();
              const found = said(name)
                .filter((change) => isMet(change, facts) && isProvided(change, ofLaw, sides, question, name))
                .filter(({ aspect }) => aspect.kind !== 'duty' || isSeen(a, b))
                .map(textOf)
                .toSorted();
              return found.join() === expected.join() ? [] : [{ question, name, found, expected }];
            });
          });
        });
        expect(wrong).toEqual([]);
      }),
      runs,
    );
  });

  it('tells widenings first, and every change with the rules that decide', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(pairs, ({ law: ofLaw, before, after }) => {
        const { changes } = diff({ law: ofLaw, covenant: before }, { law: ofLaw, covenant: after }, registry);
        const order = changes.map(({ isWider }) => isWider);
        expect(order).toEqual(order.toSorted((a, b) => Number(b) - Number(a)));
        for (const { decidedBy, aspect } of changes) {
          const shown = aspect.kind === 'level' ? [aspect.before, aspect.after] : [];
          expect(decidedBy.before.length > 0 || shown[0] !== 'reveal').toBe(true);
          expect(decidedBy.after.length > 0 || shown[1] !== 'reveal').toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });
});

// ---- the same meaning in other words

const listed = (words: unknown): readonly string[] | undefined =>
  Array.isArray(words) && words.length > 1 ? words : undefined;

/** A rule in two, along a dimension of which it lists the values. */
const splitUp = (rule: Rule): readonly Rule[] => {
  const dimension = (['to', 'from', 'fields', 'type'] as const).find((name) => listed(rule[name]));
  const [first, ...rest] = (dimension && listed(rule[dimension])) || [];
  if (dimension === undefined || first === undefined) return [rule];
  return [
    { ...rule, id: `${rule.id}a`, [dimension]: [first] },
    { ...rule, id: `${rule.id}b`, [dimension]: rest },
  ];
};

/** A rule with a list of conditions as one rule per condition. */
const splitConditions = (rule: Rule): readonly Rule[] =>
  Array.isArray(rule.when) ? rule.when.map((one, at) => ({ ...rule, id: `${rule.id}-${at}`, when: one })) : [rule];

const inOtherWords = (given: CovenantDocument): CovenantDocument => ({
  ...given,
  version: '2',
  groups: { andersgezegd: ['FISC', 'bsn'] },
  rules: given.rules
    .map((rule) => (JSON.stringify(rule.fields) === '["velden"]' ? { ...rule, fields: ['andersgezegd'] } : rule))
    .flatMap(splitConditions)
    .flatMap(splitUp)
    .map((rule, at) => ({ ...rule, id: `R-${at}` }))
    .toReversed(),
});

describe('two covenants that mean the same', () => {
  it('have no difference, however rules are ordered, named, split or grouped', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(law, covenant, (ofLaw, given) => {
        const one = { law: ofLaw, covenant: given };
        expect(diff(one, { law: ofLaw, covenant: inOtherWords(given) }, registry).changes).toEqual([]);
      }),
      { numRuns: isLong ? 2_000 : 60 },
    );
  });
});
