import { hash } from 'node:crypto';
import { Pool } from 'pg';
import type { ClientBase, PoolClient, QueryResult } from 'pg';
import { isLost, isPassing, sqlState } from './errors.js';
import { parsers } from './values.js';

/**
 * Where connections go, how many there are and how long they wait (milliseconds).
 *
 * - `schema`: the only one that they look into. `application`: what the server's own views call them.
 * - `timeoutMs`: for a connection, and for each statement. A server that is silent counts as gone then; one that still
 *   works gives the statement up, and a transaction that its client has left standing so long is undone, so that a stopped
 *   process keeps no lock from those that go on.
 * - `may`: an SQL condition that holds where this role has the rights that it needs; a ping asks for it.
 * - `isReadOnly`: the server refuses every write on them. `looksUp`: every row is found by an index, never by reading or
 *   joining a whole table, where there is an index for it. `isDurable`: a commit is acknowledged when it is on disk.
 * - `unavailable`: the adapter's own error for a server that is lost, refusing, full or silent.
 */
export type ConnectionOptions = {
  readonly connectionString: string;
  readonly schema: string;
  readonly application: string;
  readonly poolSize: number;
  readonly timeoutMs: number;
  readonly may?: string;
  readonly isReadOnly?: boolean;
  readonly looksUp?: boolean;
  readonly isDurable: boolean;
  readonly unavailable: (cause: unknown) => Error;
};

/** What a statement did. */
export type Answer = QueryResult<Record<string, unknown>>;

/** One statement: as a query builder compiles it, or its text and its values. */
export type Statement =
  | { readonly sql: string; readonly parameters: readonly unknown[] }
  | readonly [sql: string, ...values: readonly unknown[]];

/** Sends statements of a transaction in one journey to the server, in order; rejects with the first refusal. */
export type Send = (...statements: readonly Statement[]) => Promise<readonly Answer[]>;

/** A pool at this moment: connections that there may be, that there are, that are free, and calls that wait for one. */
export type PoolState = {
  readonly size: number;
  readonly open: number;
  readonly free: number;
  readonly waiting: number;
};

/** A connection as query builders take it (`PostgresPool` of Kysely). */
type Borrowed = {
  query(text: string, parameters: readonly unknown[]): Promise<Answer>;
  release(isDiscarded?: boolean): void;
};

const partsOf = (statement: Statement): { readonly sql: string; readonly parameters: readonly unknown[] } => {
  if ('sql' in statement) return statement;
  const [sql, ...parameters] = statement;
  return { sql, parameters };
};

// "cached plan must not change result type"
const planChanged = '0A000';
const names = new Map<string, string>();
// Each connection of the server keeps what has a name; whatever a builder may yet think of, there is an end to it.
const maximumNames = 500;
const nameOf = (sql: string): string | undefined => {
  const known = names.get(sql);
  if (known !== undefined || names.size >= maximumNames) return known;
  const name = hash('sha256', sql, 'hex').slice(0, 32);
  names.set(sql, name);
  return name;
};

type Corked = { readonly connection?: { readonly stream?: { cork(): void; uncork(): void } } };

/** Whatever is sent in this turn goes out in one write: to the kernel, each write costs more than a statement costs to make. */
const together = <Result>(client: ClientBase, send: () => Result): Result => {
  const { stream } = (client as Corked).connection ?? {};
  stream?.cork();
  try {
    return send();
  } finally {
    stream?.uncork();
  }
};

// A connection keeps its plans. One made while a table was small reads it whole and joins it whole, however large it grows.
const byIndex = ['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin'].map((way) => `SET ${way} = off`);

const settings = ({ schema, timeoutMs, isDurable, isReadOnly = false, looksUp = false }: ConnectionOptions): string =>
  [
    `SET search_path = "${schema}"`,
    `SET synchronous_commit = ${isDurable ? 'on' : 'off'}`,
    `SET default_transaction_read_only = ${isReadOnly ? 'on' : 'off'}`,
    `SET statement_timeout = ${timeoutMs}`,
    `SET idle_in_transaction_session_timeout = ${timeoutMs}`,
    ...(looksUp ? byIndex : []),
  ].join('; ');

/**
 * Connections to one PostgreSQL database under one role. What may pass by itself rejects with the adapter's `unavailable`;
 * what the server refuses for good comes through as it is. Source: ADR 0006.
 */
export class Connections {
  private readonly pool: Pool;
  private readonly lost = new WeakSet<ClientBase>();
  private pinging: Promise<void> | undefined;
  private isClosed = false;

  constructor(private readonly options: ConnectionOptions) {
    this.pool = this.poolOf(options.poolSize, options.timeoutMs);
  }

  /** One statement, committed by itself. */
  async query(statement: Statement): Promise<Answer> {
    return this.use((client) => this.call(client, statement));
  }

  /** The rows of one statement. */
  async rows(...statement: readonly [sql: string, ...values: readonly unknown[]]): Promise<Answer['rows']> {
    return (await this.query(statement)).rows;
  }

  /**
   * Runs the steps in one transaction, all or nothing. `mode` is SQL behind BEGIN. A connection that breaks at the commit
   * leaves it open whether the transaction is there: positions tell, or the steps can be repeated.
   */
  async transaction<Result>(steps: (send: Send) => Promise<Result>, mode = ''): Promise<Result> {
    return this.use(async (client) => {
      const begin = (): Promise<Answer> => {
        const begun = this.call(client, [`BEGIN ${mode}`]);
        begun.catch(() => undefined);
        return begun;
      };
      try {
        // What the steps send before they wait for anything goes with it.
        const [begun, ended] = together(client, () => [begin(), steps((...all) => this.send(client, all))] as const);
        const result = await ended;
        await begun;
        const { command } = await this.call(client, ['COMMIT']);
        if (command !== 'COMMIT') throw this.options.unavailable(new Error('the transaction was rolled back'));
        return result;
      } catch (error) {
        // The refusal is what the caller has to hear; a connection that cannot even roll back is not used again.
        if (!this.lost.has(client)) await this.call(client, ['ROLLBACK']).catch(() => this.lost.add(client));
        throw error;
      }
    });
  }

  /**
   * Does the server answer under this role, within so many milliseconds, and may the role do its work? Rejects with `unavailable`. It goes over a
   * connection of its own: a pool that is busy is not a server that is away. Calls at one time share one question.
   */
  ping(limitMs: number): Promise<void> {
    this.pinging ??= this.ask(limitMs).finally(() => {
      this.pinging = undefined;
    });
    return this.pinging;
  }

  /** The pool at this moment, for metrics. */
  get state(): PoolState {
    const { totalCount, idleCount, waitingCount } = this.pool;
    return { size: this.options.poolSize, open: totalCount, free: idleCount, waiting: waitingCount };
  }

  /** The same connections for a query builder; each that it borrows goes back or is thrown away. */
  borrowing(): { readonly options: object; connect(): Promise<Borrowed>; end(): Promise<void> } {
    const guarded = (client: PoolClient): Borrowed => ({
      query: (sql, parameters) => this.built(client, { sql, parameters }),
      release: (isDiscarded) => this.release(client, isDiscarded),
    });
    return { options: {}, connect: async () => guarded(await this.connect()), end: () => this.close() };
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.pool.end();
  }

  private poolOf(size: number, timeoutMs: number): Pool {
    const { connectionString, application, isReadOnly = false } = this.options;
    // The pool waits for it before it gives the connection out.
    const prepare: (client: ClientBase) => unknown = (client) => client.query(settings(this.options));
    const pool = new Pool({
      connectionString,
      application_name: application,
      max: size,
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
      keepAlive: true,
      pipeline: !isReadOnly,
      types: parsers,
      onConnect: prepare,
    });
    // A connection that breaks while nobody uses it is replaced at the next call.
    pool.on('error', () => undefined);
    // One that breaks at work says so twice: to the statement, and as an event that would end the process unheard.
    pool.on('connect', (client) => client.on('error', () => this.lost.add(client)));
    return pool;
  }

  private async ask(limitMs: number): Promise<void> {
    if (this.isClosed) throw this.options.unavailable(new Error('closed'));
    const own = this.poolOf(1, limitMs);
    const late = Promise.withResolvers<never>();
    const limit = setTimeout(() => late.reject(new Error('no answer in time')), limitMs);
    const asked = own.query<{ readonly may: boolean }>(`SELECT ${this.options.may ?? 'true'} AS may`).finally(() => {
      void own.end();
    });
    try {
      const { rows } = await Promise.race([asked, late.promise]);
      if (rows[0]?.may !== true) throw new Error('the role lacks a right');
    } catch (error) {
      asked.catch(() => undefined);
      throw this.options.unavailable(error);
    } finally {
      clearTimeout(limit);
    }
  }

  private async send(client: PoolClient, statements: readonly Statement[]): Promise<readonly Answer[]> {
    const sent = together(client, () => statements.map((statement) => this.call(client, statement)));
    const answers = await Promise.allSettled(sent);
    // The first refusal is the reason; those behind it only say that the transaction is over.
    return answers.map((answer) => {
      if (answer.status === 'rejected') throw answer.reason;
      return answer.value;
    });
  }

  /** A statement of a query builder: planned once, unless the table has got other columns since. */
  private async built(client: PoolClient, statement: Statement): Promise<Answer> {
    try {
      return await this.call(client, statement);
    } catch (error) {
      if (sqlState(error) !== planChanged) throw error;
      return this.call(client, statement, false);
    }
  }

  private async call(client: PoolClient, statement: Statement, isNamed = true): Promise<Answer> {
    const { sql, parameters } = partsOf(statement);
    const name = isNamed && parameters.length > 0 ? nameOf(sql) : undefined;
    try {
      return await client.query<Record<string, unknown>>({
        text: sql,
        values: [...parameters],
        ...(name === undefined ? {} : { name }),
      });
    } catch (error) {
      if (isLost(error)) this.lost.add(client);
      throw isPassing(error, this.options.isReadOnly === true) ? this.options.unavailable(error) : error;
    }
  }

  private async connect(): Promise<PoolClient> {
    if (this.isClosed) throw this.options.unavailable(new Error('closed'));
    try {
      return await this.pool.connect();
    } catch (error) {
      throw this.options.unavailable(error);
    }
  }

  private release(client: PoolClient, isDiscarded = false): void {
    client.release(isDiscarded || this.lost.has(client));
  }

  private async use<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> {
    const client = await this.connect();
    try {
      return await work(client);
    } finally {
      this.release(client);
    }
  }
}
