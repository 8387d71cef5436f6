import { lowestBit, wordAt } from './bits.js';
import type { FactWords } from './fact-words.js';
import type { Layout } from './layout.js';
import type { Outcome } from './outcome.js';
import { addEffects } from './scope.js';
import { Slice } from './slice.js';
import type { Reader } from './slice.js';
import type { Shape, Tables } from './tables.js';

/** What one contribution brings to every reader. */
export type SweepShape = Omit<Shape, 'to' | 'purpose'>;

/** Slices follow from names in documents, not from what is read; what is kept of them has an end all the same. */
const maxSlices = 1_000;

/**
 * One contribution for many readers: what does not hang on the reader is worked out once, at `begin`. A buffer that its
 * owner uses for one contribution after the other; allocates nothing but for a supply, or a reader, that it meets first.
 */
export class Sweep {
  private readonly slices = new Map<Layout, Map<number, Slice>>();
  private kept = 0;
  private readonly factsOfReader: Int32Array;
  private readonly selected: Int32Array;
  /** Clauses that the facts of all readers leave standing, and those that the facts of one reader leave of them. */
  private readonly standing: Int32Array;
  private readonly left: Int32Array;
  private layout: Layout;
  private slice: Slice;

  constructor(
    private readonly tables: Tables,
    private readonly layoutOf: (type: string) => Layout,
  ) {
    this.factsOfReader = tables.factsOfReader();
    this.selected = new Int32Array(tables.width);
    this.standing = new Int32Array(tables.width);
    this.left = new Int32Array(tables.width);
    this.layout = layoutOf('');
    this.slice = new Slice(tables, this.selected, false, this.factsOfReader);
  }

  /**
   * Begins a contribution. Of `facts` those of the case, the subject and the contribution count; those of the recipient
   * and the question, and facts that no document declares, are taken from each call of `decide`.
   */
  begin(shape: SweepShape, facts: FactWords): void {
    this.layout = this.layoutOf(shape.type);
    this.slice = this.sliceOf(shape);
    for (let word = 0; word < this.slice.width; word++) this.standing[word] = -1;
    this.slice.ofAll.keep(facts, this.standing);
  }

  /** What each field gets for one reader; false where the question is refused whole, as `Scope.decide`. */
  decide(reader: Reader, facts: FactWords, outcome: Outcome): boolean {
    outcome.begin(this.layout);
    const isAnswered = this.slice.isKnown && reader.isKnown && this.add(reader, facts, outcome.sums);
    if (isAnswered) outcome.settle(this.layout);
    else outcome.withhold(this.layout);
    return isAnswered;
  }

  /** Adds the effects of what applies for this reader; false as soon as a guard is not known to hold. */
  private add(reader: Reader, facts: FactWords, sums: Int32Array): boolean {
    const { slice, left, standing, layout } = this;
    const { width, guards, clauses } = slice;
    const first = slice.rowOf(reader);
    const { rows } = slice;
    for (let word = 0; word < width; word++) left[word] = wordAt(standing, word);
    slice.ofReader.keep(facts, left);
    for (let word = 0; word < width; word++) {
      const speaking = wordAt(rows, first + word);
      const applying = speaking & wordAt(left, word);
      if ((speaking & wordAt(guards, word) & ~applying) !== 0) return false;
      for (let rest = applying; rest !== 0; rest &= rest - 1)
        addEffects(layout, wordAt(clauses, (word << 5) | lowestBit(rest)), sums);
    }
    return true;
  }

  private sliceOf(shape: SweepShape): Slice {
    const key = this.tables.supplyKeyOf(shape);
    const known = this.slices.get(this.layout)?.get(key);
    if (known !== undefined) return known;
    this.tables.selectSupply(shape, this.selected);
    const slice = new Slice(this.tables, this.selected, this.tables.isKnownSupply(shape), this.factsOfReader);
    this.keep(key, slice);
    return slice;
  }

  private keep(key: number, slice: Slice): void {
    if (this.kept >= maxSlices) {
      this.slices.clear();
      this.kept = 0;
    }
    const ofLayout = this.slices.get(this.layout) ?? new Map<number, Slice>();
    this.slices.set(this.layout, ofLayout);
    ofLayout.set(key, slice);
    this.kept++;
  }
}
