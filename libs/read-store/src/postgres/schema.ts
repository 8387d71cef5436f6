import type { Grant, Migration } from '@knooppunt/postgres';
import { ownCreation, ownTables, postgresTables } from '../tables.js';

/** What the application may do with rows; it can make, change, empty or drop no table. */
export const rowRights = 'SELECT, INSERT, UPDATE, DELETE';

// Only the migrator writes the definitions: they say what is there, and the application believes them.
const ownGrants = (role: string): readonly Grant[] => [
  { role, may: 'SELECT', on: [ownTables.definition] },
  { role, may: rowRights, on: [ownTables.position, ownTables.lease] },
];

/** The store's own tables, step by step, and the rights of the application on them. */
export const ownMigration = (schema: string, role: string): Migration => ({
  schema,
  lock: `read-store:${schema}`,
  table: 'read_store__migration',
  steps: [ownCreation(postgresTables)],
  grants: ownGrants(role),
});
