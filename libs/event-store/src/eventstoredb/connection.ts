import { BACKWARDS, END } from '@eventstore/db-client';
import type { EventStoreDBClient } from '@eventstore/db-client';
import grpc from '@grpc/grpc-js';
import type { StatusObject } from '@grpc/grpc-js';
import { StoreUnavailable } from '../errors.js';
import { Breaker } from './breaker.js';
import { collected } from './collecting.js';
import type { Call } from './collecting.js';
import { CallTimedOut, isOurs, isTransient, leaderOf, unavailable } from './failures.js';
import { GuardedClient } from './guarded-client.js';
import { pauseOf } from './options.js';
import type { Settings } from './options.js';

/** A client in use. It is thrown away when it has been retired and nobody uses it any more. */
export type Lease = { readonly client: EventStoreDBClient; readonly guarded: GuardedClient };
type Waits = {
  readonly lease: Lease;
  readonly ended: Promise<never>;
  readonly reject: (reason: unknown) => void;
  readonly timeoutMs: number;
};
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

type Work<Value> = (client: EventStoreDBClient, call: Call) => Promise<Value>;

/**
 * The way to the server. It holds one client at a time and replaces it after any failure that says nothing about the
 * call; the old one is thrown away when its last call has ended. Calls have a deadline of our own (the client's is a
 * number in a message, which a silent server does not read), end at once when the connection closes, and are refused
 * while the server is silent (`Breaker`).
 */
export class Connection {
  private current: Counted | undefined;
  private leader: Leader | undefined;
  private appends: 'stream' | 'single';
  private readonly closing = new AbortController();
  private readonly breaker: Breaker;
  /** How many clients have been made. */
  clients = 0;

  constructor(readonly settings: Settings) {
    this.appends = settings.appends;
    const { callTimeoutMs, onState, silenceMs, probeMs, probeEveryMs } = settings;
    const probe = async (timeoutMs: number) => this.answers(timeoutMs);
    this.breaker = new Breaker({ silenceMs, probeMs, probeEveryMs, recoveryMs: callTimeoutMs, probe, onState });
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

  /** Something has come from the server, outside of a call. */
  heard(): void {
    this.breaker.heard();
  }

  /** One call on the current client. Rejects with the client's error, `CallTimedOut` or `StoreUnavailable` (closed, silent). */
  async call<Value>(work: Work<Value>): Promise<Value> {
    this.breaker.admit();
    const lease = this.hold();
    const { promise: ended, reject } = Promise.withResolvers<never>();
    const leave = this.breaker.enter(reject);
    try {
      const value = await this.timed(work, { lease, ended, reject, timeoutMs: this.settings.callTimeoutMs });
      this.breaker.heard();
      this.release(lease);
      return value;
    } catch (error) {
      if (!isOurs(error)) this.breaker.heard();
      this.release(lease, error);
      throw error;
    } finally {
      leave();
    }
  }

  /** A call that is tried again after failures that say nothing about it. Throws `StoreUnavailable` after the last. */
  async persistently<Value>(work: Work<Value>): Promise<Value> {
    for (let failures = 1; ; failures += 1) {
      try {
        return await this.call(work);
      } catch (error) {
        if (!isTransient(error)) throw error;
        if (failures >= this.settings.tries || this.closed.aborted) {
          this.breaker.suspect();
          throw unavailable(error);
        }
        await this.settings.delay(pauseOf(this.settings, failures), this.closed);
      }
    }
  }

  /** Ends all calls with `StoreUnavailable`. */
  close(): void {
    if (this.closed.aborted) return;
    this.closing.abort();
    this.breaker.close(new StoreUnavailable('closed'));
    if (this.current) this.retire(this.current, undefined);
  }

  /** One piece of work on one client, up to its deadline. */
  private async timed<Value>(work: Work<Value>, { lease, ended, reject, timeoutMs }: Waits): Promise<Value> {
    let stop: (() => void) | undefined;
    const miss = () => reject(new CallTimedOut(`no answer within ${timeoutMs} ms`));
    const timer = setTimeout(miss, timeoutMs);
    const call: Call = {
      isAlive: () => {
        timer.refresh();
        this.breaker.heard();
      },
      onGivenUp: (given) => {
        stop = given;
      },
    };
    try {
      return await Promise.race([work(lease.client, call), ended]);
    } catch (error) {
      stop?.();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Whether the server answers a cheap question in time: on the connection that there is, and then, for a third of the
   * time has gone and it may be that connection which is dead, on a new one.
   */
  private async answers(timeoutMs: number): Promise<boolean> {
    const firstMs = timeoutMs / 3;
    if (await this.isAnswered(firstMs)) return true;
    if (this.closed.aborted) return false;
    // The configured address again: it may be the leader that was named which is silent.
    if (this.current) this.retire(this.current, undefined);
    return this.isAnswered(timeoutMs - firstMs);
  }

  private async isAnswered(timeoutMs: number): Promise<boolean> {
    if (this.closed.aborted) return false;
    const { requiresLeader } = this.settings;
    const { promise: ended, reject } = Promise.withResolvers<never>();
    const question: Work<unknown> = async (client, call) =>
      collected(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1, requiresLeader }), call);
    let lease: Lease | undefined;
    let failure: unknown;
    try {
      lease = this.hold();
      await this.timed(question, { lease, ended, reject, timeoutMs });
    } catch (error) {
      failure = error;
    }
    if (lease) this.release(lease, isOurs(failure) ? undefined : failure);
    // A refusal is an answer too: of a server that is there.
    return failure === undefined || !isTransient(failure);
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
}
