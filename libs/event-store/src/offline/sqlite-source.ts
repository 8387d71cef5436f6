import { DatabaseSync } from 'node:sqlite';
import type { CooperationId, Position } from '@knooppunt/kernel';
import type { Finding, LogRow } from '@knooppunt/evidence';
import { LogUnreadable } from './log-unreadable.js';

type RawRow = Readonly<Record<'position' | 'stream' | 'revision' | 'id' | 'type' | 'data', unknown>>;

const columns = ['position', 'stream', 'revision', 'event_id', 'type', 'data'];
const notADatabase = 26;
const faultsAtMost = 1000;
const lastPosition = 2n ** 63n - 1n;

/** A position column as the kernel writes positions. */
const positionOf = (row: bigint): Position => row.toString().padStart(20, '0');

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A column of the wrong kind becomes a value that no envelope has, so that verify names the row. */
const rowOf = ({ position, stream, revision, id, type, data }: RawRow): LogRow => ({
  position: positionOf(position as bigint),
  stream: textOf(stream),
  revision: typeof revision === 'bigint' ? revision : -1n,
  id: textOf(id),
  type: textOf(type),
  bytes: data instanceof Uint8Array ? data : new Uint8Array(0),
});

// Messages of PRAGMA integrity_check that speak of one row or index; all others speak of pages.
const rowFault =
  /^(?:row (\d+) (?:missing from|values differ from) index|rowid not at end-of-record for row (\d+) of index)/;
const indexFault =
  /^(?:non-unique entry in index|wrong # of entries in index|(?:NULL|[A-Z]+|non-[A-Z]+) value in |CHECK constraint failed)/;

/** One message of the integrity check as a finding; undefined where it speaks of a damaged page. */
const findingOf = (message: string): Finding | undefined => {
  const [, missing, differing] = rowFault.exec(message) ?? [];
  const row = missing ?? differing;
  if (row !== undefined) return { position: positionOf(BigInt(row)), code: 'index-differs', detail: 'index' };
  return indexFault.test(message) ? { position: null, code: 'index-differs', detail: 'index' } : undefined;
};

const ofTypes = (types: readonly string[]): string => `WHERE type IN (${types.map(() => '?').join(', ')})`;

/** A read-only view of a copy of the embedded event store. */
export class SqliteSource {
  private constructor(
    private readonly database: DatabaseSync,
    private readonly name: string,
  ) {}

  /** Opens a private copy; `name` is what messages call it. Throws `LogUnreadable`: no-database, no-events-table, damaged-page. */
  static open(file: string, name: string): SqliteSource {
    const database = new DatabaseSync(file);
    const source = new SqliteSource(database, name);
    try {
      // With no other reader there need be no -shm file beside it: then its files may lose their names.
      source.guarded(() => database.exec('PRAGMA locking_mode = EXCLUSIVE'));
      source.requireTable();
      return source;
    } catch (error) {
      source.close();
      throw error;
    }
  }

  /** How many rows there are, for progress. */
  get size(): number {
    return this.guarded(() => Number(this.database.prepare('SELECT count(*) AS size FROM events').get()?.['size']));
  }

  /** The position of the last row; undefined of an empty log. */
  get head(): Position | undefined {
    const statement = this.database.prepare('SELECT max(position) AS head FROM events');
    statement.setReadBigInts(true);
    const head = this.guarded(() => statement.get()?.['head']);
    return typeof head === 'bigint' ? positionOf(head) : undefined;
  }

  /**
   * Looks through every page. What concerns one row or index comes back as findings.
   * Throws `LogUnreadable` damaged-page, with what SQLite says of the page.
   */
  checkPages(): readonly Finding[] {
    const findings: Finding[] = [];
    const check = this.database.prepare(`PRAGMA integrity_check(${faultsAtMost})`);
    // A damaged page is told first and breaks the check off afterwards: so row by row.
    this.guarded(() => {
      for (const row of check.iterate()) {
        const message = String(row['integrity_check']);
        if (message !== 'ok') findings.push(this.findingOrThrow(message));
      }
    });
    return findings;
  }

  /** All rows in the store's total order. Throws `LogUnreadable` damaged-row with the last position that could be read. */
  rows(): Generator<LogRow, void, undefined> {
    return this.selected('', []);
  }

  /** The rows of these types alone, by their column, in the same order. Throws `LogUnreadable` damaged-row. */
  rowsOfTypes(types: readonly string[]): Generator<LogRow, void, undefined> {
    return this.selected(ofTypes(types), types);
  }

  /** How many rows of these types there are, for progress. */
  sizeOf(types: readonly string[]): number {
    const count = `SELECT count(*) AS size FROM events NOT INDEXED ${ofTypes(types)}`;
    return this.guarded(() => Number(this.database.prepare(count).get(...types)?.['size']));
  }

  private *selected(where: string, values: readonly string[]): Generator<LogRow, void, undefined> {
    const statement = this.database.prepare(
      `SELECT position, stream, revision, event_id AS id, type, data FROM events NOT INDEXED ${where} ORDER BY position`,
    );
    statement.setReadBigInts(true);
    let last = 0n;
    try {
      for (const raw of statement.iterate(...values)) {
        last = raw['position'] as bigint;
        yield rowOf(raw as RawRow);
      }
    } catch (error) {
      if (!isSqlite(error)) throw error;
      throw new LogUnreadable('damaged-row', this.name, String(last));
    }
  }

  /** The rows of one stream, by revision. Throws `LogUnreadable` damaged-row. */
  rowsOf(stream: string): readonly LogRow[] {
    return this.guarded(() => {
      const statement = this.database.prepare(
        'SELECT position, stream, revision, event_id AS id, type, data FROM events WHERE stream = ? ORDER BY revision',
      );
      statement.setReadBigInts(true);
      return statement.all(stream).map((raw) => rowOf(raw as RawRow));
    });
  }

  /** The row at a position; undefined where there is none. Throws `LogUnreadable` damaged-page. */
  rowAt(position: Position): LogRow | undefined {
    return this.guarded(() => {
      const statement = this.database.prepare(
        'SELECT position, stream, revision, event_id AS id, type, data FROM events WHERE position = ?',
      );
      statement.setReadBigInts(true);
      // SQLite has no number beyond this, so nothing can be there.
      if (BigInt(position) > lastPosition) return undefined;
      const raw = statement.get(BigInt(position));
      return raw && rowOf(raw as RawRow);
    });
  }

  /** The cooperations that have a covenant, by name: each has a tree. */
  cooperations(): readonly CooperationId[] {
    const prefix = 'covenant-';
    const select = `SELECT DISTINCT stream FROM events WHERE stream >= ? AND stream < ? ORDER BY stream`;
    return this.guarded(() => this.database.prepare(select).all(prefix, 'covenant.')).map(({ stream }) =>
      textOf(stream).slice(prefix.length),
    );
  }

  /** Is there any event of this type, by its column? */
  holds(type: string): boolean {
    return this.guarded(
      () => this.database.prepare('SELECT 1 FROM events NOT INDEXED WHERE type = ? LIMIT 1').get(type) !== undefined,
    );
  }

  close(): void {
    this.database.close();
  }

  private requireTable(): void {
    const found = this.guarded(() => this.database.prepare("SELECT name FROM pragma_table_info('events')").all());
    const names = new Set(found.map((row) => row['name']));
    if (!columns.every((column) => names.has(column))) throw new LogUnreadable('no-events-table', this.name);
  }

  private findingOrThrow(message: string): Finding {
    const finding = findingOf(message);
    if (finding) return finding;
    throw new LogUnreadable('damaged-page', this.name, message.trim().replaceAll(/\s+/g, ' ').slice(0, 200));
  }

  private guarded<Result>(read: () => Result): Result {
    try {
      return read();
    } catch (error) {
      if (!isSqlite(error)) throw error;
      if (error.errcode === notADatabase) throw new LogUnreadable('no-database', this.name);
      throw new LogUnreadable('damaged-page', this.name, error.message);
    }
  }
}

const isSqlite = (error: unknown): error is { readonly message: string; readonly errcode: number } =>
  typeof error === 'object' && error !== null && 'errcode' in error;
