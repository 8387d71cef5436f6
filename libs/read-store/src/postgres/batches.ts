import type { ColumnType, ColumnValue, Projection, Row, RowChange, TableDefinition } from '@knooppunt/kernel';
import type { ChangeCompiler, Insertion } from '../changes.js';
import { tableName } from '../naming.js';

/** A statement whose values may be arrays. */
export type BatchStatement = { readonly sql: string; readonly parameters: readonly unknown[] };

/** Rows that follow each other into one table with the same columns, by their keys; `single` is the newest one's own. */
type Run = {
  readonly what: Insertion;
  readonly columns: readonly string[];
  readonly rows: Map<string, Row>;
  single: BatchStatement;
};

const arrays = { text: 'text[]', integer: 'bigint[]' } as const satisfies Record<ColumnType, string>;

/** The changes of one table in their order; rows that can go together go in one statement. */
class TableBatch {
  private readonly made: BatchStatement[] = [];
  private run: Run | undefined;

  constructor(
    private readonly compiler: ChangeCompiler,
    private readonly projection: Projection,
    private readonly table: string,
  ) {}

  add(change: RowChange): void {
    const single = this.compiler.compile(this.projection, change);
    if (change.do !== 'upsert' && change.do !== 'insert-new') {
      this.flush();
      this.made.push(single);
      return;
    }
    // Equal texts: the same table, change and columns in the same order.
    if (this.run?.single.sql !== single.sql) {
      this.flush();
      this.run = { what: change.do, columns: Object.keys(change.row), rows: new Map(), single };
    }
    const { run } = this;
    const key = JSON.stringify(this.definition.key.map((column) => change.row[column]));
    // What comes a second time under one key: an upsert names the same columns, so it alone counts; an insertion is late.
    if (change.do === 'insert-new' && run.rows.has(key)) return;
    run.rows.set(key, change.row);
    run.single = single;
  }

  statements(): readonly BatchStatement[] {
    this.flush();
    return this.made;
  }

  private get definition(): TableDefinition {
    return this.projection.tables[this.table] as TableDefinition;
  }

  private flush(): void {
    if (this.run) this.made.push(this.statementOf(this.run));
    this.run = undefined;
  }

  private statementOf({ what, columns, rows, single }: Run): BatchStatement {
    if (rows.size === 1) return single;
    const { definition, projection, table } = this;
    const casts = Object.fromEntries(
      columns.map((column) => [column, arrays[definition.columns[column] as ColumnType]]),
    );
    const all = [...rows.values()];
    return {
      sql: this.compiler.compileMany(tableName(projection, table), definition, what, casts),
      parameters: columns.map((column): readonly (ColumnValue | undefined)[] => all.map((row) => row[column])),
    };
  }
}

/**
 * The statements of a batch. Tables know nothing of each other, so each goes by itself, its changes in order; rows that
 * follow each other into one table with the same columns go in one statement, which leaves what their own would. Throws
 * `InvalidChange`.
 */
export const batched = (
  compiler: ChangeCompiler,
  projection: Projection,
  changes: readonly RowChange[],
): readonly BatchStatement[] => {
  const tables = new Map<string, TableBatch>();
  for (const change of changes) {
    const batch = tables.get(change.table) ?? new TableBatch(compiler, projection, change.table);
    tables.set(change.table, batch);
    batch.add(change);
  }
  return [...tables.values()].flatMap((batch) => batch.statements());
};
