import type { DecidedField, Reach, Rule } from '@knooppunt/covenant';
import type { Level } from '@knooppunt/signals';

/** What one permit can bring a reader of one field, and where in a grid that belongs. */
export type Reached = Omit<Reach, 'field'> & {
  readonly row: string;
  readonly column: string;
  readonly field: DecidedField;
};

/** The most that a reader can see here, and the numbers of the notes that say by which permits. */
export type GridCell = { readonly level: Level; readonly notes: readonly number[] };

/** A permit that gives this reader something in a grid, and the caps that can bring it lower for some facts. */
export type GridNote = { readonly permit: Rule; readonly caps: readonly string[] };

/** Rows by columns; rows that say the same stand together, empty rows and columns are left out. */
export type Grid = {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly heads: readonly string[]; readonly cells: readonly (GridCell | undefined)[] }[];
  readonly notes: readonly GridNote[];
};

type Order = {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly levels: readonly Level[];
};

const notesOf = (reached: readonly Reached[]): readonly GridNote[] => {
  const permits = [...new Map(reached.map(({ permit }) => [permit.id, permit])).values()];
  const capsOf = (id: string): readonly string[] => [
    ...new Set(reached.filter(({ permit }) => permit.id === id).flatMap(({ caps }) => caps.map((cap) => cap.id))),
  ];
  return permits
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((permit) => ({ permit, caps: capsOf(permit.id).toSorted() }));
};

const cellOf = (here: readonly Reached[], { levels }: Order, notes: readonly GridNote[]): GridCell | undefined => {
  const level = levels[Math.max(-1, ...here.map((one) => levels.indexOf(one.level)))];
  if (level === undefined) return undefined;
  const ids = new Set(here.map(({ permit }) => permit.id));
  return { level, notes: notes.flatMap(({ permit }, at) => (ids.has(permit.id) ? [at + 1] : [])) };
};

/** Rows of equal cells as one, under all their heads. */
const together = (rows: Grid['rows']): Grid['rows'] => {
  const groups = Map.groupBy(rows, ({ cells }) => JSON.stringify(cells));
  return [...groups.values()].map((equal) => ({
    heads: equal.flatMap(({ heads }) => heads),
    cells: equal[0]?.cells ?? [],
  }));
};

/** Puts what is reached in rows and columns, in the orders given. */
export const gridOf = (reached: readonly Reached[], order: Order): Grid => {
  const notes = notesOf(reached);
  const columns = order.columns.filter((column) => reached.some((one) => one.column === column));
  const rows = order.rows
    .filter((row) => reached.some((one) => one.row === row))
    .map((row) => ({
      heads: [row],
      cells: columns.map((column) =>
        cellOf(
          reached.filter((one) => one.row === row && one.column === column),
          order,
          notes,
        ),
      ),
    }));
  return { columns, rows: together(rows), notes };
};
