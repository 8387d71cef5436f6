import { createHmac, createSecretKey, hash } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { keyObjectOf } from './key-object.js';

/**
 * One block of HKDF-Expand with SHA-256 (RFC 5869 §2.3): 32 bytes under a key that is uniformly random already, which is
 * when §3.3 lets the extract step fall away. `info` names the use, and no use reads another's bytes.
 */
export const expand = (key: KeyObject | Uint8Array, info: string | Uint8Array): Buffer =>
  createHmac('sha256', keyObjectOf(key)).update(info).update(Uint8Array.of(1)).digest();

/** The same as a key that can be handed on. */
export const expandKey = (key: KeyObject | Uint8Array, info: string | Uint8Array): KeyObject =>
  createSecretKey(expand(key, info));

/** SHA-256 (base64url) of a constant derived from a key: what a block says about its key, for GCM commits to none. */
export const checkOf = (key: KeyObject | Uint8Array): string => hash('sha256', expand(key, 'kp1/check'), 'base64url');

/** HMAC-SHA256 in base64url. */
export const mac = (key: KeyObject | Uint8Array, content: string | Uint8Array): string =>
  createHmac('sha256', keyObjectOf(key)).update(content).digest('base64url');
