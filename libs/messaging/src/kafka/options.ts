import type { ConnectionOptions } from 'node:tls';
import type { SASLOptions } from 'kafkajs';
import type { Delay } from '../delay.js';
import { safely } from './facts.js';
import type { Observe } from './facts.js';

/**
 * How to reach Kafka and what it must promise. Times in milliseconds.
 *
 * - `replication`, `minInsync`: copies of each partition, and how many must have a message before it is acknowledged. On a
 *   cluster 3 and 2; a single node has 1 and 1.
 * - `retentionMs`: how long topics keep messages (default 14 days, design §2). Dead letters stay until they are settled.
 * - `tls`, `sasl`: as Node and kafkajs take them; without `tls` the connection is open (loopback only).
 * - `publishMs`: how long `publish` tries before it says that Kafka is away. `callMs`: the same for every other call.
 * - `sessionMs`, `rebalanceMs`, `heartbeatMs`: how soon a group misses a member, how long it waits for one in a rebalance, and
 *   how often a member reports. A member that is asked for its partitions ends its effects within half of the smaller of the
 *   first two, or goes without committing them.
 * - `fetchWaitMs`: how long the broker may hold a fetch when there is nothing. `settlePollMs`: how often `settled` looks.
 * - `reviveMs`: how long a consumer that crashed tries to come back before it ends.
 * - `observe`: hears what happens inside, for metrics.
 * - `now`, `delay`: clock of the machine, and the wait between deliveries.
 */
export type KafkaMessagingOptions = {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly replication: number;
  readonly minInsync: number;
  readonly retentionMs?: number;
  readonly tls?: ConnectionOptions;
  readonly sasl?: SASLOptions;
  readonly publishMs?: number;
  readonly callMs?: number;
  readonly connectMs?: number;
  readonly requestMs?: number;
  readonly sessionMs?: number;
  readonly rebalanceMs?: number;
  readonly heartbeatMs?: number;
  readonly fetchWaitMs?: number;
  readonly settlePollMs?: number;
  readonly reviveMs?: number;
  readonly observe?: Observe;
  readonly now?: () => number;
  readonly delay?: Delay;
};

/** Options with nothing left open. */
export type KafkaSettings = Required<Omit<KafkaMessagingOptions, 'tls' | 'sasl' | 'delay'>> &
  Pick<KafkaMessagingOptions, 'tls' | 'sasl' | 'delay'>;

const dayMs = 86_400_000;
const defaults = {
  retentionMs: 14 * dayMs,
  publishMs: 30_000,
  callMs: 20_000,
  connectMs: 3000,
  requestMs: 10_000,
  sessionMs: 45_000,
  rebalanceMs: 60_000,
  heartbeatMs: 3000,
  fetchWaitMs: 250,
  settlePollMs: 50,
  reviveMs: 60_000,
};

/** Fills in what was left open. */
export const settingsOf = (options: KafkaMessagingOptions): KafkaSettings => ({
  ...defaults,
  now: Date.now,
  ...options,
  observe: safely(options.observe),
});
