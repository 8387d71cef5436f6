import type { Decision, FieldDecision } from '../model.js';
import { numbersIn, wordAt } from './bits.js';
import type { FactWords } from './fact-words.js';
import { Reasons } from './reasons.js';
import type { Scope } from './scope.js';

/** Scratch: an explanation is read at once, and nothing runs in between. */
const scratch = new Reasons();

const ruleIn = ({ tables }: Scope, clause: number): string =>
  tables.rules[tables.clauses[clause]?.rule as number]?.id as string;

const refusedBy = (scope: Scope, facts: FactWords): readonly string[] =>
  [...scope.guards].filter((clause) => !scope.holds(clause, facts)).map((clause) => ruleIn(scope, clause));

const fieldDecision = (scope: Scope, field: number, applied: readonly number[]): FieldDecision => {
  const { layout, tables, from } = scope;
  const slot = wordAt(scratch.slots, field);
  const permit = wordAt(scratch.permits, field);
  const cap = wordAt(scratch.caps, field);
  const touching = applied.filter((clause) => layout.covers(clause, field));
  return {
    field: layout.fields[field]?.name as string,
    level: layout.levelAt(field, slot),
    ...(permit >= 0 && { permit: ruleIn(scope, permit) }),
    ...(cap >= 0 && { cap: ruleIn(scope, cap) }),
    obligations: slot === 0 ? {} : tables.duties.of(from, touching),
  };
};

/** Names of the facts that guards ask, and rules that speak of one of these fields. */
export const factsAsked = (scope: Scope, asked: readonly number[]): readonly string[] => {
  const { tables, layout } = scope;
  const words = new Int32Array(tables.literals.width);
  for (const guard of scope.guards) tables.literals.addAsked(guard, words);
  for (const clause of [...scope.permits, ...scope.caps, ...scope.silent])
    if (asked.some((field) => layout.covers(clause, field))) tables.literals.addAsked(clause, words);
  return numbersIn(words).map((fact) => tables.literals.facts[fact] as string);
};

/** A decision in words, equal to what the interpreter says of the same question. */
export const decisionOf = (scope: Scope, facts: FactWords, asked: readonly number[]): Decision => {
  const isAnswered = scope.explain(facts, scratch);
  const applied = isAnswered
    ? [
        ...[...scope.permits].filter((clause) => scope.holds(clause, facts)),
        ...[...scope.caps].filter((clause) => !scope.fails(clause, facts)),
      ]
    : [];
  return {
    semantics: scope.tables.documents.covenant.semantics,
    refusedBy: refusedBy(scope, facts),
    fields: asked.map((field) => fieldDecision(scope, field, applied)),
    factsUsed: factsAsked(scope, asked),
  };
};
