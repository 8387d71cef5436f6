import type { CompiledQuery } from 'kysely';
import { ownCreation, ownTables, postgresTables } from '../tables.js';
import type { Session } from './connections.js';

const plain = (sql: string): Pick<CompiledQuery, 'sql' | 'parameters'> => ({ sql, parameters: [] });
const migrationTable = 'read_store__migration';
// Only the migrator writes these: they say what is there, and the application believes them.
const readOnlyTables = [ownTables.definition, migrationTable];
const writtenTables = [ownTables.position, ownTables.lease];

/** The store's own tables, step by step; a step that was shipped never changes. */
const migrations: readonly (readonly string[])[] = [ownCreation(postgresTables)];

/** A name that needs no quotes and no escape, within PostgreSQL's 63 bytes. */
export const isIdentifier = (name: string): boolean => /^[a-z_][a-z0-9_]{0,62}$/.test(name);

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Lets the application read and write the rows of these tables, and nothing else. */
export const grantRows = (tables: readonly string[], role: string) =>
  tables.map((table) => plain(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${quoted(table)} TO ${quoted(role)}`));

/**
 * Brings the store's own tables to this version, under the migrator, one migrator at a time (to the end of the transaction),
 * and gives the application its rights on them.
 */
export const migrateOwn = async ({ send }: Session, schema: string, role: string): Promise<void> => {
  await send([
    { sql: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', parameters: [`read-store:${schema}`] },
    plain(`CREATE SCHEMA IF NOT EXISTS ${quoted(schema)}`),
    plain(`CREATE TABLE IF NOT EXISTS ${migrationTable} (number integer PRIMARY KEY)`),
  ]);
  const [answer] = await send([plain(`SELECT coalesce(max(number), 0) AS done FROM ${migrationTable}`)]);
  const done = Number(answer?.rows[0]?.['done']);
  const steps = migrations
    .slice(done)
    .flatMap((step, at) => [...step.map(plain), plain(`INSERT INTO ${migrationTable} VALUES (${done + at + 1})`)]);
  await send([
    ...steps,
    plain(`GRANT USAGE ON SCHEMA ${quoted(schema)} TO ${quoted(role)}`),
    ...readOnlyTables.map((table) => plain(`GRANT SELECT ON ${table} TO ${quoted(role)}`)),
    ...grantRows(writtenTables, role),
  ]);
};

/** Is the schema there, as new as this version needs it? */
export const isMigrated = (error: unknown): boolean => {
  const { code } = error as { readonly code?: unknown };
  // No such schema, no such table, no right to look into it.
  return code !== '3F000' && code !== '42P01' && code !== '42501';
};
