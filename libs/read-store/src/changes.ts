import type { ColumnType, ColumnValue, Projection, Row, RowChange, TableDefinition } from '@knooppunt/kernel';
import { assertNever } from '@knooppunt/kernel';
import type { Kysely } from 'kysely';
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
    const sql = this.texts.get(shape) ?? this.textOf(physical, definition, change);
    this.texts.set(shape, sql);
    return { sql, parameters: parametersOf(change) };
  }

  private textOf(physical: string, { key }: TableDefinition, change: RowChange): string {
    switch (change.do) {
      case 'upsert':
        return this.upsert(physical, key, change.row);
      case 'insert-new':
        return this.db
          .insertInto(physical)
          .values(change.row)
          .onConflict((conflict) => conflict.columns(key).doNothing())
          .compile().sql;
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

  private upsert(physical: string, key: readonly string[], row: Row): string {
    const others = Object.keys(row).filter((column) => !key.includes(column));
    return this.db
      .insertInto(physical)
      .values(row)
      .onConflict((conflict) =>
        others.length === 0
          ? conflict.columns(key).doNothing()
          : conflict
              .columns(key)
              .doUpdateSet((ref) =>
                Object.fromEntries(others.map((column) => [column, ref.ref(`excluded.${column}`)])),
              ),
      )
      .compile().sql;
  }
}
