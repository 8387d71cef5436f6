import { createSecretKey, randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { CooperationId, Instant, OrganisationId, Uuid } from '@knooppunt/kernel';
import { decrypt, encrypt, ivBytes } from '../cipher/aead.js';
import { expandKey } from '../cipher/derive.js';
import { bytesOf, lengthPrefixed } from '../cipher/encoding.js';
import type { RandomPool } from '../cipher/random-pool.js';
import { SealBroken, UnknownKey } from '../errors.js';
import { LastUsed } from './last-used.js';
import type { KeyStore, StoredKek } from './store.js';

/** A month's key, unwrapped. */
export type Kek = { readonly id: Uuid; readonly key: KeyObject };

const keyBytes = 32;
const cachedKeks = 4096;

/**
 * Root -> KEK per (cooperation, supplier, month) -> data key. Every key below the root is random: what could be derived
 * again could not be destroyed. A wrapped key is iv, ciphertext and tag: 60 bytes, bound to its own id and to its parent's.
 * Source: leaks-and-faults §3.
 */
export class KeyTree {
  private readonly rootWrap: KeyObject;
  private readonly months = new LastUsed<Promise<Kek>>(cachedKeks);
  private readonly byIds = new LastUsed<Promise<Kek>>(cachedKeks);

  constructor(
    root: KeyObject,
    private readonly store: Pick<KeyStore, 'ensureKek' | 'kek'>,
    private readonly random: RandomPool,
  ) {
    this.rootWrap = expandKey(root, 'kp1/kek-wrap');
  }

  /** The KEK under which this supplier's keys lie in the month of `at` (UTC); durable before it is given out. */
  kekFor(cooperation: CooperationId, supplier: OrganisationId, at: Instant): Promise<Kek> {
    const month = at.slice(0, 7);
    return this.months.getOr(JSON.stringify([cooperation, supplier, month]), () =>
      this.ensure(cooperation, supplier, month),
    );
  }

  /** A KEK by its id. Rejects with `UnknownKey`. */
  kek(id: Uuid): Promise<Kek> {
    return this.byIds.getOr(id, async () => {
      const stored = await this.store.kek(id);
      if (!stored) throw new UnknownKey(id);
      return this.opened(stored);
    });
  }

  /** A fresh random key of 32 bytes, and the same wrapped (base64url). The caller wipes `key`. */
  fresh(kek: Kek, name: string): { readonly key: Buffer; readonly wrapped: string } {
    const key = this.random.take(keyBytes);
    return { key, wrapped: this.wrap(kek.key, lengthPrefixed('kp1/key', name, kek.id), key) };
  }

  /** The key that was wrapped under this name. Throws `SealBroken`. */
  unwrap(kek: Kek, name: string, wrapped: string): KeyObject {
    return this.unwrapWith(kek.key, lengthPrefixed('kp1/key', name, kek.id), name, wrapped);
  }

  private async ensure(cooperation: CooperationId, supplier: OrganisationId, month: string): Promise<Kek> {
    const kek = { id: randomUUID(), cooperation, supplier, month };
    const key = this.random.take(keyBytes);
    const wrapped = this.wrap(this.rootWrap, KeyTree.kekName(kek), key);
    key.fill(0);
    const opened = this.opened(await this.store.ensureKek({ ...kek, wrapped }));
    this.byIds.set(opened.id, Promise.resolve(opened));
    return opened;
  }

  private opened(stored: StoredKek): Kek {
    return {
      id: stored.id,
      key: this.unwrapWith(this.rootWrap, KeyTree.kekName(stored), stored.id, stored.wrapped),
    };
  }

  private wrap(parent: KeyObject, aad: Uint8Array, key: Uint8Array): string {
    const iv = this.random.take(ivBytes);
    return Buffer.concat([iv, encrypt(parent, iv, aad, key)]).toString('base64url');
  }

  private unwrapWith(parent: KeyObject, aad: Uint8Array, name: string, wrapped: string): KeyObject {
    const bytes = bytesOf(wrapped);
    const key = bytes && decrypt(parent, bytes.subarray(0, ivBytes), aad, bytes.subarray(ivBytes));
    if (!key || key.length !== keyBytes) throw new SealBroken(name);
    const object = createSecretKey(key);
    key.fill(0);
    return object;
  }

  private static kekName({ id, cooperation, supplier, month }: Omit<StoredKek, 'wrapped'>): Uint8Array {
    return lengthPrefixed('kp1/kek', id, cooperation, supplier, month);
  }
}
