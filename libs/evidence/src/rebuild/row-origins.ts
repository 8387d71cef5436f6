import type { ColumnValue, Position, Row, RowChange, TableDefinition } from '@knooppunt/kernel';

/** A row that the live tables hold otherwise than the log makes it; undefined on the side that does not have it. */
export type RowDifference = {
  readonly table: string;
  readonly live: Row | undefined;
  readonly rebuilt: Row | undefined;
};

/**
 * Since which event the live tables differ: its position, and the table in which it shows first. `position` is null where no
 * event of the log accounts for the difference: a row that the log never made.
 */
export type FirstDifference = { readonly position: Position | null; readonly table: string };

type Tracked = {
  readonly live: Row | undefined;
  readonly rebuilt: Row | undefined;
  now: Row | undefined;
  /** Column -> the event since which it differs; `*` for the row as a whole. */
  readonly since: Map<string, Position>;
  /** Columns that once held what the live row holds. */
  readonly agreed: Set<string>;
};

const whole = '*';
const valueOf = (row: Row | undefined, column: string): ColumnValue => row?.[column] ?? null;

/** Rows of one table that differ, found by their key or by one column of a condition. */
class TrackedTable {
  private readonly byKey = new Map<string, Tracked>();
  private readonly indexes = new Map<string, Map<ColumnValue, Set<Tracked>>>();

  constructor(private readonly definition: TableDefinition) {}

  get all(): Iterable<Tracked> {
    return this.byKey.values();
  }

  add({ live, rebuilt }: RowDifference): void {
    const row = live ?? rebuilt;
    if (row) this.byKey.set(this.keyOf(row), { live, rebuilt, now: undefined, since: new Map(), agreed: new Set() });
  }

  apply(position: Position, change: RowChange): void {
    if (change.do === 'upsert' || change.do === 'insert-new') return this.put(position, change);
    const next = change.do === 'update' ? (row: Row): Row => ({ ...row, ...change.set }) : () => undefined;
    for (const tracked of this.matching(change.where)) this.move(position, tracked, next(tracked.now as Row));
  }

  private put(position: Position, change: Extract<RowChange, { readonly row: Row }>): void {
    const tracked = this.byKey.get(this.keyOf(change.row));
    if (!tracked || (change.do === 'insert-new' && tracked.now)) return;
    this.move(position, tracked, { ...tracked.now, ...change.row });
  }

  private matching(where: Row): readonly Tracked[] {
    const columns = Object.keys(where);
    if (this.definition.key.every((column) => columns.includes(column))) {
      const one = this.byKey.get(this.keyOf(where));
      return one?.now && isMatch(one.now, where) ? [one] : [];
    }
    const [column] = columns;
    const candidates = column === undefined ? this.byKey.values() : this.indexOf(column).get(where[column] ?? null);
    return [...(candidates ?? [])].filter(({ now }) => now && isMatch(now, where));
  }

  private indexOf(column: string): Map<ColumnValue, Set<Tracked>> {
    const known = this.indexes.get(column);
    if (known) return known;
    const made = new Map<ColumnValue, Set<Tracked>>();
    for (const tracked of this.byKey.values()) if (tracked.now) enter(made, valueOf(tracked.now, column), tracked);
    this.indexes.set(column, made);
    return made;
  }

  private move(position: Position, tracked: Tracked, after: Row | undefined): void {
    note(position, tracked, after);
    for (const [column, index] of this.indexes) {
      if (tracked.now) index.get(valueOf(tracked.now, column))?.delete(tracked);
      if (after) enter(index, valueOf(after, column), tracked);
    }
    tracked.now = after;
  }

  private keyOf(row: Row): string {
    return JSON.stringify(this.definition.key.map((column) => row[column] ?? null));
  }
}

const isMatch = (row: Row, where: Row): boolean =>
  Object.entries(where).every(([column, value]) => valueOf(row, column) === value);

const enter = (index: Map<ColumnValue, Set<Tracked>>, value: ColumnValue, tracked: Tracked): void => {
  const known = index.get(value);
  if (known) known.add(tracked);
  else index.set(value, new Set([tracked]));
};

const differingColumns = (live: Row, rebuilt: Row): readonly string[] =>
  [...new Set([...Object.keys(live), ...Object.keys(rebuilt)])].filter(
    (column) => valueOf(live, column) !== valueOf(rebuilt, column),
  );

/**
 * Takes down what one step of a row means for the question since when it differs. A step moves a row that is there, or makes
 * one: without a row before there is one after.
 */
const note = (position: Position, { live, rebuilt, now, since, agreed }: Tracked, after: Row | undefined): void => {
  if (!live || !rebuilt) {
    // A row that is missing differs since it was made last; one that should be gone since it was removed last.
    const isCrossing = live ? after === undefined : now === undefined;
    if (isCrossing) since.set(whole, position);
    return;
  }
  for (const column of differingColumns(live, rebuilt)) {
    if (now !== undefined && valueOf(now, column) === live[column]) {
      // In the end it differs: the last step before which it still held the live value is the one that left it.
      agreed.add(column);
      since.set(column, position);
    } else if (!agreed.has(column) && valueOf(now, column) !== valueOf(after, column)) {
      // The live value is one that the log never gave: it differs since the log gave the column its last value.
      since.set(column, position);
    }
  }
};

/**
 * Finds since which event live tables differ from what the log makes. Add every differing row, then the changes of every event
 * in order, from the first one on. A row that missed an event differs since that event, whatever came after it: the live value
 * is compared with every value that the column ever had, so that a search by halves, which would need a difference to stay
 * once it is there, is not needed.
 */
export class RowOrigins {
  private readonly tables = new Map<string, TrackedTable>();

  constructor(definitions: Readonly<Record<string, TableDefinition>>) {
    for (const [name, definition] of Object.entries(definitions)) this.tables.set(name, new TrackedTable(definition));
  }

  add(difference: RowDifference): void {
    this.tables.get(difference.table)?.add(difference);
  }

  apply(position: Position, changes: readonly RowChange[]): void {
    for (const change of changes) this.tables.get(change.table)?.apply(position, change);
  }

  /** The earliest event since which a row differs; undefined where no difference was added. */
  first(): FirstDifference | undefined {
    let found: FirstDifference | undefined;
    for (const [table, { all }] of this.tables) {
      for (const { since } of all) {
        const position = [...since.values()].toSorted()[0] ?? null;
        if (!found || isEarlier(position, found.position)) found = { position, table };
      }
    }
    return found;
  }
}

/** A row that the log never made says nothing of when: any event is earlier than that. */
const isEarlier = (one: Position | null, other: Position | null): boolean =>
  one !== null && (other === null || one < other);
