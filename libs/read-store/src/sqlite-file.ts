import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { isDomainError } from '@knooppunt/kernel';
import { Kysely, SqliteDialect } from 'kysely';
import type { SqliteDatabase } from 'kysely';
import { ReadStoreUnavailable } from './errors.js';
import type { AnyTables } from './port.js';

const busyMs = 5000;
// SQLITE_BUSY, LOCKED, NOMEM, IOERR, FULL, CANTOPEN: these pass by themselves or by an operator's hand.
const passing = new Set([5, 6, 7, 10, 13, 14]);

const isPassing = (error: unknown): boolean => {
  const { errcode } = error as { readonly errcode?: unknown };
  return typeof errcode === 'number' && passing.has(errcode & 0xff);
};

const shim = (database: DatabaseSync): SqliteDatabase => ({
  close: () => database.close(),
  prepare: (text) => {
    const statement = database.prepare(text);
    return {
      reader: statement.columns().length > 0,
      all: (values) => statement.all(...(values as SQLInputValue[])),
      run: (values) => statement.run(...(values as SQLInputValue[])),
      iterate: (values) => statement.iterate(...(values as SQLInputValue[])),
    };
  },
});

/**
 * One SQLite file with a writing connection, whose transactions are single synchronous calls, and a reading connection for
 * Kysely that can change nothing. synchronous=NORMAL: a power cut may take the last transactions, whole, and the log
 * brings them back (design §1).
 */
export class SqliteFile {
  readonly db: Kysely<AnyTables>;
  private readonly writer: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();
  private isClosed = false;

  constructor(file: string, schema: string) {
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      closeSync(openSync(file, 'a', 0o600));
      this.writer = new DatabaseSync(file, { timeout: busyMs });
      this.writer.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
      this.writer.exec(schema);
    } catch (cause) {
      throw new ReadStoreUnavailable('the read-store file cannot be opened', { cause });
    }
    const open = () => Promise.resolve(shim(new DatabaseSync(file, { readOnly: true, timeout: busyMs })));
    this.db = new Kysely<AnyTables>({ dialect: new SqliteDialect({ database: open }) });
  }

  /** Runs the steps in one transaction, all or nothing. Foreign errors that may pass become `ReadStoreUnavailable`. */
  transaction<Result>(steps: () => Result): Result {
    return this.guarded(() => {
      this.writer.exec('BEGIN IMMEDIATE');
      try {
        const result = steps();
        this.writer.exec('COMMIT');
        return result;
      } catch (error) {
        if (this.writer.isTransaction) this.writer.exec('ROLLBACK');
        throw error;
      }
    });
  }

  /** Runs one statement and says how many rows it changed. */
  run(sql: string, parameters: readonly SQLInputValue[] = []): number {
    return Number(this.statement(sql).run(...parameters).changes);
  }

  /** Reads rows, one after the other, from the writing connection: it sees what was just written. */
  rows(sql: string, parameters: readonly SQLInputValue[] = []): IterableIterator<unknown> {
    return this.guarded(() => this.statement(sql).iterate(...parameters));
  }

  /** Reads the first row. */
  first(sql: string, parameters: readonly SQLInputValue[] = []): unknown {
    return this.guarded(() => this.statement(sql).get(...parameters));
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.db.destroy();
    this.statements.clear();
    this.writer.close();
  }

  private statement(sql: string): StatementSync {
    const statement = this.statements.get(sql) ?? this.writer.prepare(sql);
    this.statements.set(sql, statement);
    return statement;
  }

  private guarded<Result>(work: () => Result): Result {
    if (this.isClosed) throw new ReadStoreUnavailable('the read store is closed');
    try {
      return work();
    } catch (cause) {
      if (isDomainError(cause) || !isPassing(cause)) throw cause;
      throw new ReadStoreUnavailable('the read store does not answer', { cause });
    }
  }
}
