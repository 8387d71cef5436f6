import type { Condition, CovenantDocument, Question, Rule, Selector } from '../model.js';
import { clausesOf } from '../semantics/covenant-1.js';
import { phases } from '../semantics/covenant-1.selectors.js';
import { all, any, attribute, member, oneOf, within } from './text.js';

/** Named lists of a covenant; none for rules of law. */
export type Groups = CovenantDocument['groups'];

/** The words that a name stands for: a group its members, at any depth; one that holds itself ends where it is met again. */
const wordsOf = (word: string, groups: Groups, met: readonly string[] = []): readonly string[] =>
  Object.hasOwn(groups, word) && !met.includes(word)
    ? (groups[word] ?? []).flatMap((inner) => wordsOf(inner, groups, [...met, word]))
    : [word];

const unique = (words: readonly string[]): readonly string[] => [...new Set(words)];

/** A selector as an expression, given how words are asked; undefined where it asks nothing. */
const selected = (
  selector: Selector | undefined,
  groups: Groups,
  asked: (words: readonly string[]) => string,
): string | undefined => {
  if (selector === undefined || selector === 'any') return undefined;
  const ask = (names: string | readonly string[]): string =>
    asked(unique([names].flat().flatMap((word) => wordsOf(word, groups))));
  if (typeof selector === 'string' || !('except' in selector)) return ask(selector);
  return all(selector.of === undefined ? undefined : ask(selector.of), `!(${ask(selector.except)})`);
};

const phasesOf = (word: string): readonly string[] => {
  if (!word.endsWith('+')) return phases.includes(word) ? [word] : [];
  const first = phases.indexOf(word.slice(0, -1));
  return first < 0 ? [] : phases.slice(first);
};

const askedPhases = (words: readonly string[]): string => {
  const named = phases.filter((phase) => words.some((word) => phasesOf(word).includes(phase)));
  return oneOf('context.phase', named);
};

/** `own` is what the reader's own list holds; any other word is a purpose. */
const askedPurposes = (words: readonly string[]): string => {
  const named = words.filter((word) => word !== 'own');
  return any([
    ...(words.includes('own') ? ['(principal has purposes && principal.purposes.contains(context.purpose))'] : []),
    ...(named.length > 0 ? [oneOf('context.purpose', named)] : []),
  ]);
};

/** What a rule says of who asks whom, for what, in which phase: all dimensions but act and fields. */
export const scopeOf = (rule: Omit<Rule, 'id' | 'basis'>, groups: Groups): string | undefined =>
  all(
    selected(rule.from, groups, (words) => within('context.from', 'Kind', words)),
    selected(rule.to, groups, (words) => within('principal', 'Kind', words)),
    selected(rule.type, groups, (words) => within('resource', 'PayloadType', words)),
    selected(rule.purpose, groups, askedPurposes),
    selected(rule.phase, groups, askedPhases),
  );

/** What a rule says of the field: a field lies within its name, its category and `content` (all but `_exists`). */
export const fieldsOf = ({ fields }: Pick<Rule, 'fields'>, groups: Groups): string | undefined =>
  selected(fields, groups, (words) => within('resource', 'Label', words));

const acts = ['levering', 'inzage', 'resultaat'] as const satisfies readonly Question['act'][];

/** The acts that a rule speaks of: inzage where it says nothing. */
export const actsOf = ({ at = 'inzage' }: Pick<Rule, 'at'>, groups: Groups): readonly string[] => {
  const isNamed = (names: string | readonly string[], act: string): boolean =>
    [names].flat().some((word) => wordsOf(word, groups).includes(act));
  return acts.filter((act) => {
    if (at === 'any') return true;
    if (typeof at === 'string' || !('except' in at)) return isNamed(at, act);
    return (at.of === undefined || isNamed(at.of, act)) && !isNamed(at.except, act);
  });
};

/** A fact that nobody knows is absent: so the one question is whether it is there with this value. */
const isKnownToBe = (fact: string, value: boolean): string =>
  `(context.facts has ${attribute(fact)} && ${value ? '' : '!'}${member('context.facts', fact)})`;

/** All facts of a condition are known to be so: what permits and guards ask. */
export const knownToHold = (condition: Condition): string | undefined =>
  all(...Object.entries(condition).map(([fact, value]) => isKnownToBe(fact, value)));

/** No fact of a condition is known to be otherwise: what caps ask. */
const notKnownToFail = (condition: Condition): string | undefined =>
  all(...Object.entries(condition).map(([fact, value]) => `!${isKnownToBe(fact, !value)}`));

/** The facts of a rule, one clause of which is enough; `known` says how a clause is asked. */
const clauses = (rule: Rule, known: (condition: Condition) => string | undefined): string | undefined => {
  const asked = clausesOf(rule).map(known);
  return asked.includes(undefined) ? undefined : any(asked.map((one) => `(${String(one)})`));
};
/** When a permit may give: its facts are known to hold. */
export const permitFacts = (rule: Rule): string | undefined => clauses(rule, knownToHold);
/** When a cap lowers: its facts are not known to fail. */
export const capFacts = (rule: Rule): string | undefined => clauses(rule, notKnownToFail);

const dayNumber = (day: string): string => day.replaceAll('-', '');

/** The days on which a rule of law is in force. A question without a day meets every rule that ever was. */
export const inForce = ({ in: period }: Pick<Rule, 'in'>): string | undefined => {
  if (period === undefined) return undefined;
  const [from, until] = period;
  const before = `context.day < ${dayNumber(from)}`;
  const outside = until === 'open' ? before : any([before, `context.day > ${dayNumber(until)}`]);
  return `!(context has day && ${outside})`;
};
