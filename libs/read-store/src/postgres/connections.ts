import { hash } from 'node:crypto';
import type { CompiledQuery, PostgresPool, PostgresPoolClient } from 'kysely';
import { DatabaseError, Pool, types as pgTypes } from 'pg';
import type { ClientBase, CustomTypesConfig, PoolClient, QueryConfig, QueryResult } from 'pg';
import { ReadStoreUnavailable } from '../errors.js';

/**
 * Where connections go and how long they wait. `schema`: the only one that they look into. `isReadOnly`: the server refuses
 * every write on them. `timeoutMs`: for a connection, and for each statement; a server that is silent counts as gone then.
 */
export type ConnectionOptions = {
  readonly connectionString: string;
  readonly schema: string;
  readonly poolSize: number;
  readonly timeoutMs: number;
  readonly isReadOnly?: boolean;
};

/** What a statement did. */
export type Answer = QueryResult<Record<string, unknown>>;
type Statement = Pick<CompiledQuery, 'sql' | 'parameters'>;

/** A transaction at work: statements that are sent together share one journey to the server. */
export type Session = { readonly send: (statements: readonly Statement[]) => Promise<readonly Answer[]> };

const codeOf = (error: unknown): string | undefined =>
  error instanceof DatabaseError && typeof error.code === 'string' ? error.code : undefined;
// Connection, resources (disk full, too many clients), operator and crash, system; serialisation, deadlock and lock timeout.
const passing = /^(08|53|57|58|40)|^55P03$/;
// A server that is a standby for the moment; on a connection that only reads it is the caller's fault.
const standby = '25006';
const isInexact = (error: unknown): boolean => error instanceof RangeError;
/** Errors without a code of the server are those of the connection to it. */
const isLost = (error: unknown): boolean => /^(08|57P)/.test(codeOf(error) ?? (isInexact(error) ? '' : '08'));

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('the database gave a number that is not exact');
  return value;
};
const int8: number = pgTypes.builtins.INT8;
const numeric: number = pgTypes.builtins.NUMERIC;
const parsers: CustomTypesConfig = {
  // Counts and sums come as bigint and numeric; the embedded engine gives numbers.
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === int8) return whole;
    if (oid === numeric) return Number;
    return (pgTypes.getTypeParser as (oid: number, format?: string) => unknown)(oid, format);
  },
};

const named = new Map<string, string>();
const nameOf = (sql: string): string => {
  const name = named.get(sql) ?? hash('sha256', sql, 'hex').slice(0, 32);
  named.set(sql, name);
  return name;
};

/** Connections to one PostgreSQL database under one role. Foreign errors that may pass become `ReadStoreUnavailable`. */
export class Connections {
  private readonly pool: Pool;
  private readonly lost = new WeakSet<ClientBase>();
  private isClosed = false;

  constructor(private readonly options: ConnectionOptions) {
    const { connectionString, schema, poolSize, timeoutMs, isReadOnly = false } = options;
    const access = isReadOnly ? 'on' : 'off';
    // The pool waits for it before it gives the connection out. A crash of the server may take the last transactions, rows
    // and position together, and the log brings them back: no commit waits for the disk, as in the embedded engine.
    const prepare: (client: ClientBase) => unknown = (client) =>
      client.query(
        `SET search_path = "${schema}"; SET default_transaction_read_only = ${access}; SET synchronous_commit = off`,
      );
    this.pool = new Pool({
      connectionString,
      max: poolSize,
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
      keepAlive: true,
      pipeline: !isReadOnly,
      types: parsers,
      onConnect: prepare,
    });
    // A connection that breaks while nobody uses it is replaced at the next call.
    this.pool.on('error', () => undefined);
    // One that breaks at work says so twice: to the statement, and as an event that would end the process unheard.
    this.pool.on('connect', (client) => client.on('error', () => this.lost.add(client)));
  }

  /** One statement, committed by itself. */
  async query({ sql, parameters }: Statement): Promise<Answer> {
    return this.use((client) => this.call(client, { text: sql, values: [...parameters] }));
  }

  /**
   * Runs the steps in one transaction, all or nothing. `mode` is SQL behind BEGIN. A connection that breaks at the commit
   * leaves it open whether the transaction is there; positions tell.
   */
  async transaction<Result>(steps: (session: Session) => Promise<Result>, mode = ''): Promise<Result> {
    return this.use(async (client) => {
      const begun = this.call(client, { text: `BEGIN ${mode}` });
      begun.catch(() => undefined);
      try {
        const result = await steps({ send: (statements) => this.send(client, statements) });
        await begun;
        const { command } = await this.call(client, { text: 'COMMIT' });
        if (command !== 'COMMIT') throw new ReadStoreUnavailable('the transaction was rolled back');
        return result;
      } catch (error) {
        if (!this.lost.has(client)) await this.call(client, { text: 'ROLLBACK' });
        throw error;
      }
    });
  }

  /** The same connections for Kysely. */
  forKysely(): PostgresPool {
    const guarded = (client: PoolClient) => ({
      query: (text: string, parameters: readonly unknown[]) => this.call(client, { text, values: [...parameters] }),
      release: (isDiscarded?: boolean) => this.release(client, isDiscarded),
    });
    return {
      options: {},
      // Kysely knows of cursors too; none is configured, so it never asks for one.
      connect: async () => guarded(await this.connect()) as unknown as PostgresPoolClient,
      end: () => this.close(),
    };
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.pool.end();
  }

  private async send(client: PoolClient, statements: readonly Statement[]): Promise<readonly Answer[]> {
    const answers = await Promise.allSettled(
      statements.map(({ sql, parameters }) =>
        this.call(
          client,
          parameters.length === 0 ? { text: sql } : { name: nameOf(sql), text: sql, values: [...parameters] },
        ),
      ),
    );
    // The first refusal is the reason; those behind it only say that the transaction is over.
    return answers.map((answer) => {
      if (answer.status === 'rejected') throw answer.reason;
      return answer.value;
    });
  }

  private async call(client: PoolClient, query: QueryConfig): Promise<Answer> {
    try {
      return await client.query<Record<string, unknown>>(query);
    } catch (error) {
      if (isLost(error)) this.lost.add(client);
      throw this.converted(error);
    }
  }

  private converted(error: unknown): unknown {
    const code = codeOf(error);
    const mayPass = isLost(error) || (code !== undefined && passing.test(code));
    const isStandby = code === standby && this.options.isReadOnly !== true;
    return mayPass || isStandby ? new ReadStoreUnavailable('the read store does not answer', { cause: error }) : error;
  }

  private async connect(): Promise<PoolClient> {
    if (this.isClosed) throw new ReadStoreUnavailable('the read store is closed');
    try {
      return await this.pool.connect();
    } catch (error) {
      throw new ReadStoreUnavailable('the read store does not answer', { cause: error });
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
