import type { KeyObject } from 'node:crypto';
import { checkOf, expandKey } from '../cipher/derive.js';
import type { RandomPool } from '../cipher/random-pool.js';
import { SealBroken } from '../errors.js';
import { unwrapKey, wrapKey } from './wrapping.js';

type Root = { readonly check: string; readonly wrapping: KeyObject };

const rootOf = (root: KeyObject): Root => ({ check: checkOf(root), wrapping: expandKey(root, 'kp1/kek-wrap') });

/**
 * The root key at work, and others that still open what was wrapped under them: while a root is being replaced there are
 * two. New keys are wrapped under the one at work alone; once the store says that it was replaced, the next one is at work.
 */
export class RootKeys {
  private readonly all: readonly Root[];
  private at = 0;

  constructor(
    root: KeyObject,
    private readonly random: RandomPool,
    others: readonly KeyObject[] = [],
  ) {
    const first = rootOf(root);
    const further = new Map(others.map(rootOf).map((other) => [other.check, other]));
    further.delete(first.check);
    this.all = [first, ...further.values()];
  }

  /** What a key store remembers of the root at work: it names the key and tells nothing of it. */
  get check(): string {
    return this.current.check;
  }

  /** The same of all roots that this process holds. */
  get checks(): readonly string[] {
    return this.all.map(({ check }) => check);
  }

  /** This root was replaced: the next one is at work from now on. False when this process holds no other. */
  pass(retired: string): boolean {
    if (this.check !== retired) return true;
    if (this.at + 1 === this.all.length) return false;
    this.at += 1;
    return true;
  }

  /** Wraps 32 bytes under the current root (base64url). */
  wrap(aad: Uint8Array, key: Uint8Array): string {
    return wrapKey(this.current.wrapping, this.random, aad, key);
  }

  /** Opens what lies under any of the roots. Throws `SealBroken`. */
  unwrap(aad: Uint8Array, name: string, wrapped: string): KeyObject {
    for (const { wrapping } of this.all) {
      const key = unwrapKey(wrapping, aad, wrapped);
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

  private get current(): Root {
    const root = this.all[this.at];
    if (!root) throw new TypeError('no root key');
    return root;
  }
}
