const encoder = new TextEncoder();

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

  /** Adds a text as UTF-8; gives the number of bytes. */
  addText(text: string): number {
    this.reserve(3 * text.length);
    const { written } = encoder.encodeInto(text, this.bytes.subarray(this.end));
    this.end += written;
    return written;
  }

  /** Adds a text that has no sign outside ASCII. */
  addAscii(text: string): void {
    this.reserve(text.length);
    for (let at = 0; at < text.length; at++) this.bytes[this.end + at] = text.charCodeAt(at);
    this.end += text.length;
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
