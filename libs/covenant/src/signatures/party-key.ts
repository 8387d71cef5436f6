import type { DigestOf } from '@knooppunt/kernel';
import { fromBase64Url, toBase64Url } from './base64url.js';

/** A public key of an organisation, and when it may have signed: instants, both included; open where absent. */
export type PartyKey = {
  readonly organisation: string;
  readonly publicKey: Uint8Array;
  readonly from?: string;
  readonly until?: string;
};

const keyBytes = 32;
const prefix = 'ed25519:';

/** A raw Ed25519 public key as people pass it on: `ed25519:` and base64url. */
export const formatPublicKey = (publicKey: Uint8Array): string => `${prefix}${toBase64Url(publicKey)}`;

/**
 * Encodings of points of small order, last byte without its sign: under such a key one signature fits many texts, so whoever
 * registered it could deny what he signed (RFC 8032 §8.9 leaves the check to who uses the key).
 */
const smallOrder: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
]);

const isOfSmallOrder = (key: Uint8Array): boolean => {
  const hex = [...key].map((byte, at) => (at === keyBytes - 1 ? byte & 0x7f : byte).toString(16).padStart(2, '0'));
  return smallOrder.has(hex.join(''));
};

/** The raw bytes of a public key (32 bytes); undefined where the text is none, or a key that proves nothing. */
export const parsePublicKey = (text: string): Uint8Array | undefined => {
  const bytes = text.startsWith(prefix) ? fromBase64Url(text.slice(prefix.length)) : undefined;
  return bytes?.length === keyBytes && !isOfSmallOrder(bytes) ? bytes : undefined;
};

/** The id of a public key: the SHA-256 of its raw bytes, `sha256:…`. */
export const keyIdOf = (publicKey: Uint8Array, digestOf: DigestOf): string => digestOf(publicKey);
