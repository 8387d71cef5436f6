import { createHmac } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { CooperationId, OrganisationId, Uuid } from '@knooppunt/kernel';
import { expand, expandKey } from '../cipher/derive.js';
import { lengthPrefixed } from '../cipher/encoding.js';
import { MacKey } from '../cipher/mac-key.js';
import type { RandomPool } from '../cipher/random-pool.js';
import { LastUsed } from '../keys/last-used.js';
import type { KeyedNames, PseudonymBatch, PseudonymScope } from '../port.js';
import { base32OfTen } from './base32.js';
import { BlockKeys, KeyedBlocks } from './keyed-blocks.js';
import { OpaqueTexts } from './opaque.js';

const digest = (key: KeyObject, ...parts: readonly string[]): Buffer =>
  createHmac('sha256', key)
    .update(lengthPrefixed(...parts))
    .digest();

/** The first sixteen bytes as a UUID of version 8, variant 10 (RFC 9562 §5.8). */
const uuidOf = (bytes: Buffer): Uuid => {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

/** All keyed names, each use under a key of its own derived from the root. The same root gives the same names. */
export class RootedNames implements KeyedNames {
  private readonly key: (use: string) => KeyObject;
  private readonly keys = new LastUsed<KeyObject>(1024);
  private readonly opaque: OpaqueTexts;
  private readonly pseudonymKey: MacKey;
  private readonly blockKeys: BlockKeys;

  constructor(root: KeyObject, random: RandomPool) {
    this.pseudonymKey = new MacKey(expand(root, 'kp1/pseudonym'));
    this.blockKeys = new BlockKeys(root);
    this.key = (use) => this.keys.getOr(use, () => expandKey(root, use));
    this.opaque = new OpaqueTexts(expandKey(root, 'kp1/opaque'), random);
  }

  contributionId(supplier: OrganisationId, source: string, id: string): Uuid {
    return uuidOf(digest(this.key('kp1/intake'), supplier, source, id));
  }

  personId(provider: string, sub: string, cooperation: CooperationId): Uuid {
    return uuidOf(digest(this.key('kp1/person'), provider, sub, cooperation));
  }

  commandId(who: string, route: string, idempotencyKey: string): Uuid {
    return uuidOf(digest(this.key('kp1/command'), who, route, idempotencyKey));
  }

  derivedId(...parts: readonly string[]): Uuid {
    return uuidOf(digest(this.key('kp1/derived'), ...parts));
  }

  blindToken(cooperation: CooperationId, kind: string, value: string): string {
    return digest(this.key(`kp1/index/${cooperation}`), kind, value).toString('base64url');
  }

  pseudonym(scope: PseudonymScope, kind: string, value: string): string {
    return this.pseudonymsOf(scope)(kind, value);
  }

  pseudonymsOf({ cooperation, recipient, within }: PseudonymScope): (kind: string, value: string) => string {
    const key = this.pseudonymKey;
    const beginning = key.beginning(lengthPrefixed(cooperation, recipient, within));
    return (kind, value) => base32OfTen(Buffer.from(key.digest(beginning, lengthPrefixed(kind, value)), 'latin1'), 0);
  }

  pseudonymBatch(): PseudonymBatch {
    return new KeyedBlocks(this.blockKeys);
  }

  sealOpaque(reader: string, purpose: string, content: string): string {
    return this.opaque.seal(reader, purpose, content);
  }

  openOpaque(reader: string, purpose: string, opaque: string): string | undefined {
    return this.opaque.open(reader, purpose, opaque);
  }
}
