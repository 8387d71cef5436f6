import { createHash } from 'node:crypto';
import type { Projection, Row, TableDefinition } from '@knooppunt/kernel';
import { canonicalJson } from '@knooppunt/kernel';

/** A table of a projection by its logical name. */
export type NamedTable = { readonly table: string; readonly definition: TableDefinition };

/**
 * `sha256:` over the logical tables in name order: a line with name and columns, then each row as a line of canonical JSON,
 * rows ordered by the key columns, texts by their UTF-8 bytes. Physical names and versions stay outside, so that a rebuild
 * beside the live tables can be compared with them, and one engine with another.
 */
export class RowsDigest {
  /** The tables in the order in which they are to be added. */
  readonly tables: readonly NamedTable[];
  private readonly hash = createHash('sha256');

  constructor({ tables }: Pick<Projection, 'tables'>) {
    this.tables = Object.keys(tables)
      .toSorted()
      .map((table) => ({ table, definition: tables[table] as TableDefinition }));
  }

  /** Begins a table; its rows follow. */
  table({ table, definition }: NamedTable): void {
    this.hash.update(`${canonicalJson([table, Object.keys(definition.columns).toSorted()])}\n`);
  }

  rows(rows: Iterable<Row>): void {
    for (const row of rows) this.hash.update(`${canonicalJson(row)}\n`);
  }

  end(): string {
    return `sha256:${this.hash.digest('hex')}`;
  }
}
