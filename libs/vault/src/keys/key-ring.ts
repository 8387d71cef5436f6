import type { Uuid } from '@knooppunt/kernel';
import type { DataKey } from '../cipher/block.js';
import { checkOf } from '../cipher/derive.js';
import { UnknownKey } from '../errors.js';
import type { KeyTree } from './key-tree.js';
import { LastUsed } from './last-used.js';
import type { KeyStore, StoredKey } from './store.js';

type Found = DataKey | 'destroyed';
type Cached = { readonly key: DataKey; readonly until: number };
type Waiting = { readonly resolve: (stored: StoredKey | undefined) => void; readonly reject: (error: unknown) => void };

const cachedKeys = 8192;
// A key destroyed by another process must die here within a second (leaks-and-faults §3, test g).
const freshMs = 500;

/**
 * Data keys in use: unwrapped once, kept for half a second, forgotten at every destruction. Requests of one tick are
 * read from the store together.
 */
export class KeyRing {
  private readonly cache = new LastUsed<Cached>(cachedKeys);
  private asked = new Map<Uuid, Waiting[]>();
  private generation = 0;

  constructor(
    private readonly store: Pick<KeyStore, 'keys'>,
    private readonly tree: KeyTree,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The key, or `destroyed`. Rejects with `UnknownKey`. INVARIANT: no key is given out that was forgotten while it was read. */
  async get(keyId: Uuid): Promise<Found> {
    for (;;) {
      const cached = this.cache.get(keyId);
      if (cached && cached.until > this.now()) return cached.key;
      const { generation } = this;
      const found = await this.read(keyId);
      if (generation !== this.generation) continue;
      if (found !== 'destroyed') this.cache.set(keyId, { key: found, until: this.now() + freshMs });
      return found;
    }
  }

  /** Forgets every key, also those being read at this moment. */
  forget(): void {
    this.generation += 1;
    this.cache.clear();
  }

  private async read(keyId: Uuid, without?: Uuid): Promise<Found> {
    const stored = await this.ask(keyId);
    if (!stored) throw new UnknownKey(keyId);
    if (stored.state === 'destroyed') return 'destroyed';
    const kek = await this.tree.kek(stored.kek).catch((error: unknown) => {
      if (error instanceof UnknownKey && stored.kek !== without) return undefined;
      throw error;
    });
    // The key came under another KEK after it was read: read again. The same KEK a second time is a fault.
    if (!kek) return this.read(keyId, stored.kek);
    const key = this.tree.unwrap(kek, keyId, stored.wrapped);
    return { keyId, key, check: checkOf(key) };
  }

  private ask(keyId: Uuid): Promise<StoredKey | undefined> {
    return new Promise((resolve, reject) => {
      if (this.asked.size === 0) queueMicrotask(() => void this.answer());
      const waiting = this.asked.get(keyId) ?? [];
      this.asked.set(keyId, [...waiting, { resolve, reject }]);
    });
  }

  private async answer(): Promise<void> {
    const asked = this.asked;
    this.asked = new Map();
    try {
      const found = new Map((await this.store.keys([...asked.keys()])).map((stored) => [stored.keyId, stored]));
      for (const [keyId, waiting] of asked) for (const { resolve } of waiting) resolve(found.get(keyId));
    } catch (error) {
      for (const waiting of asked.values()) for (const { reject } of waiting) reject(error);
    }
  }
}
