import { randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { CooperationId, Instant, OrganisationId, Uuid } from '@knooppunt/kernel';
import { lengthPrefixed } from '../cipher/encoding.js';
import type { RandomPool } from '../cipher/random-pool.js';
import { KekRetired, RootRetired, SealBroken, UnknownKey } from '../errors.js';
import { LastUsed } from './last-used.js';
import type { RootKeys } from './root-keys.js';
import type { KeyStore, StoredKek } from './store.js';
import { keyBytes, unwrapKey, wrapKey } from './wrapping.js';

/** A month's key, unwrapped. */
export type Kek = { readonly id: Uuid; readonly key: KeyObject };

const cachedKeks = 4096;

/**
 * Root -> KEK per (cooperation, supplier, month) -> data key. Every key below the root is random: what could be derived
 * again could not be destroyed. A wrapped key is iv, ciphertext and tag: 60 bytes, bound to its own id and to its parent's.
 * Source: leaks-and-faults §3.
 */
export class KeyTree {
  private readonly months = new LastUsed<Promise<Kek>>(cachedKeks);
  private readonly byIds = new LastUsed<Promise<Kek>>(cachedKeks);

  constructor(
    private readonly roots: RootKeys,
    private readonly store: Pick<KeyStore, 'ensureKek' | 'kek'>,
    private readonly random: RandomPool,
  ) {}

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

  /** Waits for the store; if it says that a KEK was retired, the next seal asks for the month's new one. */
  async knowing<Result>(stored: Promise<Result>): Promise<Result> {
    try {
      return await stored;
    } catch (error) {
      if (error instanceof KekRetired) this.months.clear();
      throw error;
    }
  }

  /** A fresh random key of 32 bytes, and the same wrapped (base64url). The caller wipes `key`. */
  fresh(kek: Kek, name: string): { readonly key: Buffer; readonly wrapped: string } {
    const key = this.random.take(keyBytes);
    return { key, wrapped: this.wrap(kek, name, key) };
  }

  /** The key that was wrapped under this name. Throws `SealBroken`. */
  unwrap(kek: Kek, name: string, wrapped: string): KeyObject {
    const key = unwrapKey(kek.key, KeyTree.keyName(kek, name), wrapped);
    if (!key) throw new SealBroken(name);
    return key;
  }

  /** The same key under another KEK. Throws `SealBroken`. */
  rewrap(from: Kek, to: Kek, name: string, wrapped: string): string {
    const key = this.unwrap(from, name, wrapped).export();
    const rewrapped = this.wrap(to, name, key);
    key.fill(0);
    return rewrapped;
  }

  /** A fresh KEK for a month: opened, and as it is to be kept. */
  freshKek(cooperation: CooperationId, supplier: OrganisationId, month: string): StoredKek {
    const kek = { id: randomUUID(), cooperation, supplier, month };
    const key = this.random.take(keyBytes);
    const wrapped = this.roots.wrap(KeyTree.kekName(kek), key);
    key.fill(0);
    return { ...kek, wrapped };
  }

  /** A KEK as it is kept, unwrapped. Throws `SealBroken`. */
  opened(stored: StoredKek): Kek {
    return { id: stored.id, key: this.roots.unwrap(KeyTree.kekName(stored), stored.id, stored.wrapped) };
  }

  /** The same KEK under the current root. Throws `SealBroken`. */
  underCurrentRoot(stored: StoredKek): StoredKek {
    return { ...stored, wrapped: this.roots.rewrap(KeyTree.kekName(stored), stored.id, stored.wrapped) };
  }

  private async ensure(cooperation: CooperationId, supplier: OrganisationId, month: string): Promise<Kek> {
    const opened = this.opened(await this.kept(cooperation, supplier, month));
    this.byIds.set(opened.id, Promise.resolve(opened));
    return opened;
  }

  /** Under the root that is at work by now: a process that holds the next one goes on while the root is replaced. */
  private async kept(cooperation: CooperationId, supplier: OrganisationId, month: string): Promise<StoredKek> {
    for (;;) {
      const root = this.roots.check;
      try {
        return await this.store.ensureKek(this.freshKek(cooperation, supplier, month), root);
      } catch (error) {
        if (!(error instanceof RootRetired) || !this.roots.pass(root)) throw error;
      }
    }
  }

  private wrap(kek: Kek, name: string, key: Uint8Array): string {
    return wrapKey(kek.key, this.random, KeyTree.keyName(kek, name), key);
  }

  private static keyName({ id }: Kek, name: string): Uint8Array {
    return lengthPrefixed('kp1/key', name, id);
  }

  private static kekName({ id, cooperation, supplier, month }: Omit<StoredKek, 'wrapped'>): Uint8Array {
    return lengthPrefixed('kp1/kek', id, cooperation, supplier, month);
  }
}
