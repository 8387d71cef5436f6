import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Uuid } from '@knooppunt/kernel';
import { checkOf } from '../cipher/derive.js';
import { RandomPool } from '../cipher/random-pool.js';
import { UnknownKey, VaultUnavailable } from '../errors.js';
import { KeyRing } from './key-ring.js';
import { KeyTree } from './key-tree.js';
import { RootKeys } from './root-keys.js';
import type { StoredKek, StoredKey } from './store.js';

/** A key store in memory that holds its answers back until it is told to give them. */
class HeldStore {
  readonly keks = new Map<Uuid, StoredKek>();
  readonly stored = new Map<Uuid, StoredKey>();
  readonly reads: (readonly Uuid[])[] = [];
  isHeld = false;
  /** What the store says instead of an answer, while it is set. */
  fault: Error | undefined;
  kekFault: Error | undefined;
  /** What happens once, after the next keys have been read. */
  afterRead: (() => void) | undefined;
  private held: (() => void)[] = [];

  ensureKek(kek: StoredKek): Promise<StoredKek> {
    this.keks.set(kek.id, kek);
    return Promise.resolve(kek);
  }

  kek(id: Uuid): Promise<StoredKek | undefined> {
    return this.kekFault ? Promise.reject(this.kekFault) : Promise.resolve(this.keks.get(id));
  }

  async keys(ids: readonly Uuid[]): Promise<readonly StoredKey[]> {
    this.reads.push(ids);
    const found = ids.flatMap((id) => this.stored.get(id) ?? []);
    this.afterRead?.();
    this.afterRead = undefined;
    if (this.fault) throw this.fault;
    if (this.isHeld) await new Promise<void>((resolve) => this.held.push(resolve));
    return found;
  }

  release(): void {
    this.isHeld = false;
    for (const resolve of this.held) resolve();
    this.held = [];
  }

  destroy(keyId: Uuid): void {
    this.stored.set(keyId, { keyId, state: 'destroyed' });
  }
}

describe('a key ring', () => {
  let store: HeldStore;
  let tree: KeyTree;
  let ring: KeyRing;
  let nowMs: number;

  const newKey = async (): Promise<Uuid> => {
    const keyId = randomUUID();
    const kek = await tree.kekFor('rotterdam', '00000099000000000599', '2026-03-01T09:30:00.000Z');
    const { wrapped } = tree.fresh(kek, keyId);
    store.stored.set(keyId, { keyId, state: 'alive', wrapped, kek: kek.id });
    return keyId;
  };
  const stateOf = async (keyId: Uuid): Promise<string> => {
    const found = await ring.get(keyId);
    return found === 'destroyed' ? found : 'alive';
  };

  beforeEach(() => {
    store = new HeldStore();
    nowMs = 0;
    const random = new RandomPool();
    tree = new KeyTree(new RootKeys(createSecretKey(randomBytes(32)), random), store, random);
    ring = new KeyRing(store, tree, () => nowMs);
  });

  it('reads keys that are asked for together in one go, and each key once', async () => {
    const [one, other] = [await newKey(), await newKey()];
    await Promise.all([stateOf(one), stateOf(other), stateOf(one)]);
    await stateOf(other);
    expect(store.reads).toEqual([[one, other]]);
  });

  it('looks again after half a second, so that a key destroyed elsewhere dies within a second', async () => {
    const keyId = await newKey();
    expect(await stateOf(keyId)).toBe('alive');
    store.destroy(keyId);
    nowMs = 499;
    expect(await stateOf(keyId)).toBe('alive');
    nowMs = 500;
    expect(await stateOf(keyId)).toBe('destroyed');
  });

  it('looks again for a key that was destroyed: only what lives is kept', async () => {
    const keyId = await newKey();
    const living = store.stored.get(keyId) as StoredKey;
    store.destroy(keyId);
    expect(await stateOf(keyId)).toBe('destroyed');
    store.stored.set(keyId, living);
    expect(await stateOf(keyId)).toBe('alive');
  });

  it('gives out no key that was forgotten while it was being read', async () => {
    const keyId = await newKey();
    store.isHeld = true;
    const reading = stateOf(keyId);
    while (store.reads.length === 0) await Promise.resolve();
    store.destroy(keyId);
    ring.forget();
    store.release();
    expect(await reading).toBe('destroyed');
    expect(await stateOf(keyId)).toBe('destroyed');
  });

  it('tells an unknown key from a destroyed one, beside known ones', async () => {
    const known = await newKey();
    const unknown = randomUUID();
    const answers = await Promise.allSettled([stateOf(known), stateOf(unknown)]);
    expect(answers[0]).toEqual({ status: 'fulfilled', value: 'alive' });
    expect(answers[1]).toEqual({ status: 'rejected', reason: new UnknownKey(unknown) });
  });

  it('reads a key again where its month was retired between the two looks', async () => {
    const keyId = await newKey();
    const stored = store.stored.get(keyId) as StoredKey & { readonly state: 'alive' };
    const gone = randomUUID();
    store.stored.set(keyId, { ...stored, kek: gone });
    store.afterRead = () => void store.stored.set(keyId, stored);
    expect(await stateOf(keyId)).toBe('alive');
    expect(store.reads).toHaveLength(2);
  });

  it('does not look for ever for a month that is not there', async () => {
    const keyId = await newKey();
    const gone = randomUUID();
    store.stored.set(keyId, { ...(store.stored.get(keyId) as StoredKey & { readonly state: 'alive' }), kek: gone });
    await expect(ring.get(keyId)).rejects.toEqual(new UnknownKey(gone));
    expect(store.reads).toHaveLength(2);
  });

  it('says so to all who ask while the store does not answer, and asks anew afterwards', async () => {
    const [one, other] = [await newKey(), await newKey()];
    const away = new VaultUnavailable();
    store.fault = away;
    const answers = await Promise.allSettled([ring.get(one), ring.get(other), ring.get(one)]);
    expect(answers).toEqual([away, away, away].map((reason) => ({ status: 'rejected', reason })));
    store.fault = undefined;
    expect(await stateOf(one)).toBe('alive');
  });

  it('does not take a fault of the store for a month that was retired', async () => {
    const keyId = await newKey();
    const away = new VaultUnavailable();
    store.stored.set(keyId, {
      ...(store.stored.get(keyId) as StoredKey & { readonly state: 'alive' }),
      kek: randomUUID(),
    });
    store.kekFault = away;
    await expect(ring.get(keyId)).rejects.toBe(away);
    expect(store.reads).toHaveLength(1);
  });

  it('gives a key with the check that its block must carry', async () => {
    const keyId = await newKey();
    const found = await ring.get(keyId);
    if (found === 'destroyed') throw new TypeError('destroyed');
    expect(found).toMatchObject({ keyId, check: checkOf(found.key) });
  });
});
