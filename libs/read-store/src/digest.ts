import { createHash } from 'node:crypto';
import type { Projection, Row, TableDefinition } from '@knooppunt/kernel';
import { canonicalJson } from '@knooppunt/kernel';

/** The rows of one table, ordered by its key columns, texts by their UTF-8 bytes. */
export type OrderedRows = (table: string, definition: TableDefinition) => Iterable<Row>;

/**
 * `sha256:` over the logical tables in name order: a line with name and columns, then each row as a line of canonical JSON.
 * Physical names and versions stay outside, so that a rebuild beside the live tables can be compared with them.
 */
export const digestOfRows = ({ tables }: Pick<Projection, 'tables'>, rowsOf: OrderedRows): string => {
  const hash = createHash('sha256');
  for (const table of Object.keys(tables).toSorted()) {
    const definition = tables[table] as TableDefinition;
    hash.update(`${canonicalJson([table, Object.keys(definition.columns).toSorted()])}\n`);
    for (const row of rowsOf(table, definition)) hash.update(`${canonicalJson(row)}\n`);
  }
  return `sha256:${hash.digest('hex')}`;
};
