import type { Level } from '@knooppunt/signals';
import type { FactDefinition, Obligations, Question, Truth } from '../model.js';

/** A rule, guard or cap with the article that it rests on. */
export type RuleReference = { readonly id: string; readonly basis: string };

/** A fact that a rule in scope asked, with the value that it was decided with. Undeclared facts count as hidden. */
export type FactUsed = {
  readonly name: string;
  readonly value: Truth;
  readonly known: FactDefinition['known'];
  /** What the fact means, in the words of the document that declares it. */
  readonly is: string;
};

/** One thing that could have been otherwise: the value of one fact, or the phase. */
export type Change =
  { readonly fact: string; readonly value: boolean } | { readonly fact?: never; readonly phase: string };

/** What a field would have got with one change, and by which rule; only changes that change the level. */
export type NearMiss = {
  readonly change: Change;
  readonly level: Level;
  readonly permit?: RuleReference;
  readonly cap?: RuleReference;
  readonly refusedBy: readonly RuleReference[];
};

/**
 * Why a field got its level.
 *
 * - `permit`, `cap`: those that decided; absent where none did.
 * - `contributing`: every rule that the level or the obligations rest on, by id; they alone reproduce the decision.
 */
export type FieldExplanation = {
  readonly field: string;
  readonly level: Level;
  readonly permit?: RuleReference;
  readonly cap?: RuleReference;
  readonly contributing: readonly RuleReference[];
  readonly obligations: Obligations;
  readonly facts: readonly FactUsed[];
  readonly nearMisses: readonly NearMiss[];
};

/** What the auditor is told of a question: all of it. */
export type Explanation = {
  readonly semantics: string;
  readonly question: Omit<Question, 'fields' | 'facts'>;
  readonly refusedBy: readonly RuleReference[];
  readonly fields: readonly FieldExplanation[];
};

/** What the recipient is told of a shown field: its level and the permit's article. Of a withheld field he is told nothing. */
export type RecipientExplanation = { readonly field: string; readonly level: Level; readonly article: string };
