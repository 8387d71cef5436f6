import type { Json } from '@knooppunt/kernel';
import type { Level } from '@knooppunt/signals';
import { levelOrder } from '../semantics/covenant-1.js';
import { Arena } from './arena.js';
import type { FilteredType } from './filtered-type.js';

/** What was decided for one recipient: the mask of each level in the general order, `width` words each; see `Outcome`. */
export type Planes = { readonly planes: Int32Array; readonly width: number };

/** A signal as it lies before the filter: what is told of every signal, its type, and its values. */
export type Unfiltered = {
  readonly head: Readonly<Record<string, Json>>;
  readonly type: FilteredType;
  readonly values: Readonly<Record<string, Json>>;
};

const numberOf = (level: Level): number => levelOrder.indexOf(level);
const [exists, pseudonymise, generalise, mask, reveal] = (
  ['exists', 'pseudonymise', 'generalise', 'mask', 'reveal'] as const
).map(numberOf) as [number, number, number, number, number];

const closing = 0x5d;
const brace = 0x7d;
const space = 0x20;
/** Levels whose text is the same for every recipient. */
const shared = [reveal, mask, generalise, exists] as const;

/** The number of the lowest field of a mask that is not empty. */
const lowestField = (word: number, rest: number): number => (word << 5) | (31 - Math.clz32(rest & -rest));

/**
 * Makes of one signal what each of many recipients may have of it, as UTF-8 of JSON:
 * `{…head, "fields": {"bsn": ["mask", "******123"], "plate": ["exists"]}}`.
 *
 * A value is made into text once per level, and only at levels that somebody has; what is withheld from all is never read,
 * let alone written. A recipient's answer is then copied together from runs of bytes. Who is shown nothing gets no bytes
 * at all, for an empty object would tell that there is a signal.
 */
export class ByteFilter {
  private readonly arena = new Arena(1 << 16);
  /** Where the text of a field at a level begins and ends in the arena; -1 where it was not written. */
  private begins = new Int32Array(256);
  private ends = new Int32Array(256);
  /** By field: values that somebody has something of, and what recipients name them by. */
  private readonly values: (Json | undefined)[] = [];
  private readonly names: (number | undefined)[] = [];
  /** Masks of what somebody has, one per level; in the row of withhold those of these fields that are there. */
  private anywhere = new Int32Array(16);
  private starts = new Int32Array(16);
  private contentEnd = 0;

  /**
   * Filters one signal for as many recipients as there are outcomes; the result stands until the next call. `numbers`: by
   * which each of them is known to the names of values.
   */
  filter(signal: Unfiltered, outcomes: readonly Planes[], numbers: ArrayLike<number>): this {
    const { arena } = this;
    arena.back(0);
    this.unite(outcomes);
    this.read(signal, outcomes[0]?.width ?? 1);
    const headEnd = this.encode(signal);
    this.contentEnd = arena.end;
    if (this.starts.length <= outcomes.length) this.starts = new Int32Array(2 * outcomes.length);
    for (let at = 0; at < outcomes.length; at++) {
      this.starts[at] = arena.end;
      this.write(signal.type, outcomes[at] as Planes, numbers[at] as number, headEnd);
    }
    this.starts[outcomes.length] = arena.end;
    return this;
  }

  /** Where the bytes of a recipient begin in `bytes`; they end where those of the next begin. */
  startOf(recipient: number): number {
    return this.starts[recipient] as number;
  }

  get bytes(): Uint8Array {
    return this.arena.bytes;
  }

  /** The bytes of one recipient; a view that stands until the next call of `filter`. */
  of(recipient: number): Uint8Array {
    return this.arena.bytes.subarray(this.startOf(recipient), this.startOf(recipient + 1));
  }

  /** The head and, once each, every value as somebody has it, but for pseudonyms: with the levels it says all that was sent. */
  get content(): Uint8Array {
    return this.arena.bytes.subarray(0, this.contentEnd);
  }

  /** Lets go of every value of the last signal: called when a batch ends, or a key was destroyed. */
  forget(): void {
    this.arena.clear();
    this.values.length = 0;
    this.names.length = 0;
  }

  /** At which levels somebody has a field. */
  private unite(outcomes: readonly Planes[]): void {
    const words = levelOrder.length * (outcomes[0]?.width ?? 1);
    if (this.anywhere.length < words) this.anywhere = new Int32Array(words);
    const { anywhere } = this;
    anywhere.fill(0);
    for (const { planes } of outcomes)
      for (let at = 0; at < words; at++) anywhere[at] = (anywhere[at] as number) | (planes[at] as number);
  }

  /** Reads the fields that somebody has. */
  private read({ type, values }: Unfiltered, width: number): void {
    const { anywhere } = this;
    for (let word = 0; word < width; word++) {
      let asked = 0;
      for (let level = exists; level <= reveal; level++) asked |= anywhere[level * width + word] as number;
      let there = 0;
      for (let rest = asked; rest !== 0; rest &= rest - 1) {
        const field = lowestField(word, rest);
        const value = type.valueIn(values, field);
        this.values[field] = value;
        if (value !== undefined) there |= rest & -rest;
      }
      anywhere[word] = there;
    }
  }

  /** Writes the head and each value once per level that somebody has; gives where the head ends. */
  private encode({ head, type }: Unfiltered): number {
    const { arena } = this;
    const count = type.names.length;
    if (this.begins.length < count * levelOrder.length) {
      this.begins = new Int32Array(count * levelOrder.length);
      this.ends = new Int32Array(count * levelOrder.length);
    }
    const text = JSON.stringify(head);
    arena.addText(`${text.slice(0, -1)}${text.length > 2 ? ',' : ''}"fields":{`);
    const headEnd = arena.end;
    for (const level of shared) this.encodeLevel(type, level);
    this.nameValues(type);
    return headEnd;
  }

  private encodeLevel(type: FilteredType, level: number): void {
    const { anywhere } = this;
    const count = type.names.length;
    const width = (count + 31) >>> 5 || 1;
    for (let word = 0; word < width; word++) {
      const there = (anywhere[level * width + word] as number) & (anywhere[word] as number);
      for (let rest = there; rest !== 0; rest &= rest - 1) {
        const field = lowestField(word, rest);
        this.encodeField(type, level, field, level * count + field);
      }
    }
  }

  private encodeField(type: FilteredType, level: number, field: number, piece: number): void {
    const { arena } = this;
    const shown = this.shownAt(type, level, field);
    this.begins[piece] = shown === undefined ? -1 : arena.end;
    if (shown === undefined) return;
    arena.addPiece(type.openings, piece);
    if (level !== exists) {
      arena.addJson(shown);
      arena.addByte(closing);
    }
    this.ends[piece] = arena.end;
  }

  private shownAt({ transforms }: FilteredType, level: number, field: number): Json | undefined {
    const value = this.values[field] as Json;
    return level === reveal || level === exists
      ? value
      : transforms.transformed(field, levelOrder[level] as Level, value);
  }

  private nameValues({ transforms, names }: FilteredType): void {
    const { anywhere } = this;
    const width = (names.length + 31) >>> 5 || 1;
    for (let word = 0; word < width; word++) {
      const there = (anywhere[pseudonymise * width + word] as number) & (anywhere[word] as number);
      for (let rest = there; rest !== 0; rest &= rest - 1) {
        const field = lowestField(word, rest);
        this.names[field] = transforms.named(field, this.values[field] as Json);
      }
    }
  }

  private write(type: FilteredType, outcome: Planes, recipient: number, headEnd: number): void {
    const { arena } = this;
    const begin = arena.end;
    arena.repeat(0, headEnd);
    const body = arena.end;
    for (const level of shared) this.copyRuns(outcome, level, level * type.names.length);
    this.writePseudonyms(type, outcome, recipient);
    if (arena.end === body) {
      arena.back(begin);
      return;
    }
    // the comma before the first field: white space takes its place
    arena.bytes[body] = space;
    arena.addByte(brace);
    arena.addByte(brace);
  }

  /** Copies what a recipient has at one level; neighbours that lie side by side are one run. */
  private copyRuns({ planes, width }: Planes, level: number, firstPiece: number): void {
    const { arena, begins, ends, anywhere } = this;
    let from = 0;
    let until = 0;
    for (let word = 0; word < width; word++) {
      const there = (planes[level * width + word] as number) & (anywhere[word] as number);
      for (let rest = there; rest !== 0; rest &= rest - 1) {
        const piece = firstPiece + lowestField(word, rest);
        const start = begins[piece] as number;
        if (start < 0) continue;
        if (start !== until) {
          arena.repeat(from, until);
          from = start;
        }
        until = ends[piece] as number;
      }
    }
    arena.repeat(from, until);
  }

  private writePseudonyms(
    { names, openings, transforms }: FilteredType,
    { planes, width }: Planes,
    recipient: number,
  ): void {
    const { arena, anywhere } = this;
    for (let word = 0; word < width; word++) {
      const there = (planes[pseudonymise * width + word] as number) & (anywhere[word] as number);
      for (let rest = there; rest !== 0; rest &= rest - 1) {
        const field = lowestField(word, rest);
        const named = this.names[field];
        if (named === undefined) continue;
        arena.addPiece(openings, pseudonymise * names.length + field);
        arena.addJson(transforms.pseudonym(named, recipient));
        arena.addByte(closing);
      }
    }
  }
}
