import { isDomainError } from '@knooppunt/kernel';
import type { Instant, Position, Uuid } from '@knooppunt/kernel';
import {
  KekRetired,
  KeyClash,
  KeysNotDestroyed,
  OwnerDestroyed,
  RootRetired,
  UnknownContribution,
  VaultUnavailable,
} from '../errors.js';
import type { KeyStore, NewRow, StoredKek, StoredKey, StoredRow } from '../keys/store.js';
import type { DestroyedKey, IntakeRow, WrappedKey } from '../port.js';
import { sqlState } from '@knooppunt/postgres';
import type { Answer, Connections, Statement } from '@knooppunt/postgres';
import { bytesOfKey, destroyedOf, digestOfKey, intakeOf, kekOf, keyOf, storedRowOf } from './rows.js';

/**
 * What a destruction in PostgreSQL promises: the row is emptied, so nothing reads the block any more; dead rows, WAL and
 * backups hold the wrapped key until the KEK of its month is beyond recovery too. Source: leaks-and-faults §3, ADR 0006.
 */
export const receipt = 'row-deleted+kek-month';

// Whoever keeps keys of an owner and whoever destroys them go one after the other, also where no row is there yet.
const lockOwner = (owner: Uuid): Statement => ['SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', owner];
const selectIntake = `SELECT contribution, stream, topic, registered_at, published, digest, bytes, digest_kek,
  digest_wrapped FROM intake WHERE contribution = $1`;
const uniqueViolation = '23505';
const foreignKeyViolation = '23503';

const rowsOf = (answers: readonly Answer[], at: number) => answers[at]?.rows ?? [];

/** Under the lock of the owner: what is known of these keys, and whether the owner's are gone. */
const askKeys = (owner: Uuid, keys: readonly WrappedKey[]): readonly Statement[] => [
  ['SELECT key_id, owner, block, digest FROM data_key WHERE key_id = ANY ($1)', keys.map(({ keyId }) => keyId)],
  ['SELECT 1 FROM data_key WHERE owner = $1 AND receipt IS NOT NULL LIMIT 1', owner],
];

/** The statement that keeps what is new, by the answers to `askKeys`. Throws `KeyClash` or `OwnerDestroyed`. */
const insertion = (owner: Uuid, keys: readonly WrappedKey[], answers: readonly Answer[]): readonly Statement[] => {
  const there = new Map(rowsOf(answers, 0).map((row) => [row['key_id'], row]));
  const clashes = keys.some(({ keyId, block, wrapped }) => {
    const row = there.get(keyId);
    if (row === undefined) return false;
    const digest = digestOfKey(bytesOfKey(wrapped));
    return row['owner'] !== owner || row['block'] !== block || row['digest'] !== digest;
  });
  if (clashes) throw new KeyClash(owner);
  const fresh = keys.filter(({ keyId }) => !there.has(keyId));
  if (fresh.length === 0) return [];
  if (rowsOf(answers, 1).length > 0) throw new OwnerDestroyed(owner);
  const wrapped = fresh.map((key) => bytesOfKey(key.wrapped));
  return [
    [
      `INSERT INTO data_key (key_id, owner, block, kek, wrapped, digest)
        SELECT key_id, $1, block, kek, wrapped, digest
        FROM unnest($2::text[], $3::text[], $4::text[], $5::bytea[], $6::text[]) WITH ORDINALITY
          AS fresh (key_id, block, kek, wrapped, digest, nr) ORDER BY nr`,
      owner,
      fresh.map(({ keyId }) => keyId),
      fresh.map(({ block }) => block),
      fresh.map(({ kek }) => kek),
      wrapped,
      wrapped.map(digestOfKey),
    ],
  ];
};

/** The key store on PostgreSQL: each call one transaction, repeatable; wrapped bytes only. */
export class PostgresKeyStore implements KeyStore {
  constructor(private readonly connections: Connections) {}

  ensureKek(kek: StoredKek, root: string): Promise<StoredKek> {
    const { id, cooperation, supplier, month, wrapped } = kek;
    return this.guarded('', async () => {
      const find = `SELECT id, cooperation, supplier, month, wrapped FROM kek
        WHERE cooperation = $1 AND supplier = $2 AND month = $3`;
      const insert = `INSERT INTO kek (id, cooperation, supplier, month, root, wrapped) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (cooperation, supplier, month) DO NOTHING`;
      const values = [id, cooperation, supplier, month, root, bytesOfKey(wrapped)];
      const { rowCount } = await this.connections.query([insert, ...values]).catch((error: unknown) => {
        if (sqlState(error) === foreignKeyViolation) throw new RootRetired(root);
        throw error;
      });
      if (rowCount === 1) return kek;
      const [there] = await this.connections.rows(find, cooperation, supplier, month);
      // Gone between the two statements: it was retired, and the next try makes the month's new one.
      if (!there) throw new KekRetired(id);
      return kekOf(there);
    });
  }

  kek(id: Uuid): Promise<StoredKek | undefined> {
    return this.guarded('', async () => {
      const find = 'SELECT id, cooperation, supplier, month, wrapped FROM kek WHERE id = $1';
      const [row] = await this.connections.rows(find, id);
      return row && kekOf(row);
    });
  }

  keys(ids: readonly Uuid[]): Promise<readonly StoredKey[]> {
    return this.guarded('', async () => {
      const find = 'SELECT key_id, kek, wrapped FROM data_key WHERE key_id = ANY ($1)';
      return (await this.connections.rows(find, ids)).map(keyOf);
    });
  }

  keep(owner: Uuid, keys: readonly WrappedKey[]): Promise<void> {
    return this.guarded(owner, () =>
      this.connections.transaction(async (send) => {
        const answers = await send(lockOwner(owner), ...askKeys(owner, keys));
        await send(...insertion(owner, keys, answers.slice(1)));
      }),
    );
  }

  discard(keyIds: readonly Uuid[]): Promise<void> {
    return this.guarded('', async () => {
      await this.connections.query(['DELETE FROM data_key WHERE key_id = ANY ($1) AND receipt IS NULL', keyIds]);
    });
  }

  register(row: NewRow, keys: readonly WrappedKey[]): Promise<StoredRow & { readonly inserted: boolean }> {
    const { contribution, stream, topic, registeredAt, bytes, digest, digestKey } = row;
    return this.guarded(contribution, () =>
      this.connections.transaction(async (send) => {
        const ask = askKeys(contribution, keys);
        const [, found, ...known] = await send(lockOwner(contribution), [selectIntake, contribution], ...ask);
        const there = found?.rows[0];
        if (there) return { ...storedRowOf(there), inserted: false };
        const insert = `INSERT INTO intake
          (contribution, stream, topic, registered_at, published, digest, digest_kek, digest_wrapped, bytes)
          VALUES ($1, $2, $3, $4, false, $5, $6, $7, $8)`;
        const own = [digest, digestKey.kek, bytesOfKey(digestKey.wrapped), Buffer.from(bytes)];
        await send(
          [insert, contribution, stream, topic, registeredAt, ...own],
          ...insertion(contribution, keys, known),
        );
        const stored = { contribution, stream, topic, digest, bytes: Uint8Array.from(bytes), published: false };
        return { row: { ...stored, registeredAt }, digestKey, inserted: true };
      }),
    );
  }

  find(contribution: Uuid): Promise<IntakeRow | undefined> {
    return this.guarded(contribution, async () => {
      const [row] = await this.connections.rows(selectIntake, contribution);
      return row && intakeOf(row);
    });
  }

  markPublished(contribution: Uuid): Promise<void> {
    return this.guarded(contribution, async () => {
      const update = 'UPDATE intake SET published = true, bytes = NULL WHERE contribution = $1';
      const { rowCount } = await this.connections.query([update, contribution]);
      if (rowCount === 0) throw new UnknownContribution(contribution);
    });
  }

  waiting(before: Instant, limit: number): Promise<readonly IntakeRow[]> {
    return this.guarded('', async () => {
      const find = `SELECT contribution, stream, topic, registered_at, published, digest, bytes FROM intake
        WHERE NOT published AND bytes IS NOT NULL AND registered_at < $1
        ORDER BY registered_at, contribution COLLATE "C" LIMIT $2`;
      return (await this.connections.rows(find, before, limit)).map(intakeOf);
    });
  }

  async destroy(owner: Uuid): Promise<readonly DestroyedKey[]> {
    try {
      return await this.connections.transaction(async (send) => {
        // Each statement sees what was committed before it began, and by then the lock is held.
        const answers = await send(
          lockOwner(owner),
          [
            `UPDATE data_key SET wrapped = NULL, kek = NULL, receipt = $2 WHERE owner = $1 AND receipt IS NULL`,
            owner,
            receipt,
          ],
          [
            `UPDATE intake SET bytes = NULL, digest = NULL, digest_kek = NULL, digest_wrapped = NULL
              WHERE contribution = $1 AND digest IS NOT NULL`,
            owner,
          ],
          ['SELECT key_id, block, digest, receipt FROM data_key WHERE owner = $1 ORDER BY nr', owner],
        );
        return rowsOf(answers, 3).map(destroyedOf);
      });
    } catch (error) {
      throw new KeysNotDestroyed(owner, error);
    }
  }

  applied(): Promise<Position | undefined> {
    return this.guarded('', async () => {
      const [row] = await this.connections.rows('SELECT position FROM tombstones');
      return (row?.['position'] as string | null | undefined) ?? undefined;
    });
  }

  moveApplied(from: Position | undefined, to: Position | undefined): Promise<boolean> {
    return this.guarded('', async () => {
      const update = 'UPDATE tombstones SET position = $2 WHERE position IS NOT DISTINCT FROM $1';
      const { rowCount } = await this.connections.query([update, from ?? null, to ?? null]);
      return rowCount === 1;
    });
  }

  ping(limitMs: number): Promise<void> {
    return this.connections.ping(limitMs);
  }

  close(): Promise<void> {
    return this.connections.close();
  }

  private async guarded<Result>(about: string, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (isDomainError(error)) throw error;
      if (sqlState(error) === uniqueViolation) throw new KeyClash(about);
      if (sqlState(error) === foreignKeyViolation) throw new KekRetired(about);
      throw new VaultUnavailable(error);
    }
  }
}
