import { createCipheriv, hash } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { expand, expandKey } from '../cipher/derive.js';
import { IllFormedText } from '../errors.js';
import type { PseudonymBatch, PseudonymScope } from '../port.js';
import { base32OfTen } from './base32.js';

const blockBytes = 16;
/** Organisations are few; what is kept of them has an end all the same. */
const maxRecipients = 2_000;

/** Four words of 32 bits, each little-endian in its four bytes. */
type Block = readonly [number, number, number, number];

/** The word of four bytes, given as signs of Latin-1. */
const wordAt = (bytes: string, at: number): number =>
  bytes.charCodeAt(at) |
  (bytes.charCodeAt(at + 1) << 8) |
  (bytes.charCodeAt(at + 2) << 16) |
  (bytes.charCodeAt(at + 3) << 24);

/**
 * A keyed hash, cut to one block of the cipher: SHA-256 over a secret block of 64 signs and the texts, in one call. Nobody ever
 * sees what comes out, for the cipher lies over it; all that is asked of it is that two texts hardly ever meet.
 */
class BlockHash {
  private readonly key: string;

  constructor(root: KeyObject, use: string) {
    const bytes = [expand(root, `${use}/1`), expand(root, `${use}/2`)];
    this.key = Buffer.concat(bytes).toString('base64url').slice(0, 64);
  }

  of(first: string, second: string): Block {
    if (!first.isWellFormed() || !second.isWellFormed()) throw new IllFormedText();
    const digest = hash('sha256', `${this.key}${first.length}:${first}${second}`, 'binary');
    return [wordAt(digest, 0), wordAt(digest, 4), wordAt(digest, 8), wordAt(digest, 12)];
  }
}

/**
 * The keys of pseudonyms of version 2. A pseudonym is the first ten bytes of AES-256(within xor recipient xor value) in base32:
 * three keyed hashes, over cooperation and case, over the organisation, and over kind and value; four keys, each derived for
 * its use (RFC 5869 §2.3).
 *
 * A block cipher over a keyed hash that hardly ever meets is a pseudorandom function (Wegman and Carter 1981, Shoup 1996): who
 * lacks the keys can tell no pseudonym from a random one, nor find what two scopes have in common. What is the same for many
 * recipients is hashed once for all of them; one block is left for each, and the blocks of many go through the cipher in one
 * call. Source: ADR 0021; FIPS 180-4, FIPS 197.
 */
export class BlockKeys {
  private readonly within: BlockHash;
  private readonly recipient: BlockHash;
  private readonly value: BlockHash;
  private readonly recipients = new Map<string, Block>();
  private readonly cipher;

  constructor(root: KeyObject) {
    this.within = new BlockHash(root, 'kp1/pseudonym/2/within');
    this.recipient = new BlockHash(root, 'kp1/pseudonym/2/recipient');
    this.value = new BlockHash(root, 'kp1/pseudonym/2/value');
    // Each block is a message of its own, so there is nothing to chain or count: the bare cipher is what is meant.
    const key = expandKey(root, 'kp1/pseudonym/2/block');
    this.cipher = createCipheriv('aes-256-ecb', key, null);
  }

  withinOf({ cooperation, within }: PseudonymScope): Block {
    return this.within.of(cooperation, within);
  }

  recipientOf({ recipient }: PseudonymScope): Block {
    const known = this.recipients.get(recipient);
    if (known !== undefined) return known;
    if (this.recipients.size >= maxRecipients) this.recipients.clear();
    const made = this.recipient.of('', recipient);
    this.recipients.set(recipient, made);
    return made;
  }

  valueOf(kind: string, value: string): Block {
    return this.value.of(kind, value);
  }

  /** Encrypts whole blocks, each for itself. */
  encrypt(blocks: Uint8Array): Uint8Array {
    return this.cipher.update(blocks);
  }
}

/** The pseudonyms of version 2 that are asked together: scopes and values by number. It holds keyed hashes, no value. */
export class KeyedBlocks implements PseudonymBatch {
  private readonly scopes: Block[] = [];
  private readonly values: Block[] = [];
  /** By value: what came out of the cipher with it, where its first scope lies in that, and for how many scopes. */
  private readonly encrypted: Uint8Array[] = [];
  private readonly firsts: number[] = [];
  private readonly counts: number[] = [];
  /** Values from this number on have not been through the cipher. */
  private waiting = 0;
  /** The case that was named last: scopes mostly come case by case. */
  private last: { readonly cooperation: string; readonly within: string; readonly block: Block } | undefined;
  private plain = new DataView(new ArrayBuffer(1 << 10));

  constructor(private readonly keys: BlockKeys) {}

  scopeOf(scope: PseudonymScope): number {
    const within = this.withinOf(scope);
    const recipient = this.keys.recipientOf(scope);
    const number = this.scopes.length;
    this.scopes.push([
      within[0] ^ recipient[0],
      within[1] ^ recipient[1],
      within[2] ^ recipient[2],
      within[3] ^ recipient[3],
    ]);
    return number;
  }

  valueOf(kind: string, value: string): number {
    const number = this.values.length;
    this.values.push(this.keys.valueOf(kind, value));
    this.counts.push(0);
    return number;
  }

  pseudonym(value: number, scope: number): string {
    if (scope >= (this.counts[value] as number)) this.encrypt(value);
    return base32OfTen(this.encrypted[value] as Uint8Array, (this.firsts[value] as number) + scope * blockBytes);
  }

  forget(): void {
    for (const kept of [this.scopes, this.values, this.encrypted, this.firsts, this.counts]) kept.length = 0;
    this.waiting = 0;
    this.last = undefined;
  }

  /** Encrypts a value, and with the first that waits all that wait, for every scope that there is. */
  private encrypt(value: number): void {
    const { scopes, encrypted, firsts, counts } = this;
    const isWaiting = value >= this.waiting;
    const first = isWaiting ? this.waiting : value;
    const end = isWaiting ? this.values.length : value + 1;
    const bytes = this.fill(first, end);
    const blocks = this.keys.encrypt(new Uint8Array(this.plain.buffer, 0, bytes));
    for (let one = first; one < end; one++) {
      encrypted[one] = blocks;
      firsts[one] = (one - first) * scopes.length * blockBytes;
      counts[one] = scopes.length;
    }
    this.waiting = Math.max(this.waiting, end);
  }

  /** Writes the blocks of these values for every scope, one value after the other; gives their bytes. */
  private fill(first: number, end: number): number {
    const { scopes, values } = this;
    const bytes = (end - first) * scopes.length * blockBytes;
    if (this.plain.byteLength < bytes) this.plain = new DataView(new ArrayBuffer(2 * bytes));
    const { plain } = this;
    let at = 0;
    for (let one = first; one < end; one++) {
      const value = values[one] as Block;
      for (let number = 0; number < scopes.length; number++, at += blockBytes) {
        const scope = scopes[number] as Block;
        plain.setInt32(at, scope[0] ^ value[0], true);
        plain.setInt32(at + 4, scope[1] ^ value[1], true);
        plain.setInt32(at + 8, scope[2] ^ value[2], true);
        plain.setInt32(at + 12, scope[3] ^ value[3], true);
      }
    }
    return bytes;
  }

  private withinOf(scope: PseudonymScope): Block {
    const { cooperation, within } = scope;
    const { last } = this;
    if (last !== undefined && last.within === within && last.cooperation === cooperation) return last.block;
    const block = this.keys.withinOf(scope);
    this.last = { cooperation, within, block };
    return block;
  }
}
