import type { Level } from '@knooppunt/signals';
import { levelOrder } from '../semantics/covenant-1.js';
import { wordAt } from './bits.js';
import type { Layout } from './layout.js';

/**
 * What was decided, as one mask of fields per level: a buffer that its owner hands to one decision after the other.
 *
 * `planes` holds the masks of `withhold`, `exists` … `reveal` (the general order of levels), each of `width` words; field n
 * is bit n & 31 of word n >>> 5. Every field is in exactly one of them. Nothing is allocated but where a type has more
 * fields than any before.
 */
export class Outcome {
  /** Words per mask. */
  width = 0;
  planes = new Int32Array(0);
  /** Masks by slot, of permits and of caps, and a row for what is neither. Scratch of the engine. */
  sums = new Int32Array(0);

  /** The level of a field, as its number in the general order. */
  numberOf(field: number): number {
    for (let level = levelOrder.length - 1; level > 0; level--) {
      const word = wordAt(this.planes, level * this.width + (field >>> 5));
      if ((word & (1 << (field & 31))) !== 0) return level;
    }
    return 0;
  }

  levelOf(field: number): Level {
    return levelOrder[this.numberOf(field)] as Level;
  }

  /** Writes the level of each of the first `count` fields, as numbers of the general order. */
  read(levels: Uint8Array, count: number): void {
    for (let field = 0; field < count; field++) levels[field] = this.numberOf(field);
  }

  /** Makes it as wide as this type needs. */
  fit({ accumulated, width }: Layout): void {
    if (this.sums.length < accumulated) {
      this.sums = new Int32Array(accumulated);
      this.planes = new Int32Array(accumulated >>> 1);
    }
    this.width = width;
  }

  /** Begins a decision: as wide as this type needs, and nothing permitted or capped yet. */
  begin(layout: Layout): void {
    const { accumulated } = layout;
    this.fit(layout);
    for (let at = 0; at < accumulated; at++) this.sums[at] = 0;
  }

  /** Withholds every field. */
  withhold({ all, width }: Layout): void {
    this.planes.fill(0);
    for (let word = 0; word < width; word++) this.planes[word] = wordAt(all, word);
  }

  /** Works out the level of every field from what permits and caps have said. */
  settle(layout: Layout): void {
    for (let word = 0; word < layout.width; word++) this.settleWord(layout, word);
    this.relabel(layout);
  }

  /** Moves fields with an order of their own from their slots to their levels. */
  relabel(layout: Layout): void {
    for (const field of layout.irregular) this.relabelField(layout, field);
  }

  /**
   * A field is at slot s or above where some permit is that high and no cap is lower; at s where it is not above as well.
   */
  private settleWord({ slots, width, all }: Layout, word: number): void {
    const { sums, planes } = this;
    let cap = slots * width + word;
    let capped = 0;
    for (let left = slots; left > 0; left--, cap += width) capped = sums[cap] = capped | wordAt(sums, cap);
    let permitted = 0;
    let above = 0;
    cap -= 2 * width;
    for (let at = (slots - 1) * width + word; at > word; at -= width, cap -= width) {
      permitted |= wordAt(sums, at);
      const reached = permitted & ~wordAt(sums, cap);
      planes[at] = reached & ~above;
      above = reached;
    }
    planes[word] = wordAt(all, word) & ~above;
  }

  private relabelField(layout: Layout, field: number): void {
    const { planes } = this;
    const bit = 1 << (field & 31);
    for (let slot = 0; slot < layout.slots; slot++) {
      const at = slot * layout.width + (field >>> 5);
      if ((wordAt(planes, at) & bit) === 0) continue;
      const level = Math.max(0, levelOrder.indexOf(layout.levelAt(field, slot)));
      const to = level * layout.width + (field >>> 5);
      planes[at] = wordAt(planes, at) & ~bit;
      planes[to] = wordAt(planes, to) | bit;
      return;
    }
  }
}
