import type { CovenantDocument, DecidedField, Question, Rule, Selector } from '../model.js';

/** Legal phases of WGS 2.23, in order. Fixed here: a covenant that listed them otherwise could loosen the law. */
export const phases: readonly string[] = ['weging', '1', '2', '3'];

/** Named lists of a covenant. Rules of law are read without any: no covenant may give a word of the law another meaning. */
export type Groups = CovenantDocument['groups'];

/** What a rule is held against. */
export type Scope = { readonly question: Question; readonly parties: CovenantDocument['parties'] };

type Names = string | readonly string[];

/** Does a word mean the thing? A group means its members, at any depth; one that holds itself ends where it is met again. */
const means = (word: string, groups: Groups, isIt: (word: string) => boolean, met: readonly string[] = []): boolean =>
  Object.hasOwn(groups, word) && !met.includes(word)
    ? (groups[word] ?? []).some((member) => means(member, groups, isIt, [...met, word]))
    : isIt(word);

const selects = (selector: Selector | undefined, groups: Groups, isIt: (word: string) => boolean): boolean => {
  if (selector === undefined || selector === 'any') return true;
  const isIn = (names: Names): boolean =>
    typeof names === 'string' ? means(names, groups, isIt) : names.some((word) => means(word, groups, isIt));
  if (typeof selector === 'string' || !('except' in selector)) return isIn(selector);
  return (selector.of === undefined || isIn(selector.of)) && !isIn(selector.except);
};

/** Is this purpose (`KIND.code`) on the statutory list that the covenant gives this kind (R02)? */
export const isPurposeOf = (kind: string, purpose: string, parties: CovenantDocument['parties']): boolean =>
  purpose.startsWith(`${kind}.`) &&
  Object.hasOwn(parties, kind) &&
  Object.hasOwn(parties[kind]?.purposes ?? {}, purpose.slice(kind.length + 1));

/** `2` is phase 2, `2+` phase 2 and what comes after it. */
const isPhase = (phase: string, word: string): boolean => {
  if (!word.endsWith('+')) return word === phase;
  const first = phases.indexOf(word.slice(0, -1));
  return first >= 0 && phases.indexOf(phase) >= first;
};

/** A field answers to its name, its category, and `content`: all but `_exists`. The mark `_` of no category is no name. */
const isField = ({ name, category }: DecidedField, word: string): boolean =>
  word === name || (word === category && category !== '_') || (word === 'content' && name !== '_exists');

/** Does a rule speak of this question: act (inzage where it is left out), phase, and all dimensions but the fields? */
export const speaksOf = (rule: Omit<Rule, 'id' | 'basis'>, { question, parties }: Scope, groups: Groups): boolean =>
  selects(rule.at ?? 'inzage', groups, (word) => word === question.act) &&
  selects(rule.type, groups, (word) => word === question.type) &&
  selects(rule.to, groups, (word) => word === question.to) &&
  selects(rule.from, groups, (word) => word === question.from) &&
  selects(rule.phase, groups, (word) => isPhase(question.phase, word)) &&
  selects(
    rule.purpose,
    groups,
    (word) => word === question.purpose || (word === 'own' && isPurposeOf(question.to, question.purpose, parties)),
  );

/** Does a rule speak of this field? */
export const coversField = (rule: { readonly fields?: Selector }, field: DecidedField, groups: Groups): boolean =>
  selects(rule.fields, groups, (word) => isField(field, word));
