import type { AnyEvent, EventType } from '@knooppunt/cases';
import { assertNever } from '@knooppunt/kernel';
import type { Projection, Recorded, Row, RowChange, TableDefinition } from '@knooppunt/kernel';

type DataOf<Type extends EventType> = Extract<AnyEvent, { readonly type: Type }>['data'];

/** One function per event type that a projection handles: clear data and envelope in, changes out. */
type Handlers = { readonly [Type in EventType]?: (data: DataOf<Type>, event: Recorded) => readonly RowChange[] };
type AnyHandler = (data: unknown, event: Recorded) => readonly RowChange[];

/** Row types of a projection's tables, by table. */
type RowTypes = { readonly [table: string]: Row };
type Members<Of> = { readonly [Column in keyof Of]?: Of[Column] };

/** Makers of row changes that hold each row to the type of its table. */
export type Changes<Rows extends RowTypes> = {
  readonly upsert: <Name extends keyof Rows & string>(table: Name, row: Rows[Name]) => RowChange;
  /** Leaves a row that is there as it is. */
  readonly insertNew: <Name extends keyof Rows & string>(table: Name, row: Rows[Name]) => RowChange;
  readonly update: <Name extends keyof Rows & string>(
    table: Name,
    where: Members<Rows[Name]>,
    set: Members<Rows[Name]>,
  ) => RowChange;
  readonly remove: <Name extends keyof Rows & string>(table: Name, where: Members<Rows[Name]>) => RowChange;
};

/** The makers of changes for these tables. */
export const changesOf = <Rows extends RowTypes>(): Changes<Rows> => ({
  upsert: (table, row) => ({ do: 'upsert', table, row }),
  insertNew: (table, row) => ({ do: 'insert-new', table, row }),
  update: (table, where, set) => ({ do: 'update', table, where: where as Row, set: set as Row }),
  remove: (table, where) => ({ do: 'delete', table, where: where as Row }),
});

/** Table definitions that name every column of their row types, and no other. */
export type TablesOf<Rows extends RowTypes> = {
  readonly [Name in keyof Rows & string]: Omit<TableDefinition, 'columns' | 'key'> & {
    readonly columns: {
      readonly [Column in keyof Rows[Name] & string]: NonNullable<Rows[Name][Column]> extends number
        ? 'integer'
        : 'text';
    };
    readonly key: readonly (keyof Rows[Name] & string)[];
  };
};

/** A projection from handlers by event type; an event of any other type is a fault of the caller and throws. */
export const projectionOf = <Rows extends RowTypes>(definition: {
  readonly name: string;
  readonly version: number;
  readonly tables: TablesOf<Rows>;
  readonly on: Handlers;
}): Projection => {
  const handlers = definition.on as unknown as Readonly<Record<string, AnyHandler>>;
  return {
    name: definition.name,
    version: definition.version,
    tables: definition.tables,
    handles: Object.keys(handlers),
    evolve: (event) => {
      const handler = Object.hasOwn(handlers, event.type) ? handlers[event.type] : undefined;
      return (handler ?? assertNever(event.type as never))(event.data, event);
    },
  };
};

/** A flag as a column holds it. */
export type Flag = 0 | 1;

/** A list of codes as one column: separated by single spaces, which no code holds. */
export const codes = (list: readonly string[]): string => list.join(' ');

/** The revision of an event in its stream, as a column holds it: where the texts sealed beside it are found. */
export const revisionOf = (event: Pick<Recorded, 'revision'>): string => event.revision.toString();
