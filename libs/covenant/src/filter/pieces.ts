import type { Arena } from './arena.js';

const bytesOfUnit = (unit: number): number => {
  if (unit < 0x80) return 1;
  // a half of a pair: the two take four bytes
  if (unit < 0x8_00 || (unit >= 0xd8_00 && unit <= 0xdf_ff)) return 2;
  return 3;
};

/** Texts that are put into an arena together, each to be found again by number. A text that is not put in has no place. */
export class Pieces {
  private text = '';
  private readonly numbers: number[] = [];
  private readonly ends: number[] = [];
  private starts: Int32Array;
  private stops: Int32Array;

  constructor(capacity: number) {
    this.starts = new Int32Array(capacity);
    this.stops = new Int32Array(capacity);
  }

  /** Forgets all; numbers are below `count` from now on. */
  clear(count: number): void {
    this.text = '';
    this.numbers.length = 0;
    this.ends.length = 0;
    if (this.starts.length < count) {
      this.starts = new Int32Array(count);
      this.stops = new Int32Array(count);
    }
    this.starts.fill(-1);
  }

  add(number: number, text: string): void {
    this.text += text;
    this.numbers.push(number);
    this.ends.push(this.text.length);
  }

  /** Writes all of them at the end of the arena, in the order in which they were added, in one go. */
  writeTo(arena: Arena): void {
    const first = arena.end;
    const written = arena.addText(this.text);
    if (written === this.text.length) this.place(first, (unit) => unit);
    else this.place(first, this.byteCounter());
    this.text = '';
  }

  /** Where a piece begins; -1 where it was not put in. */
  startOf(number: number): number {
    return this.starts[number] as number;
  }

  stopOf(number: number): number {
    return this.stops[number] as number;
  }

  private place(first: number, bytesBefore: (unit: number) => number): void {
    let start = first;
    for (let at = 0; at < this.numbers.length; at++) {
      const number = this.numbers[at] as number;
      const stop = first + bytesBefore(this.ends[at] as number);
      this.starts[number] = start;
      this.stops[number] = stop;
      start = stop;
    }
  }

  /** How many bytes the first units of the text take, asked for places that only go up. */
  private byteCounter(): (units: number) => number {
    const { text } = this;
    let at = 0;
    let bytes = 0;
    return (units) => {
      for (; at < units; at++) bytes += bytesOfUnit(text.charCodeAt(at));
      return bytes;
    };
  }
}
