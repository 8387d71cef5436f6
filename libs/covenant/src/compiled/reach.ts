import { levelOrder } from '../semantics/covenant-1.js';
import { lowestBit, wordAt } from './bits.js';
import type { Layout } from './layout.js';
import type { Places } from './places.js';

/** Slots above `withhold`. A field has no other levels than these, in whatever order. */
const steps = levelOrder.length - 1;

/**
 * What each clause of a slice does to the fields of its type, a mask per slot above `withhold`: of a permit the fields that it
 * brings to that slot or above, of a cap those that it leaves there. So the fields at a slot or above are the union of what
 * permits reach, less what one cap does not leave; five masks stay in registers while clauses are taken one after the other.
 */
export class Reach {
  /** By place, word of fields and slot. */
  private readonly masks: Int32Array;

  constructor(
    private readonly layout: Layout,
    private readonly places: Places,
  ) {
    // INVARIANT: a sixth slot above `withhold` would be written into the masks of the next clause
    if (layout.slots > steps + 1) throw new TypeError('a field names a level twice');
    const [first, last] = [places.permitWords * 32, places.width * 32];
    this.masks = new Int32Array(last * layout.width * steps);
    this.masks.fill(-1, first * layout.width * steps);
    for (const { clause, place } of places.clauses) this.take(clause, place);
  }

  /**
   * The level of the fields of one word, where these clauses apply, written to `planes` (see `Outcome`). Allocates nothing.
   */
  settle(applying: Int32Array, word: number, planes: Int32Array): void {
    const { masks, places } = this;
    const { all, width } = this.layout;
    let [first, second, third, fourth, fifth] = [0, 0, 0, 0, 0];
    let at = 0;
    for (; at < places.permitWords; at++) {
      for (let rest = wordAt(applying, at); rest !== 0; rest &= rest - 1) {
        const from = (((at << 5) | lowestBit(rest)) * width + word) * steps;
        first |= wordAt(masks, from);
        second |= wordAt(masks, from + 1);
        third |= wordAt(masks, from + 2);
        fourth |= wordAt(masks, from + 3);
        fifth |= wordAt(masks, from + 4);
      }
    }
    for (; at < places.width; at++) {
      for (let rest = wordAt(applying, at); rest !== 0; rest &= rest - 1) {
        const from = (((at << 5) | lowestBit(rest)) * width + word) * steps;
        first &= wordAt(masks, from);
        second &= wordAt(masks, from + 1);
        third &= wordAt(masks, from + 2);
        fourth &= wordAt(masks, from + 3);
        fifth &= wordAt(masks, from + 4);
      }
    }
    planes[word] = wordAt(all, word) & ~first;
    planes[width + word] = first & ~second;
    planes[2 * width + word] = second & ~third;
    planes[3 * width + word] = third & ~fourth;
    planes[4 * width + word] = fourth & ~fifth;
    planes[5 * width + word] = fifth;
  }

  /** Guards, and clauses that do nothing to these fields, reach nothing. */
  private take(clause: number, place: number): void {
    const { starts, effects, width, slots } = this.layout;
    for (let at = wordAt(starts, clause); at < wordAt(starts, clause + 1); at += 2) {
      const target = wordAt(effects, at);
      const word = target % width;
      const row = (target - word) / width;
      const mask = wordAt(effects, at + 1);
      const from = (place * width + word) * steps;
      if (row < slots) this.bring(from, row, mask);
      else if (row < 2 * slots) this.leave(from, row - slots, mask);
    }
  }

  private bring(from: number, slot: number, mask: number): void {
    for (let at = from; at < from + slot; at++) this.masks[at] = wordAt(this.masks, at) | mask;
  }

  private leave(from: number, slot: number, mask: number): void {
    for (let at = from + slot; at < from + steps; at++) this.masks[at] = wordAt(this.masks, at) & ~mask;
  }
}
