import type { Decision, FieldDecision } from '../model.js';
import { numbersIn, setOf, wordAt } from './bits.js';
import type { FactWords } from './fact-words.js';
import type { Layout } from './layout.js';
import { Reasons } from './reasons.js';
import type { Tables } from './tables.js';

/** What speaks of a question, and what of that applies; see `Scope`. */
export type Selected = {
  readonly tables: Tables;
  readonly layout: Layout;
  readonly guards: Int32Array;
  readonly permits: Int32Array;
  readonly caps: Int32Array;
  readonly silent: Int32Array;
  readonly from: string;
  holds(clause: number, facts: FactWords): boolean;
  fails(clause: number, facts: FactWords): boolean;
  explain(facts: FactWords, reasons: Reasons): boolean;
};

/** Scratch: an explanation is read at once, and nothing runs in between. */
const scratch = new Reasons();

const refusedBy = (scope: Selected, facts: FactWords): readonly string[] =>
  [...scope.guards].filter((clause) => !scope.holds(clause, facts)).map((clause) => scope.tables.ruleOf(clause).id);

const fieldDecision = (scope: Selected, field: number, applied: readonly number[]): FieldDecision => {
  const { layout, tables, from } = scope;
  const slot = wordAt(scratch.slots, field);
  const permit = wordAt(scratch.permits, field);
  const cap = wordAt(scratch.caps, field);
  const touching = applied.filter((clause) => layout.covers(clause, field));
  return {
    field: layout.fields[field]?.name as string,
    level: layout.levelAt(field, slot),
    ...(permit >= 0 && { permit: tables.ruleOf(permit).id }),
    ...(cap >= 0 && { cap: tables.ruleOf(cap).id }),
    obligations: slot === 0 ? {} : tables.duties.of(from, touching),
  };
};

/** Names of the facts that guards ask, and rules that speak of one of these fields. */
export const factsAsked = (scope: Selected, asked: readonly number[]): readonly string[] => {
  const { tables, layout } = scope;
  const words = new Int32Array(tables.literals.width);
  for (const guard of scope.guards) tables.literals.addAsked(guard, words);
  const fields = setOf(asked, layout.fields.length);
  for (const clause of [...scope.permits, ...scope.caps, ...scope.silent])
    if (layout.touches(clause, fields)) tables.literals.addAsked(clause, words);
  return numbersIn(words).map((fact) => tables.literals.facts[fact] as string);
};

/** A decision in words, equal to what the interpreter says of the same question. */
export const decisionOf = (scope: Selected, facts: FactWords, asked: readonly number[]): Decision => {
  scope.explain(facts, scratch);
  const applied = [
    ...[...scope.permits].filter((clause) => scope.holds(clause, facts)),
    ...[...scope.caps].filter((clause) => !scope.fails(clause, facts)),
  ];
  return {
    semantics: scope.tables.documents.covenant.semantics,
    refusedBy: refusedBy(scope, facts),
    fields: asked.map((field) => fieldDecision(scope, field, applied)),
    factsUsed: factsAsked(scope, asked),
  };
};
