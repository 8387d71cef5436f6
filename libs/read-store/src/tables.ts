import type { Projection, TableDefinition } from '@knooppunt/kernel';
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

/** How an engine spells the two column types, and what stands behind a table. */
export type TableDialect = { readonly text: string; readonly integer: string; readonly end: string };

/** SQLite: texts compare by their UTF-8 bytes. */
export const sqliteTables: TableDialect = { text: 'TEXT', integer: 'INTEGER', end: 'STRICT, WITHOUT ROWID' };

/** PostgreSQL: the collation "C" compares texts by their UTF-8 bytes too, so that rows sort alike on both engines. */
export const postgresTables: TableDialect = { text: 'text COLLATE "C"', integer: 'bigint', end: '' };

/** The statements that make the store's own tables. */
export const ownCreation = ({ text, integer, end }: TableDialect): readonly string[] => [
  `CREATE TABLE IF NOT EXISTS ${ownTables.position} (name ${text} PRIMARY KEY, position ${text} NOT NULL) ${end}`,
  `CREATE TABLE IF NOT EXISTS ${ownTables.lease} (
    name ${text} PRIMARY KEY, holder ${text} NOT NULL, until_ms ${integer} NOT NULL
  ) ${end}`,
  `CREATE TABLE IF NOT EXISTS ${ownTables.definition} (name ${text} PRIMARY KEY, tables ${text} NOT NULL) ${end}`,
];

/** What a projection's tables are, as one text: equal texts, equal tables. */
export const definitionText = ({ tables }: Pick<Projection, 'tables'>): string =>
  canonicalJson(
    Object.fromEntries(
      Object.entries(tables).map(([table, { columns, key, indexes = [] }]) => [table, { columns, key, indexes }]),
    ),
  );

const creationOf = (
  db: Kysely<AnyTables>,
  dialect: TableDialect,
  physical: string,
  { columns, key, indexes = [] }: TableDefinition,
): string[] => {
  const table = Object.entries(columns)
    .reduce(
      (builder, [column, type]) =>
        builder.addColumn(column, sql.raw(dialect[type]), (made) => (key.includes(column) ? made.notNull() : made)),
      db.schema.createTable(physical),
    )
    .addPrimaryKeyConstraint(`${physical}_pk`, [...key] as never[]);
  return [
    (dialect.end === '' ? table : table.modifyEnd(sql.raw(dialect.end))).compile().sql,
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

/** The statements that make a projection's tables and indexes. */
export const creationStatements = (
  db: Kysely<AnyTables>,
  dialect: TableDialect,
  projection: Projection,
): readonly string[] =>
  Object.entries(projection.tables).flatMap(([table, definition]) =>
    creationOf(db, dialect, tableName(projection, table), definition),
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
