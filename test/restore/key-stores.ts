import { createHash } from 'node:crypto';
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbeddedVault, openPostgresVault } from '@knooppunt/vault';
import type { Vault } from '@knooppunt/vault';
import { Client } from 'pg';
import type { TestServer } from '../postgres/server.js';

/** A key store that can be copied while nobody has it open, and put back. */
export type CopiedKeyStore = {
  open(): Promise<Vault>;
  copy(): Promise<void>;
  putBack(): Promise<void>;
  remove(): Promise<void>;
};

const rootKey = createHash('sha256').update('root').digest();

/** The embedded one: a file. */
export const embeddedKeyStore = (folder: string): CopiedKeyStore => {
  const file = join(folder, 'vault.sqlite');
  return {
    open: () => openEmbeddedVault({ file, rootKeyFile: join(folder, 'root.key'), rootKey }),
    copy: async () => copyFileSync(file, `${file}.copy`),
    putBack: async () => {
      for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
      copyFileSync(`${file}.copy`, file);
    },
    remove: async () => rmSync(file),
  };
};

const tables = ['root', 'retired_root', 'names', 'kek', 'data_key', 'intake', 'tombstones'];

/** The one in PostgreSQL: its rows. */
export const postgresKeyStore = ({ connectionString }: Pick<TestServer, 'connectionString'>): CopiedKeyStore => {
  const run = async (...statements: readonly string[]): Promise<void> => {
    const client = new Client({ connectionString });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  };
  return {
    open: () => openPostgresVault({ connectionString, migratorConnectionString: connectionString, rootKey }),
    copy: () =>
      run(
        'DROP SCHEMA IF EXISTS copy CASCADE',
        'CREATE SCHEMA copy',
        ...tables.map((table) => `CREATE TABLE copy.${table} AS TABLE vault.${table}`),
      ),
    putBack: () =>
      run(
        `TRUNCATE ${tables.map((table) => `vault.${table}`).join(', ')}`,
        ...tables.map((table) => `INSERT INTO vault.${table} OVERRIDING SYSTEM VALUE SELECT * FROM copy.${table}`),
      ),
    remove: () => run('DROP SCHEMA vault CASCADE', 'DROP SCHEMA IF EXISTS copy CASCADE'),
  };
};
