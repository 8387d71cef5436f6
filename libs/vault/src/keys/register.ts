import { timingSafeEqual } from 'node:crypto';
import type { Instant, Uuid } from '@knooppunt/kernel';
import { mac } from '../cipher/derive.js';
import { NoKeys } from '../errors.js';
import type { IntakeRegister, IntakeRow, WrappedKey } from '../port.js';
import type { KeyTree } from './key-tree.js';
import type { KeyStore, StoredRow } from './store.js';

type Candidate = Omit<IntakeRow, 'published' | 'digest'> & { readonly content: Uint8Array };
type Registered = { readonly outcome: 'new' | 'same' | 'clash' | 'erased'; readonly row: IntakeRow };

/** The name under which the key of a row's digest is wrapped. */
export const digestKeyName = (contribution: Uuid): string => `digest:${contribution}`;
const isEqual = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

/**
 * The intake register over a key store. The digest of the content is an HMAC under a random key of the row's own, wrapped
 * beside the data keys and destroyed with them: a bare hash of a small payload could be guessed for ever. The digest is
 * made again under the key of the row that came back, whatever the outcome: each answer takes the same work.
 */
export class KeyedRegister implements IntakeRegister {
  constructor(
    private readonly store: KeyStore,
    private readonly tree: KeyTree,
  ) {}

  async register(candidate: Candidate, keys: readonly WrappedKey[]): Promise<Registered> {
    const { content, contribution, stream, topic, registeredAt } = candidate;
    const [first] = keys;
    if (!first || !candidate.bytes) throw new NoKeys(contribution);
    const kek = await this.tree.kek(first.kek);
    const { key, wrapped } = this.tree.fresh(kek, digestKeyName(contribution));
    const digest = mac(key, content);
    key.fill(0);
    const own = { wrapped, kek: kek.id };
    const row = { contribution, stream, topic, registeredAt, bytes: candidate.bytes, digest, digestKey: own };
    const stored = await this.tree.knowing(this.store.register(row, keys));
    const isSame = await this.holds(stored, content, own);
    if (stored.inserted) return { outcome: 'new', row: stored.row };
    if (stored.row.digest === null) return { outcome: 'erased', row: stored.row };
    return { outcome: isSame ? 'same' : 'clash', row: stored.row };
  }

  find(contribution: Uuid): Promise<IntakeRow | undefined> {
    return this.store.find(contribution);
  }

  markPublished(contribution: Uuid): Promise<void> {
    return this.store.markPublished(contribution);
  }

  waiting(before: Instant, limit: number): Promise<readonly IntakeRow[]> {
    return this.store.waiting(before, limit);
  }

  private async holds(
    { row, digestKey }: StoredRow,
    content: Uint8Array,
    own: { readonly wrapped: string; readonly kek: Uuid },
  ): Promise<boolean> {
    const { wrapped, kek } = digestKey ?? own;
    const key = this.tree.unwrap(await this.tree.kek(kek), digestKeyName(row.contribution), wrapped);
    return isEqual(mac(key, content), row.digest ?? '');
  }
}
