import type { CooperationId, Instant, OrganisationId, Position, Uuid } from '@knooppunt/kernel';
import type { DestroyedKey, IntakeRow, RememberedRequest, WrappedKey } from '../port.js';

/** A month's key as it is kept: wrapped by the root. */
export type StoredKek = {
  readonly id: Uuid;
  readonly cooperation: CooperationId;
  readonly supplier: OrganisationId;
  /** `2026-03` */
  readonly month: string;
  readonly wrapped: string;
};

/** What the store knows of a data key: alive and wrapped, destroyed, or (absent from the answer) never kept. */
export type StoredKey =
  | { readonly keyId: Uuid; readonly state: 'alive'; readonly wrapped: string; readonly kek: Uuid }
  | { readonly keyId: Uuid; readonly state: 'destroyed' };

/** The key under which a register row digests its content, wrapped; it goes with the keys. */
export type DigestKey = { readonly wrapped: string; readonly kek: Uuid };

/** A register row with the key of its digest; both are null once the keys are gone. */
export type StoredRow = { readonly row: IntakeRow; readonly digestKey: DigestKey | null };

/** A row that wants to be registered. */
export type NewRow = {
  readonly contribution: Uuid;
  readonly stream: string;
  readonly topic: string;
  readonly registeredAt: Instant;
  readonly bytes: Uint8Array;
  readonly digest: string;
  readonly digestKey: DigestKey;
};

/**
 * The durable side of the vault: wrapped keys and the register, each call one transaction. An engine implements this;
 * all cryptography lies above it, so no engine ever sees a key.
 *
 * - `ensureKek`: keeps this KEK, wrapped under this root, unless the month has one; gives the one that is there. `RootRetired`
 *   when the root was replaced meanwhile.
 * - `keys`: what is known of these ids; unknown ones are left out.
 * - `keep`: `KeyClash` when an id is there with other bytes or another owner, `OwnerDestroyed` when the owner's keys are gone.
 * - `register`: row and keys together or neither; the stored row comes back.
 * - `remember`: forgets what was remembered before `before`, then keeps this or compares it with what is there.
 * - `ping`: rejects with `VaultUnavailable` unless the engine answers within so many milliseconds.
 * - `applied`, `moveApplied`: the mark of `Tombstones`, moved only from where it was found.
 * - `destroy`: rejects with `KeysNotDestroyed` unless the bytes are beyond recovery as far as the engine promises.
 */
export interface KeyStore {
  ensureKek(kek: StoredKek, root: string): Promise<StoredKek>;
  kek(id: Uuid): Promise<StoredKek | undefined>;
  keys(ids: readonly Uuid[]): Promise<readonly StoredKey[]>;
  keep(owner: Uuid, keys: readonly WrappedKey[]): Promise<void>;
  discard(keyIds: readonly Uuid[]): Promise<void>;
  register(row: NewRow, keys: readonly WrappedKey[]): Promise<StoredRow & { readonly inserted: boolean }>;
  find(contribution: Uuid): Promise<IntakeRow | undefined>;
  markPublished(contribution: Uuid): Promise<void>;
  waiting(before: Instant, limit: number): Promise<readonly IntakeRow[]>;
  destroy(owner: Uuid): Promise<readonly DestroyedKey[]>;
  remember(request: RememberedRequest, before: Instant): Promise<boolean>;
  applied(): Promise<Position | undefined>;
  moveApplied(from: Position | undefined, to: Position | undefined): Promise<boolean>;
  ping(limitMs: number): Promise<void>;
  close(): Promise<void>;
}
