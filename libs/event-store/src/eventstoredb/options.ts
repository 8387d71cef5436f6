import type { EventStoreDBClient } from '@eventstore/db-client';
import type { StoreState } from './breaker.js';
import { usable } from './connection-string.js';

export type { StoreState } from './breaker.js';

/** What a subscription is doing. It says `live` when it has seen the end of the log once. */
export type SubscriptionState = 'connecting' | 'catching-up' | 'live' | 'backing-off';

/** How to reach an EventStoreDB and how long to wait for it; all times in milliseconds. */
export type EventStoreDbOptions = {
  /** `esdb://host:2113?tls=true`, or `esdb+discover://…` for a cluster; `kurrentdb` as scheme means the same. */
  readonly connectionString: string;
  /** Name and password; they take the place of those in the connection string. */
  readonly credentials?: { readonly username: string; readonly password: string };
  /** One call to the server, from sending to its answer or between two events of a page (3 s). */
  readonly callTimeoutMs?: number;
  /** So long nothing may be heard from a server that is asked something, before it is asked whether it is there (500 ms). */
  readonly silenceMs?: number;
  /** So long that question may take; then all calls are refused at once until it is answered (350 ms). */
  readonly probeMs?: number;
  /** The pause between such questions while calls are refused (250 ms). */
  readonly probeEveryMs?: number;
  /** How often one append or read is tried in all (3). */
  readonly tries?: number;
  /** The first pause between tries and between subscriptions; it doubles (100 ms). */
  readonly backoffMs?: number;
  /** No pause is longer (10 s). */
  readonly maxBackoffMs?: number;
  /** How often a waiting subscription compares itself with the head of the log (10 s). */
  readonly watchdogMs?: number;
  /** `stream`: appends share one call (fast); `single`: one call for each (`stream`). */
  readonly appends?: 'stream' | 'single';
  /** Whether the server must be the leader to answer (true): a follower may not know of a revocation yet. */
  readonly requiresLeader?: boolean;
  /** Makes the client; for tests. */
  readonly clientFactory?: (connectionString: string) => EventStoreDBClient;
  /** Waits, or stops waiting when the signal aborts; for tests. */
  readonly delay?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 up to and without 1; spreads the pauses. */
  readonly random?: () => number;
  /** Hears when the server falls silent (`unavailable`: calls are refused at once) and when it answers again. */
  readonly onState?: (state: StoreState) => void;
  /** Hears of each change of a subscription's state. */
  readonly onSubscriptionState?: (state: SubscriptionState) => void;
};

/** The options with their defaults. */
export type Settings = Required<Omit<EventStoreDbOptions, 'credentials'>>;

/** Resolves after so many milliseconds, or at once when the signal aborts. */
export const wait = async (ms: number, signal: AbortSignal): Promise<void> => {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
};

const withCredentials = ({ connectionString, credentials }: EventStoreDbOptions): string => {
  if (!credentials) return connectionString;
  const user = `${encodeURIComponent(credentials.username)}:${encodeURIComponent(credentials.password)}`;
  return connectionString.replace(/^([^:]+:\/\/)(?:[^@/?]*@)?/u, (_all, scheme: string) => `${scheme}${user}@`);
};

// In seconds, in this client. Its own 5 s for each silent node would be longer than any call of ours waits.
const withGossipTimeout = (connectionString: string): string => {
  const isCluster = /^esdb\+discover:|^[^/?]*:\/\/[^/?]*,/u.test(connectionString);
  if (!isCluster || /[?&]gossipTimeout=/iu.test(connectionString)) return connectionString;
  return `${connectionString}${connectionString.includes('?') ? '&' : '?'}gossipTimeout=1`;
};

/** The options made complete. `clientFactory` is given by who has loaded the client. */
export const settingsOf = (
  options: EventStoreDbOptions,
  clientFactory: (connectionString: string) => EventStoreDBClient,
): Settings => ({
  callTimeoutMs: 3_000,
  silenceMs: 500,
  probeMs: 350,
  probeEveryMs: 250,
  tries: 3,
  backoffMs: 100,
  maxBackoffMs: 10_000,
  watchdogMs: 10_000,
  appends: 'stream',
  requiresLeader: true,
  clientFactory,
  delay: wait,
  random: Math.random,
  onState: () => undefined,
  onSubscriptionState: () => undefined,
  ...options,
  connectionString: withGossipTimeout(
    withCredentials({ ...options, connectionString: usable(options.connectionString) }),
  ),
});

/** The pause before a try: it doubles with each failure, is cut at its maximum and spread over its upper half. */
export const pauseOf = (settings: Settings, failures: number): number => {
  const full = Math.min(settings.maxBackoffMs, settings.backoffMs * 2 ** Math.min(failures - 1, 20));
  return full * (0.5 + settings.random() / 2);
};
