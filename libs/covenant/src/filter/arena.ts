import type { Json } from '@knooppunt/kernel';

const encoder = new TextEncoder();
const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const [open, close] = [0x5b, 0x5d];

/** Bytes that are copied at once; what a copy writes beyond its end is written over by what comes next. */
const stride = 8;
/** Up to so many bytes a loop copies faster than a call into the engine. */
const shortRun = 64;

/** Short texts that are written again and again, as UTF-8 side by side; known by their place in the list. */
export class Pieces {
  readonly view: DataView;
  /** Text n lies from `begins[n]` up to `begins[n + 1]`. */
  readonly begins: Int32Array;

  constructor(texts: readonly string[]) {
    const encoded = texts.map((text) => encoder.encode(text));
    this.begins = new Int32Array(texts.length + 1);
    encoded.forEach(({ length }, at) => (this.begins[at + 1] = (this.begins[at] as number) + length));
    const bytes = new Uint8Array((this.begins.at(-1) as number) + stride);
    encoded.forEach((text, at) => bytes.set(text, this.begins[at]));
    this.view = new DataView(bytes.buffer);
  }
}

/** Bytes that grow at the end. What lies in it is copied within it; `bytes` is another array after it has grown. */
export class Arena {
  bytes: Uint8Array;
  end = 0;
  private view: DataView;
  /** How far anything was ever written since the arena was last cleared. */
  private highest = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Goes on from a place before the end, over what lies there. */
  back(to: number): void {
    this.highest = Math.max(this.highest, this.end);
    this.end = to;
  }

  /** Writes zeros over all that was written. */
  clear(): void {
    this.back(0);
    this.bytes.fill(0, 0, this.highest + stride);
    this.highest = 0;
  }

  /** Makes room for so many bytes more, and for what a copy writes beyond its end. */
  reserve(more: number): void {
    if (this.end + more + stride <= this.bytes.length) return;
    const grown = new Uint8Array(2 * (this.end + more + stride));
    grown.set(this.bytes.subarray(0, this.end));
    this.bytes.fill(0);
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }

  /** Adds a value as JSON. Most are short and plain, and are written sign by sign; the others go through the engine. */
  addJson(value: Json): void {
    if (typeof value === 'string') this.addString(value);
    else if (Array.isArray(value) && value.every((one) => typeof one === 'string')) this.addStrings(value);
    else this.addText(JSON.stringify(value));
  }

  private addString(text: string): void {
    if (!this.addPlain(text)) this.addText(JSON.stringify(text));
  }

  private addStrings(texts: readonly string[]): void {
    this.addByte(open);
    texts.forEach((text, at) => {
      if (at > 0) this.addByte(comma);
      this.addString(text);
    });
    this.addByte(close);
  }

  /** Adds a text in quotes, if it has no sign that JSON writes otherwise, and none beyond the basic plane. */
  private addPlain(text: string): boolean {
    this.reserve(3 * text.length + 2);
    const { bytes } = this;
    let { end } = this;
    bytes[end++] = quote;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit < 0x80) {
        if (unit < 0x20 || unit === quote || unit === backslash) return false;
        bytes[end++] = unit;
      } else if (unit < 0x8_00) {
        bytes[end++] = 0xc0 | (unit >>> 6);
        bytes[end++] = 0x80 | (unit & 0x3f);
      } else {
        if (unit >= 0xd8_00 && unit < 0xe0_00) return false;
        bytes[end++] = 0xe0 | (unit >>> 12);
        bytes[end++] = 0x80 | ((unit >>> 6) & 0x3f);
        bytes[end++] = 0x80 | (unit & 0x3f);
      }
    }
    bytes[end++] = quote;
    this.end = end;
    return true;
  }

  /** Adds a text as UTF-8. */
  addText(text: string): void {
    this.reserve(3 * text.length);
    const { bytes, end } = this;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit > 0x7e) {
        this.end += encoder.encodeInto(text, bytes.subarray(end)).written;
        return;
      }
      bytes[end + at] = unit;
    }
    this.end += text.length;
  }

  addByte(byte: number): void {
    this.reserve(1);
    this.bytes[this.end++] = byte;
  }

  /** Adds one of the texts that are written again and again. */
  addPiece({ view: from, begins }: Pieces, piece: number): void {
    const begin = begins[piece] as number;
    const length = (begins[piece + 1] as number) - begin;
    this.reserve(length);
    const { view, end } = this;
    for (let at = 0; at < length; at += stride) view.setBigInt64(end + at, from.getBigInt64(begin + at));
    this.end += length;
  }

  /** Adds what lies from one place up to another in this arena. */
  repeat(from: number, until: number): void {
    const length = until - from;
    this.reserve(length);
    const { bytes, view, end } = this;
    if (length > shortRun) bytes.copyWithin(end, from, until);
    else for (let at = 0; at < length; at += stride) view.setBigInt64(end + at, view.getBigInt64(from + at));
    this.end += length;
  }
}
