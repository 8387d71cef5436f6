import type { Projection } from '@knooppunt/kernel';
import { Connections, isIdentifier, quoted } from '@knooppunt/postgres';
import type { ConnectionOptions } from '@knooppunt/postgres';
import { InvalidSchema, ReadStoreUnavailable } from '../errors.js';
import { tableName } from '../naming.js';
import { ownTables } from '../tables.js';
import { StoreOnPostgres } from './postgres-read-store.js';
import type { PostgresReadStore } from './postgres-read-store.js';

/**
 * `connectionString`: the application's role, which reads and writes rows and can make, change or drop no table.
 * `migratorConnectionString`: the role that owns the tables; without it `migrate` only checks that they are there
 * (`NotMigrated`), and a `reset` cannot change them. `applicationRole`: who gets the rights when the migrator makes tables;
 * by default the role of `connectionString`. `schema`: where all tables lie, `read_store` by default. `poolSize`: connections
 * for queries, 8 by default; `writingPoolSize`: for followers and positions, as many by default. `timeoutMs`: for a
 * connection and for each statement, 10,000 by default.
 */
export type PostgresReadStoreOptions = {
  readonly connectionString: string;
  readonly migratorConnectionString?: string;
  readonly applicationRole?: string;
  readonly schema?: string;
  readonly poolSize?: number;
  readonly writingPoolSize?: number;
  readonly timeoutMs?: number;
};

const migrationMs = 600_000;

const placeOf = (options: PostgresReadStoreOptions): ConnectionOptions => {
  const { connectionString, schema = 'read_store', poolSize = 8, timeoutMs = 10_000 } = options;
  if (!isIdentifier(schema)) throw new InvalidSchema(schema);
  return {
    connectionString,
    schema,
    application: 'knooppunt-read-store',
    poolSize,
    timeoutMs,
    may: `has_table_privilege('${ownTables.position}', 'SELECT')`,
    // A crash of the server may take the last transactions, rows and position together, and the log brings them back: no
    // commit waits for the disk, as in the embedded engine.
    isDurable: false,
    unavailable: (cause) => new ReadStoreUnavailable('the read store does not answer', { cause }),
  };
};

/**
 * Opens the read store in PostgreSQL. Rejects with `ReadStoreUnavailable` where the server cannot be reached, with
 * `InvalidSchema` for a schema name that is none. Tables come with `migrate`. Source: design §4, ADR 0006.
 */
export const openPostgresReadStore = async (options: PostgresReadStoreOptions): Promise<PostgresReadStore> => {
  const { migratorConnectionString: migrator, applicationRole } = options;
  const to = placeOf(options);
  const writing = new Connections({ ...to, poolSize: options.writingPoolSize ?? to.poolSize });
  try {
    await writing.query(['SELECT 1']);
  } catch (error) {
    await writing.close();
    throw error;
  }
  return new StoreOnPostgres({
    schema: to.schema,
    writing,
    reading: new Connections({ ...to, isReadOnly: true }),
    migrating:
      migrator === undefined
        ? undefined
        : new Connections({ ...to, connectionString: migrator, poolSize: 1, timeoutMs: migrationMs }),
    applicationRole,
  });
};

/**
 * `connectionString`: the migrator's role. `applicationRole`: works with the rows of every projection. `readers`: roles that
 * may look at some projections and at positions, and write nothing (the gateway, at what it decides a supply by).
 */
export type ReadStoreMigration = {
  readonly connectionString: string;
  readonly schema?: string;
  readonly applicationRole: string;
  readonly projections: readonly Projection[];
  readonly readers?: readonly { readonly role: string; readonly projections: readonly Projection[] }[];
};

const readingRights = (schema: string, { role, projections }: NonNullable<ReadStoreMigration['readers']>[number]) => {
  const tables = projections.flatMap((projection) =>
    Object.keys(projection.tables).map((table) => tableName(projection, table)),
  );
  const seen = [...tables, ownTables.definition, ownTables.position].map(quoted).join(', ');
  return [
    `GRANT USAGE ON SCHEMA ${quoted(schema)} TO ${quoted(role)}`,
    `GRANT SELECT ON ${seen} TO ${quoted(role)}`,
  ] as const;
};

/**
 * Makes or completes the read store's tables under the migrator's role and gives the other roles their rights; none of them
 * can alter a table. It can be repeated, and run by many at once. Rejects with `ReadStoreUnavailable`, `ProjectionChanged`,
 * `InvalidProjection` or `InvalidSchema`. Source: ADR 0006.
 */
export const migratePostgresReadStore = async (migration: ReadStoreMigration): Promise<void> => {
  const { connectionString, applicationRole, projections, readers = [] } = migration;
  const to = placeOf({ ...migration, timeoutMs: migrationMs, poolSize: 1 });
  const options = { connectionString, migratorConnectionString: connectionString, applicationRole, schema: to.schema };
  const store = await openPostgresReadStore({ ...options, poolSize: 1, timeoutMs: migrationMs });
  try {
    await store.migrate(projections);
  } finally {
    await store.close();
  }
  const granting = new Connections(to);
  try {
    const rights = readers.flatMap((reader) => readingRights(to.schema, reader));
    await granting.transaction((send) => send(...rights.map((text): [string] => [text])));
  } finally {
    await granting.close();
  }
};
