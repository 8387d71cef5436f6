import { createHash, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { openPostgresVault } from '../src/index.js';
import type { PostgresVault, PostgresVaultOptions } from '../src/index.js';
import type { VaultUnderTest } from './fixtures.js';
import type { TestServer } from '../../../test/postgres/server.js';

const migrator = 'vault_migrator';
/** The role that works with the rows. */
export const application = 'vault_application';

/** Runs statements as the server's superuser; the rows of the last one. */
export const asRoot = async (
  { connectionString }: Pick<TestServer, 'connectionString'>,
  ...statements: readonly string[]
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

/** The two roles of the vault on a fresh server. */
export const makeRoles = async (server: TestServer): Promise<void> => {
  await asRoot(
    server,
    `CREATE ROLE ${migrator} LOGIN`,
    `CREATE ROLE ${application} LOGIN`,
    `GRANT CREATE ON DATABASE postgres TO ${migrator}`,
  );
};

const as = (connectionString: string, role: string): string => {
  const url = new URL(connectionString);
  url.username = role;
  return url.href;
};

/** 32 bytes that a test calls by a name. */
export const rootNamed = (name: string): Uint8Array => createHash('sha256').update(name).digest();

/** A schema of its own for a vault, and how to open it. */
export const vaultOptions = ({
  connectionString,
}: TestServer): PostgresVaultOptions & { readonly schema: string; readonly migratorConnectionString: string } => ({
  connectionString: as(connectionString, application),
  migratorConnectionString: as(connectionString, migrator),
  schema: `v_${randomUUID().slice(0, 8)}`,
  rootKey: rootNamed('first'),
  poolSize: 4,
});

/** A fresh vault on the server. */
export const freshVault = async (server: TestServer): Promise<VaultUnderTest> => {
  const options = vaultOptions(server);
  let vault: PostgresVault = await openPostgresVault(options);
  return {
    vault,
    reopen: async () => {
      await vault.close();
      vault = await openPostgresVault(options);
      return vault;
    },
    end: async () => {
      await vault.close();
      await asRoot(server, `DROP SCHEMA ${options.schema} CASCADE`);
    },
  };
};
