import { addBit, hasBit, numbersIn, setOf, wordAt, wordsFor } from './bits.js';
import type { FactWords } from './fact-words.js';
import type { Tables } from './tables.js';

/** A reader with a purpose, found once: the clauses that speak of them, and a number among all readers that were found. */
export type Reader = { readonly number: number; readonly isKnown: boolean; readonly row: Int32Array };

/** Of a fact: unknown, true, false. */
const states = 3;

/** Which clauses each of some facts leaves standing, by what is known of it. */
class FactRows {
  private readonly facts: Int32Array;
  /** A set of clauses per fact and state: those that do not ask the fact, or that it does not rule out. */
  private readonly rows: Int32Array;

  constructor(
    private readonly width: number,
    tables: Tables,
    clauses: Int32Array,
    among: Int32Array,
  ) {
    const { literals } = tables;
    const asked = literals.facts.map((_, fact) => fact).filter((fact) => hasBit(among, fact));
    this.facts = Int32Array.from(asked.filter((fact) => clauses.some((clause) => literals.wants(clause, fact) !== 0)));
    this.rows = new Int32Array(this.facts.length * states * width);
    this.facts.forEach((fact, at) => {
      for (let state = 0; state < states; state++) {
        const row = this.rows.subarray((at * states + state) * width);
        clauses.forEach((clause, number) => {
          const wanted = literals.wants(clause, fact);
          // unknown bears out no permit and no guard, and refutes no cap
          const stands = tables.isCap(clause) ? state === 0 || state === wanted : state === wanted;
          if (wanted === 0 || stands) addBit(row, number);
        });
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

/**
 * The guards, permits and caps that speak of a contribution, numbered anew so that they lie close together: of some hundred
 * clauses a few tens speak of one supplier, type and phase. Found once for each of these.
 */
export class Slice {
  /** Words of a set of these clauses. */
  readonly width: number;
  /** The clause of each number. */
  readonly clauses: Int32Array;
  readonly guards: Int32Array;
  /** What facts that all readers share leave standing, and what those of a reader do. */
  readonly ofAll: FactRows;
  readonly ofReader: FactRows;
  /** By the number of a reader: which of these clauses speak of it. */
  rows = new Int32Array(0);
  private readonly known: boolean[] = [];

  /**
   * `selected`: the clauses that speak of the supply. `isKnown`: does the law know its names? Of what it does not know nothing is
   * shown. `factsOfReader`: facts that differ from reader to reader.
   */
  constructor(
    tables: Tables,
    selected: Int32Array,
    readonly isKnown: boolean,
    factsOfReader: Int32Array,
  ) {
    const [, capsEnd] = tables.span('cap');
    const [, guardsEnd] = tables.span('guard');
    this.clauses = Int32Array.from(numbersIn(selected).filter((clause) => clause < capsEnd));
    const count = this.clauses.length;
    this.width = wordsFor(count);
    const guards = this.clauses.filter((clause) => clause < guardsEnd).length;
    this.guards = setOf(Array.from({ length: guards }).keys(), count);
    const others = factsOfReader.map((word) => ~word);
    this.ofAll = new FactRows(this.width, tables, this.clauses, others);
    this.ofReader = new FactRows(this.width, tables, this.clauses, factsOfReader);
  }

  /** Where the set of a reader begins in `rows`. Allocates nothing but for a reader that was never asked before. */
  rowOf(reader: Reader): number {
    if (this.known[reader.number] !== true) this.add(reader);
    return reader.number * this.width;
  }

  private add({ number, row }: Reader): void {
    const { width, clauses } = this;
    if (this.rows.length < (number + 1) * width) {
      const grown = new Int32Array(2 * (number + 1) * width);
      grown.set(this.rows);
      this.rows = grown;
    }
    const own = this.rows.subarray(number * width, (number + 1) * width);
    clauses.forEach((clause, at) => {
      if (hasBit(row, clause)) addBit(own, at);
    });
    this.known[number] = true;
  }
}
