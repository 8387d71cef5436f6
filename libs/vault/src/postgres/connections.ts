import { hash } from 'node:crypto';
import { DatabaseError, Pool } from 'pg';
import type { ClientBase, PoolClient, QueryResult } from 'pg';
import { VaultUnavailable } from '../errors.js';

/** Where connections go: `schema` is the only one that they look into, `timeoutMs` bounds connecting and each statement. */
export type ConnectionOptions = {
  readonly connectionString: string;
  readonly schema: string;
  readonly poolSize: number;
  readonly timeoutMs: number;
};

export type Answer = QueryResult<Record<string, unknown>>;

/** One statement: its text and its values. */
export type Statement = readonly [sql: string, ...values: readonly unknown[]];

/** Sends statements in one journey to the server, in order; rejects with the first refusal. */
export type Send = (...statements: readonly Statement[]) => Promise<readonly Answer[]>;

/** The five characters by which the server says what it refuses; undefined for what the connection says. */
export const sqlState = (error: unknown): string | undefined =>
  error instanceof DatabaseError && typeof error.code === 'string' ? error.code : undefined;

const isLost = (error: unknown): boolean => /^(08|57P)/.test(sqlState(error) ?? '08');

const names = new Map<string, string>();
const nameOf = (sql: string): string => {
  const name = names.get(sql) ?? hash('sha256', sql, 'hex').slice(0, 32);
  names.set(sql, name);
  return name;
};

/** Connections to one PostgreSQL database under one role. Errors of the server come through as they are, others as `VaultUnavailable`. */
export class Connections {
  private readonly pool: Pool;
  private readonly lost = new WeakSet<ClientBase>();
  private isClosed = false;

  constructor({ connectionString, schema, poolSize, timeoutMs }: ConnectionOptions) {
    // The pool waits for it before it gives the connection out. A commit is acknowledged when it is on disk, whatever
    // the server's default: what is acknowledged here is never lost (design §2 step 3).
    const prepare: (client: ClientBase) => unknown = (client) =>
      client.query(`SET search_path = "${schema}"; SET synchronous_commit = on`);
    this.pool = new Pool({
      connectionString,
      max: poolSize,
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
      keepAlive: true,
      pipeline: true,
      onConnect: prepare,
    });
    // A connection that breaks while nobody uses it is replaced at the next call.
    this.pool.on('error', () => undefined);
    // One that breaks at work says so twice: to the statement, and as an event that would end the process unheard.
    this.pool.on('connect', (client) => client.on('error', () => this.lost.add(client)));
  }

  /** One statement, committed by itself; its rows. */
  async rows(...statement: Statement): Promise<readonly Record<string, unknown>[]> {
    return (await this.answer(...statement)).rows;
  }

  async answer(...statement: Statement): Promise<Answer> {
    return this.use((client) => this.call(client, statement));
  }

  /** All or nothing. A commit whose answer is lost may have happened: every step here can be repeated. */
  async transaction<Result>(steps: (send: Send) => Promise<Result>): Promise<Result> {
    return this.use(async (client) => {
      const begun = this.call(client, ['BEGIN']);
      begun.catch(() => undefined);
      try {
        const result = await steps((...statements) => this.send(client, statements));
        await begun;
        const { command } = await this.call(client, ['COMMIT']);
        if (command !== 'COMMIT') throw new VaultUnavailable(new Error('the transaction was rolled back'));
        return result;
      } catch (error) {
        if (!this.lost.has(client)) await this.call(client, ['ROLLBACK']);
        throw error;
      }
    });
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.pool.end();
  }

  private async send(client: PoolClient, statements: readonly Statement[]): Promise<readonly Answer[]> {
    const answers = await Promise.allSettled(statements.map((statement) => this.call(client, statement)));
    // The first refusal is the reason; those behind it only say that the transaction is over.
    return answers.map((answer) => {
      if (answer.status === 'rejected') throw answer.reason;
      return answer.value;
    });
  }

  private async call(client: PoolClient, [text, ...values]: Statement): Promise<Answer> {
    try {
      return await client.query<Record<string, unknown>>(
        values.length === 0 ? { text } : { name: nameOf(text), text, values },
      );
    } catch (error) {
      if (!isLost(error)) throw error;
      this.lost.add(client);
      throw new VaultUnavailable(error);
    }
  }

  private async use<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> {
    const client = await this.connect();
    try {
      return await work(client);
    } finally {
      client.release(this.lost.has(client));
    }
  }

  private async connect(): Promise<PoolClient> {
    try {
      return await this.pool.connect();
    } catch (error) {
      throw new VaultUnavailable(error);
    }
  }
}
