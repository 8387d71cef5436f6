import type { Condition } from '../model.js';
import { addBit, wordAt, wordsFor } from './bits.js';
import type { FactWords } from './fact-words.js';

/** What the condition of each clause asks of facts, as bits. */
export class Literals {
  /** Every fact that some condition asks, by name; the place in the list is the number of the fact. */
  readonly facts: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
  /** Words per clause. */
  readonly width: number;
  private readonly wantTrue: Int32Array;
  private readonly wantFalse: Int32Array;

  constructor(conditions: readonly Condition[]) {
    this.facts = [...new Set(conditions.flatMap((condition) => Object.keys(condition)))].toSorted();
    this.numbers = new Map(this.facts.map((name, number) => [name, number]));
    this.width = wordsFor(this.facts.length);
    this.wantTrue = new Int32Array(conditions.length * this.width);
    this.wantFalse = new Int32Array(conditions.length * this.width);
    conditions.forEach((condition, clause) => this.take(condition, clause));
  }

  /** Size of what is asked of facts. */
  get bytes(): number {
    return this.wantTrue.byteLength + this.wantFalse.byteLength;
  }

  /** Is each literal of a clause known to hold? */
  isKnownToHold(clause: number, facts: FactWords): boolean {
    for (let word = 0, at = clause * this.width; word < this.width; word++, at++) {
      const missed =
        (wordAt(this.wantTrue, at) & ~wordAt(facts.true, word)) |
        (wordAt(this.wantFalse, at) & ~wordAt(facts.false, word));
      if (missed !== 0) return false;
    }
    return true;
  }

  /** Is some literal of a clause known to fail? */
  isKnownToFail(clause: number, facts: FactWords): boolean {
    for (let word = 0, at = clause * this.width; word < this.width; word++, at++) {
      const failed =
        (wordAt(this.wantTrue, at) & wordAt(facts.false, word)) |
        (wordAt(this.wantFalse, at) & wordAt(facts.true, word));
      if (failed !== 0) return true;
    }
    return false;
  }

  /** What a clause wants a fact to be: 1 true, 2 false, 0 where it does not ask. */
  wants(clause: number, fact: number): 0 | 1 | 2 {
    const at = clause * this.width + (fact >>> 5);
    const bit = 1 << (fact & 31);
    if ((wordAt(this.wantTrue, at) & bit) !== 0) return 1;
    return (wordAt(this.wantFalse, at) & bit) === 0 ? 0 : 2;
  }

  /** Adds the facts that a clause asks to a set. */
  addAsked(clause: number, asked: Int32Array): void {
    for (let word = 0, at = clause * this.width; word < this.width; word++, at++)
      asked[word] = wordAt(asked, word) | wordAt(this.wantTrue, at) | wordAt(this.wantFalse, at);
  }

  private take(condition: Condition, clause: number): void {
    const from = clause * this.width;
    for (const [name, value] of Object.entries(condition)) {
      const wanted = value ? this.wantTrue : this.wantFalse;
      addBit(wanted.subarray(from, from + this.width), this.numbers.get(name) as number);
    }
  }
}
