import { FactRows } from './fact-rows.js';
import type { Layout } from './layout.js';
import { Places } from './places.js';
import { Reach } from './reach.js';
import type { Tables } from './tables.js';

/** A reader with a purpose, found once: the clauses that speak of them, and a number among all readers that were found. */
export type Reader = { readonly number: number; readonly isKnown: boolean; readonly row: Int32Array };

/**
 * The guards, permits and caps that speak of contributions of one act, type, phase and period of law, numbered anew so that they
 * lie close together: of some hundred clauses a few tens do. Found once for each of these. Suppliers are rows in it, as readers
 * are: were each to have a slice of its own, a cache of the processor would no longer hold them.
 */
export class Slice {
  /** What these clauses do to the fields of the type. */
  readonly reach: Reach;
  readonly places: Places;
  /** What facts that all readers share leave standing, and what those of a reader do. */
  readonly ofAll: FactRows;
  readonly ofReader: FactRows;
  /** By the number of a supplier: which of these clauses speak of it. */
  readonly suppliers: Int32Array;
  /** The same of readers. */
  readers = new Int32Array(0);
  private readonly known: boolean[] = [];

  /** `selected`: the clauses that speak of these contributions. `factsOfReader`: facts that differ from reader to reader. */
  constructor(
    tables: Tables,
    readonly layout: Layout,
    selected: Int32Array,
    factsOfReader: Int32Array,
  ) {
    this.places = new Places(tables, selected);
    const others = factsOfReader.map((word) => ~word);
    this.ofAll = new FactRows(tables, this.places, others);
    this.ofReader = new FactRows(tables, this.places, factsOfReader);
    this.reach = new Reach(layout, this.places);
    const { width } = this.places;
    this.suppliers = new Int32Array(tables.from.size * width);
    for (let number = 0; number < tables.from.size; number++)
      this.places.add(tables.from.row(number), this.suppliers.subarray(number * width));
  }

  /** Where the set of a reader begins in `readers`. Allocates nothing but for a reader that was never asked before. */
  rowOf(reader: Reader): number {
    if (this.known[reader.number] !== true) this.add(reader);
    return reader.number * this.places.width;
  }

  private add({ number, row }: Reader): void {
    const { width } = this.places;
    if (this.readers.length < (number + 1) * width) {
      const grown = new Int32Array(2 * (number + 1) * width);
      grown.set(this.readers);
      this.readers = grown;
    }
    this.places.add(row, this.readers.subarray(number * width));
    this.known[number] = true;
  }
}
