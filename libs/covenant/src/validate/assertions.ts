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
/** One question with all that speaks of it. Facts are free: they are what is searched over. */
type Place = {
  readonly question: Question;
  readonly guards: ReturnType<typeof guardsFor>;
  readonly read: ReturnType<typeof rulesFor>;
};

/** Both conditions at once; undefined where they contradict each other. */
export const requiredBy = (a: Truth, b: Truth): Truth | undefined =>
  Object.entries(b).some(([fact, value]) => Object.hasOwn(a, fact) && a[fact] !== value) ? undefined : { ...a, ...b };

/** Is there a way to give the free facts values so that none of these conditions holds? Complete: it tries every way. */
export const canAllFail = (conditions: readonly Condition[], truth: Truth): boolean => {
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
const canReach = ({ guards, read }: Place, field: DecidedField, height: number, fixed: Truth): boolean => {
  const covering = read.filter(({ rule, groups }) => coversField(rule, field, groups)).map(({ rule }) => rule);
  const permits = covering.filter((rule) => rule.permit !== undefined && heightOf(rule.permit, field) >= height);
  if (permits.length === 0) return false;
  const required = guards.reduce<Truth | undefined>((truth, { require }) => truth && requiredBy(truth, require), fixed);
  const obstacles = covering
    .filter((rule) => rule.cap !== undefined && heightOf(rule.cap, field) < height)
    .flatMap((rule) => clausesOf(rule));
  return permits.flatMap(clausesOf).some((clause) => {
    const truth = required && requiredBy(required, clause);
    return truth !== undefined && canAllFail(obstacles, truth);
  });
};

const fieldsOf = (type: RegistryView['types'][number]): readonly DecidedField[] => {
  const own = type.fields.map(({ name, category, levels = levelOrder.slice(2) }) => ({ name, category, levels }));
  return own.some(({ name }) => name === '_exists') ? own : [{ name: '_exists', category: '_', levels: [] }, ...own];
};

const acts = ['inzage', 'levering', 'resultaat'] as const;

type Asked = Pick<Question, 'type' | 'from' | 'fields'>;

const readersIn = ({ parties }: CovenantDocument): readonly Pick<Question, 'to' | 'purpose'>[] =>
  Object.entries(parties).flatMap(([to, { purposes }]) =>
    Object.keys(purposes).map((code) => ({ to, purpose: `${to}.${code}` })),
  );

/** Every question about one type of one supplier: each reader, purpose, phase and act. */
const questionsAbout = (asked: Asked, covenant: CovenantDocument): readonly Question[] =>
  readersIn(covenant).flatMap((reader) =>
    phases.flatMap((phase) => acts.map((act) => ({ ...asked, ...reader, phase, act, at: '', facts: {} }))),
  );

type Spoken = Pick<Rule, 'type' | 'from'>;

/** Can a rule or assertion speak of this type and supplier at all? */
const mayMatter = ({ type, from }: Spoken, asked: Asked, groups: CovenantDocument['groups']): boolean => {
  const question: Question = { ...asked, act: 'inzage', to: '', purpose: '', phase: '', at: '', facts: {} };
  return speaksOf({ at: 'any', ...(type && { type }), ...(from && { from }) }, { question, parties: {} }, groups);
};

/** The documents without what never speaks of this type or supplier: the same answers, sooner. */
const about = ({ law, covenant }: Documents, asked: Asked): Documents => ({
  law: { ...law, caps: law.caps.filter((rule) => mayMatter(rule, asked, {})) },
  covenant: { ...covenant, rules: covenant.rules.filter((rule) => mayMatter(rule, asked, covenant.groups)) },
});

const idsOf = (...lists: readonly (readonly { readonly id: string }[])[]): string =>
  lists.map((list) => list.map(({ id }) => id).join()).join(' | ');

/** Walks every question that some assertion speaks of; `visit` gets each with the assertions that do. */
const walk = (
  documents: Documents,
  { types }: RegistryView,
  assertions: readonly Assertion[],
  visit: (place: Place, assertions: readonly Assertion[]) => void,
): void => {
  const { groups, parties } = documents.covenant;
  for (const type of types) {
    const fields = fieldsOf(type);
    const ofType = assertions.filter((one) => fields.some((field) => coversField(one, field, groups)));
    const met = new Set<string>();
    /** Has this been asked before? What can be reached hangs on fields, guards, rules and assertions alone. */
    const isKnown = (key: string): boolean => met.size === met.add(key).size;
    for (const from of type.suppliers) {
      const asked = { type: type.id, from, fields };
      const narrowed = about(documents, asked);
      const ofSupplier = ofType.filter((one) => mayMatter(one, asked, groups));
      if (isKnown(idsOf(narrowed.law.caps, narrowed.covenant.rules, ofSupplier))) continue;
      for (const question of questionsAbout(asked, documents.covenant)) {
        const speaking = ofSupplier.filter((assertion) => speaksOf(assertion, { question, parties }, groups));
        if (speaking.length === 0) continue;
        const place = { question, guards: guardsFor(narrowed, question), read: rulesFor(narrowed, question) };
        const rules = place.read.map(({ rule }) => rule);
        if (!isKnown(`asked ${idsOf(place.guards, rules, speaking)}`)) visit(place, speaking);
      }
    }
  }
};

const reaches = (place: Place, assertion: Assertion, field: DecidedField, height: number): boolean =>
  clausesOf(assertion).some((fixed) => canReach(place, field, height, fixed));

const hasLevel = (field: DecidedField, level: Level): boolean =>
  ['withhold', 'exists', ...field.levels].includes(level);

/** Assertions that do not hold under the law of one day: where an upper bound breaks first, or that a `can` never holds. */
const breaches = (
  documents: Documents,
  assertions: readonly Assertion[],
  registry: RegistryView,
): Map<string, string> => {
  const broken = new Map<string, string>();
  const possible = new Set<string>();
  walk(documents, registry, assertions, (place, speaking) => {
    for (const assertion of speaking.filter(({ id }) => !broken.has(id) && !possible.has(id))) {
      const { id, can, atMost = 'withhold' } = assertion;
      const fields = place.question.fields.filter((field) => coversField(assertion, field, documents.covenant.groups));
      const found = fields.find((field) =>
        can === undefined
          ? reaches(place, assertion, field, heightOf(atMost, field) + 1)
          : hasLevel(field, can) && reaches(place, assertion, field, heightOf(can, field)),
      );
      if (found !== undefined && can !== undefined) possible.add(id);
      if (found !== undefined && can === undefined) broken.set(id, wordsOf(place.question, found));
    }
  });
  for (const { id, can } of assertions) if (can !== undefined && !possible.has(id)) broken.set(id, 'at no point');
  return broken;
};

const wordsOf = ({ from, purpose, type, phase }: Question, { name }: DecidedField): string =>
  `${from} to ${purpose}, ${type}.${name}, phase ${phase}`;

/** The days on which the law begins to be another, within the covenant's own time: between them nothing changes. */
const daysToCheck = (law: LawDocument, { valid }: CovenantDocument): readonly string[] => {
  const dayAfter = (day: string) => plusDays(`${day}T00:00:00.000Z`, 1).slice(0, 10);
  const turns = [...law.guards, ...law.caps].flatMap(({ in: period }) =>
    period === undefined ? [] : [period[0], ...(isCalendarDate(period[1]) ? [dayAfter(period[1])] : [])],
  );
  return [...new Set([valid.from, ...turns])].filter((day) => valid.from <= day && day <= valid.until).toSorted();
};

/** Promises that covenant and law together do not keep, on any day of the covenant's time, each with the first such point. */
export const assertionProblems = (
  { law, covenant }: Documents,
  assertions: readonly Assertion[],
  registry: RegistryView,
): readonly Problem[] =>
  daysToCheck(law, covenant).flatMap((day) =>
    [...breaches({ law: lawOn(law, day), covenant }, assertions, registry)].map(([id, found]) =>
      problem('assertion-broken', `${found}, from ${day}`, id),
    ),
  );
