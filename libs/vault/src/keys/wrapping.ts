import { createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { decrypt, encrypt, ivBytes } from '../cipher/aead.js';
import { bytesOf } from '../cipher/encoding.js';
import type { RandomPool } from '../cipher/random-pool.js';

/** Bytes of every key of the tree. */
export const keyBytes = 32;

/** A key under its parent, bound to `aad`: iv, ciphertext and tag, 60 bytes in base64url. */
export const wrapKey = (parent: KeyObject, random: RandomPool, aad: Uint8Array, key: Uint8Array): string => {
  const iv = random.take(ivBytes);
  return Buffer.concat([iv, encrypt(parent, iv, aad, key)]).toString('base64url');
};

/** The key, or undefined when it was wrapped under another parent or another name, or was changed. */
export const unwrapKey = (parent: KeyObject, aad: Uint8Array, wrapped: string): KeyObject | undefined => {
  const bytes = bytesOf(wrapped);
  const key = bytes && decrypt(parent, bytes.subarray(0, ivBytes), aad, bytes.subarray(ivBytes));
  if (!key || key.length !== keyBytes) return undefined;
  const object = createSecretKey(key);
  key.fill(0);
  return object;
};
