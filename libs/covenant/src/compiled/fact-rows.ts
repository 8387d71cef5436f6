import { addBit, hasBit, wordAt } from './bits.js';
import type { FactWords } from './fact-words.js';
import type { Places } from './places.js';
import type { Tables } from './tables.js';

/** Of a fact: unknown, true, false. */
const states = 3;

/** Which clauses each of some facts leaves standing, by what is known of it. */
export class FactRows {
  private readonly facts: Int32Array;
  /** A set of clauses per fact and state: those that do not ask the fact, or that it does not rule out. */
  private readonly rows: Int32Array;
  private readonly width: number;

  /** `among`: the facts that are looked at. */
  constructor(tables: Tables, { clauses, width }: Places, among: Int32Array) {
    const { literals } = tables;
    const asked = literals.facts.map((_, fact) => fact).filter((fact) => hasBit(among, fact));
    this.facts = Int32Array.from(
      asked.filter((fact) => clauses.some(({ clause }) => literals.wants(clause, fact) !== 0)),
    );
    this.width = width;
    this.rows = new Int32Array(this.facts.length * states * width);
    this.facts.forEach((fact, at) => {
      for (let state = 0; state < states; state++) {
        const row = this.rows.subarray((at * states + state) * width);
        for (const { clause, place } of clauses) {
          const wanted = literals.wants(clause, fact);
          // unknown bears out no permit and no guard, and refutes no cap
          const stands = tables.isCap(clause) ? state === 0 || state === wanted : state === wanted;
          if (wanted === 0 || stands) addBit(row, place);
        }
      }
    });
  }

  /** Takes out of a set what these facts rule out. */
  keep(known: FactWords, kept: Int32Array): void {
    const { facts, rows, width } = this;
    for (let at = 0; at < facts.length; at++) {
      const fact = wordAt(facts, at);
      const bit = fact & 31;
      const isTrue = (wordAt(known.true, fact >>> 5) >>> bit) & 1;
      const isFalse = (wordAt(known.false, fact >>> 5) >>> bit) & 1;
      const row = (at * states + isTrue + 2 * isFalse) * width;
      for (let word = 0; word < width; word++) kept[word] = wordAt(kept, word) & wordAt(rows, row + word);
    }
  }
}
