import { dutchDateOf, isInstant } from '@knooppunt/kernel';
import type { Level } from '@knooppunt/signals';
import type {
  Condition,
  CovenantDocument,
  DecidedField,
  Decision,
  FieldDecision,
  Guard,
  LawDocument,
  Question,
  Rule,
  SupplyDecision,
} from '../model.js';
import { mergeObligations } from './covenant-1.obligations.js';
import { coversField, isPurposeOf, phases, speaksOf } from './covenant-1.selectors.js';
import type { Groups, Scope } from './covenant-1.selectors.js';

/*
 * covenant/1: the naive interpreter. It is the specification, the oracle of every faster engine, and what a replay in
 * ten years runs; it is never edited, a change of meaning is covenant/2 beside it. Source: policy-engine §3.2.
 *
 *   level(field) = min( max{permits that apply}, min{caps that apply} ), and withhold where no permit applies.
 */

/** General order of levels. A field has its own, in which it may lack some; this one tells what lies below a level it lacks. */
export const levelOrder: readonly Level[] = ['withhold', 'exists', 'pseudonymise', 'generalise', 'mask', 'reveal'];

/** A rule with the groups that its words are read by: the covenant's own for its rules, none for rules of law. */
export type Read = { readonly rule: Rule; readonly groups: Groups };
export type Documents = { readonly law: LawDocument; readonly covenant: CovenantDocument };
type Facts = Question['facts'];

const truthOf = (facts: Facts, fact: string): boolean | undefined => {
  const value = Object.hasOwn(facts, fact) ? facts[fact] : undefined;
  return typeof value === 'boolean' ? value : undefined;
};
const isKnownToHold = (condition: Condition, facts: Facts): boolean =>
  Object.entries(condition).every(([fact, value]) => truthOf(facts, fact) === value);
const isKnownToFail = (condition: Condition, facts: Facts): boolean =>
  Object.entries(condition).some(([fact, value]) => truthOf(facts, fact) === !value);

const unconditional: readonly Condition[] = [{}];

/** The conditions of a rule, of which one is enough; a rule without any has one that asks nothing. */
export const clausesOf = ({ when }: Pick<Rule, 'when'>): readonly Condition[] => {
  if (when === undefined) return unconditional;
  return Array.isArray(when) ? (when as readonly Condition[]) : [when as Condition];
};

const byId = (a: { readonly id: string }, b: { readonly id: string }): number =>
  a.id < b.id ? -1 : Number(a.id > b.id);

/** The law as it stands on a Dutch day: from the first to the last day of each rule, both included. */
export const lawOn = (law: LawDocument, day: string): LawDocument => {
  const isInForce = (rule: Pick<Rule, 'in'>) =>
    rule.in === undefined || (rule.in[0] <= day && (rule.in[1] === 'open' || day <= rule.in[1]));
  return { ...law, guards: law.guards.filter(isInForce), caps: law.caps.filter(isInForce) };
};

/** The law at the instant of a decision. What is no instant meets every rule that ever was: that only narrows. */
const lawAt = (law: LawDocument, at: string): LawDocument => (isInstant(at) ? lawOn(law, dutchDateOf(at)) : law);

/** The guards that speak of this question, by id. */
export const guardsFor = ({ law, covenant }: Documents, question: Question): readonly Guard[] =>
  law.guards.filter((guard) => speaksOf(guard, { question, parties: covenant.parties }, {})).toSorted(byId);

/** Every rule of both documents that speaks of this question, in canonical order: by id, whatever the documents' order. */
export const rulesFor = ({ law, covenant }: Documents, question: Question): readonly Read[] => {
  const scope: Scope = { question, parties: covenant.parties };
  const ofLaw = law.caps.filter(({ cap }) => cap !== undefined).map((rule) => ({ rule, groups: {} }));
  const ofCovenant = covenant.rules.map((rule) => ({ rule, groups: covenant.groups }));
  return [...ofLaw, ...ofCovenant]
    .filter(({ rule, groups }) => speaksOf(rule, scope, groups))
    .toSorted((a, b) => byId(a.rule, b.rule));
};

/** A level in the field's own order: 0 is withhold. One that the field lacks rounds down. */
export const heightOf = (level: Level, field: DecidedField): number => {
  const ladder: readonly Level[] = ['withhold', 'exists', ...field.levels];
  if (ladder.includes(level)) return ladder.indexOf(level);
  const higher = ladder.findIndex((step) => levelOrder.indexOf(step) > levelOrder.indexOf(level));
  return Math.max(0, (higher === -1 ? ladder.length : higher) - 1);
};
const levelAt = (height: number, field: DecidedField): Level =>
  (['withhold', 'exists', ...field.levels] as const)[height] ?? 'withhold';

/** Does the law know both kinds and the phase? What it does not know gets nothing, even from a permit for any. */
const isOfTheLaw = ({ law }: Documents, { from, to, phase }: Question): boolean => {
  const kinds = [...law.kinds.participants, ...law.kinds.bureau];
  return kinds.includes(from) && kinds.includes(to) && phases.includes(phase);
};
const isKnownPurpose = ({ covenant }: Documents, { purpose }: Question): boolean =>
  Object.keys(covenant.parties).some((kind) => isPurposeOf(kind, purpose, covenant.parties));

const decideField = (
  documents: Documents,
  question: Question,
  read: readonly Read[],
  field: DecidedField,
): FieldDecision => {
  const covering = read.filter(({ rule, groups }) => coversField(rule, field, groups)).map(({ rule }) => rule);
  const permits = covering.filter(
    (rule) => rule.permit !== undefined && clausesOf(rule).some((clause) => isKnownToHold(clause, question.facts)),
  );
  const caps = covering.filter(
    (rule) => rule.cap !== undefined && clausesOf(rule).some((clause) => !isKnownToFail(clause, question.facts)),
  );
  const permitHeight = (rule: Rule) => heightOf(rule.permit ?? 'withhold', field);
  const capHeight = (rule: Rule) => heightOf(rule.cap ?? 'withhold', field);
  const highest = Math.max(0, ...permits.map(permitHeight));
  const lowest = Math.min(highest, ...caps.map(capHeight));
  const permit = permits.find((rule) => permitHeight(rule) === highest);
  const cap = lowest < highest ? caps.find((rule) => capHeight(rule) === lowest) : undefined;
  const applied = [
    ...permits.map((rule) => ({ ...documents.covenant.defaults.obligations, ...rule.obligations })),
    ...caps.map((rule) => rule.obligations ?? {}),
  ];
  return {
    field: field.name,
    level: levelAt(lowest, field),
    ...(permit !== undefined && { permit: permit.id }),
    ...(cap !== undefined && { cap: cap.id }),
    obligations: lowest === 0 ? {} : mergeObligations(documents.law, documents.covenant, question.from, applied),
  };
};

const withheld = ({ name }: DecidedField): FieldDecision => ({ field: name, level: 'withhold', obligations: {} });

const factsIn = (conditions: readonly Condition[]): readonly string[] => conditions.flatMap((one) => Object.keys(one));

/**
 * What each field of a question gets. Total: an unknown name, fact or instant narrows, it never throws.
 *
 * Facts: a permit needs its literals known to hold, a cap applies unless one is known to fail, a guard must be known to
 * hold. `permit` is the first by id of the highest; `cap` only where it lowered, the first by id of the lowest.
 */
export const decide = (law: LawDocument, covenant: CovenantDocument, question: Question): Decision => {
  const documents: Documents = { law: lawAt(law, question.at), covenant };
  const guards = guardsFor(documents, question);
  const read = rulesFor(documents, question);
  const refusedBy = guards.filter(({ require }) => !isKnownToHold(require, question.facts)).map(({ id }) => id);
  const isOpen = refusedBy.length === 0 && isOfTheLaw(documents, question) && isKnownPurpose(documents, question);
  const asking = read.filter(({ rule, groups }) => question.fields.some((field) => coversField(rule, field, groups)));
  const used = [...guards.map(({ require }) => require), ...asking.flatMap(({ rule }) => clausesOf(rule))];
  return {
    semantics: 'covenant/1',
    refusedBy,
    fields: question.fields.map((field) => (isOpen ? decideField(documents, question, read, field) : withheld(field))),
    factsUsed: [...new Set(factsIn(used))].toSorted(),
  };
};

const isStop = ({ rule }: Read, facts: Facts): boolean =>
  rule.cap === 'withhold' && clausesOf(rule).some((clause) => !isKnownToFail(clause, facts));

/** Stands for a rule where a supply names a kind or phase that the law does not know. */
const unknownName = { id: 'unknown-name', basis: 'WGS 2.19, 2.23(6)' } as const;

/**
 * May this be supplied at all: act levering, guards and caps only, for supply is a duty (WGS 1.5) and needs no permit.
 *
 * `fields` are those that the payload brings, `_exists` among them. A guard that is not known to hold or a field capped
 * at withhold refuses the supply; each field names the first such cap by id. Both lists empty: it may come in.
 */
export const decideSupply = (law: LawDocument, covenant: CovenantDocument, asked: Question): SupplyDecision => {
  const documents: Documents = { law: lawAt(law, asked.at), covenant };
  const question: Question = { ...asked, act: 'levering' };
  if (!isOfTheLaw(documents, question)) return { refusedBy: [unknownName], withheld: [] };
  const refusedBy = guardsFor(documents, question).filter(({ require }) => !isKnownToHold(require, question.facts));
  const stops = rulesFor(documents, question).filter((read) => isStop(read, question.facts));
  return {
    refusedBy: refusedBy.map(({ id, basis }) => ({ id, basis })),
    withheld: question.fields.flatMap((field) => {
      const stop = stops.find(({ rule, groups }) => coversField(rule, field, groups))?.rule;
      return stop === undefined ? [] : [{ field: field.name, rule: stop.id, basis: stop.basis }];
    }),
  };
};
