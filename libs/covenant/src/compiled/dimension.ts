import { addBit, removeBit, wordsFor } from './bits.js';
import type { Reading } from './reading.js';

/**
 * One dimension of a question (supplier, phase …): for each value the set of clauses that speak of it. A value that no
 * clause mentions and nobody named at the start has number 0: what is said of it is said of anything.
 */
export class Dimension {
  private readonly numbers = new Map<string, number>();
  private readonly rows: Int32Array[];
  /** The value that was asked last: contributions that follow one another have much in common. */
  private last: string | undefined;
  private lastNumber = 0;

  /** `readings`: what each clause says of this dimension. `values`: those that are to have a number of their own. */
  constructor(readings: readonly Reading[], values: Iterable<string>) {
    this.rows = [new Int32Array(wordsFor(readings.length))];
    this.number(values);
    for (const { of, except } of readings) {
      if (of) this.number(of);
      this.number(except);
    }
    this.fillOther(readings);
    this.fillNamed(readings);
  }

  /** A key with one more value: another for each number of the value. */
  keyWith(key: number, value: string): number {
    return key * this.rows.length + this.numberOf(value);
  }

  /** Size of all sets together. */
  get bytes(): number {
    return this.rows.length * this.row(0).byteLength;
  }

  /** The values that have a number of their own, in the order of their numbers. */
  get values(): Iterable<string> {
    return this.numbers.keys();
  }

  /** How many numbers there are. */
  get size(): number {
    return this.rows.length;
  }

  /** The number of a value; 0 for one that nobody knows. */
  numberOf(value: string): number {
    if (value === this.last) return this.lastNumber;
    this.last = value;
    this.lastNumber = this.numbers.get(value) ?? 0;
    return this.lastNumber;
  }

  /** The clauses that speak of a value. */
  rowOf(value: string): Int32Array {
    return this.row(this.numberOf(value));
  }

  /** The same by its number. */
  row(number: number): Int32Array {
    return this.rows[number] as Int32Array;
  }

  private number(values: Iterable<string>): void {
    for (const value of values) {
      if (this.numbers.has(value)) continue;
      this.numbers.set(value, this.rows.length);
      this.rows.push(new Int32Array(0));
    }
  }

  private fillOther(readings: readonly Reading[]): void {
    readings.forEach(({ of }, clause) => {
      if (of === undefined) addBit(this.row(0), clause);
    });
    for (let number = 1; number < this.rows.length; number++) this.rows[number] = this.row(0).slice();
  }

  private fillNamed(readings: readonly Reading[]): void {
    readings.forEach(({ of, except }, clause) => {
      if (of) for (const value of of) addBit(this.row(this.numberOf(value)), clause);
      for (const value of except) removeBit(this.row(this.numberOf(value)), clause);
    });
  }
}
