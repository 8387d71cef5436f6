import type { Connections, Send, Statement } from './connections.js';
import { isMissing } from './errors.js';

/** A name that needs no quotes and no escape, within PostgreSQL's 63 bytes. */
export const isIdentifier = (name: string): boolean => /^[a-z_][a-z0-9_]{0,62}$/.test(name);

/** Any name as SQL. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** What a role may do with rows of which tables: `SELECT, INSERT`, or with columns named, `UPDATE (published)`. */
export type Grant = { readonly role: string; readonly may: string; readonly on: readonly string[] };

/**
 * A schema's tables, step by step; a step that was shipped never changes. `lock`: one migrator at a time under this name.
 * `table`: where it is written which steps were done; every role with a grant may read it.
 */
export type Migration = {
  readonly schema: string;
  readonly lock: string;
  readonly table: string;
  readonly steps: readonly (readonly string[])[];
  readonly grants: readonly Grant[];
};

const plain = (sql: string): Statement => [sql];

/** SQL that gives the rights. */
const granting = ({ schema, table, grants }: Migration): readonly Statement[] => [
  ...[...new Set(grants.map(({ role }) => role))].flatMap((role) => [
    plain(`GRANT USAGE ON SCHEMA ${quoted(schema)} TO ${quoted(role)}`),
    plain(`GRANT SELECT ON ${quoted(table)} TO ${quoted(role)}`),
  ]),
  ...grants
    .filter(({ on }) => on.length > 0)
    .map(({ role, may, on }) => plain(`GRANT ${may} ON ${on.map(quoted).join(', ')} TO ${quoted(role)}`)),
];

/**
 * Brings a schema to its last step and gives the rights, inside the caller's transaction: the lock stays to its end. Only
 * what is granted may be done; the tables stay the migrator's.
 */
export const migrateSchema = async (send: Send, migration: Migration): Promise<void> => {
  const { schema, lock, table, steps } = migration;
  await send(
    ['SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', lock],
    plain(`CREATE SCHEMA IF NOT EXISTS ${quoted(schema)}`),
    plain(`CREATE TABLE IF NOT EXISTS ${quoted(table)} (number integer PRIMARY KEY)`),
  );
  const [answer] = await send(plain(`SELECT coalesce(max(number), 0) AS done FROM ${quoted(table)}`));
  const done = Number(answer?.rows[0]?.['done']);
  const due = steps
    .slice(done)
    .flatMap((step, at) => [...step.map(plain), plain(`INSERT INTO ${quoted(table)} VALUES (${done + at + 1})`)]);
  await send(...due, ...granting(migration));
};

/** How many steps of a schema were done, as far as this role may see; 0 where there is nothing to see. */
export const appliedSteps = async (connections: Connections, table: string): Promise<number> => {
  try {
    const [row] = await connections.rows(`SELECT coalesce(max(number), 0) AS done FROM ${quoted(table)}`);
    return Number(row?.['done']);
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
};
