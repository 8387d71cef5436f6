import type { CovenantDocument, LawDocument, Question } from './model.js';
import { clausesOf, lawOn, rulesFor } from './semantics/covenant-1.js';
import { coversField } from './semantics/covenant-1.selectors.js';
import { dutchDateOf, isInstant } from '@knooppunt/kernel';

const holds = (condition: Readonly<Record<string, boolean>>, facts: Question['facts']): boolean =>
  Object.entries(condition).every(([fact, value]) => Object.hasOwn(facts, fact) && facts[fact] === value);
const fails = (condition: Readonly<Record<string, boolean>>, facts: Question['facts']): boolean =>
  Object.entries(condition).some(([fact, value]) => Object.hasOwn(facts, fact) && facts[fact] === !value);

/**
 * By field, the ids of all rules of law and covenant that applied to it, whether they decided its level or not: permits that
 * are known to hold and caps that are not known to fail, by covenant/1. For coverage and explanation; nothing decides by it.
 */
export const appliedRules = (
  law: LawDocument,
  covenant: CovenantDocument,
  question: Question,
): ReadonlyMap<string, readonly string[]> => {
  const ofDay = isInstant(question.at) ? lawOn(law, dutchDateOf(question.at)) : law;
  const applying = rulesFor({ law: ofDay, covenant }, question).filter(({ rule }) => {
    const clauses = clausesOf(rule);
    return rule.permit === undefined
      ? clauses.some((clause) => !fails(clause, question.facts))
      : clauses.some((clause) => holds(clause, question.facts));
  });
  const ofField = (field: Question['fields'][number]): readonly string[] =>
    applying.filter(({ rule, groups }) => coversField(rule, field, groups)).map(({ rule }) => rule.id);
  return new Map(question.fields.map((field) => [field.name, ofField(field)]));
};
