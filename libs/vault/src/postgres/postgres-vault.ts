import { RandomPool } from '../cipher/random-pool.js';
import { InvalidVaultSchema, VaultNotMigrated } from '../errors.js';
import { KeyTree } from '../keys/key-tree.js';
import type { Vault } from '../port.js';
import { vaultOver } from '../vault-over.js';
import { Connections, sqlState } from './connections.js';
import type { ConnectionOptions } from './connections.js';
import { PostgresKeyCare } from './key-care.js';
import type { KeyCare } from './key-care.js';
import { PostgresKeyStore } from './postgres-key-store.js';
import { openRoot } from './root.js';
import type { RootOptions } from './root.js';
import { isIdentifier, isMigrated, migrate } from './schema.js';

/**
 * `connectionString`: the application's role, which reads and writes rows. `migratorConnectionString`: the role that owns
 * the tables and makes what is missing at the start; without it they have to be there. `applicationRole`: who gets the rights
 * then, by default the role of `connectionString`. `schema`: `vault` by default. `poolSize`: 8 by default. `timeoutMs`: for
 * connecting and for each statement, 10,000 by default.
 * `rootKey`: 32 bytes, or the file (0600) with them, made at the first start of all. `otherRootKeys`: roots that still open
 * what lies here, while one replaces the other. `namesKey`: 32 bytes that a new store keys its names with, where they must
 * equal those of another vault; random by default.
 */
export type PostgresVaultOptions = RootOptions & {
  readonly connectionString: string;
  readonly migratorConnectionString?: string;
  readonly applicationRole?: string;
  readonly schema?: string;
  readonly poolSize?: number;
  readonly timeoutMs?: number;
};

/** A vault in PostgreSQL, and the care of its keys. */
export type PostgresVault = Vault & { readonly care: KeyCare };

const roleOf = async (connections: Connections): Promise<string> => {
  const [row] = await connections.rows('SELECT current_user AS role');
  return String(row?.['role']);
};

const requireMigrated = async (connections: Connections, schema: string): Promise<void> => {
  const isThere = await isMigrated(connections).catch((error: unknown) => {
    if (sqlState(error) === undefined) throw error;
    return false;
  });
  if (!isThere) throw new VaultNotMigrated(schema);
};

const prepare = async (to: ConnectionOptions, own: Connections, options: PostgresVaultOptions): Promise<void> => {
  const { migratorConnectionString, applicationRole } = options;
  if (migratorConnectionString !== undefined) {
    const migrating = new Connections({ ...to, connectionString: migratorConnectionString, poolSize: 1 });
    try {
      await migrate(migrating, to.schema, applicationRole ?? (await roleOf(own)));
    } finally {
      await migrating.close();
    }
  }
  await requireMigrated(own, to.schema);
};

/**
 * Opens the vault in PostgreSQL. Rejects with `VaultUnavailable`, `VaultNotMigrated`, `InvalidVaultSchema`, `RootKeyOpen`,
 * `RootKeyMissing`, `RootKeyWrong` or `RootKeyMalformed`. Source: design §4, leaks-and-faults §3, ADR 0006.
 */
export const openPostgresVault = async (options: PostgresVaultOptions): Promise<PostgresVault> => {
  const { connectionString, schema = 'vault', poolSize = 8, timeoutMs = 10_000 } = options;
  if (!isIdentifier(schema)) throw new InvalidVaultSchema(schema);
  const to = { connectionString, schema, poolSize, timeoutMs };
  const connections = new Connections(to);
  try {
    await prepare(to, connections, options);
    const random = new RandomPool();
    const { roots, names } = await openRoot(connections, options, random);
    const store = new PostgresKeyStore(connections, roots.check);
    const care = new PostgresKeyCare(connections, roots, new KeyTree(roots, store, random));
    return { ...vaultOver(store, { roots, names, random }), care };
  } catch (error) {
    await connections.close();
    throw error;
  }
};
