import type { DecidedField, Decision } from '../model.js';
import { numbersIn, wordAt } from './bits.js';
import type { Kind } from './clauses.js';
import { decisionOf, factsAsked } from './decision.js';
import type { FactWords } from './fact-words.js';
import type { Layout } from './layout.js';
import type { Outcome } from './outcome.js';
import type { Reasons } from './reasons.js';
import type { Shape, Tables } from './tables.js';

/** Adds the effects of a clause to the sums of a decision. */
export const addEffects = ({ starts, effects }: Layout, clause: number, sums: Int32Array): void => {
  const end = wordAt(starts, clause + 1);
  for (let at = wordAt(starts, clause); at < end; at += 2) {
    const target = wordAt(effects, at);
    sums[target] = wordAt(sums, target) | wordAt(effects, at + 1);
  }
};

/**
 * All questions of one act, supplier, reader, type, purpose, phase and period of law: the clauses that speak of them,
 * found once. Facts alone are left to decide by.
 */
export class Scope {
  readonly guards: Int32Array;
  readonly permits: Int32Array;
  readonly caps: Int32Array;
  /** Clauses that only ask facts. */
  readonly silent: Int32Array;
  readonly from: string;
  /** Do law and covenant know every name? Where they do not, nothing is shown. */
  readonly isOpen: boolean;

  /** `selected`: the set of clauses that speak of this shape. */
  constructor(
    readonly tables: Tables,
    readonly layout: Layout,
    selected: Int32Array,
    shape: Shape,
  ) {
    const numbers = numbersIn(selected);
    const ofKind = (kind: Kind) => {
      const [first, end] = tables.span(kind);
      return Int32Array.from(numbers.filter((clause) => clause >= first && clause < end));
    };
    this.guards = ofKind('guard');
    this.permits = ofKind('permit');
    this.caps = ofKind('cap');
    this.silent = ofKind('silent');
    this.from = shape.from;
    this.isOpen = tables.isKnownSupply(shape) && tables.isKnownReader(shape.to, shape.purpose);
  }

  /** The fields in the order of their numbers. */
  get fields(): readonly DecidedField[] {
    return this.layout.fields;
  }

  /**
   * What each field gets, written to `outcome`. False where the question is refused whole, by a guard or for a name that
   * law or covenant does not know: then every field is withheld. Allocates nothing.
   */
  decide(facts: FactWords, outcome: Outcome): boolean {
    outcome.begin(this.layout);
    const isAnswered = this.isAnswered(facts);
    if (isAnswered) {
      this.addPermits(facts, outcome.sums);
      this.addCaps(facts, outcome.sums);
      outcome.settle(this.layout);
    } else outcome.withhold(this.layout);
    return isAnswered;
  }

  /** Why each field gets what it gets, written to `reasons`. False where the question is refused. Allocates nothing. */
  explain(facts: FactWords, reasons: Reasons): boolean {
    const { length } = this.layout.fields;
    const isAnswered = this.isAnswered(facts);
    if (!isAnswered) {
      reasons.withhold(length);
      return false;
    }
    reasons.begin(length);
    for (let at = 0; at < this.permits.length; at++) {
      const clause = wordAt(this.permits, at);
      if (this.holds(clause, facts)) reasons.permit(this.layout, clause);
    }
    for (let at = 0; at < this.caps.length; at++) {
      const clause = wordAt(this.caps, at);
      if (!this.fails(clause, facts)) reasons.cap(this.layout, clause);
    }
    reasons.settle(length);
    return true;
  }

  /** The decision as the interpreter gives it, of all fields or of these numbers. */
  decision(facts: FactWords, asked: readonly number[] = [...this.fields.keys()]): Decision {
    return decisionOf(this, facts, asked);
  }

  /** Names of all facts that a rule asks which speaks of one of these fields, or a guard: all that can turn the decision. */
  factsUsed(asked: readonly number[] = [...this.fields.keys()]): readonly string[] {
    return factsAsked(this, asked);
  }

  /** Is every literal of a clause known to hold? */
  holds(clause: number, facts: FactWords): boolean {
    return this.tables.literals.isKnownToHold(clause, facts);
  }

  /** Is some literal of a clause known to fail? */
  fails(clause: number, facts: FactWords): boolean {
    return this.tables.literals.isKnownToFail(clause, facts);
  }

  private isAnswered(facts: FactWords): boolean {
    if (!this.isOpen) return false;
    for (let at = 0; at < this.guards.length; at++) if (!this.holds(wordAt(this.guards, at), facts)) return false;
    return true;
  }

  private addPermits(facts: FactWords, sums: Int32Array): void {
    for (let at = 0; at < this.permits.length; at++) {
      const clause = wordAt(this.permits, at);
      if (this.holds(clause, facts)) addEffects(this.layout, clause, sums);
    }
  }

  private addCaps(facts: FactWords, sums: Int32Array): void {
    for (let at = 0; at < this.caps.length; at++) {
      const clause = wordAt(this.caps, at);
      if (!this.fails(clause, facts)) addEffects(this.layout, clause, sums);
    }
  }
}
