import type { Position } from '@knooppunt/kernel';
import { CompactRange } from '../merkle.js';
import type { TreeHasher } from '../merkle.js';

/**
 * A growing tree whose root can be asked at any size of the last `reach` leaves or more, for a checkpoint is appended some
 * leaves after the size that it signs; memory does not grow with the log.
 */
export class LeafWindow {
  private base: CompactRange;
  private middle: CompactRange;
  private cursor: CompactRange;
  private leaves: Uint8Array[] = [];
  private positions: Position[] = [];

  constructor(
    private readonly hasher: TreeHasher,
    private readonly reach = 65_536,
  ) {
    this.base = new CompactRange(hasher);
    this.middle = new CompactRange(hasher);
    this.cursor = new CompactRange(hasher);
  }

  get size(): number {
    return this.base.size + this.leaves.length;
  }

  append(leaf: Uint8Array, position: Position): void {
    this.leaves.push(leaf);
    this.positions.push(position);
    if (this.size - this.cursor.size > this.reach) this.advance(this.size - this.reach / 2);
    if (this.cursor.size - this.middle.size > this.reach) this.forget();
  }

  /** The root of the first `size` leaves; undefined where that lies out of reach. */
  rootAt(size: number): Uint8Array | undefined {
    if (size < this.base.size || size > this.size) return undefined;
    if (size >= this.cursor.size) {
      this.advance(size);
      return this.cursor.root();
    }
    const range = this.base.clone();
    this.extend(range, size);
    return range.root();
  }

  /** Where leaf `index` lies in the log; undefined where that is out of reach. */
  positionAt(index: number): Position | undefined {
    return this.positions[index - this.base.size];
  }

  clone(): LeafWindow {
    const copy = new LeafWindow(this.hasher, this.reach);
    copy.base = this.base.clone();
    copy.middle = this.middle.clone();
    copy.cursor = this.cursor.clone();
    copy.leaves = [...this.leaves];
    copy.positions = [...this.positions];
    return copy;
  }

  private advance(size: number): void {
    this.extend(this.cursor, size);
  }

  private extend(range: CompactRange, size: number): void {
    while (range.size < size) range.append(this.leaves[range.size - this.base.size] as Uint8Array);
  }

  private forget(): void {
    const gone = this.middle.size - this.base.size;
    this.leaves = this.leaves.slice(gone);
    this.positions = this.positions.slice(gone);
    this.base = this.middle;
    this.middle = this.cursor.clone();
  }
}
