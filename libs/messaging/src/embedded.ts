import { extname } from 'node:path';
import { SqliteCallFailed, SqliteEngine } from '@knooppunt/sqlite';
import { realDelay } from './delay.js';
import type { Delay } from './delay.js';
import { InvalidTopic, MessageTooLarge, MessagingUnavailable, UnknownTopic } from './errors.js';
import { Group } from './group.js';
import { sizeOf, topicFits } from './limits.js';
import type { End, StoredDeadLetter } from './messaging.procedures.js';
import { partitionOf } from './partitioner.js';
import { maxMessageBytes } from './port.js';
import type { Consumer, ConsumeOptions, DeadLetter, Message, Messaging, Topic } from './port.js';

/**
 * `file` is a database of its own; `now` gives milliseconds since 1970; `delay` waits between deliveries; `onEnded` is told
 * when the engine has ended by itself: the process has to begin anew.
 */
export type EmbeddedMessagingOptions = {
  readonly file: string;
  readonly now?: () => number;
  readonly delay?: Delay;
  readonly onEnded?: (error: Error) => void;
};

/**
 * Messaging in one process over one SQLite file: what `npm start` uses instead of Kafka, with the same promises.
 * Source: design §4, `eventing` §3.3 (queues per key, lowest finished offset, parking by key).
 */
export class EmbeddedMessaging implements Messaging {
  private readonly partitions = new Map<string, number>();
  private readonly groups = new Map<string, Group>();
  private readonly now: () => number;
  private readonly delay: Delay;
  private closing: Promise<void> | undefined;

  private constructor(
    private readonly engine: SqliteEngine,
    options: EmbeddedMessagingOptions,
  ) {
    this.now = options.now ?? Date.now;
    this.delay = options.delay ?? realDelay;
  }

  /** Opens (or makes) the file. Rejects with `MessagingUnavailable` when it cannot be read. */
  static async open(options: EmbeddedMessagingOptions): Promise<EmbeddedMessaging> {
    const procedures = new URL(`./messaging.procedures${extname(import.meta.url)}`, import.meta.url);
    try {
      const { file, onEnded } = options;
      const engine = await SqliteEngine.open({ file, procedures, ...(onEnded ? { onEnded } : {}) });
      const messaging = new EmbeddedMessaging(engine, options);
      await messaging.learnTopics();
      return messaging;
    } catch (cause) {
      throw new MessagingUnavailable('the messaging file cannot be opened', { cause });
    }
  }

  async createTopics(topics: readonly Topic[]): Promise<void> {
    for (const { name, partitions } of topics) {
      if (!topicFits(name, partitions)) throw new InvalidTopic(name);
    }
    await this.call(
      'createTopics',
      topics.map(({ name, partitions }) => ({ name, partitions })),
    );
    await this.learnTopics();
  }

  async publish(topic: string, message: Message): Promise<{ readonly partition: number; readonly offset: string }> {
    const partition = partitionOf(message.key, this.partitionsOf(topic));
    const sizeBytes = sizeOf(message);
    if (sizeBytes > maxMessageBytes) throw new MessageTooLarge(topic, sizeBytes);
    const { key } = message;
    // A copy: a buffer may be a view on a larger one, all of which would travel to the engine's thread.
    const value = new Uint8Array(message.value);
    const headers = JSON.stringify(message.headers);
    const offset = await this.call<number>('publish', { topic, partition, key, headers, value, nowMs: this.now() });
    for (const group of this.groups.values()) group.wake(topic, partition);
    return { partition, offset: String(offset) };
  }

  async consume(options: ConsumeOptions): Promise<Consumer> {
    const topics = [...new Set(options.topics)];
    for (const topic of topics) this.partitionsOf(topic);
    await this.call('register', { group: options.group, topics });
    if (this.closing) throw new MessagingUnavailable('messaging is closed');
    const group = this.groupOf(options.group);
    const member = group.join({ ...options, topics });
    return {
      stop: () => group.leave(member),
      settled: async () => group.reached(await this.call<readonly End[]>('ends', topics)),
    };
  }

  async deadLetters(group: string): Promise<readonly DeadLetter[]> {
    const rows = await this.call<readonly StoredDeadLetter[]>('deadLetters', group);
    return rows.map(({ offset, headers, ...row }) => ({
      ...row,
      group,
      offset: String(offset),
      headers: JSON.parse(headers) as Record<string, string>,
    }));
  }

  /**
   * Drops messages published before this moment (milliseconds since 1970) that every group of their topic has passed, and
   * says how many. A topic without groups keeps all. Callers keep 14 days (design §2).
   */
  prune(beforeMs: number): Promise<number> {
    return this.call<number>('prune', beforeMs);
  }

  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    await Promise.all([...this.groups.values()].map((group) => group.dissolve()));
    await this.engine.close();
  }

  private async learnTopics(): Promise<void> {
    const topics = await this.call<readonly { name: string; partitions: number }[]>('topics', undefined);
    for (const { name, partitions } of topics) this.partitions.set(name, partitions);
  }

  private partitionsOf(topic: string): number {
    const partitions = this.partitions.get(topic);
    if (partitions === undefined) throw new UnknownTopic(topic);
    return partitions;
  }

  private groupOf(name: string): Group {
    const group =
      this.groups.get(name) ??
      new Group(name, {
        engine: this.engine,
        delay: this.delay,
        nowIso: () => new Date(this.now()).toISOString(),
        partitionsOf: (topic) => this.partitionsOf(topic),
      });
    this.groups.set(name, group);
    return group;
  }

  private async call<Result>(procedure: string, argument: unknown): Promise<Result> {
    if (this.closing) throw new MessagingUnavailable('messaging is closed');
    try {
      return await this.engine.call<Result>(procedure, argument);
    } catch (cause) {
      const why = cause instanceof SqliteCallFailed ? cause.code : 'the engine has ended';
      throw new MessagingUnavailable(`messaging does not answer: ${why}`, { cause });
    }
  }
}

/** Opens the embedded engine; `prune` is its own, all else is the port. */
export const openEmbeddedMessaging = (options: EmbeddedMessagingOptions): Promise<EmbeddedMessaging> =>
  EmbeddedMessaging.open(options);
