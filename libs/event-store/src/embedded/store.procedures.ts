import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { AppendArgument, AppendValue, PageRow, PageValue } from './wire.js';

// Runs inside the engine's worker, under type stripping in tests: node: modules and types only.

/** One row per event. A rolled back savepoint takes its numbers back with it, so positions have no gaps. */
export const schema = `
  CREATE TABLE IF NOT EXISTS events (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    event_id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    data BLOB NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;
`;

const queries = {
  head: 'SELECT max(position) AS position FROM events',
  revision: 'SELECT max(revision) AS revision FROM events WHERE stream = ?',
  placed:
    'SELECT position, event_id AS id, type, data FROM events WHERE stream = ? AND revision > ? ORDER BY revision LIMIT ?',
  known: 'SELECT 1 FROM events WHERE event_id = ?',
  insert: 'INSERT INTO events (stream, revision, event_id, type, data) VALUES (?, ?, ?, ?, ?)',
  read: 'SELECT * FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?',
  readAll: 'SELECT * FROM events WHERE position > ? ORDER BY position LIMIT ?',
} as const;
type Query = keyof typeof queries;

const prepared = new WeakMap<DatabaseSync, Map<Query, StatementSync>>();
const statement = (database: DatabaseSync, query: Query): StatementSync => {
  const own = prepared.get(database) ?? new Map<Query, StatementSync>();
  prepared.set(database, own);
  const known = own.get(query) ?? database.prepare(queries[query]);
  own.set(query, known);
  return known;
};

type Row = PageRow & { readonly event_id: string; readonly data: Uint8Array };
type Placed = { readonly position: number; readonly id: string; readonly type: string; readonly data: Uint8Array };
type Event = { readonly id: string; readonly type: string; readonly bytes: Uint8Array };

const refusal = (code: string, detail: unknown): Error => Object.assign(new Error(code), { code, detail });

const eventsOf = ({ ids, types, lengths, bytes }: AppendArgument): readonly Event[] => {
  let end = 0;
  return ids.map((id, at) => {
    const start = end;
    end += lengths[at] as number;
    return { id, type: types[at] as string, bytes: bytes.subarray(start, end) };
  });
};

const isSame = (event: Event, placed: Placed | undefined): boolean =>
  placed !== undefined &&
  placed.id === event.id &&
  placed.type === event.type &&
  Buffer.compare(placed.data, event.bytes) === 0;

/** The writer's expectation is behind the stream: a retry of what is there, or a conflict. */
const repeated = (database: DatabaseSync, argument: AppendArgument, actual: number): AppendValue => {
  const events = eventsOf(argument);
  const { stream, expected } = argument;
  const placed = statement(database, 'placed').all(stream, expected, events.length) as unknown as Placed[];
  const ids = new Set(argument.ids);
  const twin = placed.find((row) => ids.has(row.id));
  if (!twin) throw refusal('event-store/wrong-expected-revision', { actual });
  if (!events.every((event, at) => isSame(event, placed[at]))) {
    throw refusal('event-store/event-id-clash', { id: twin.id });
  }
  const last = placed[events.length - 1] as Placed;
  return { revision: expected + events.length, position: last.position, repeated: true };
};

const append = (database: DatabaseSync, given: unknown): AppendValue => {
  const argument = given as AppendArgument;
  const { stream, expected } = argument;
  const actual = (statement(database, 'revision').get(stream)?.['revision'] as number | null) ?? -1;
  if (actual > expected) return repeated(database, argument, actual);
  if (actual < expected) throw refusal('event-store/wrong-expected-revision', { actual });
  let revision = actual;
  let position = 0;
  for (const event of eventsOf(argument)) {
    if (statement(database, 'known').get(event.id)) throw refusal('event-store/event-id-clash', { id: event.id });
    revision += 1;
    const { lastInsertRowid } = statement(database, 'insert').run(stream, revision, event.id, event.type, event.bytes);
    position = Number(lastInsertRowid);
  }
  return { revision, position, repeated: false };
};

/** One buffer for a whole page: it moves to the reader's thread in one piece. */
const packed = (rows: readonly Row[]): PageValue => {
  const bytes = new Uint8Array(rows.reduce((size, row) => size + row.data.length, 0));
  let end = 0;
  const page = rows.map(({ position, stream, revision, event_id: id, type, data }) => {
    bytes.set(data, end);
    end += data.length;
    return { position, stream, revision, id, type, length: data.length };
  });
  return { rows: page, bytes };
};

const read = (database: DatabaseSync, argument: unknown): PageValue => {
  const { stream, from, maxCount } = argument as { stream: string; from: bigint; maxCount: number };
  return packed(statement(database, 'read').all(stream, from, maxCount) as unknown as Row[]);
};

const readAll = (database: DatabaseSync, argument: unknown): PageValue => {
  const { after, maxCount } = argument as { after: bigint; maxCount: number };
  return packed(statement(database, 'readAll').all(after, maxCount) as unknown as Row[]);
};

const head = (database: DatabaseSync): number | null =>
  (statement(database, 'head').get()?.['position'] as number | null | undefined) ?? null;

/** What the event store's engines can do: `append` on the writing one, the rest on the reading one. */
export const procedures = { append, read, readAll, head };

const bufferOf = (value: unknown): readonly ArrayBuffer[] => [(value as PageValue).bytes.buffer];

/** The bytes of a page move to the caller. */
export const transfers = { read: bufferOf, readAll: bufferOf };
