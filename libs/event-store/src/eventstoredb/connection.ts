import type { EventStoreDBClient } from '@eventstore/db-client';
import grpc from '@grpc/grpc-js';
import type { StatusObject } from '@grpc/grpc-js';
import { StoreUnavailable } from '../errors.js';
import { CallTimedOut, isTransient, leaderOf, unavailable } from './failures.js';
import { GuardedClient } from './guarded-client.js';
import { pauseOf } from './options.js';
import type { Settings } from './options.js';

/** A client in use. It is thrown away when it has been retired and nobody uses it any more. */
export type Lease = { readonly client: EventStoreDBClient; readonly guarded: GuardedClient };
type Counted = Lease & { users: number; isRetired: boolean };
type Leader = { readonly address: string; readonly port: number };

const leaderFromStatus = ({ metadata }: StatusObject): Leader | undefined => {
  const keys = metadata.getMap();
  if (keys['exception'] !== 'not-leader') return undefined;
  const port = Number(keys['leader-endpoint-port']);
  return Number.isInteger(port) ? { address: String(keys['leader-endpoint-host']), port } : undefined;
};

/** The same connection, to another host. A cluster's is left as it is: discovery finds the leader. */
export const connectionStringAt = (connectionString: string, leader: Leader | undefined): string => {
  if (!leader) return connectionString;
  return connectionString.replace(
    /^(esdb:\/\/(?:[^@/?]*@)?)([^,/?]+)(?=[/?]|$)/u,
    (_all, before: string) => `${before}${leader.address}:${leader.port}`,
  );
};

/** What a call knows of itself: `signal` aborts when nobody waits any more; `isAlive` begins its deadline anew. */
export type Call = { readonly signal: AbortSignal; readonly isAlive: () => void };
type Work<Value> = (client: EventStoreDBClient, call: Call) => Promise<Value>;

/** Our own deadline: the client's is a number in a message, which a silent server does not read. */
class Deadline {
  private readonly timer: NodeJS.Timeout;
  readonly missed: Promise<never>;

  constructor(ms: number) {
    const { promise, reject } = Promise.withResolvers<never>();
    this.missed = promise;
    this.timer = setTimeout(() => reject(new CallTimedOut(`no answer within ${ms} ms`)), ms);
  }

  postpone(): void {
    this.timer.refresh();
  }

  clear(): void {
    clearTimeout(this.timer);
  }
}

/**
 * The way to the server. It holds one client at a time and replaces it after any failure that says nothing about the
 * call; the old one is thrown away when its last call has ended. Calls have a deadline of their own and end at once
 * when the connection closes.
 */
export class Connection {
  private current: Counted | undefined;
  private leader: Leader | undefined;
  private appends: 'stream' | 'single';
  private readonly closing = new AbortController();
  /** How many clients have been made. */
  clients = 0;

  constructor(readonly settings: Settings) {
    this.appends = settings.appends;
  }

  /** Aborts when the store closes. */
  get closed(): AbortSignal {
    return this.closing.signal;
  }

  /** A client for a call that goes on for long. Give it back with `release`. */
  hold(): Lease {
    const lease = this.lease();
    lease.users += 1;
    return lease;
  }

  /** Gives a client back, and with a failure retires it. */
  release(held: Lease, failure?: unknown): void {
    const lease = held as Counted;
    lease.users -= 1;
    if (failure !== undefined && isTransient(failure)) this.retire(lease, leaderOf(failure));
    if (lease.isRetired && lease.users === 0) lease.guarded.dispose();
  }

  /** One call on the current client. Rejects with the client's error, `CallTimedOut` or `StoreUnavailable` (closed). */
  async call<Value>(work: Work<Value>): Promise<Value> {
    const lease = this.hold();
    const over = new AbortController();
    const deadline = new Deadline(this.settings.callTimeoutMs);
    try {
      const call = { signal: over.signal, isAlive: () => deadline.postpone() };
      const value = await Promise.race([work(lease.client, call), deadline.missed, this.shut(over.signal)]);
      this.release(lease);
      return value;
    } catch (error) {
      this.release(lease, error);
      throw error;
    } finally {
      deadline.clear();
      // With a reason of its own: without one an exception is made, for each call.
      over.abort('over');
    }
  }

  /** A call that is tried again after failures that say nothing about it. Throws `StoreUnavailable` after the last. */
  async persistently<Value>(work: Work<Value>): Promise<Value> {
    for (let failures = 1; ; failures += 1) {
      try {
        return await this.call(work);
      } catch (error) {
        if (!isTransient(error)) throw error;
        if (failures >= this.settings.tries || this.closed.aborted) throw unavailable(error);
        await this.settings.delay(pauseOf(this.settings, failures), this.closed);
      }
    }
  }

  /** Ends all calls with `StoreUnavailable`. */
  close(): void {
    this.closing.abort();
    if (this.current) this.retire(this.current, undefined);
  }

  private lease(): Counted {
    if (this.closed.aborted) throw new StoreUnavailable('closed');
    if (this.current) return this.current;
    const client = this.settings.clientFactory(connectionStringAt(this.settings.connectionString, this.leader));
    const { callTimeoutMs } = this.settings;
    const onStreamEnd = (ended: StatusObject) => {
      // A server from before batch appends: one call for each from now on.
      if (ended.code === grpc.status.UNIMPLEMENTED) this.appends = 'single';
      this.retire(lease, leaderFromStatus(ended));
    };
    const guarded = new GuardedClient(client, { callTimeoutMs, appends: this.appends, onStreamEnd });
    const lease: Counted = { client, guarded, users: 0, isRetired: false };
    this.current = lease;
    this.clients += 1;
    return lease;
  }

  private retire(lease: Counted, leader: Leader | undefined): void {
    if (lease.isRetired) return;
    lease.isRetired = true;
    // What ends on an old client says nothing about where the present one is connected.
    if (leader || this.current === lease) this.leader = leader;
    if (this.current === lease) this.current = undefined;
    if (lease.users === 0) lease.guarded.dispose();
  }

  private async shut(over: AbortSignal): Promise<never> {
    return new Promise((_resolve, reject) => {
      const options = { once: true, signal: over };
      this.closed.addEventListener('abort', () => reject(new StoreUnavailable('closed')), options);
      if (this.closed.aborted) reject(new StoreUnavailable('closed'));
    });
  }
}
