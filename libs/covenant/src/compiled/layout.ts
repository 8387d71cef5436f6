import type { Level } from '@knooppunt/signals';
import type { DecidedField } from '../model.js';
import { heightOf, levelOrder } from '../semantics/covenant-1.js';
import { addBit, setOf, wordAt, wordsFor } from './bits.js';
import type { Clause } from './clauses.js';
import type { Reading } from './reading.js';

const ladderOf = ({ levels }: DecidedField): readonly Level[] => ['withhold', 'exists', ...levels];

/** Do the levels of this field rise as the general order does? Then its slots are the numbers of that order. */
const isRegular = (field: DecidedField): boolean => {
  const ranks = ladderOf(field).map((level) => levelOrder.indexOf(level));
  return ranks.every((rank, at) => at === 0 || rank > (ranks[at - 1] as number));
};

type Masked = { readonly slot: number; readonly mask: Int32Array };

/**
 * The fields of one payload type as bits, and what each clause does to them.
 *
 * A *slot* is a place in a field's own order of levels. Of a field whose levels rise as the general order does it is the
 * number of the level there; of one with another order it is the height on its own ladder. Higher slots are higher levels
 * of that field either way, so that fields of both sorts are decided by the same bit operations, side by side.
 *
 * An *effect* of a clause is a pair of a target and a mask of fields. Targets are words of the accumulators: `slots` rows
 * of `width` words for permits, then as many for caps, then one row for clauses that only ask facts, guards among them.
 */
export class Layout {
  /** Words that a mask of all fields takes. */
  readonly width: number;
  readonly slots: number;
  readonly all: Int32Array;
  /** Numbers of the fields with an order of their own. */
  readonly irregular: readonly number[];
  /** The effects of clause n are from `starts[n]` up to `starts[n + 1]` in `effects`. */
  readonly starts: Int32Array;
  readonly effects: Int32Array;
  /** Of each field the levels of its slots. */
  private readonly orders: readonly (readonly Level[])[];
  private readonly words = new Map<string, Int32Array>();
  private readonly rounded = new Map<Level, readonly Masked[]>();

  /** `isSpoken`: may this clause ever speak of the type? Of others nothing is kept. */
  constructor(
    readonly fields: readonly DecidedField[],
    clauses: readonly Clause[],
    isSpoken: (clause: number) => boolean,
  ) {
    this.width = wordsFor(fields.length);
    this.all = setOf(fields.keys(), fields.length);
    this.irregular = [...fields.keys()].filter((at) => !isRegular(fields[at] as DecidedField));
    this.orders = fields.map((field) => (isRegular(field) ? levelOrder : ladderOf(field)));
    this.slots = Math.max(levelOrder.length, ...this.orders.map(({ length }) => length));
    this.nameFields();
    const effects: number[] = [];
    this.starts = new Int32Array(clauses.length + 1);
    clauses.forEach((clause, at) => {
      if (isSpoken(at)) this.addEffects(clause, effects);
      this.starts[at + 1] = effects.length;
    });
    this.effects = Int32Array.from(effects);
  }

  /** How many words the accumulators take. */
  get accumulated(): number {
    return (2 * this.slots + 1) * this.width;
  }

  /** Size of what clauses do to these fields. */
  get bytes(): number {
    return this.starts.byteLength + this.effects.byteLength;
  }

  /** The level of a field at a slot. */
  levelAt(field: number, slot: number): Level {
    return (this.orders[field] as readonly Level[])[slot] as Level;
  }

  /** Does a clause speak of a field? */
  covers(clause: number, field: number): boolean {
    const end = wordAt(this.starts, clause + 1);
    for (let at = wordAt(this.starts, clause); at < end; at += 2) {
      const isItsWord = wordAt(this.effects, at) % this.width === field >>> 5;
      if (isItsWord && (wordAt(this.effects, at + 1) & (1 << (field & 31))) !== 0) return true;
    }
    return false;
  }

  /** Does a clause speak of any field of a set? */
  touches(clause: number, fields: Int32Array): boolean {
    const end = wordAt(this.starts, clause + 1);
    for (let at = wordAt(this.starts, clause); at < end; at += 2) {
      const word = wordAt(this.effects, at) % this.width;
      if ((wordAt(this.effects, at + 1) & wordAt(fields, word)) !== 0) return true;
    }
    return false;
  }

  /** A field answers to its name, its category, and `content`: all but `_exists`. The mark `_` of no category is no name. */
  private nameFields(): void {
    this.fields.forEach(({ name, category }, field) => {
      this.addWord(name, field);
      if (category !== '_') this.addWord(category, field);
      if (name !== '_exists') this.addWord('content', field);
    });
  }

  private addWord(word: string, field: number): void {
    const mask = this.words.get(word) ?? new Int32Array(this.width);
    this.words.set(word, mask);
    addBit(mask, field);
  }

  private addEffects({ kind, level, fields }: Clause, effects: number[]): void {
    const covered = this.coveredBy(fields);
    const asks = 2 * this.slots;
    const firstRow = { permit: 0, cap: this.slots, silent: asks, guard: asks }[kind];
    for (const { slot, mask } of this.roundedTo(level)) {
      for (let word = 0; word < this.width; word++) {
        const both = wordAt(covered, word) & wordAt(mask, word);
        if (both !== 0) effects.push((firstRow + slot) * this.width + word, both);
      }
    }
  }

  private coveredBy({ of, except }: Reading): Int32Array {
    const covered = of === undefined ? this.all.slice() : this.unionOf(of);
    const excepted = this.unionOf(except);
    for (let word = 0; word < this.width; word++) covered[word] = wordAt(covered, word) & ~wordAt(excepted, word);
    return covered;
  }

  private unionOf(names: Iterable<string>): Int32Array {
    const union = new Int32Array(this.width);
    for (const name of names) {
      const mask = this.words.get(name);
      if (mask) for (let word = 0; word < this.width; word++) union[word] = wordAt(union, word) | wordAt(mask, word);
    }
    return union;
  }

  /** What a level becomes per field: those that lack it round down, each in its own order. */
  private roundedTo(level: Level): readonly Masked[] {
    const known = this.rounded.get(level);
    if (known) return known;
    const slots = this.fields.map((field, at) => this.slotOf(at, heightOf(level, field)));
    const masks = [...new Set(slots)].map((slot) => ({
      slot,
      mask: setOf(
        [...slots.keys()].filter((at) => slots[at] === slot),
        slots.length,
      ),
    }));
    this.rounded.set(level, masks);
    return masks;
  }

  private slotOf(field: number, height: number): number {
    const level = ladderOf(this.fields[field] as DecidedField)[height] as Level;
    return this.irregular.includes(field) ? height : levelOrder.indexOf(level);
  }
}
