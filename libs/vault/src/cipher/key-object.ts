import { createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/**
 * A key as Node takes it without a second look: bytes that are handed to a cipher or an HMAC are first tried as each kind of
 * key that they might be, which takes three times as long as the sealing or hashing itself. Who uses a key twice makes it once.
 */
export const keyObjectOf = (key: KeyObject | Uint8Array): KeyObject =>
  key instanceof Uint8Array ? createSecretKey(key) : key;
