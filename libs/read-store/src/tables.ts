import type { ColumnType, Projection, TableDefinition } from '@knooppunt/kernel';
import { canonicalJson } from '@knooppunt/kernel';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { tableName } from './naming.js';
import type { AnyTables } from './port.js';

/** The store's own tables; no projection can have a table of these names (no version in them). */
export const ownTables = {
  position: 'read_store__position',
  lease: 'read_store__lease',
  definition: 'read_store__definition',
} as const;

/** The store's own tables in SQLite. */
export const ownSchema = `
  CREATE TABLE IF NOT EXISTS ${ownTables.position} (name TEXT PRIMARY KEY, position TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS ${ownTables.lease} (
    name TEXT PRIMARY KEY, holder TEXT NOT NULL, until_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS ${ownTables.definition} (
    name TEXT PRIMARY KEY, tables TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** What a projection's tables are, as one text: equal texts, equal tables. */
export const definitionText = ({ tables }: Pick<Projection, 'tables'>): string =>
  canonicalJson(
    Object.fromEntries(
      Object.entries(tables).map(([table, { columns, key, indexes = [] }]) => [table, { columns, key, indexes }]),
    ),
  );

const columnTypes = { text: 'text', integer: 'integer' } as const satisfies Record<ColumnType, string>;

const creationOf = (db: Kysely<AnyTables>, physical: string, definition: TableDefinition): string[] => {
  const { columns, key, indexes = [] } = definition;
  const table = Object.entries(columns).reduce(
    (builder, [column, type]) =>
      builder.addColumn(column, columnTypes[type], (made) => (key.includes(column) ? made.notNull() : made)),
    db.schema.createTable(physical),
  );
  return [
    table
      .addPrimaryKeyConstraint(`${physical}_pk`, [...key] as never[])
      .modifyEnd(sql`strict, without rowid`)
      .compile().sql,
    ...indexes.map(
      (index, at) =>
        db.schema
          .createIndex(`${physical}_i${at}`)
          .on(physical)
          .columns([...index] as never[])
          .compile().sql,
    ),
  ];
};

/** The statements that make a projection's tables and indexes in SQLite. */
export const creationStatements = (db: Kysely<AnyTables>, projection: Projection): readonly string[] =>
  Object.entries(projection.tables).flatMap(([table, definition]) =>
    creationOf(db, tableName(projection, table), definition),
  );

/** The statements that drop the tables that a stored definition speaks of. */
export const dropStatements = (
  db: Kysely<AnyTables>,
  projection: Pick<Projection, 'name' | 'version'>,
  storedDefinition: string,
): readonly string[] =>
  Object.keys(JSON.parse(storedDefinition) as object).map(
    (table) => db.schema.dropTable(tableName(projection, table)).ifExists().compile().sql,
  );
