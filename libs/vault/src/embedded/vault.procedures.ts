import { hash } from 'node:crypto';
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { DestroyedKey, IntakeRow, RememberedRequest, WrappedKey } from '../port.js';
import type { NewRow, StoredKek, StoredKey, StoredRow } from '../keys/store.js';

// Wrapped keys lie in `slot`, 60 bytes each, and nowhere else. A slot is appended, overwritten in place with zeros, and
// never deleted, so that destruction does not rest on how the engine wipes the gaps of pages that it splits and merges;
// secure_delete stands behind it, and covers the register's own columns.
export const schema = `
  CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS kek (
    id TEXT PRIMARY KEY, cooperation TEXT NOT NULL, supplier TEXT NOT NULL, month TEXT NOT NULL,
    slot INTEGER NOT NULL, UNIQUE (cooperation, supplier, month)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS slot (id INTEGER PRIMARY KEY, wrapped BLOB NOT NULL CHECK (length(wrapped) = 60)) STRICT;
  CREATE TABLE IF NOT EXISTS data_key (
    key_id TEXT PRIMARY KEY, owner TEXT NOT NULL, block TEXT NOT NULL, kek TEXT NOT NULL, slot INTEGER NOT NULL,
    digest TEXT, receipt TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS data_key_owner ON data_key (owner, slot);
  CREATE TABLE IF NOT EXISTS intake (
    contribution TEXT PRIMARY KEY, stream TEXT NOT NULL, topic TEXT NOT NULL, registered_at TEXT NOT NULL,
    published INTEGER NOT NULL, digest TEXT, digest_slot INTEGER, digest_kek TEXT, bytes BLOB
  ) STRICT;
  CREATE INDEX IF NOT EXISTS intake_waiting ON intake (registered_at, contribution)
    WHERE published = 0 AND bytes IS NOT NULL;
  CREATE TABLE IF NOT EXISTS request (id TEXT PRIMARY KEY, digest TEXT NOT NULL, at TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS request_at ON request (at);
`;

type Row = Record<string, SQLOutputValue>;
const statements = new WeakMap<DatabaseSync, Map<string, StatementSync>>();
const prepared = (database: DatabaseSync, sql: string): StatementSync => {
  const known = statements.get(database) ?? new Map<string, StatementSync>();
  statements.set(database, known);
  const statement = known.get(sql) ?? database.prepare(sql);
  known.set(sql, statement);
  return statement;
};
const get = (database: DatabaseSync, sql: string, ...values: SQLInputValue[]): Row | undefined =>
  prepared(database, sql).get(...values);
const all = (database: DatabaseSync, sql: string, ...values: SQLInputValue[]): Row[] =>
  prepared(database, sql).all(...values);
const run = (database: DatabaseSync, sql: string, ...values: SQLInputValue[]): number =>
  Number(prepared(database, sql).run(...values).changes);
const refuse = (code: string): never => {
  throw Object.assign(new Error('refused'), { code });
};

const receipt = 'secure-delete+truncate';
const textOf = (wrapped: SQLOutputValue | undefined): string =>
  Buffer.from(wrapped as Uint8Array).toString('base64url');

const fillSlot = (database: DatabaseSync, wrapped: string): number => {
  const bytes = Uint8Array.from(Buffer.from(wrapped, 'base64url'));
  const row = get(database, 'INSERT INTO slot (wrapped) VALUES (?) RETURNING id', bytes);
  return row?.['id'] as number;
};
// Same size, so SQLite overwrites the cell where it lies.
const wipeSlot = (database: DatabaseSync, slot: SQLOutputValue | undefined): void => {
  run(database, 'UPDATE slot SET wrapped = zeroblob(60) WHERE id = ?', slot as number);
};

const kekOf = (row: Row): StoredKek => ({
  id: row['id'] as string,
  cooperation: row['cooperation'] as string,
  supplier: row['supplier'] as string,
  month: row['month'] as string,
  wrapped: textOf(row['wrapped']),
});

const rowOf = (row: Row): IntakeRow => ({
  contribution: row['contribution'] as string,
  stream: row['stream'] as string,
  topic: row['topic'] as string,
  digest: row['digest'] as string | null,
  bytes: row['bytes'] as Uint8Array | null,
  published: row['published'] === 1,
  registeredAt: row['registered_at'] as string,
});

const isKept = (database: DatabaseSync, owner: string, key: WrappedKey): boolean => {
  const there = get(
    database,
    'SELECT owner, block, kek, digest, wrapped FROM data_key JOIN slot ON slot.id = data_key.slot WHERE key_id = ?',
    key.keyId,
  );
  if (!there) return false;
  const isEqual =
    there['digest'] === null
      ? textOf(there['wrapped']) === key.wrapped
      : there['digest'] === digestOf(Buffer.from(key.wrapped, 'base64url'));
  if (there['owner'] !== owner || there['block'] !== key.block || there['kek'] !== key.kek || !isEqual) {
    refuse('vault/key-clash');
  }
  return true;
};

const digestOf = (wrapped: Uint8Array): string => `sha256:${hash('sha256', wrapped, 'hex')}`;

const insertKeys = (database: DatabaseSync, owner: string, keys: readonly WrappedKey[]): void => {
  const fresh = keys.filter((key) => !isKept(database, owner, key));
  if (fresh.length === 0) return;
  if (get(database, 'SELECT 1 FROM data_key WHERE owner = ? AND digest IS NOT NULL', owner)) {
    refuse('vault/owner-destroyed');
  }
  for (const key of fresh) {
    const slot = fillSlot(database, key.wrapped);
    run(
      database,
      'INSERT INTO data_key (key_id, owner, block, kek, slot) VALUES (?, ?, ?, ?, ?)',
      key.keyId,
      owner,
      key.block,
      key.kek,
      slot,
    );
  }
};

const selectKek =
  'SELECT kek.id, cooperation, supplier, month, wrapped FROM kek JOIN slot ON slot.id = kek.slot WHERE ';
const selectIntake = `SELECT contribution, stream, topic, registered_at, published, digest, bytes, digest_kek, wrapped
  FROM intake LEFT JOIN slot ON slot.id = intake.digest_slot WHERE contribution = ?`;

const ensureKek = (database: DatabaseSync, { id, cooperation, supplier, month, wrapped }: StoredKek): StoredKek => {
  const where = `${selectKek} cooperation = ? AND supplier = ? AND month = ?`;
  const there = get(database, where, cooperation, supplier, month);
  if (there) return kekOf(there);
  const slot = fillSlot(database, wrapped);
  const insert = 'INSERT INTO kek (id, cooperation, supplier, month, slot) VALUES (?, ?, ?, ?, ?)';
  run(database, insert, id, cooperation, supplier, month, slot);
  return { id, cooperation, supplier, month, wrapped };
};

const keysOf = (database: DatabaseSync, ids: readonly string[]): StoredKey[] =>
  all(
    database,
    `SELECT key_id, kek, digest, wrapped FROM json_each(?) AS asked
       JOIN data_key ON data_key.key_id = asked.value JOIN slot ON slot.id = data_key.slot`,
    JSON.stringify(ids),
  ).map((row) => {
    const keyId = row['key_id'] as string;
    if (row['digest'] !== null) return { keyId, state: 'destroyed' };
    return { keyId, state: 'alive', wrapped: textOf(row['wrapped']), kek: row['kek'] as string };
  });

const discard = (database: DatabaseSync, keyIds: readonly string[]): void => {
  for (const keyId of keyIds) {
    const row = get(database, 'SELECT slot FROM data_key WHERE key_id = ? AND digest IS NULL', keyId);
    if (!row) continue;
    wipeSlot(database, row['slot']);
    run(database, 'DELETE FROM data_key WHERE key_id = ?', keyId);
  }
};

const storedRow = (database: DatabaseSync, contribution: string): StoredRow => {
  const row = get(database, selectIntake, contribution) as Row;
  const isAlive = row['digest'] !== null;
  const digestKey = isAlive ? { wrapped: textOf(row['wrapped']), kek: row['digest_kek'] as string } : null;
  return { row: rowOf(row), digestKey };
};

const register = (
  database: DatabaseSync,
  { row, keys }: { readonly row: NewRow; readonly keys: readonly WrappedKey[] },
): StoredRow & { readonly inserted: boolean } => {
  if (get(database, 'SELECT 1 FROM intake WHERE contribution = ?', row.contribution)) {
    return { ...storedRow(database, row.contribution), inserted: false };
  }
  run(
    database,
    `INSERT INTO intake (contribution, stream, topic, registered_at, published, digest, digest_slot, digest_kek, bytes)
       VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?)`,
    row.contribution,
    row.stream,
    row.topic,
    row.registeredAt,
    row.digest,
    fillSlot(database, row.digestKey.wrapped),
    row.digestKey.kek,
    row.bytes,
  );
  insertKeys(database, row.contribution, keys);
  return { ...storedRow(database, row.contribution), inserted: true };
};

const markPublished = (database: DatabaseSync, contribution: string): void => {
  const changed = run(database, 'UPDATE intake SET published = 1, bytes = NULL WHERE contribution = ?', contribution);
  if (changed === 0) refuse('vault/unknown-contribution');
};

const wipeKeys = (database: DatabaseSync, owner: string): void => {
  const living = `SELECT key_id, slot, wrapped FROM data_key JOIN slot ON slot.id = data_key.slot
    WHERE owner = ? AND digest IS NULL`;
  for (const row of all(database, living, owner)) {
    const digest = digestOf(row['wrapped'] as Uint8Array);
    wipeSlot(database, row['slot']);
    run(
      database,
      'UPDATE data_key SET digest = ?, receipt = ? WHERE key_id = ?',
      digest,
      receipt,
      row['key_id'] as string,
    );
  }
};

const destroy = (database: DatabaseSync, owner: string): DestroyedKey[] => {
  wipeKeys(database, owner);
  const intake = get(database, 'SELECT digest_slot FROM intake WHERE contribution = ? AND digest IS NOT NULL', owner);
  if (intake) {
    wipeSlot(database, intake['digest_slot']);
    run(database, 'UPDATE intake SET bytes = NULL, digest = NULL WHERE contribution = ?', owner);
  }
  const gone = 'SELECT key_id, block, digest, receipt FROM data_key WHERE owner = ? ORDER BY slot';
  return all(database, gone, owner).map((row) => ({
    keyId: row['key_id'] as string,
    block: row['block'] as string,
    wrappedKeyDigest: row['digest'] as string,
    receipt: row['receipt'] as string,
  }));
};

const appliedOf = (database: DatabaseSync): string | null =>
  (get(database, "SELECT value FROM meta WHERE name = 'tombstones'")?.['value'] as string | undefined) ?? null;

const remember = (
  database: DatabaseSync,
  { request, before }: { readonly request: RememberedRequest; readonly before: string },
): boolean => {
  const { id, digest, at } = request;
  run(database, 'DELETE FROM request WHERE at < ?', before);
  run(database, 'INSERT INTO request (id, digest, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', id, digest, at);
  return get(database, 'SELECT digest FROM request WHERE id = ?', id)?.['digest'] === digest;
};

type Procedure = (database: DatabaseSync, argument: never) => unknown;

/** What the key file can do; each call is one transaction, calls that arrive together share a commit. */
export const procedures: Readonly<Record<string, Procedure>> = {
  'root-check': (database, check: string | null) => {
    if (check !== null) {
      run(database, "INSERT INTO meta (name, value) VALUES ('root-check', ?) ON CONFLICT DO NOTHING", check);
    }
    return get(database, "SELECT value FROM meta WHERE name = 'root-check'")?.['value'] ?? null;
  },
  applied: appliedOf,
  'move-applied': (database, { from, to }: { readonly from: string | null; readonly to: string | null }) => {
    if (appliedOf(database) !== from) return false;
    run(database, "DELETE FROM meta WHERE name = 'tombstones'");
    if (to !== null) run(database, "INSERT INTO meta (name, value) VALUES ('tombstones', ?)", to);
    return true;
  },
  'ensure-kek': ensureKek,
  kek: (database, id: string) => {
    const row = get(database, `${selectKek} kek.id = ?`, id);
    return row && kekOf(row);
  },
  keys: keysOf,
  keep: (database, { owner, keys }: { readonly owner: string; readonly keys: readonly WrappedKey[] }) =>
    insertKeys(database, owner, keys),
  discard,
  register,
  find: (database, contribution: string) => {
    const row = get(database, selectIntake, contribution);
    return row && rowOf(row);
  },
  'mark-published': markPublished,
  waiting: (database, { before, limit }: { readonly before: string; readonly limit: number }) =>
    all(
      database,
      `SELECT contribution, stream, topic, registered_at, published, digest, bytes FROM intake
         WHERE published = 0 AND bytes IS NOT NULL AND registered_at < ? ORDER BY registered_at, contribution LIMIT ?`,
      before,
      limit,
    ).map(rowOf),
  remember,
  destroy,
};

/** The older pages go too: without this, what was overwritten still stands in the -wal (leaks-and-faults §3, measured). */
export const afterCommit: Readonly<Record<string, Procedure>> = {
  destroy: (database) => {
    const row = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
    if (row?.['busy'] !== 0) refuse('vault/checkpoint-busy');
  },
};
