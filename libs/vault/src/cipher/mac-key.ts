import { hash } from 'node:crypto';

const blockBytes = 64;
const digestBytes = 32;

const padded = (key: Uint8Array, pad: number): Buffer => {
  const block = Buffer.alloc(blockBytes, pad);
  for (let at = 0; at < key.length; at++) block[at] = (key[at] as number) ^ pad;
  return block;
};

/**
 * HMAC-SHA256 (RFC 2104) for many short messages under one key of at most 64 bytes. Node's own builds and throws away a
 * context at every call, which costs more than the hashing; this is two hashes in one shot each over what it would hash.
 */
export class MacKey {
  private readonly inner: Buffer;
  /** The outer block, and after it the room for an inner digest. */
  private readonly outer: Buffer;

  constructor(key: Uint8Array) {
    if (key.length > blockBytes) throw new TypeError('a key longer than a block');
    this.inner = padded(key, 0x36);
    this.outer = Buffer.concat([padded(key, 0x5c), Buffer.alloc(digestBytes)]);
  }

  /** The beginning that many messages have in common, made ready once. */
  beginning(bytes: Uint8Array): Buffer {
    return Buffer.concat([this.inner, bytes]);
  }

  /** The 32 bytes of the digest of beginning and rest, as 32 signs of Latin-1 (which Node calls binary). */
  digest(beginning: Buffer, rest: Uint8Array): string {
    const message = Buffer.allocUnsafe(beginning.length + rest.length);
    message.set(beginning, 0);
    message.set(rest, beginning.length);
    this.outer.write(hash('sha256', message, 'binary'), blockBytes, 'binary');
    return hash('sha256', this.outer, 'binary');
  }
}
