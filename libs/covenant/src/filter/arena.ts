import type { Json } from '@knooppunt/kernel';

const encoder = new TextEncoder();
const quote = 0x22;
const backslash = 0x5c;

/** Up to so many bytes a loop copies faster than a call into the engine. */
const shortRun = 48;

/** Bytes that grow at the end. What lies in it is copied within it; `bytes` is another array after it has grown. */
export class Arena {
  bytes: Uint8Array;
  end = 0;
  /** How far anything was ever written since the arena was last cleared. */
  private highest = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  /** Begins anew over what lies there. */
  restart(): void {
    this.highest = Math.max(this.highest, this.end);
    this.end = 0;
  }

  /** Writes zeros over all that was written. */
  clear(): void {
    this.restart();
    this.bytes.fill(0, 0, this.highest);
    this.highest = 0;
  }

  /** Makes room for so many bytes more. */
  reserve(more: number): void {
    if (this.end + more <= this.bytes.length) return;
    const grown = new Uint8Array(2 * (this.end + more));
    grown.set(this.bytes.subarray(0, this.end));
    this.bytes.fill(0);
    this.highest = this.end;
    this.bytes = grown;
  }

  /** Adds a value as JSON. Most are short and plain, and are written sign by sign; the others go through the engine. */
  addJson(value: Json): void {
    if (typeof value === 'string') {
      if (!this.addPlain(value)) this.addText(JSON.stringify(value));
    } else this.addText(JSON.stringify(value));
  }

  /** Adds a text in quotes, if it has no sign that JSON or UTF-8 writes otherwise. */
  private addPlain(text: string): boolean {
    this.reserve(text.length + 2);
    const { bytes, end } = this;
    bytes[end] = quote;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit < 0x20 || unit > 0x7e || unit === quote || unit === backslash) return false;
      bytes[end + 1 + at] = unit;
    }
    bytes[end + 1 + text.length] = quote;
    this.end += text.length + 2;
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

  /** Adds bytes that lie elsewhere. */
  addBytes(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    for (let at = 0; at < bytes.length; at++) this.bytes[this.end + at] = bytes[at] as number;
    this.end += bytes.length;
  }

  /** Adds what lies from one place up to another in this arena. */
  repeat(from: number, until: number): void {
    this.reserve(until - from);
    const { bytes, end } = this;
    if (until - from > shortRun) bytes.copyWithin(end, from, until);
    else for (let at = from; at < until; at++) bytes[end + at - from] = bytes[at] as number;
    this.end += until - from;
  }
}
