import { isCalendarDate, plusDays } from '@knooppunt/kernel';
import type { Level } from '@knooppunt/signals';
import type { Condition, CovenantDocument, DecidedField, LawDocument, Question, Rule } from '../model.js';
import { clausesOf, guardsFor, heightOf, lawOn, levelOrder, rulesFor } from '../semantics/covenant-1.js';
import { coversField, phases, speaksOf } from '../semantics/covenant-1.selectors.js';
import { problem } from './problem.js';
import type { Problem, RegistryView } from './problem.js';

/** What a covenant promises of itself: in this scope never above a level, or somewhere in it at least a level. */
export type Assertion = Omit<Rule, 'permit' | 'cap' | 'basis' | 'in' | 'obligations' | 'observable'> & {
  readonly atMost?: Level;
  readonly can?: Level;
};

type Documents = { readonly law: LawDocument; readonly covenant: CovenantDocument };
type Truth = Readonly<Record<string, boolean>>;
type Point = { readonly question: Question; readonly field: DecidedField };

/** Both conditions at once; undefined where they contradict each other. */
const both = (a: Truth, b: Truth): Truth | undefined =>
  Object.entries(b).some(([fact, value]) => Object.hasOwn(a, fact) && a[fact] !== value) ? undefined : { ...a, ...b };

/** Is there a way to give the free facts values so that none of these conditions holds? Complete: it tries every way. */
const canAllFail = (conditions: readonly Condition[], truth: Truth): boolean => {
  const standing = conditions.find((one) => !Object.entries(one).some(([fact, value]) => truth[fact] === !value));
  if (standing === undefined) return true;
  return Object.entries(standing).some(
    ([fact, value]) => !Object.hasOwn(truth, fact) && canAllFail(conditions, { ...truth, [fact]: !value }),
  );
};

/**
 * Can this field reach this height with these facts fixed and all others free? A permit that high must hold, every guard
 * must hold, and every lower cap must fail. Facts are taken as true or false: unknown never gives more (covenant/1).
 */
const canReach = (documents: Documents, { question, field }: Point, height: number, fixed: Truth): boolean => {
  const covering = rulesFor(documents, question).filter(({ rule, groups }) => coversField(rule, field, groups));
  const required = guardsFor(documents, question).reduce<Truth | undefined>(
    (truth, { require }) => truth && both(truth, require),
    fixed,
  );
  const lower = covering.filter(({ rule }) => rule.cap !== undefined && heightOf(rule.cap, field) < height);
  const obstacles = lower.flatMap(({ rule }) => clausesOf(rule));
  return covering
    .filter(({ rule }) => rule.permit !== undefined && heightOf(rule.permit, field) >= height)
    .flatMap(({ rule }) => clausesOf(rule))
    .some((clause) => {
      const truth = required && both(required, clause);
      return truth !== undefined && canAllFail(obstacles, truth);
    });
};

const fieldsOf = (type: RegistryView['types'][number]): readonly DecidedField[] => {
  const own = type.fields.map(({ name, category, levels = levelOrder.slice(2) }) => ({ name, category, levels }));
  return own.some(({ name }) => name === '_exists') ? own : [{ name: '_exists', category: '_', levels: [] }, ...own];
};

/** Every question that an assertion speaks of, field by field: kinds, types, purposes and phases that there are. */
function* pointsOf(assertion: Assertion, covenant: CovenantDocument, registry: RegistryView): Generator<Point> {
  const readers = Object.entries(covenant.parties).flatMap(([to, { purposes }]) =>
    Object.keys(purposes).map((code) => ({ to, purpose: `${to}.${code}` })),
  );
  const acts = ['levering', 'inzage', 'resultaat'] as const;
  for (const type of registry.types) {
    const fields = fieldsOf(type).filter((field) => coversField(assertion, field, covenant.groups));
    const questions = type.suppliers.flatMap((from) =>
      readers.flatMap((reader) =>
        phases.flatMap((phase) =>
          acts.map((act) => ({ ...reader, from, phase, act, type: type.id, at: '', facts: {} })),
        ),
      ),
    );
    for (const question of fields.length === 0 ? [] : questions) {
      const asked = { ...question, fields };
      const isMeant = speaksOf(assertion, { question: asked, parties: covenant.parties }, covenant.groups);
      if (isMeant) for (const field of fields) yield { question: asked, field };
    }
  }
}

/** The days on which the law begins to be another, within the covenant's own time: between them nothing changes. */
const daysToCheck = (law: LawDocument, { valid }: CovenantDocument): readonly string[] => {
  const dayAfter = (day: string) => plusDays(`${day}T00:00:00.000Z`, 1).slice(0, 10);
  const turns = [...law.guards, ...law.caps].flatMap(({ in: period }) =>
    period === undefined ? [] : [period[0], ...(isCalendarDate(period[1]) ? [dayAfter(period[1])] : [])],
  );
  return [...new Set([valid.from, ...turns])].filter((day) => valid.from <= day && day <= valid.until).toSorted();
};

const firstOf = <T>(items: Iterable<T>, test: (item: T) => boolean): T | undefined => {
  for (const item of items) if (test(item)) return item;
  return undefined;
};

const breach = (documents: Documents, assertion: Assertion, registry: RegistryView): string | undefined => {
  const { covenant } = documents;
  const cases = clausesOf(assertion);
  const bound = assertion.can ?? assertion.atMost ?? 'withhold';
  const reaches = (point: Point, height: number) => cases.some((fixed) => canReach(documents, point, height, fixed));
  if (assertion.can !== undefined) {
    const isPossible = ({ question, field }: Point) =>
      ['withhold', 'exists', ...field.levels].includes(bound) && reaches({ question, field }, heightOf(bound, field));
    return firstOf(pointsOf(assertion, covenant, registry), isPossible) === undefined ? 'at no point' : undefined;
  }
  const isAbove = (point: Point) => reaches(point, heightOf(bound, point.field) + 1);
  const broken = firstOf(pointsOf(assertion, covenant, registry), isAbove);
  if (broken === undefined) return undefined;
  const { question, field } = broken;
  return `${question.from} to ${question.purpose}, ${question.type}.${field.name}, phase ${question.phase}`;
};

/** Promises that covenant and law together do not keep, on any day of the covenant's time, each with the first such point. */
export const assertionProblems = (
  { law, covenant }: Documents,
  assertions: readonly Assertion[],
  registry: RegistryView,
): readonly Problem[] =>
  daysToCheck(law, covenant).flatMap((day) =>
    assertions.flatMap((assertion) => {
      const found = breach({ law: lawOn(law, day), covenant }, assertion, registry);
      return found === undefined ? [] : [problem('assertion-broken', `${found}, from ${day}`, assertion.id)];
    }),
  );
