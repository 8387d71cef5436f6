import { lowestBit, wordAt } from './bits.js';
import type { Layout } from './layout.js';

const none = -1;
const aboveAll = 0x7f_ff_ff_ff;

/**
 * Why each field got what it got: a buffer that its owner hands to one explanation after the other.
 *
 * `slots` is the level of each field as a slot of its layout (see `Layout.levelAt`); `permits` and `caps` name the clause
 * that decided, -1 where none did. Clauses come in canonical order, so the first of several that give the same decides.
 */
export class Reasons {
  slots = new Int32Array(0);
  permits = new Int32Array(0);
  caps = new Int32Array(0);
  private highest = new Int32Array(0);

  /** Begins an explanation: no permit, no cap, every field withheld. */
  begin(fields: number): void {
    if (this.slots.length < fields) {
      this.slots = new Int32Array(fields);
      this.permits = new Int32Array(fields);
      this.caps = new Int32Array(fields);
      this.highest = new Int32Array(fields);
    }
    this.slots.fill(aboveAll);
    this.highest.fill(none);
    this.permits.fill(none);
    this.caps.fill(none);
  }

  /** Takes a permit that applies. */
  permit(layout: Layout, clause: number): void {
    this.each(layout, clause, 0, this.raise);
  }

  /** Takes a cap that applies. */
  cap(layout: Layout, clause: number): void {
    this.each(layout, clause, layout.slots, this.lower);
  }

  /** Works out the level of each field; a cap that did not lower it decided nothing. */
  settle(fields: number): void {
    for (let field = 0; field < fields; field++) {
      const permitted = Math.max(0, wordAt(this.highest, field));
      if (wordAt(this.slots, field) < permitted) continue;
      this.slots[field] = permitted;
      this.caps[field] = none;
    }
  }

  /** Withholds every field for no reason of its own: the question was refused. */
  withhold(fields: number): void {
    this.begin(fields);
    this.slots.fill(0);
  }

  private each(
    { starts, effects, width }: Layout,
    clause: number,
    firstRow: number,
    visit: (field: number, slot: number, clause: number) => void,
  ): void {
    const end = wordAt(starts, clause + 1);
    for (let at = wordAt(starts, clause); at < end; at += 2) {
      const target = wordAt(effects, at);
      const word = target % width;
      const slot = (target - word) / width - firstRow;
      for (let rest = wordAt(effects, at + 1); rest !== 0; rest &= rest - 1)
        visit((word << 5) | lowestBit(rest), slot, clause);
    }
  }

  private readonly raise = (field: number, slot: number, clause: number): void => {
    if (slot <= wordAt(this.highest, field)) return;
    this.highest[field] = slot;
    this.permits[field] = clause;
  };

  private readonly lower = (field: number, slot: number, clause: number): void => {
    if (slot >= wordAt(this.slots, field)) return;
    this.slots[field] = slot;
    this.caps[field] = clause;
  };
}
