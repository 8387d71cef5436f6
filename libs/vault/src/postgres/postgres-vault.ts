import type { Connections, PoolState } from '@knooppunt/postgres';
import { RandomPool } from '../cipher/random-pool.js';
import { VaultNotMigrated } from '../errors.js';
import { KeyTree } from '../keys/key-tree.js';
import type { Vault } from '../port.js';
import { vaultOver } from '../vault-over.js';
import { PostgresKeyCare } from './key-care.js';
import type { KeyCare } from './key-care.js';
import { migratePostgresVault, vaultConnections } from './migrating.js';
import type { VaultPlace } from './migrating.js';
import { PostgresKeyStore } from './postgres-key-store.js';
import { openRoot } from './root.js';
import type { RootOptions } from './root.js';
import { isMigrated } from './schema.js';

/**
 * `connectionString`: the application's role, which reads and writes rows; or one that seals and registers only.
 * `migratorConnectionString`: the role that owns the tables and makes what is missing at the start; without it they have to
 * be there. `applicationRole`: who gets the rights then, by default the role of `connectionString`. `schema`: `vault` by
 * default. `poolSize`: 8 by default. `timeoutMs`: for connecting and for each statement, 10,000 by default.
 * `rootKey`: 32 bytes, or the file (0600) with them, made at the first start of all. `otherRootKeys`: roots that still open
 * what lies here, while one replaces the other. `namesKey`: 32 bytes that a new store keys its names with, where they must
 * equal those of another vault; random by default.
 */
export type PostgresVaultOptions = RootOptions &
  VaultPlace & { readonly migratorConnectionString?: string; readonly applicationRole?: string };

/** A vault in PostgreSQL, the care of its keys, and its pool at this moment, for metrics. */
export type PostgresVault = Vault & { readonly care: KeyCare; readonly pool: () => PoolState };

const roleOf = async (connections: Connections): Promise<string> => {
  const [row] = await connections.rows('SELECT current_user AS role');
  return String(row?.['role']);
};

const prepare = async (own: Connections, options: PostgresVaultOptions): Promise<void> => {
  const { migratorConnectionString, applicationRole, schema = 'vault', timeoutMs = 10_000 } = options;
  if (migratorConnectionString !== undefined) {
    const whole = [applicationRole ?? (await roleOf(own))];
    const roles = { whole, sealing: [] };
    await migratePostgresVault({ connectionString: migratorConnectionString, schema, timeoutMs, roles });
  }
  if (!(await isMigrated(own))) throw new VaultNotMigrated(schema);
};

/**
 * Opens the vault in PostgreSQL. Rejects with `VaultUnavailable`, `VaultNotMigrated`, `InvalidVaultSchema`, `RootKeyOpen`,
 * `RootKeyMissing`, `RootKeyWrong` or `RootKeyMalformed`. Source: design §4, leaks-and-faults §3, ADR 0006.
 */
export const openPostgresVault = async (options: PostgresVaultOptions): Promise<PostgresVault> => {
  const connections = vaultConnections(options);
  try {
    await prepare(connections, options);
    const random = new RandomPool();
    const { roots, names } = await openRoot(connections, options, random);
    const store = new PostgresKeyStore(connections);
    const care = new PostgresKeyCare(connections, roots, new KeyTree(roots, store, random));
    return { ...vaultOver(store, { roots, names, random }), care, pool: () => connections.state };
  } catch (error) {
    await connections.close();
    throw error;
  }
};
