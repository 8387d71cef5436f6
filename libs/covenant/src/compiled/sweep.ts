import { addBit, lowestBit, removeBit, wordAt } from './bits.js';
import type { FactWords } from './fact-words.js';
import type { Layout } from './layout.js';
import type { Outcome } from './outcome.js';
import { addEffects } from './scope.js';
import type { Shape, Tables } from './tables.js';

/** What one contribution brings to every reader. */
export type SweepShape = Omit<Shape, 'to' | 'purpose'>;

/** A reader with a purpose, found once: the clauses that speak of them. */
export type Reader = { readonly isKnown: boolean; readonly row: Int32Array };

/**
 * One contribution for many readers: what does not hang on the reader is worked out once, at `begin`. A buffer that its
 * owner uses for one contribution after the other; allocates nothing.
 */
export class Sweep {
  /** Clauses that are still open after what all readers have in common. */
  private readonly left: Int32Array;
  /** Facts that differ from reader to reader, and all others, as sets. */
  private readonly ofReader: Int32Array;
  private readonly ofAll: Int32Array;
  /** Clauses that ask some fact of the reader, guards among them. */
  private readonly asking: Int32Array;
  private readonly guardsEnd: number;
  private readonly permitsEnd: number;
  private readonly capsEnd: number;
  private layout: Layout;
  private isOpen = false;

  constructor(
    private readonly tables: Tables,
    private readonly layoutOf: (type: string) => Layout,
  ) {
    this.left = new Int32Array(tables.width);
    this.layout = layoutOf('');
    this.ofReader = tables.factsOfReader();
    this.ofAll = this.ofReader.map((word) => ~word);
    this.asking = new Int32Array(tables.width);
    for (let clause = 0; clause < tables.clauses.length; clause++)
      if (tables.literals.asks(clause, this.ofReader)) addBit(this.asking, clause);
    [, this.guardsEnd] = tables.span('guard');
    [, this.permitsEnd] = tables.span('permit');
    [, this.capsEnd] = tables.span('cap');
  }

  /**
   * Begins a contribution. Of `facts` those of the case, the subject and the contribution count; those of the recipient
   * and the question, and facts that no document declares, are taken from each call of `decide`.
   */
  begin(shape: SweepShape, facts: FactWords): void {
    const { tables, left } = this;
    tables.selectSupply(shape, left);
    this.layout = this.layoutOf(shape.type);
    this.isOpen = tables.isKnownSupply(shape);
    this.settleCommonFacts(facts);
  }

  /** What each field gets for one reader; false where the question is refused whole, as `Scope.decide`. */
  decide(reader: Reader, facts: FactWords, outcome: Outcome): boolean {
    outcome.begin(this.layout);
    const isAnswered = this.isOpen && reader.isKnown && this.add(reader, facts, outcome.sums);
    if (isAnswered) outcome.settle(this.layout);
    else outcome.withhold(this.layout);
    return isAnswered;
  }

  /** Takes out what the common facts rule out: permits that they do not bear out, caps that they refute. */
  private settleCommonFacts(facts: FactWords): void {
    const { left, ofAll, tables, guardsEnd, permitsEnd } = this;
    for (let word = 0; word < left.length; word++) {
      for (let rest = wordAt(left, word); rest !== 0; rest &= rest - 1) {
        const clause = (word << 5) | lowestBit(rest);
        if (clause < guardsEnd) {
          if (!tables.literals.isKnownToHold(clause, facts, ofAll)) this.isOpen = false;
        } else if (clause < permitsEnd) {
          if (!tables.literals.isKnownToHold(clause, facts, ofAll)) removeBit(left, clause);
        } else if (clause >= this.capsEnd || tables.literals.isKnownToFail(clause, facts, ofAll)) {
          removeBit(left, clause);
        }
      }
    }
  }

  /** Adds the effects of what applies for this reader; false as soon as a guard is not known to hold. */
  private add({ row }: Reader, facts: FactWords, sums: Int32Array): boolean {
    const { left, layout, asking } = this;
    for (let word = 0; word < left.length; word++) {
      const asked = wordAt(asking, word);
      for (let rest = wordAt(left, word) & wordAt(row, word); rest !== 0; rest &= rest - 1) {
        const clause = (word << 5) | lowestBit(rest);
        const isAsked = (asked & rest & -rest) !== 0;
        if (!isAsked || this.applies(clause, facts)) addEffects(layout, clause, sums);
        else if (clause < this.guardsEnd) return false;
      }
    }
    return true;
  }

  private applies(clause: number, facts: FactWords): boolean {
    const { literals } = this.tables;
    return clause < this.permitsEnd
      ? literals.isKnownToHold(clause, facts, this.ofReader)
      : !literals.isKnownToFail(clause, facts, this.ofReader);
  }
}
