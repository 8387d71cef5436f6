import type { ColumnType, ColumnValue, Projection, Row, RowChange, TableDefinition } from '@knooppunt/kernel';
import type { ChangeCompiler, Insertion } from '../changes.js';
import { tableName } from '../naming.js';

/** A statement whose values may be arrays. */
export type BatchStatement = { readonly sql: string; readonly parameters: readonly unknown[] };

type Run = {
  readonly what: Insertion;
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: Row[];
  readonly keys: Set<string>;
  readonly single: BatchStatement;
};

const arrays = { text: 'text[]', integer: 'bigint[]' } as const satisfies Record<ColumnType, string>;
const definitionOf = ({ tables }: Projection, table: string): TableDefinition => tables[table] as TableDefinition;
const keyOf = ({ key }: TableDefinition, row: Row): string => JSON.stringify(key.map((column) => row[column]));

const statementOf = (compiler: ChangeCompiler, projection: Projection, run: Run): BatchStatement => {
  const { what, table, columns, rows, single } = run;
  if (rows.length === 1) return single;
  const definition = definitionOf(projection, table);
  const casts = Object.fromEntries(columns.map((column) => [column, arrays[definition.columns[column] as ColumnType]]));
  return {
    sql: compiler.compileMany(tableName(projection, table), definition, what, casts),
    parameters: columns.map((column): readonly (ColumnValue | undefined)[] => rows.map((row) => row[column])),
  };
};

/**
 * The statements of a batch in order; rows that follow each other into one table, with the same columns and other keys, go
 * in one statement, which does to each of them what its own would. Throws `InvalidChange`.
 */
export const batched = (
  compiler: ChangeCompiler,
  projection: Projection,
  changes: readonly RowChange[],
): readonly BatchStatement[] => {
  const statements: BatchStatement[] = [];
  let run: Run | undefined;
  const flush = (): void => {
    if (run) statements.push(statementOf(compiler, projection, run));
    run = undefined;
  };
  for (const change of changes) {
    const single = compiler.compile(projection, change);
    if (change.do !== 'upsert' && change.do !== 'insert-new') {
      flush();
      statements.push(single);
      continue;
    }
    const key = keyOf(definitionOf(projection, change.table), change.row);
    // Equal texts: the same table, change and columns in the same order. A key a second time waits for the next statement.
    if (run?.single.sql !== single.sql || run.keys.has(key)) {
      flush();
      const columns = Object.keys(change.row);
      run = { what: change.do, table: change.table, columns, rows: [], keys: new Set(), single };
    }
    run.rows.push(change.row);
    run.keys.add(key);
  }
  flush();
  return statements;
};
