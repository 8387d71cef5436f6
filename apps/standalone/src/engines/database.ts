import { DomainError } from '@knooppunt/kernel';
import { Client } from 'pg';

/** The addresses of one database, as the role that owns the tables, as the one that reads and writes rows, and as the gateway. */
export type Database = {
  readonly migratorUrl: string;
  readonly url: string;
  readonly gatewayUrl: string;
  readonly gatewayRole: string;
};

/** The server does not let us make roles and a database. */
export class DatabaseNotMade extends DomainError {
  readonly code = 'standalone/database-not-made';

  constructor(cause: unknown) {
    super('the database could not be made', { cause });
  }
}

const owner = 'knooppunt_migrator';
const application = 'knooppunt_app';
const gateway = 'knooppunt_gateway';
const duplicates = new Set(['42710', '42P04', '23505']);

const as = (superUrl: string, role: string, database: string): string => {
  const url = new URL(superUrl);
  url.username = role;
  url.pathname = `/${database}`;
  return url.toString();
};

const ifNew = async (client: Client, statement: string): Promise<void> => {
  try {
    await client.query(statement);
  } catch (error) {
    if (!duplicates.has((error as { readonly code?: string }).code ?? '')) throw error;
  }
};

/**
 * Makes a database on a PostgreSQL server of this machine with the three roles that a data centre has, where they are not there
 * yet. `superUrl` names a user who may do so and whom the server trusts. `name` may hold letters and underscores.
 * Error: `standalone/database-not-made`.
 */
export const makeDatabase = async (superUrl: string, name: string): Promise<Database> => {
  if (!/^[a-z_]{1,40}$/.test(name)) throw new TypeError('no name for a database');
  const client = new Client({ connectionString: superUrl, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    for (const role of [owner, application, gateway]) await ifNew(client, `CREATE ROLE ${role} LOGIN`);
    await ifNew(client, `CREATE DATABASE ${name} OWNER ${owner}`);
  } catch (error) {
    throw new DatabaseNotMade(error);
  } finally {
    await client.end().catch(() => undefined);
  }
  return {
    migratorUrl: as(superUrl, owner, name),
    url: as(superUrl, application, name),
    gatewayUrl: as(superUrl, gateway, name),
    gatewayRole: gateway,
  };
};
