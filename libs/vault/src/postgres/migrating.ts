import { Connections, isIdentifier } from '@knooppunt/postgres';
import type { ConnectionOptions } from '@knooppunt/postgres';
import { InvalidVaultSchema, VaultUnavailable } from '../errors.js';
import { maySeal, migrate } from './schema.js';
import type { VaultRoles } from './schema.js';

/** Where a vault lies: `schema` is `vault` by default; `timeoutMs` for connecting and for each statement. */
export type VaultPlace = {
  readonly connectionString: string;
  readonly schema?: string;
  readonly poolSize?: number;
  readonly timeoutMs?: number;
};

/** The connections of a vault. A commit is acknowledged when it is on disk (design §2 step 3). Throws `InvalidVaultSchema`. */
export const vaultConnections = (place: VaultPlace): Connections => {
  const { connectionString, schema = 'vault', poolSize = 8, timeoutMs = 10_000 } = place;
  if (!isIdentifier(schema)) throw new InvalidVaultSchema(schema);
  const to: ConnectionOptions = {
    connectionString,
    schema,
    application: 'knooppunt-vault',
    poolSize,
    timeoutMs,
    may: maySeal,
    looksUp: true,
    isDurable: true,
    unavailable: (cause) => new VaultUnavailable(cause),
  };
  return new Connections(to);
};

/** `connectionString`: the migrator's role, which owns the tables. A step over much data may take `timeoutMs` (ten minutes). */
export type VaultMigration = {
  readonly connectionString: string;
  readonly schema?: string;
  readonly timeoutMs?: number;
  readonly roles: VaultRoles;
};

/**
 * Makes or completes the vault's tables under the migrator's role and gives the other roles their rights on rows; none of
 * them can alter a table. It can be repeated, and run by many at once. Rejects with `VaultUnavailable` or
 * `InvalidVaultSchema`. Source: ADR 0006.
 */
export const migratePostgresVault = async (migration: VaultMigration): Promise<void> => {
  const { connectionString, schema = 'vault', timeoutMs = 600_000, roles } = migration;
  const connections = vaultConnections({ connectionString, schema, timeoutMs, poolSize: 1 });
  try {
    await migrate(connections, schema, roles);
  } finally {
    await connections.close();
  }
};
