import { basisOf } from '../basis.js';
import type { CovenantDocument, DecidedField, Decision, FieldDecision, LawDocument, Question, Rule } from '../model.js';
import { decide } from '../semantics/index.js';
import type { Change, Explanation, FactUsed, FieldExplanation, NearMiss, RuleReference } from './explanation.js';

type Documents = { readonly law: LawDocument; readonly covenant: CovenantDocument };

const isStop = ({ cap }: Rule): boolean => cap === 'withhold';
/** Lets everything in, so that what is decided is what stops it. */
const letIn: Rule = {
  id: '',
  permit: 'reveal',
  from: 'any',
  to: 'any',
  type: 'any',
  fields: 'any',
  purpose: 'any',
  phase: 'any',
  at: 'levering',
  basis: '',
};

/** A supply needs no permit, and no cap lowers it: a field comes in whole, or is stopped (`decideSupply`, WGS 1.5). */
const supplyIn = ({ law, covenant }: Documents, question: Question): Decision => {
  const decision = decide(
    { ...law, caps: law.caps.filter(isStop) },
    { ...covenant, rules: [...covenant.rules.filter(isStop), letIn] },
    question,
  );
  const fields = decision.fields.map(({ field, level, cap }): FieldDecision => ({
    field,
    level: level === 'withhold' ? 'withhold' : 'reveal',
    ...(cap !== undefined && { cap }),
    obligations: {},
  }));
  return { ...decision, fields };
};

const decideIn = (documents: Documents, question: Question): Decision =>
  question.act === 'levering' ? supplyIn(documents, question) : decide(documents.law, documents.covenant, question);

const referenceIn =
  ({ law, covenant }: Documents) =>
  (id: string): RuleReference => ({ id, basis: basisOf(law, covenant, id) ?? '' });

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
  const deciding = all.find(({ id }) => id === permit);
  if (deciding === undefined) return [];
  const decideWith = (rules: readonly Rule[]): FieldDecision | undefined =>
    decideIn(only(documents, rules), question).fields[0];
  const alone = decideWith([deciding]);
  const matters = (rule: Rule): boolean => {
    if (rule.permit !== undefined) return decideWith([rule])?.permit === rule.id;
    const together = decideWith([deciding, rule]);
    return together !== undefined && alone !== undefined && outcomeOf(together) !== outcomeOf(alone);
  };
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

const nearMissesOf = (documents: Documents, question: Question, decision: Decision): readonly NearMiss[] => {
  const reference = referenceIn(documents);
  const level = decision.fields[0]?.level;
  const flips = decision.factsUsed.flatMap((fact) =>
    [true, false].filter((value) => question.facts[fact] !== value).map((value) => ({ fact, value })),
  );
  const phases = documents.covenant.phases.filter((phase) => phase !== question.phase).map((phase) => ({ phase }));
  return [...flips, ...phases].flatMap((change) => {
    const other = decideIn(documents, changed(question, change));
    const [field] = other.fields;
    if (field === undefined || field.level === level) return [];
    return [
      {
        change,
        level: field.level,
        ...(field.permit !== undefined && { permit: reference(field.permit) }),
        ...(field.cap !== undefined && { cap: reference(field.cap) }),
        refusedBy: other.refusedBy.map(reference),
      },
    ];
  });
};

const explainField = (documents: Documents, asked: Question, field: DecidedField): FieldExplanation => {
  const question: Question = { ...asked, fields: [field] };
  const decision = decideIn(documents, question);
  const decided = decision.fields[0] ?? { field: field.name, level: 'withhold', obligations: {} };
  const reference = referenceIn(documents);
  return {
    field: decided.field,
    level: decided.level,
    ...(decided.permit !== undefined && { permit: reference(decided.permit) }),
    ...(decided.cap !== undefined && { cap: reference(decided.cap) }),
    contributing: contributingTo(documents, question, decided).map(({ id, basis }) => ({ id, basis })),
    obligations: decided.obligations,
    facts: decision.factsUsed.map((name) => factOf(documents, question, name)),
    nearMisses: nearMissesOf(documents, question, decision),
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
    refusedBy: decideIn(documents, question).refusedBy.map(referenceIn(documents)),
    fields: fields.map((field) => explainField(documents, question, field)),
  };
};
