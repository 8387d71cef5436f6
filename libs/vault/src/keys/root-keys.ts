import type { KeyObject } from 'node:crypto';
import { checkOf, expandKey } from '../cipher/derive.js';
import type { RandomPool } from '../cipher/random-pool.js';
import { SealBroken } from '../errors.js';
import { unwrapKey, wrapKey } from './wrapping.js';

/**
 * The root key at work, and others that still open what was wrapped under them: while a root is being replaced there are
 * two. New keys are wrapped under the current one alone.
 */
export class RootKeys {
  /** What a key store remembers of the current root: it names the key and tells nothing of it. */
  readonly check: string;
  /** The same of the others. */
  readonly otherChecks: readonly string[];
  private readonly current: KeyObject;
  private readonly all: readonly KeyObject[];

  constructor(
    root: KeyObject,
    private readonly random: RandomPool,
    others: readonly KeyObject[] = [],
  ) {
    this.check = checkOf(root);
    this.otherChecks = others.map(checkOf).filter((check) => check !== this.check);
    this.current = expandKey(root, 'kp1/kek-wrap');
    this.all = [this.current, ...others.map((other) => expandKey(other, 'kp1/kek-wrap'))];
  }

  /** Wraps 32 bytes under the current root (base64url). */
  wrap(aad: Uint8Array, key: Uint8Array): string {
    return wrapKey(this.current, this.random, aad, key);
  }

  /** Opens what lies under any of the roots. Throws `SealBroken`. */
  unwrap(aad: Uint8Array, name: string, wrapped: string): KeyObject {
    for (const root of this.all) {
      const key = unwrapKey(root, aad, wrapped);
      if (key) return key;
    }
    throw new SealBroken(name);
  }

  /** The same key under the current root. Throws `SealBroken`. */
  rewrap(aad: Uint8Array, name: string, wrapped: string): string {
    const key = this.unwrap(aad, name, wrapped).export();
    const rewrapped = this.wrap(aad, key);
    key.fill(0);
    return rewrapped;
  }
}
