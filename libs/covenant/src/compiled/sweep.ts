import { wordAt } from './bits.js';
import type { FactWords } from './fact-words.js';
import type { Layout } from './layout.js';
import type { Outcome } from './outcome.js';
import { Slice } from './slice.js';
import type { Reader } from './slice.js';
import type { Shape, Tables } from './tables.js';

/** What one contribution brings to every reader. */
export type SweepShape = Omit<Shape, 'to' | 'purpose'>;

/** Slices follow from names in documents, not from what is read; what is kept of them has an end all the same. */
const maxSlices = 1_000;

/**
 * One contribution for many readers: what does not hang on the reader is worked out once, at `begin`. A buffer that its
 * owner uses for one contribution after the other; allocates nothing but for a matter, or a reader, that it meets first.
 */
export class Sweep {
  private readonly slices = new Map<number, Slice>();
  private readonly factsOfReader: Int32Array;
  private readonly selected: Int32Array;
  /** Clauses that the supplier and the facts of all readers leave standing, and those of them that apply for one reader. */
  private readonly standing: Int32Array;
  private readonly applying: Int32Array;
  private slice: Slice;
  /** Does the law know the supplier and the phase? Of what it does not know nothing is shown. */
  private isKnown = false;

  constructor(
    private readonly tables: Tables,
    private readonly layoutOf: (type: string) => Layout,
  ) {
    this.factsOfReader = tables.factsOfReader();
    this.selected = new Int32Array(tables.width);
    // permits and caps of a slice each begin a word of their own
    this.standing = new Int32Array(tables.width + 2);
    this.applying = new Int32Array(tables.width + 2);
    this.slice = new Slice(tables, layoutOf(''), this.selected, this.factsOfReader);
  }

  /**
   * Begins a contribution. Of `facts` those of the case, the subject and the contribution count; those of the recipient
   * and the question, and facts that no document declares, are taken from each call of `decide`.
   */
  begin(shape: SweepShape, facts: FactWords): void {
    const { tables, standing } = this;
    this.isKnown = tables.isKnownSupply(shape);
    this.slice = this.sliceOf(shape);
    const { suppliers, places, ofAll } = this.slice;
    const first = tables.from.numberOf(shape.from) * places.width;
    for (let word = 0; word < places.width; word++) standing[word] = wordAt(suppliers, first + word);
    ofAll.keep(facts, standing);
  }

  /** What each field gets for one reader; false where the question is refused whole, as `Scope.decide`. */
  decide(reader: Reader, facts: FactWords, outcome: Outcome): boolean {
    const { layout, reach } = this.slice;
    outcome.fit(layout);
    const isAnswered = this.isKnown && reader.isKnown && this.apply(reader, facts);
    if (isAnswered) {
      for (let word = 0; word < layout.width; word++) reach.settle(this.applying, word, outcome.planes);
      outcome.relabel(layout);
    } else outcome.withhold(layout);
    return isAnswered;
  }

  /** Finds what applies for a reader; false where a guard is not known to hold. Guards speak of every supplier and reader. */
  private apply(reader: Reader, facts: FactWords): boolean {
    const { slice, applying, standing } = this;
    const { guards, guardWords, width } = slice.places;
    const first = slice.rowOf(reader);
    const { readers } = slice;
    for (let word = 0; word < width; word++) applying[word] = wordAt(standing, word) & wordAt(readers, first + word);
    slice.ofReader.keep(facts, applying);
    for (let word = 0; word < guardWords; word++)
      if ((wordAt(guards, word) & ~wordAt(applying, word)) !== 0) return false;
    return true;
  }

  private sliceOf(shape: SweepShape): Slice {
    const key = this.tables.matterKeyOf(shape);
    const known = this.slices.get(key);
    if (known !== undefined) return known;
    this.tables.selectMatter(shape, this.selected);
    const slice = new Slice(this.tables, this.layoutOf(shape.type), this.selected, this.factsOfReader);
    if (this.slices.size >= maxSlices) this.slices.clear();
    this.slices.set(key, slice);
    return slice;
  }
}
