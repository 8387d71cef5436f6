import type { ColumnValue, Projection, Recorded, Row, RowChange, TableDefinition } from '@knooppunt/kernel';

/** The rows of each table of one projection, sorted by key. */
export type Tables = { readonly [table: string]: readonly Row[] };

const keyOf = ({ key }: TableDefinition, row: Row): string => JSON.stringify(key.map((column) => row[column] ?? null));

const isMatch = (row: Row, where: Row): boolean =>
  Object.entries(where).every(([column, value]) => row[column] === value);

const requireColumns = (name: string, table: TableDefinition, row: Row): void => {
  for (const [column, value] of Object.entries(row)) {
    const type = Object.hasOwn(table.columns, column) ? table.columns[column] : undefined;
    if (type === undefined) throw new TypeError(`table \`${name}\` has no column \`${column}\``);
    if (!fits(type, value)) throw new TypeError(`column \`${name}.${column}\` is not ${type}`);
  }
};

const fits = (type: 'text' | 'integer', value: ColumnValue): boolean =>
  value === null || (type === 'text' ? typeof value === 'string' : Number.isSafeInteger(value));

const requireSettable = (name: string, table: TableDefinition, set: Row): void => {
  requireColumns(name, table, set);
  const moved = table.key.find((column) => Object.hasOwn(set, column));
  if (moved !== undefined) throw new TypeError(`key column \`${name}.${moved}\` cannot be set`);
};

const requireWhole = (name: string, table: TableDefinition, row: Row): void => {
  requireColumns(name, table, row);
  const missing = Object.keys(table.columns).filter((column) => !Object.hasOwn(row, column));
  if (missing.length > 0) throw new TypeError(`row of \`${name}\` lacks ${missing.join(', ')}`);
};

/** In-memory tables that hold rows to their definition: known columns, fitting types, whole rows, non-null keys. */
class MemoryTable {
  private readonly rows = new Map<string, Row>();
  constructor(
    private readonly name: string,
    private readonly definition: TableDefinition,
  ) {}

  apply(change: RowChange): void {
    if (change.do === 'upsert' || change.do === 'insert-new') return this.put(change.do, change.row);
    requireColumns(this.name, this.definition, change.where);
    if (change.do === 'update') requireSettable(this.name, this.definition, change.set);
    const found = [...this.rows].filter(([, row]) => isMatch(row, change.where));
    for (const [key, row] of found) {
      this.rows.delete(key);
      if (change.do === 'update') this.put('upsert', { ...row, ...change.set });
    }
  }

  sorted(): readonly Row[] {
    return [...this.rows].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
  }

  private put(how: 'upsert' | 'insert-new', row: Row): void {
    requireWhole(this.name, this.definition, row);
    if (this.definition.key.some((column) => row[column] === null)) {
      throw new TypeError(`a key column of \`${this.name}\` is null`);
    }
    const key = keyOf(this.definition, row);
    if (how === 'upsert' || !this.rows.has(key)) this.rows.set(key, row);
  }
}

/** The rows that a projection makes of these events, in memory; events of types that it does not handle pass by. */
export const rowsAfter = (projection: Projection, events: readonly Recorded[]): Tables => {
  const tables = new Map(
    Object.entries(projection.tables).map(([name, definition]) => [name, new MemoryTable(name, definition)]),
  );
  for (const event of events.filter(({ type }) => projection.handles.includes(type))) {
    for (const change of projection.evolve(event)) {
      const table = tables.get(change.table);
      if (!table) throw new TypeError(`projection \`${projection.name}\` has no table \`${change.table}\``);
      table.apply(change);
    }
  }
  return Object.fromEntries([...tables].map(([name, table]) => [name, table.sorted()]));
};
