/** One message: opaque bytes under a key. Headers hold ids and codes only, never personal data (design, idea 4). */
export type Message = {
  readonly key: string;
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
};

/** A message as a consumer gets it; `attempt` counts from 1 and grows when it is delivered again. */
export type Delivery = Message & {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly attempt: number;
};

export type ConsumeOptions = {
  /** Every topic that this group reads; topics must exist. */
  readonly topics: readonly string[];
  readonly group: string;
  /** The effect. The offset moves only after it resolves; a rejection is delivered again, in order of the key. */
  readonly onMessage: (delivery: Delivery) => Promise<void>;
  /**
   * Deliveries of one message before it is parked with its reason; later messages of a parked key follow it. Default 5.
   * A rejection with an error that is `retriable` (a store that is away) does not count: it is delivered until it passes.
   */
  readonly maxAttempts?: number;
  /** How many keys may be worked on at the same time. Default 8. */
  readonly concurrency?: number;
  /**
   * How many messages of one partition may be taken and not finished at the same time: what is held in memory, and what runs one
   * by one after a crash. Default 64, on Kafka 256.
   */
  readonly maxOpen?: number;
  /** Hears, at most once, that the engine is gone and this consumer takes no more; effects never come here. */
  readonly onFailure?: (error: Error) => void;
};

export interface Consumer {
  /** Stops taking messages, waits for effects under way, releases its partitions. */
  stop(): Promise<void>;
  /**
   * Resolves once nothing that was published before the call waits for this group (parked messages do not wait).
   * Rejects with `MessagingUnavailable` when the group has no consumer left that could get there.
   */
  settled(): Promise<void>;
}

/**
 * A message that could not be handled, with why (an error code, no content). `attempt` is the number of its deliveries: 0 for
 * one that only followed its key. `parkedAt` is an instant.
 */
export type DeadLetter = Delivery & { readonly group: string; readonly reason: string; readonly parkedAt: string };

/**
 * A topic to be made. `retentionMs`: how long it keeps messages where that is not the engine's own setting (on Kafka 14 days; the
 * embedded engine keeps all topics as long as whoever calls `prune` says).
 */
export type Topic = { readonly name: string; readonly partitions: number; readonly retentionMs?: number };

/**
 * Durable topics with partitions by key and consumer groups: at least once, in order per key.
 * One contract suite holds for every engine.
 *
 * - `createTopics`: an explicit step; a topic that exists is left as it is (`prepare` of Kafka holds it against the wish). Rejects with `InvalidTopic`.
 * - `publish`: durable (acks=all) when it resolves. Rejects with `UnknownTopic`, `MessageTooLarge`, `MessagingUnavailable`.
 * - `consume`: members of one group share the partitions of its topics; a new group begins at the oldest message that is
 *   kept. Rejects with `UnknownTopic`, `MessagingUnavailable`; on Kafka also with `MessagesLost`, as `onFailure` may.
 * - `deadLetters`: by topic, partition and offset.
 * - `close`: stops every consumer as `stop` does; calls after it reject with `MessagingUnavailable`.
 */
export interface Messaging {
  createTopics(topics: readonly Topic[]): Promise<void>;
  publish(topic: string, message: Message): Promise<{ readonly partition: number; readonly offset: string }>;
  consume(options: ConsumeOptions): Promise<Consumer>;
  deadLetters(group: string): Promise<readonly DeadLetter[]>;
  close(): Promise<void>;
}

/** The largest message, key, headers and value together: 1 MiB less framing. */
export const maxMessageBytes = 1_000_000;
