import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { openPostgresReadStore } from '../src/index.js';
import type { PostgresReadStoreOptions } from '../src/index.js';
import type { ReadStoreBench } from './fixtures.js';
import type { TestServer } from '../../../test/postgres/server.js';

const migrator = 'read_store_migrator';
const application = 'read_store_application';

/** The two roles of the read store on a fresh server: one may make tables, the other only what it is granted. */
export const makeRoles = async ({ connectionString }: TestServer): Promise<void> => {
  await asRoot(connectionString, [
    `CREATE ROLE ${migrator} LOGIN`,
    `CREATE ROLE ${application} LOGIN`,
    `GRANT CREATE ON DATABASE postgres TO ${migrator}`,
  ]);
};

/** Runs statements as the server's superuser; the rows of the last one. */
export const asRoot = async (
  connectionString: string,
  statements: readonly string[],
): Promise<readonly Record<string, unknown>[]> => {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    let rows: readonly Record<string, unknown>[] = [];
    for (const statement of statements) rows = (await client.query<Record<string, unknown>>(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
};

const as = (connectionString: string, role: string): string => {
  const url = new URL(connectionString);
  url.username = role;
  return url.href;
};

/** A schema of its own for a read store, with what it takes to open it as migrator and application, or as either. */
export const postgresBench = ({
  connectionString,
}: TestServer): ReadStoreBench & {
  readonly options: Required<
    Pick<PostgresReadStoreOptions, 'connectionString' | 'migratorConnectionString' | 'schema'>
  >;
} => {
  const schema = `rs_${randomUUID().slice(0, 8)}`;
  const options = {
    connectionString: as(connectionString, application),
    migratorConnectionString: as(connectionString, migrator),
    schema,
  };
  return {
    options,
    open: () => openPostgresReadStore(options),
    dispose: async () => {
      await asRoot(connectionString, [`DROP SCHEMA IF EXISTS ${schema} CASCADE`]);
    },
  };
};
