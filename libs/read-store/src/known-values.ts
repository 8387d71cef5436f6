import type { Projection } from '@knooppunt/kernel';
import type { ReadStore } from './port.js';

/**
 * Tells whether a column of a read model holds a value. What was found once is not asked again: for values that come and
 * never go, such as the cooperations with a covenant. Error: `read-store/unavailable`.
 */
export const knownValues = (
  readStore: ReadStore,
  projection: Pick<Projection, 'name' | 'version'>,
  { table, column }: { readonly table: string; readonly column: string },
): ((value: string) => Promise<boolean>) => {
  const known = new Set<string>();
  return async (value) => {
    if (known.has(value)) return true;
    const row = await readStore.db
      .selectFrom(readStore.tableName(projection, table))
      .select(column)
      .where(column, '=', value)
      .limit(1)
      .executeTakeFirst();
    if (row) known.add(value);
    return row !== undefined;
  };
};
