import type { Connections, Send, Statement } from './connections.js';

/** A name that needs no quotes and no escape, within PostgreSQL's 63 bytes. */
export const isIdentifier = (name: string): boolean => /^[a-z_][a-z0-9_]{0,62}$/.test(name);

// Texts compare by their bytes, as in the embedded engine. A key that is alive has its wrapped bytes and its KEK; one that
// was destroyed has a receipt instead. `digest` is of the bytes that were kept first and outlives a re-wrapping.
const firstTables: readonly string[] = [
  `CREATE TABLE root (id text PRIMARY KEY)`,
  `CREATE TABLE names (
    one boolean PRIMARY KEY DEFAULT true CHECK (one), root text NOT NULL REFERENCES root (id),
    wrapped bytea NOT NULL CHECK (length(wrapped) = 60)
  )`,
  `CREATE TABLE kek (
    id text PRIMARY KEY, cooperation text NOT NULL, supplier text NOT NULL, month text NOT NULL,
    root text NOT NULL REFERENCES root (id), wrapped bytea NOT NULL CHECK (length(wrapped) = 60),
    UNIQUE (cooperation, supplier, month)
  )`,
  `CREATE INDEX kek_root ON kek (root)`,
  `CREATE TABLE data_key (
    key_id text PRIMARY KEY, nr bigint GENERATED ALWAYS AS IDENTITY, owner text NOT NULL, block text NOT NULL,
    digest text NOT NULL, kek text REFERENCES kek (id), wrapped bytea CHECK (length(wrapped) = 60), receipt text,
    CHECK ((wrapped IS NULL) = (receipt IS NOT NULL)), CHECK ((wrapped IS NULL) = (kek IS NULL))
  )`,
  `CREATE INDEX data_key_owner ON data_key (owner, nr)`,
  `CREATE INDEX data_key_kek ON data_key (kek, key_id) WHERE kek IS NOT NULL`,
  `CREATE TABLE intake (
    contribution text PRIMARY KEY, stream text NOT NULL, topic text NOT NULL, registered_at text COLLATE "C" NOT NULL,
    published boolean NOT NULL, digest text, digest_kek text REFERENCES kek (id),
    digest_wrapped bytea CHECK (length(digest_wrapped) = 60), bytes bytea,
    CHECK ((digest IS NULL) = (digest_wrapped IS NULL)), CHECK ((digest IS NULL) = (digest_kek IS NULL))
  )`,
  `CREATE INDEX intake_waiting ON intake (registered_at, contribution COLLATE "C")
    WHERE NOT published AND bytes IS NOT NULL`,
  `CREATE INDEX intake_digest_kek ON intake (digest_kek, contribution) WHERE digest_kek IS NOT NULL`,
];

/** The vault's tables, step by step; a step that was shipped never changes. */
const migrations: readonly (readonly string[])[] = [firstTables];
const tables = ['root', 'names', 'kek', 'data_key', 'intake'];

/**
 * Brings the tables to this version, one migrator at a time, and lets the application read and write their rows, and
 * nothing else.
 */
export const migrate = async (connections: Connections, schema: string, role: string): Promise<void> => {
  const quoted = `"${role.replaceAll('"', '""')}"`;
  await connections.transaction(async (send: Send) => {
    await send(
      ['SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', `vault:${schema}`],
      [`CREATE SCHEMA IF NOT EXISTS "${schema}"`],
      [`CREATE TABLE IF NOT EXISTS migration (number integer PRIMARY KEY)`],
    );
    const [answer] = await send(['SELECT coalesce(max(number), 0) AS done FROM migration']);
    const done = Number(answer?.rows[0]?.['done']);
    const steps = migrations
      .slice(done)
      .flatMap((step, at) => [...step, `INSERT INTO migration VALUES (${done + at + 1})`])
      .map((sql): Statement => [sql]);
    await send(
      ...steps,
      [`GRANT USAGE ON SCHEMA "${schema}" TO ${quoted}`],
      [`GRANT SELECT ON migration TO ${quoted}`],
      [`GRANT SELECT, INSERT, UPDATE, DELETE ON ${tables.join(', ')} TO ${quoted}`],
    );
  });
};

/** Are the tables there, in the form of this version? */
export const isMigrated = async (connections: Connections): Promise<boolean> => {
  const [there] = await connections.rows("SELECT to_regclass('migration') IS NOT NULL AS is_there");
  if (there?.['is_there'] !== true) return false;
  const [row] = await connections.rows('SELECT max(number) AS done FROM migration');
  return row?.['done'] === migrations.length;
};
