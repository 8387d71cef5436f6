import type { Json } from '@knooppunt/kernel';
import type { Level } from '@knooppunt/signals';
import { levelOrder } from '../semantics/covenant-1.js';
import { Arena } from './arena.js';

/** What was decided for one recipient: the mask of each level in the general order, `width` words each; see `Outcome`. */
export type Planes = { readonly planes: Int32Array; readonly width: number };

/** Kind and normal form that a pseudonym is made of. */
export type NormalForm = readonly [kind: string, value: string];

/** How values change below reveal. All read the original value; undefined where there is nothing to show. */
export type Transforms = {
  /** At generalise and mask: the same for every recipient. */
  readonly transformed: (field: number, level: Level, value: Json) => Json | undefined;
  /** What the pseudonym of a value is made of: the same for every recipient. */
  readonly normalForm: (field: number, value: Json) => NormalForm | undefined;
  /** The pseudonym for one recipient: letters and digits. */
  readonly pseudonym: (recipient: number, form: NormalForm) => string;
  /** Lets go of every value that was kept for the next one; absent where none is. */
  readonly forget?: () => void;
};

/** A signal as it lies before the filter: what is told of every signal, names of its fields, and its values. */
export type Unfiltered = {
  readonly head: Readonly<Record<string, Json>>;
  readonly fields: FieldNames;
  readonly values: Readonly<Record<string, Json>>;
};

const numberOf = (level: Level): number => levelOrder.indexOf(level);
const [exists, pseudonymise, generalise, mask, reveal] = (
  ['exists', 'pseudonymise', 'generalise', 'mask', 'reveal'] as const
).map(numberOf) as [number, number, number, number, number];

const closing = 0x5d;
const brace = 0x7d;
const space = 0x20;
/** Levels whose text is the same for every recipient, and pseudonymise, whose normal form is. */
const shared = [reveal, mask, generalise, pseudonymise] as const;
const copied = [reveal, mask, generalise] as const;

/** The names of the fields of a payload type, in the order of their bits, as JSON. */
export class FieldNames {
  /** `,"name":["level",`: what stands before a value, by level and field. */
  readonly openings: readonly (readonly Uint8Array[])[];
  /** `,"name":["exists"]` */
  readonly existing: readonly Uint8Array[];

  constructor(readonly names: readonly string[]) {
    const encoder = new TextEncoder();
    const keys = names.map((name) => `,${JSON.stringify(name)}:`);
    this.openings = levelOrder.map((level) => keys.map((key) => encoder.encode(`${key}["${level}",`)));
    this.existing = keys.map((key) => encoder.encode(`${key}["exists"]`));
  }
}

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
  private readonly forms: (NormalForm | undefined)[] = [];
  private anywhere = new Int32Array(16);
  private starts = new Int32Array(16);
  private contentEnd = 0;

  constructor(private readonly transforms: Transforms) {}

  /** Filters one signal for as many recipients as there are outcomes; the result stands until the next call. */
  filter(signal: Unfiltered, outcomes: readonly Planes[]): this {
    const { arena } = this;
    arena.restart();
    this.forms.fill(undefined);
    this.unite(signal, outcomes);
    const headEnd = this.encode(signal);
    this.contentEnd = arena.end;
    if (this.starts.length <= outcomes.length) this.starts = new Int32Array(2 * outcomes.length);
    outcomes.forEach((outcome, recipient) => {
      this.starts[recipient] = arena.end;
      this.write(signal, outcome, recipient, headEnd);
    });
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
    this.transforms.forget?.();
    this.arena.clear();
    this.forms.length = 0;
  }

  /** At which levels somebody has a field, and which of those fields are there. */
  private unite({ fields, values }: Unfiltered, outcomes: readonly Planes[]): void {
    const width = outcomes[0]?.width ?? 1;
    const words = levelOrder.length * width;
    if (this.anywhere.length < words) this.anywhere = new Int32Array(words);
    this.anywhere.fill(0);
    for (const { planes } of outcomes) {
      for (let at = width; at < words; at++) this.anywhere[at] = (this.anywhere[at] as number) | (planes[at] as number);
    }
    // the row of withhold says which of the fields that somebody has are there
    for (let word = 0; word < width; word++) this.anywhere[word] = this.present(fields, values, word, width);
  }

  private present({ names }: FieldNames, values: Unfiltered['values'], word: number, width: number): number {
    let asked = 0;
    for (let level = exists; level <= reveal; level++) asked |= this.word(level, word, width);
    let there = 0;
    for (let rest = asked; rest !== 0; rest &= rest - 1) {
      const low = rest & -rest;
      const name = names[(word << 5) | (31 - Math.clz32(low))] as string;
      if (Object.hasOwn(values, name) && values[name] !== undefined) there |= low;
    }
    return there;
  }

  private word(level: number, word: number, width: number): number {
    return this.anywhere[level * width + word] as number;
  }

  /** Writes the head and each value once per level that somebody has; gives where the head ends. */
  private encode({ head, fields, values }: Unfiltered): number {
    const { arena } = this;
    const count = fields.names.length;
    if (this.begins.length < count * levelOrder.length) {
      this.begins = new Int32Array(count * levelOrder.length);
      this.ends = new Int32Array(count * levelOrder.length);
    }
    this.begins.fill(-1);
    const text = JSON.stringify(head);
    arena.addText(`${text.slice(0, -1)}${text.length > 2 ? ',' : ''}"fields":{`);
    const headEnd = arena.end;
    const width = (count + 31) >>> 5 || 1;
    for (const level of shared) {
      for (let word = 0; word < width; word++) {
        for (let rest = this.word(level, word, width) & this.word(0, word, width); rest !== 0; rest &= rest - 1) {
          const field = (word << 5) | (31 - Math.clz32(rest & -rest));
          this.encodeField(fields, level, field, values[fields.names[field] as string] as Json);
        }
      }
    }
    return headEnd;
  }

  private encodeField({ openings, names }: FieldNames, level: number, field: number, value: Json): void {
    if (level === pseudonymise) {
      this.forms[field] = this.transforms.normalForm(field, value);
      return;
    }
    const shown = level === reveal ? value : this.transforms.transformed(field, levelOrder[level] as Level, value);
    if (shown === undefined) return;
    const { arena } = this;
    const piece = level * names.length + field;
    this.begins[piece] = arena.end;
    arena.addBytes(openings[level]?.[field] as Uint8Array);
    arena.addJson(shown);
    arena.addByte(closing);
    this.ends[piece] = arena.end;
  }

  private write(signal: Unfiltered, outcome: Planes, recipient: number, headEnd: number): void {
    const { arena } = this;
    const begin = arena.end;
    arena.repeat(0, headEnd);
    const body = arena.end;
    for (const level of copied) this.copyRuns(signal, outcome, level);
    this.writePseudonyms(signal, outcome, recipient);
    this.writeExisting(signal, outcome);
    if (arena.end === body) {
      arena.end = begin;
      return;
    }
    // the comma before the first field: white space takes its place
    arena.bytes[body] = space;
    arena.addByte(brace);
    arena.addByte(brace);
  }

  /** Copies what a recipient has at one level; neighbours that lie side by side are one run. */
  private copyRuns({ fields }: Unfiltered, { planes, width }: Planes, level: number): void {
    const { arena, begins, ends } = this;
    const first = level * fields.names.length;
    let from = 0;
    let until = 0;
    for (let word = 0; word < width; word++) {
      const there = (planes[level * width + word] as number) & this.word(0, word, width);
      for (let rest = there; rest !== 0; rest &= rest - 1) {
        const piece = first + ((word << 5) | (31 - Math.clz32(rest & -rest)));
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

  private writePseudonyms({ fields }: Unfiltered, { planes, width }: Planes, recipient: number): void {
    const { arena } = this;
    for (let word = 0; word < width; word++) {
      const there = (planes[pseudonymise * width + word] as number) & this.word(0, word, width);
      for (let rest = there; rest !== 0; rest &= rest - 1) {
        const field = (word << 5) | (31 - Math.clz32(rest & -rest));
        const form = this.forms[field];
        if (form === undefined) continue;
        arena.addBytes(fields.openings[pseudonymise]?.[field] as Uint8Array);
        arena.addJson(this.transforms.pseudonym(recipient, form));
        arena.addByte(closing);
      }
    }
  }

  private writeExisting({ fields }: Unfiltered, { planes, width }: Planes): void {
    for (let word = 0; word < width; word++) {
      const there = (planes[exists * width + word] as number) & this.word(0, word, width);
      for (let rest = there; rest !== 0; rest &= rest - 1) {
        this.arena.addBytes(fields.existing[(word << 5) | (31 - Math.clz32(rest & -rest))] as Uint8Array);
      }
    }
  }
}
