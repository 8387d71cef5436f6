import type { CovenantDocument, DecidedField, Question, Rule, Selector } from '../model.js';

/** Legal phases of WGS 2.23, in order. Fixed here: a covenant that listed them otherwise could loosen the law. */
export const phases: readonly string[] = ['weging', '1', '2', '3'];

/** Named lists of a covenant. Rules of law are read without any: no covenant may give a word of the law another meaning. */
export type Groups = CovenantDocument['groups'];

/** What a rule is held against. */
export type Scope = { readonly question: Question; readonly parties: CovenantDocument['parties'] };

const listOf = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);

/** Names with every group replaced by its members, at any depth; a group that holds itself ends where it was met. */
export const expand = (names: readonly string[], groups: Groups, met: readonly string[] = []): readonly string[] =>
  names.flatMap((name) =>
    Object.hasOwn(groups, name) && !met.includes(name) ? expand(groups[name] ?? [], groups, [...met, name]) : [name],
  );

const selects = (
  selector: Selector | undefined,
  groups: Groups,
  isOne: (names: readonly string[]) => boolean,
): boolean => {
  if (selector === undefined || selector === 'any') return true;
  const isIn = (value: string | readonly string[]) => isOne(expand(listOf(value), groups));
  if (typeof selector === 'string' || !('except' in selector)) return isIn(selector);
  return (selector.of === undefined || isIn(selector.of)) && !isIn(selector.except);
};

/** Is this purpose (`KIND.code`) on the statutory list that the covenant gives this kind (R02)? */
export const isPurposeOf = (kind: string, purpose: string, parties: CovenantDocument['parties']): boolean =>
  Object.hasOwn(parties, kind) &&
  Object.keys(parties[kind]?.purposes ?? {}).some((code) => `${kind}.${code}` === purpose);

const isPhase = (phase: string, names: readonly string[]): boolean =>
  names.some(
    (name) =>
      name === phase ||
      (name.endsWith('+') &&
        phases.includes(name.slice(0, -1)) &&
        phases.indexOf(phase) >= phases.indexOf(name.slice(0, -1))),
  );

/** A field answers to its name, its category, and `content`: all but `_exists`. The mark `_` of no category is no name. */
const isField = ({ name, category }: DecidedField, names: readonly string[]): boolean =>
  names.some(
    (item) => item === name || (item === category && category !== '_') || (item === 'content' && name !== '_exists'),
  );

/** Does a rule speak of this question: act (inzage where it is left out), phase, and the four dimensions but fields? */
export const speaksOf = (rule: Omit<Rule, 'id' | 'basis'>, { question, parties }: Scope, groups: Groups): boolean =>
  selects(rule.at ?? 'inzage', groups, (names) => names.includes(question.act)) &&
  selects(rule.phase, groups, (names) => isPhase(question.phase, names)) &&
  selects(rule.from, groups, (names) => names.includes(question.from)) &&
  selects(rule.to, groups, (names) => names.includes(question.to)) &&
  selects(rule.type, groups, (names) => names.includes(question.type)) &&
  selects(
    rule.purpose,
    groups,
    (names) =>
      names.includes(question.purpose) ||
      (names.includes('own') && isPurposeOf(question.to, question.purpose, parties)),
  );

/** Does a rule speak of this field? */
export const coversField = (rule: { readonly fields?: Selector }, field: DecidedField, groups: Groups): boolean =>
  selects(rule.fields, groups, (names) => isField(field, names));
