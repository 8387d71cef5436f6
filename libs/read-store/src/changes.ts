import type { ColumnType, ColumnValue, Projection, Row, RowChange, TableDefinition } from '@knooppunt/kernel';
import { assertNever } from '@knooppunt/kernel';
import { sql } from 'kysely';
import type { InsertQueryBuilder, InsertResult, Kysely } from 'kysely';
import { InvalidChange } from './errors.js';
import { tableName } from './naming.js';
import type { AnyTables } from './port.js';

/** One statement: its text, the same for every change of one shape, and its values in order. */
export type Statement = { readonly sql: string; readonly parameters: readonly ColumnValue[] };

const isStorableText = (value: string): boolean => value.isWellFormed() && !value.includes('\u0000');
const fitsType: Readonly<Record<ColumnType, (value: ColumnValue) => boolean>> = {
  text: (value) => value === null || (typeof value === 'string' && isStorableText(value)),
  integer: (value) => value === null || Number.isSafeInteger(value),
};

const requireColumns = (table: string, { columns }: TableDefinition, row: Row): void => {
  for (const [column, value] of Object.entries(row)) {
    if (!Object.hasOwn(columns, column)) throw new InvalidChange(table, `no column \`${column}\``);
    const type = columns[column] as ColumnType;
    if (!fitsType[type](value)) throw new InvalidChange(table, `\`${column}\` holds no ${type}`);
  }
};

const requireFilled = (table: string, row: Row, what: string): void => {
  if (Object.keys(row).length === 0) throw new InvalidChange(table, `${what} is empty`);
};

/** Throws `InvalidChange` unless the change fits the declared table. */
const requireFit = (definition: TableDefinition, change: RowChange): void => {
  const { table, do: what } = change;
  if (what === 'upsert' || what === 'insert-new') {
    requireColumns(table, definition, change.row);
    const missing = definition.key.find((column) => (change.row[column] ?? null) === null);
    if (missing !== undefined) throw new InvalidChange(table, `the key column \`${missing}\` is not given`);
    return;
  }
  requireColumns(table, definition, change.where);
  requireFilled(table, change.where, 'where');
  if (what === 'delete') return;
  requireColumns(table, definition, change.set);
  requireFilled(table, change.set, 'set');
  const moved = definition.key.find((column) => Object.hasOwn(change.set, column));
  if (moved !== undefined) throw new InvalidChange(table, `the key column \`${moved}\` cannot be set`);
};

// INVARIANT: the shape holds everything that the text of the statement depends on, and nothing else.
const shapeOf = (physical: string, change: RowChange): string => {
  const conditions = (where: Row) => Object.entries(where).map(([column, value]) => [column, value === null]);
  switch (change.do) {
    case 'upsert':
    case 'insert-new':
      return JSON.stringify([change.do, physical, Object.keys(change.row)]);
    case 'update':
      return JSON.stringify([change.do, physical, Object.keys(change.set), conditions(change.where)]);
    case 'delete':
      return JSON.stringify([change.do, physical, conditions(change.where)]);
    default:
      return assertNever(change);
  }
};

const parametersOf = (change: RowChange): readonly ColumnValue[] => {
  const given = (where: Row) => Object.values(where).filter((value) => value !== null);
  switch (change.do) {
    case 'upsert':
    case 'insert-new':
      return Object.values(change.row);
    case 'update':
      return [...Object.values(change.set), ...given(change.where)];
    case 'delete':
      return given(change.where);
    default:
      return assertNever(change);
  }
};

/** The two changes that bring rows. */
export type Insertion = 'upsert' | 'insert-new';

type InsertQuery = InsertQueryBuilder<AnyTables, string, InsertResult>;

/** What becomes of a row whose key is there: an upsert sets the columns that it names, an insertion leaves it. */
const settled = (
  query: InsertQuery,
  key: readonly string[],
  what: Insertion,
  columns: readonly string[],
): InsertQuery => {
  const others = what === 'upsert' ? columns.filter((column) => !key.includes(column)) : [];
  return query.onConflict((conflict) =>
    others.length === 0
      ? conflict.columns(key).doNothing()
      : conflict
          .columns(key)
          .doUpdateSet((ref) => Object.fromEntries(others.map((column) => [column, ref.ref(`excluded.${column}`)]))),
  );
};

/**
 * Turns row changes into statements, for any dialect of Kysely. An upsert sets the columns that it names and leaves the others;
 * a `where` with null finds rows that hold nothing there.
 */
export class ChangeCompiler {
  private readonly texts = new Map<string, string>();

  constructor(private readonly db: Kysely<AnyTables>) {}

  /** Throws `InvalidChange` when the change does not fit the projection's tables. */
  compile(projection: Projection, change: RowChange): Statement {
    if (!Object.hasOwn(projection.tables, change.table)) throw new InvalidChange(change.table, 'no such table');
    const definition = projection.tables[change.table] as TableDefinition;
    requireFit(definition, change);
    const physical = tableName(projection, change.table);
    const shape = shapeOf(physical, change);
    const text = this.texts.get(shape) ?? this.textOf(physical, definition, change);
    this.texts.set(shape, text);
    return { sql: text, parameters: parametersOf(change) };
  }

  /**
   * One statement for many rows of one table that name the same columns and differ in their keys, for PostgreSQL: its
   * parameters are arrays, one per column. `columns` gives the type of each array by the name of its column.
   */
  compileMany(
    physical: string,
    { key }: Pick<TableDefinition, 'key'>,
    what: Insertion,
    columns: Readonly<Record<string, string>>,
  ): string {
    const shape = JSON.stringify(['many', what, physical, Object.keys(columns)]);
    const casts = Object.values(columns).map((cast, at) => `$${at + 1}::${cast}`);
    const rows = sql.raw<Row>(`select * from unnest(${casts.join(', ')})`);
    const names = Object.keys(columns);
    const made = (): string => {
      const query = this.db.insertInto(physical).columns(names).expression(rows);
      return settled(query, key, what, names).compile().sql;
    };
    const text = this.texts.get(shape) ?? made();
    this.texts.set(shape, text);
    return text;
  }

  private textOf(physical: string, { key }: TableDefinition, change: RowChange): string {
    switch (change.do) {
      case 'upsert':
      case 'insert-new': {
        const query = this.db.insertInto(physical).values(change.row);
        return settled(query, key, change.do, Object.keys(change.row)).compile().sql;
      }
      case 'update':
        return Object.entries(change.where)
          .reduce(
            (query, [column, value]) => query.where(column, value === null ? 'is' : '=', value),
            this.db.updateTable(physical).set(change.set),
          )
          .compile().sql;
      case 'delete':
        return Object.entries(change.where)
          .reduce(
            (query, [column, value]) => query.where(column, value === null ? 'is' : '=', value),
            this.db.deleteFrom(physical),
          )
          .compile().sql;
      default:
        return assertNever(change);
    }
  }
}
