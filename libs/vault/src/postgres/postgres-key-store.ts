import { isDomainError } from '@knooppunt/kernel';
import type { Instant, Position, Uuid } from '@knooppunt/kernel';
import {
  KekRetired,
  KeyClash,
  KeysNotDestroyed,
  RootRetired,
  UnknownContribution,
  VaultUnavailable,
} from '../errors.js';
import type { KeyStore, NewRow, StoredKek, StoredKey } from '../keys/store.js';
import type { DestroyedKey, IntakeRow, RememberedRequest, WrappedKey } from '../port.js';
import { sqlState } from '@knooppunt/postgres';
import type { Answer, Connections } from '@knooppunt/postgres';
import { Grouped } from './grouped.js';
import type { Settled } from './grouped.js';
import { keepStatement, keptOf, lockOwners, registerStatement, registeredOf } from './registering.js';
import type { Keeping, RegisteredRow, Registering } from './registering.js';
import { bytesOfKey, destroyedOf, intakeOf, kekOf, keyOf } from './rows.js';

/**
 * What a destruction in PostgreSQL promises: the row is emptied, so nothing reads the block any more; dead rows, WAL and
 * backups hold the wrapped key until the KEK of its month is beyond recovery too. Source: leaks-and-faults §3, ADR 0006.
 */
export const receipt = 'row-deleted+kek-month';

const selectIntake = `SELECT contribution, stream, topic, registered_at, published, digest, bytes, digest_kek,
  digest_wrapped FROM intake WHERE contribution = ANY ($1)`;
const uniqueViolation = '23505';
const foreignKeyViolation = '23503';

const rowsOf = (answers: readonly Answer[], at: number) => answers[at]?.rows ?? [];

// While one group waits for the disk, the next one is made; more only make groups smaller.
const lanes = 2;
const groupSize = 100;
const isPassing = (error: unknown): boolean => error instanceof VaultUnavailable;

/** The key store on PostgreSQL: each call one transaction, repeatable; wrapped bytes only. */
export class PostgresKeyStore implements KeyStore {
  private readonly keeping: Grouped<Keeping, void>;
  private readonly registering: Grouped<Registering, RegisteredRow>;
  private readonly finding: Grouped<Uuid, IntakeRow | undefined>;
  private readonly marking: Grouped<Uuid, void>;

  constructor(private readonly connections: Connections) {
    const shared = { isPassing, lanes, size: groupSize };
    const same = (id: Uuid): string => id;
    this.keeping = new Grouped({ ...shared, nameOf: ({ owner }) => owner, work: (all) => this.keepAll(all) });
    this.registering = new Grouped({
      ...shared,
      nameOf: ({ row }) => row.contribution,
      work: (all) => this.registerAll(all),
    });
    this.finding = new Grouped({ ...shared, nameOf: same, work: (all) => this.findAll(all) });
    this.marking = new Grouped({ ...shared, nameOf: same, work: (all) => this.markAll(all) });
  }

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
    return this.guarded(owner, () => this.keeping.add({ owner, keys }));
  }

  discard(keyIds: readonly Uuid[]): Promise<void> {
    return this.guarded('', async () => {
      const where = 'key_id = ANY ($1) AND receipt IS NULL';
      await this.connections.query([
        `DELETE FROM data_key WHERE key_id IN (SELECT key_id FROM data_key WHERE ${where} ORDER BY key_id FOR UPDATE)`,
        keyIds,
      ]);
    });
  }

  register(row: NewRow, keys: readonly WrappedKey[]): Promise<RegisteredRow> {
    return this.guarded(row.contribution, () => this.registering.add({ row, keys }));
  }

  find(contribution: Uuid): Promise<IntakeRow | undefined> {
    return this.guarded(contribution, () => this.finding.add(contribution));
  }

  markPublished(contribution: Uuid): Promise<void> {
    return this.guarded(contribution, () => this.marking.add(contribution));
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
          lockOwners([owner]),
          [
            `UPDATE data_key SET wrapped = NULL, kek = NULL, receipt = $2 WHERE key_id IN (
              SELECT key_id FROM data_key WHERE owner = $1 AND receipt IS NULL ORDER BY key_id FOR NO KEY UPDATE)`,
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

  remember({ id, digest, at }: RememberedRequest, before: Instant): Promise<boolean> {
    return this.guarded('', () =>
      this.connections.transaction(async (send) => {
        // What another one is forgetting just now is left to it, so that no two wait for each other.
        const answers = await send(
          [
            `DELETE FROM request WHERE id IN (
              SELECT id FROM request WHERE at < $1 ORDER BY at LIMIT 100 FOR UPDATE SKIP LOCKED)`,
            before,
          ],
          ['INSERT INTO request (id, digest, at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING', id, digest, at],
          ['SELECT digest FROM request WHERE id = $1', id],
        );
        return rowsOf(answers, 2)[0]?.['digest'] === digest;
      }),
    );
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

  /** What was asked for before is finished first. */
  async close(): Promise<void> {
    const groups = [this.keeping, this.registering, this.finding, this.marking];
    await Promise.all(groups.map((group) => group.idle()));
    await this.connections.close();
  }

  private async keepAll(all: readonly Keeping[]): Promise<readonly Settled<void>[]> {
    const owners = all.map(({ owner }) => owner);
    const [, answer] = await this.connections.transaction((send) => send(lockOwners(owners), keepStatement(all)));
    return keptOf(all, answer);
  }

  private async registerAll(all: readonly Registering[]): Promise<readonly Settled<RegisteredRow>[]> {
    const owners = all.map(({ row }) => row.contribution);
    const [, answer] = await this.connections.transaction((send) => send(lockOwners(owners), registerStatement(all)));
    return registeredOf(all, answer);
  }

  private async findAll(ids: readonly Uuid[]): Promise<readonly Settled<IntakeRow | undefined>[]> {
    const rows = (await this.connections.rows(selectIntake, ids)).map(intakeOf);
    return ids.map((id) => ({ result: rows.find(({ contribution }) => contribution === id) }));
  }

  private async markAll(ids: readonly Uuid[]): Promise<readonly Settled<void>[]> {
    // In one order, so that two groups never wait for each other.
    const update = `UPDATE intake SET published = true, bytes = NULL WHERE contribution IN (
      SELECT contribution FROM intake WHERE contribution = ANY ($1) ORDER BY contribution FOR NO KEY UPDATE)
      RETURNING contribution`;
    const marked = new Set((await this.connections.rows(update, ids)).map((row) => row['contribution']));
    return ids.map((id) => (marked.has(id) ? { result: undefined } : { error: new UnknownContribution(id) }));
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
