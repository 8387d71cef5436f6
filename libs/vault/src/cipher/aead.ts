import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { keyObjectOf } from './key-object.js';

const algorithm = 'aes-256-gcm';
/** Bytes of an initialisation vector (SP 800-38D: 96 bits). */
export const ivBytes = 12;
const tagBytes = 16;
type Key = KeyObject | Uint8Array;

/** AES-256-GCM: the ciphertext with its tag of 16 bytes behind it. Never the same `iv` twice under one key. */
export const encrypt = (key: Key, iv: Uint8Array, aad: Uint8Array, plain: Uint8Array): Buffer => {
  const cipher = createCipheriv(algorithm, keyObjectOf(key), iv, { authTagLength: tagBytes });
  cipher.setAAD(aad);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};

/** The plaintext, or undefined when key, iv, associated data or a single bit is another than at sealing. */
export const decrypt = (key: Key, iv: Uint8Array, aad: Uint8Array, sealed: Uint8Array): Buffer | undefined => {
  if (iv.length !== ivBytes || sealed.length < tagBytes) return undefined;
  const decipher = createDecipheriv(algorithm, keyObjectOf(key), iv, { authTagLength: tagBytes });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const plain = decipher.update(sealed.subarray(0, sealed.length - tagBytes));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    plain.fill(0);
    return undefined;
  }
};
