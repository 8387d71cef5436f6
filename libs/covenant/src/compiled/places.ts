import { addBit, hasBit, numbersIn, wordsFor } from './bits.js';
import type { Tables } from './tables.js';

/** A clause and its number in a slice. */
export type Placed = { readonly clause: number; readonly place: number };

const placedFrom = (first: number, clauses: readonly number[]): readonly Placed[] =>
  clauses.map((clause, at) => ({ clause, place: first + at }));

/**
 * Guards, permits and caps numbered anew, so that those of a slice lie close together. Guards and permits have the first
 * words of a set, caps the others: no word holds both.
 */
export class Places {
  readonly clauses: readonly Placed[];
  /** Words of a set, how many of them hold guards and permits, and how many of those a guard. */
  readonly width: number;
  readonly permitWords: number;
  readonly guardWords: number;
  /** The set of all guards. */
  readonly guards: Int32Array;

  /** `selected`: the set of clauses that are numbered; those that only ask facts are passed over. */
  constructor(tables: Tables, selected: Int32Array) {
    const [, guardsEnd] = tables.span('guard');
    const [firstCap, capsEnd] = tables.span('cap');
    const numbers = numbersIn(selected);
    const permits = numbers.filter((clause) => clause < firstCap);
    const caps = numbers.filter((clause) => clause >= firstCap && clause < capsEnd);
    this.permitWords = wordsFor(permits.length);
    this.width = this.permitWords + wordsFor(caps.length);
    this.clauses = [...placedFrom(0, permits), ...placedFrom(32 * this.permitWords, caps)];
    const guards = this.clauses.filter(({ clause }) => clause < guardsEnd);
    this.guardWords = (guards.length + 31) >>> 5;
    this.guards = new Int32Array(this.width);
    for (const { place } of guards) addBit(this.guards, place);
  }

  /** Adds to a set of this numbering the clauses of a set of the tables. */
  add(row: Int32Array, own: Int32Array): void {
    for (const { clause, place } of this.clauses) if (hasBit(row, clause)) addBit(own, place);
  }
}
