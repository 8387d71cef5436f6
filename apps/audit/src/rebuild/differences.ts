import { DatabaseSync } from 'node:sqlite';
import type { RowDifference } from '@knooppunt/evidence';
import type { Projection, Row } from '@knooppunt/kernel';
import { tableName } from '@knooppunt/read-store';

/** How many rows of a table are missing in the live tables, are too many there, or differ. */
export type TableDifference = {
  readonly table: string;
  readonly missing: number;
  readonly extra: number;
  readonly changed: number;
};

const quoted = (name: string): string => `"${name}"`;

/**
 * Does a file of the embedded read store have each table of a projection, with the very columns that it is defined with? What
 * the store keeps of a definition may stand while somebody changed the table itself.
 */
export const hasTablesOf = (projection: Projection, file: string): boolean => {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const columnsOf = database.prepare('SELECT name FROM pragma_table_info(?) ORDER BY name');
    return Object.entries(projection.tables).every(([table, { columns }]) => {
      const found = columnsOf.all(tableName(projection, table)).map(({ name }) => String(name));
      return found.join() === Object.keys(columns).toSorted().join();
    });
  } finally {
    database.close();
  }
};

/** Rows of live tables and rebuilt ones beside each other, over two files of the embedded read store. */
export class Differences {
  private readonly database: DatabaseSync;

  constructor(liveFile: string, rebuiltFile: string) {
    this.database = new DatabaseSync(rebuiltFile, { readOnly: true });
    this.database.prepare('ATTACH DATABASE ? AS live').run(liveFile);
  }

  /** Every row of a projection that is not the same on both sides. */
  rowsOf(projection: Projection): readonly RowDifference[] {
    return Object.keys(projection.tables).flatMap((table) => this.rowsIn(projection, table));
  }

  close(): void {
    this.database.close();
  }

  private rowsIn(projection: Projection, table: string): readonly RowDifference[] {
    const definition = projection.tables[table];
    if (!definition) return [];
    const name = quoted(tableName(projection, table));
    const columns = Object.keys(definition.columns).map(quoted).join(', ');
    const only = (here: string, there: string): readonly Row[] =>
      this.database
        .prepare(`SELECT ${columns} FROM ${here}.${name} EXCEPT SELECT ${columns} FROM ${there}.${name}`)
        .all()
        .map((row) => ({ ...row }) as Row);
    const keyOf = (row: Row): string => JSON.stringify(definition.key.map((column) => row[column]));
    const live = new Map(only('live', 'main').map((row) => [keyOf(row), row]));
    const rebuilt = new Map(only('main', 'live').map((row) => [keyOf(row), row]));
    return [...new Set([...live.keys(), ...rebuilt.keys()])].map((key) => ({
      table,
      live: live.get(key),
      rebuilt: rebuilt.get(key),
    }));
  }
}

/** The differing rows of each table, counted. */
export const countedByTable = (differences: readonly RowDifference[]): readonly TableDifference[] =>
  [...Map.groupBy(differences, ({ table }) => table)].map(([table, rows]) => ({
    table,
    missing: rows.filter(({ live }) => !live).length,
    extra: rows.filter(({ rebuilt }) => !rebuilt).length,
    changed: rows.filter(({ live, rebuilt }) => live && rebuilt).length,
  }));
