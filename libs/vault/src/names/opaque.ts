import type { KeyObject } from 'node:crypto';
import { decrypt, encrypt, ivBytes } from '../cipher/aead.js';
import { expand } from '../cipher/derive.js';
import { bytesOf, lengthPrefixed } from '../cipher/encoding.js';
import type { RandomPool } from '../cipher/random-pool.js';
import { IllFormedText, OpaqueTooLong } from '../errors.js';

const plainBytes = 192;
const lengthBytes = 2;

/**
 * Texts that only the named reader can hand back. AES-256-GCM under a key per reader and purpose, which are associated
 * data as well; padded to 192 bytes first, so that all have the same 294 characters whatever they hold.
 */
export class OpaqueTexts {
  constructor(
    private readonly key: KeyObject,
    private readonly random: RandomPool,
  ) {}

  /** Throws `OpaqueTooLong` above 190 bytes of UTF-8. */
  seal(reader: string, purpose: string, content: string): string {
    if (!content.isWellFormed()) throw new IllFormedText();
    const size = Buffer.byteLength(content);
    if (size > plainBytes - lengthBytes) throw new OpaqueTooLong(size);
    const plain = Buffer.alloc(plainBytes);
    plain.writeUInt16BE(size, 0);
    plain.write(content, lengthBytes);
    const bound = lengthPrefixed('kp1/opaque', reader, purpose);
    const iv = this.random.take(ivBytes);
    return Buffer.concat([iv, encrypt(expand(this.key, bound), iv, bound, plain)]).toString('base64url');
  }

  /** Undefined for anything that was not sealed for this reader and purpose, bit by bit. */
  open(reader: string, purpose: string, opaque: string): string | undefined {
    const bytes = bytesOf(opaque);
    if (!bytes) return undefined;
    const bound = lengthPrefixed('kp1/opaque', reader, purpose);
    const plain = decrypt(expand(this.key, bound), bytes.subarray(0, ivBytes), bound, bytes.subarray(ivBytes));
    return plain?.toString('utf8', lengthBytes, lengthBytes + plain.readUInt16BE(0));
  }
}
