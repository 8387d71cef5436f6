import type { CooperationId, OrganisationId } from '@knooppunt/kernel';
import { VaultUnavailable } from '../errors.js';
import type { Kek, KeyTree } from '../keys/key-tree.js';
import type { RootKeys } from '../keys/root-keys.js';
import { digestKeyName } from '../keys/register.js';
import { sqlState } from '@knooppunt/postgres';
import type { Answer, Connections, Send } from '@knooppunt/postgres';
import { bytesOfKey, kekOf, textOfKey } from './rows.js';
import { namesName } from './root.js';

/** A month's keys of one supplier in one cooperation; `month` as `2026-03`. */
export type KeyMonth = {
  readonly cooperation: CooperationId;
  readonly supplier: OrganisationId;
  readonly month: string;
};

/** How the keys stand: names of roots, months and counts; never a key. */
export type KeyStatus = {
  /** The root that is at work in this process. */
  readonly root: string;
  /** Roots under which months' keys (`keks`) may lie now: one, or two while one replaces the other. */
  readonly roots: readonly { readonly root: string; readonly keks: number }[];
  readonly retiredRoots: readonly string[];
  /** `keks`: months' keys, one per cooperation and supplier. `living`: keys of blocks that open. Oldest first. */
  readonly months: readonly { readonly month: string; readonly keks: number; readonly living: number }[];
  /** Keys of blocks that were destroyed. */
  readonly destroyed: number;
};

/** What an operator does with the keys themselves, while the vault is in use. Every call can be repeated. */
export interface KeyCare {
  /**
   * Wraps every month's key, and the key of names, under the root key of this process, and forgets all other roots.
   * `rewrapped` counts. From then on no other root opens anything that lies here now: once the old root key itself is
   * destroyed, so is every month's key that was retired before. All processes must know both roots meanwhile; one that has
   * the old root as its own works with the new one from then on.
   */
  rotateRoot(): Promise<{ readonly rewrapped: number }>;
  /**
   * Destroys a month's key: its living data keys come under a fresh one (`rewrapped` counts), the row goes. What was
   * destroyed under it is beyond recovery from dead rows, WAL and backups as soon as the root that wrapped it is replaced
   * and destroyed too. False for `isRetired` where the month has no key.
   */
  retireMonth(month: KeyMonth): Promise<{ readonly isRetired: boolean; readonly rewrapped: number }>;
  /** Whose keys of a month (`2026-03`) there are. */
  keysOf(month: string): Promise<readonly KeyMonth[]>;
  status(): Promise<KeyStatus>;
}

const atOnce = 500;
const foreignKeyViolation = '23503';
const rowsOf = (answers: readonly Answer[]) => answers[0]?.rows ?? [];

/**
 * Living keys of one kind under a KEK: how to read and hold them page by page, and how to put them under another. Whoever
 * holds more than one key takes them in the order of their ids, so that nobody holds what another waits for and waits for
 * what that one holds. A key that was destroyed while it was waited for is not on the page.
 */
const kinds = [
  {
    nameOf: (id: string) => id,
    select: `SELECT key_id AS id, wrapped FROM data_key WHERE kek = $1 AND key_id > $2
      ORDER BY key_id LIMIT ${atOnce} FOR NO KEY UPDATE`,
    update: `UPDATE data_key SET kek = $1, wrapped = fresh.wrapped
      FROM unnest($2::text[], $3::bytea[]) AS fresh (id, wrapped) WHERE data_key.key_id = fresh.id`,
  },
  {
    nameOf: digestKeyName,
    select: `SELECT contribution AS id, digest_wrapped AS wrapped FROM intake
      WHERE digest_kek = $1 AND contribution > $2 ORDER BY contribution LIMIT ${atOnce} FOR NO KEY UPDATE`,
    update: `UPDATE intake SET digest_kek = $1, digest_wrapped = fresh.wrapped
      FROM unnest($2::text[], $3::bytea[]) AS fresh (id, wrapped) WHERE intake.contribution = fresh.id`,
  },
] as const;

/** The care of the keys in PostgreSQL. */
export class PostgresKeyCare implements KeyCare {
  constructor(
    private readonly connections: Connections,
    private readonly roots: RootKeys,
    private readonly tree: KeyTree,
  ) {}

  async rotateRoot(): Promise<{ readonly rewrapped: number }> {
    let rewrapped = 0;
    do {
      rewrapped += await this.rewrapKeks();
    } while (!(await this.forgetOtherRoots()));
    return { rewrapped };
  }

  async retireMonth({ cooperation, supplier, month }: KeyMonth) {
    return this.guarded(() =>
      this.connections.transaction(async (send) => {
        // Whoever keeps keys under this KEK holds its row; from here on they wait, and then find it gone.
        const found = await send([
          `SELECT id, cooperation, supplier, month, wrapped FROM kek
            WHERE cooperation = $1 AND supplier = $2 AND month = $3 FOR UPDATE`,
          cooperation,
          supplier,
          month,
        ]);
        const [row] = rowsOf(found);
        if (!row) return { isRetired: false, rewrapped: 0 };
        const old = this.tree.opened(kekOf(row));
        const fresh = this.tree.freshKek(cooperation, supplier, month);
        await send(
          // The month belongs to one KEK at a time.
          ['UPDATE kek SET month = month || $2 WHERE id = $1', old.id, `/${old.id}`],
          [
            'INSERT INTO kek (id, cooperation, supplier, month, root, wrapped) VALUES ($1, $2, $3, $4, $5, $6)',
            fresh.id,
            cooperation,
            supplier,
            month,
            this.roots.check,
            bytesOfKey(fresh.wrapped),
          ],
        );
        const rewrapped = await this.moveAll(send, old, this.tree.opened(fresh));
        await send(['DELETE FROM kek WHERE id = $1', old.id]);
        return { isRetired: true, rewrapped };
      }),
    );
  }

  async keysOf(month: string): Promise<readonly KeyMonth[]> {
    return this.guarded(async () => {
      const rows = await this.connections.rows(
        'SELECT cooperation, supplier FROM kek WHERE month = $1 ORDER BY cooperation, supplier',
        month,
      );
      return rows.map((row) => ({ cooperation: String(row['cooperation']), supplier: String(row['supplier']), month }));
    });
  }

  async status(): Promise<KeyStatus> {
    const ask = (sql: string) => this.guarded(() => this.connections.rows(sql));
    const roots = await ask(
      'SELECT root.id, count(kek.id) AS keks FROM root LEFT JOIN kek ON kek.root = root.id GROUP BY root.id ORDER BY root.id',
    );
    const retired = await ask('SELECT id FROM retired_root ORDER BY id');
    const months = await ask(
      `SELECT month, count(DISTINCT kek.id) AS keks, count(key_id) AS living
        FROM kek LEFT JOIN data_key ON data_key.kek = kek.id GROUP BY month ORDER BY month`,
    );
    const [gone] = await ask('SELECT count(*) AS destroyed FROM data_key WHERE receipt IS NOT NULL');
    return {
      root: this.roots.check,
      roots: roots.map((row) => ({ root: String(row['id']), keks: Number(row['keks']) })),
      retiredRoots: retired.map((row) => String(row['id'])),
      months: months.map((row) => ({
        month: String(row['month']),
        keks: Number(row['keks']),
        living: Number(row['living']),
      })),
      destroyed: Number(gone?.['destroyed']),
    };
  }

  private async moveAll(send: Send, from: Kek, to: Kek): Promise<number> {
    let moved = 0;
    for (const { nameOf, select, update } of kinds) {
      for (let after = ''; ;) {
        const rows = rowsOf(await send([select, from.id, after]));
        const last = rows.at(-1);
        if (!last) break;
        after = String(last['id']);
        const fresh = rows.map(({ id, wrapped }) =>
          bytesOfKey(this.tree.rewrap(from, to, nameOf(String(id)), textOfKey(wrapped))),
        );
        await send([update, to.id, rows.map(({ id }) => id), fresh]);
        moved += rows.length;
      }
    }
    return moved;
  }

  /** One page per transaction, so that nobody waits long. */
  private async rewrapKeks(): Promise<number> {
    const { check } = this.roots;
    let rewrapped = await this.rewrapNames();
    for (;;) {
      const count = await this.guarded(() =>
        this.connections.transaction(async (send) => {
          const found = await send([
            `SELECT id, cooperation, supplier, month, wrapped FROM kek WHERE root <> $1
              ORDER BY id LIMIT ${atOnce} FOR UPDATE`,
            check,
          ]);
          const keks = rowsOf(found).map((row) => this.tree.underCurrentRoot(kekOf(row)));
          await send([
            `UPDATE kek SET root = $1, wrapped = fresh.wrapped
              FROM unnest($2::text[], $3::bytea[]) AS fresh (id, wrapped) WHERE kek.id = fresh.id`,
            check,
            keks.map(({ id }) => id),
            keks.map(({ wrapped }) => bytesOfKey(wrapped)),
          ]);
          return keks.length;
        }),
      );
      rewrapped += count;
      if (count < atOnce) return rewrapped;
    }
  }

  private rewrapNames(): Promise<number> {
    const { check } = this.roots;
    return this.guarded(() =>
      this.connections.transaction(async (send) => {
        const [row] = rowsOf(await send(['SELECT wrapped FROM names WHERE root <> $1 FOR UPDATE', check]));
        if (!row) return 0;
        const wrapped = bytesOfKey(this.roots.rewrap(namesName, 'names', textOfKey(row['wrapped'])));
        await send(['UPDATE names SET root = $1, wrapped = $2', check, wrapped]);
        return 1;
      }),
    );
  }

  /** False when another process wrapped a key under another root meanwhile. */
  private async forgetOtherRoots(): Promise<boolean> {
    try {
      await this.connections.query([
        `WITH gone AS (DELETE FROM root WHERE id <> $1 RETURNING id)
          INSERT INTO retired_root (id) SELECT id FROM gone ON CONFLICT DO NOTHING`,
        this.roots.check,
      ]);
      return true;
    } catch (error) {
      if (sqlState(error) === foreignKeyViolation) return false;
      throw error;
    }
  }

  private async guarded<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw sqlState(error) === undefined ? error : new VaultUnavailable(error);
    }
  }
}
