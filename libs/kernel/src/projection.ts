import type { Recorded } from './envelope.js';

/** A value that a read-model column may hold; flags are 0 and 1, instants are text. Never content (design §5). */
export type ColumnValue = string | number | null;
export type Row = { readonly [column: string]: ColumnValue };
export type ColumnType = 'text' | 'integer';

/** A table of one projection: columns, which of them form the key, and what is looked up by. */
export type TableDefinition = {
  readonly columns: { readonly [name: string]: ColumnType };
  readonly key: readonly string[];
  readonly indexes?: readonly (readonly string[])[];
};

/** What one event does to the tables of its projection; applied in order, in the transaction that moves the position. */
export type RowChange =
  | { readonly do: 'upsert'; readonly table: string; readonly row: Row }
  | { readonly do: 'insert-new'; readonly table: string; readonly row: Row }
  | { readonly do: 'update'; readonly table: string; readonly where: Row; readonly set: Row }
  | { readonly do: 'delete'; readonly table: string; readonly where: Row };

/**
 * A read model as a pure function of the log: event in, changes out. It sees neither clock nor other rows;
 * applying the same event twice gives the same rows. A higher `version` means new tables, built from the first position.
 */
export type Projection = {
  readonly name: string;
  readonly version: number;
  readonly tables: { readonly [table: string]: TableDefinition };
  readonly handles: readonly string[];
  readonly evolve: (event: Recorded) => readonly RowChange[];
};
