import { appliedSteps, migrateSchema } from '@knooppunt/postgres';
import type { Connections, Grant } from '@knooppunt/postgres';

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

// Up to where the log's destructions were applied here, one row; and roots that were replaced, so that a process which still
// has one as its own never makes it known again (ADR 0011).
const markAndRetiredRoots: readonly string[] = [
  `CREATE TABLE tombstones (one boolean PRIMARY KEY DEFAULT true CHECK (one), position text COLLATE "C")`,
  `INSERT INTO tombstones (position) VALUES (NULL)`,
  `CREATE TABLE retired_root (id text PRIMARY KEY)`,
];

// What requests with an idempotency key said, by a keyed digest, for a day.
const rememberedRequests: readonly string[] = [
  `CREATE TABLE request (id text PRIMARY KEY, digest text NOT NULL, at text COLLATE "C" NOT NULL)`,
  `CREATE INDEX request_at ON request (at)`,
];

/** The vault's tables, step by step; a step that was shipped never changes. */
const steps: readonly (readonly string[])[] = [firstTables, markAndRetiredRoots, rememberedRequests];
const stepsTable = 'migration';
const tables = ['root', 'retired_root', 'names', 'kek', 'data_key', 'intake', 'tombstones', 'request'];

/** What the whole vault needs: every row, and no table. */
const whole = (role: string): readonly Grant[] => [{ role, may: 'SELECT, INSERT, UPDATE, DELETE', on: tables }];

/**
 * What sealing and registering need, and no more: whoever holds this role reads wrapped keys of its own rows' digests, and
 * can neither read the wrapped key of a block, nor change or destroy one. Source: leaks-and-faults §3 (gateway seals only).
 */
const sealing = (role: string): readonly Grant[] => [
  { role, may: 'SELECT', on: ['root', 'retired_root', 'names', 'kek', 'tombstones'] },
  { role, may: 'INSERT', on: ['kek', 'data_key', 'intake'] },
  { role, may: 'SELECT (key_id, owner, block, digest, receipt)', on: ['data_key'] },
  { role, may: 'SELECT', on: ['intake'] },
  { role, may: 'UPDATE (published, bytes)', on: ['intake'] },
];

/** Holds for every role that a program has: what is asked when it is to say whether it can work. */
export const maySeal = [
  `has_table_privilege('kek', 'SELECT')`,
  ...['kek', 'data_key', 'intake'].map((table) => `has_table_privilege('${table}', 'INSERT')`),
].join(' AND ');

/** Who gets which rights: roles with the whole vault, and roles that seal and register only. */
export type VaultRoles = { readonly whole: readonly string[]; readonly sealing: readonly string[] };

/** Brings the tables to this version, one migrator at a time, and gives the roles their rights on rows. */
export const migrate = (connections: Connections, schema: string, roles: VaultRoles): Promise<void> =>
  connections.transaction((send) =>
    migrateSchema(send, {
      schema,
      lock: `vault:${schema}`,
      table: stepsTable,
      steps,
      grants: [...roles.whole.flatMap(whole), ...roles.sealing.flatMap(sealing)],
    }),
  );

/** Are the tables there, in the form of this version? */
export const isMigrated = async (connections: Connections): Promise<boolean> =>
  (await appliedSteps(connections, stepsTable)) === steps.length;
