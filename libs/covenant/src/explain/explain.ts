import type { Level } from '@knooppunt/signals';
import { basisOf } from '../basis.js';
import type { CovenantDocument, DecidedField, FieldDecision, LawDocument, Question, Rule } from '../model.js';
import { decide, decideSupply } from '../semantics/index.js';
import type { Change, Explanation, FactUsed, FieldExplanation, NearMiss, RuleReference } from './explanation.js';

type Documents = { readonly law: LawDocument; readonly covenant: CovenantDocument };
/** A decision, of a supply or of what is seen, with the articles of what refused it. */
type Decided = {
  readonly refusedBy: readonly RuleReference[];
  readonly fields: readonly FieldDecision[];
  readonly factsUsed: readonly string[];
};

const isStop = ({ cap }: Rule): boolean => cap === 'withhold';

/** A supply needs no permit, and no cap lowers it: a field comes in whole, or is stopped (`decideSupply`, WGS 1.5). */
const supplyIn = ({ law, covenant }: Documents, question: Question): Decided => {
  const { refusedBy, withheld } = decideSupply(law, covenant, question);
  const stops = { ...law, caps: law.caps.filter(isStop) };
  const { factsUsed } = decide(stops, { ...covenant, rules: covenant.rules.filter(isStop) }, question);
  const fields = question.fields.map(({ name }): FieldDecision => {
    const stop = withheld.find(({ field }) => field === name);
    const level = refusedBy.length > 0 || stop !== undefined ? 'withhold' : 'reveal';
    return { field: name, level, ...(stop !== undefined && { cap: stop.rule }), obligations: {} };
  });
  return { refusedBy, fields, factsUsed };
};

const referenceIn =
  ({ law, covenant }: Documents) =>
  (id: string): RuleReference => ({ id, basis: basisOf(law, covenant, id) ?? '' });

const decideIn = (documents: Documents, question: Question): Decided => {
  if (question.act === 'levering') return supplyIn(documents, question);
  const decision = decide(documents.law, documents.covenant, question);
  return { ...decision, refusedBy: decision.refusedBy.map(referenceIn(documents)) };
};

/** What becomes of a question of one field: each field that is asked about is answered. */
const decideOne = (documents: Documents, question: Question): Decided & { readonly field: FieldDecision } => {
  const decided = decideIn(documents, question);
  return { ...decided, field: decided.fields[0] as FieldDecision };
};

/** The documents with no caps and rules but these; guards stay. */
const only = ({ law, covenant }: Documents, rules: readonly Rule[]): Documents => ({
  law: { ...law, caps: law.caps.filter((rule) => rules.includes(rule)) },
  covenant: { ...covenant, rules: covenant.rules.filter((rule) => rules.includes(rule)) },
});

const outcomeOf = ({ level, cap, obligations }: FieldDecision): string => JSON.stringify([level, cap, obligations]);

/**
 * Every rule that a field's level or obligations rest on: permits that apply by themselves, and caps that change what the
 * deciding permit gives. Found by deciding, so that it holds for whatever semantics the covenant names.
 */
const contributingTo = (documents: Documents, question: Question, { permit }: FieldDecision): readonly Rule[] => {
  const all = [...documents.covenant.rules, ...documents.law.caps];
  const deciding = all.filter(({ id }) => id === permit);
  const decideWith = (rules: readonly Rule[]): FieldDecision => decideOne(only(documents, rules), question).field;
  const alone = outcomeOf(decideWith(deciding));
  const matters = (rule: Rule): boolean =>
    rule.permit !== undefined
      ? decideWith([rule]).permit === rule.id
      : outcomeOf(decideWith([...deciding, rule])) !== alone;
  return all.filter(matters).toSorted((a, b) => (a.id < b.id ? -1 : 1));
};

const factOf = ({ law, covenant }: Documents, { facts }: Question, name: string): FactUsed => {
  const definitions = { ...covenant.facts, ...law.facts };
  const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  const value = Object.hasOwn(facts, name) ? facts[name] : undefined;
  return { name, value: value ?? 'unknown', known: definition?.known ?? 'hidden', is: definition?.is ?? '' };
};

const changed = (question: Question, change: Change): Question =>
  change.fact === undefined
    ? { ...question, phase: change.phase }
    : { ...question, facts: { ...question.facts, [change.fact]: change.value } };

/** A change to what is already so changes no level either. */
const nearMissesOf = (
  documents: Documents,
  question: Question,
  factsUsed: readonly string[],
  level: Level,
): readonly NearMiss[] => {
  const reference = referenceIn(documents);
  const flips = factsUsed.flatMap((fact) => [true, false].map((value) => ({ fact, value })));
  const phases = documents.covenant.phases.map((phase) => ({ phase }));
  return [...flips, ...phases].flatMap((change) => {
    const { field, refusedBy } = decideOne(documents, changed(question, change));
    if (field.level === level) return [];
    return [
      {
        change,
        level: field.level,
        ...(field.permit !== undefined && { permit: reference(field.permit) }),
        ...(field.cap !== undefined && { cap: reference(field.cap) }),
        refusedBy,
      },
    ];
  });
};

const explainField = (documents: Documents, asked: Question, field: DecidedField): FieldExplanation => {
  const question: Question = { ...asked, fields: [field] };
  const { field: decided, factsUsed } = decideOne(documents, question);
  const reference = referenceIn(documents);
  return {
    field: decided.field,
    level: decided.level,
    ...(decided.permit !== undefined && { permit: reference(decided.permit) }),
    ...(decided.cap !== undefined && { cap: reference(decided.cap) }),
    contributing: contributingTo(documents, question, decided).map(({ id, basis }) => ({ id, basis })),
    obligations: decided.obligations,
    facts: factsUsed.map((name) => factOf(documents, question, name)),
    nearMisses: nearMissesOf(documents, question, factsUsed, decided.level),
  };
};

/**
 * Why each field of a question got its level, for the auditor: the deciding permit and cap with their articles, every rule
 * that it rests on, the facts used, the obligations, and what one fact or one phase would have changed. Of a supply (act
 * levering) a field is `reveal` where it may come in, and `withhold` where a guard or cap stops it. Throws
 * `covenant/unknown-semantics`. Source: policy-engine §3.5.
 */
export const explain = (law: LawDocument, covenant: CovenantDocument, question: Question): Explanation => {
  const documents: Documents = { law, covenant };
  const { fields, facts: _facts, ...asked } = question;
  return {
    semantics: covenant.semantics,
    question: asked,
    refusedBy: decideIn(documents, question).refusedBy,
    fields: fields.map((field) => explainField(documents, question, field)),
  };
};
