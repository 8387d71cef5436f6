import type { Kafka } from 'kafkajs';
import { MessageTooLarge, MessagingUnavailable, UnknownTopic } from '../errors.js';
import { partitionOf } from '../partitioner.js';
import { maxMessageBytes } from '../port.js';
import type { Consumer, ConsumeOptions, DeadLetter, Message, Messaging, Topic } from '../port.js';
import { sizeOf } from '../limits.js';
import { clientOf } from './client.js';
import { DeadLetters, groupsAmong } from './dead-letters.js';
import type { Entry, Origin } from './dead-letters.js';
import { Desk } from './desk.js';
import { lagOf } from './lag.js';
import type { GroupStatus, PartitionLag } from './lag.js';
import { Member } from './member.js';
import { settingsOf } from './options.js';
import type { KafkaMessagingOptions, KafkaSettings } from './options.js';
import { Publisher } from './publisher.js';
import { countReachable } from './reach.js';
import { deadLetterWish, prepareTopics, topicWish } from './topics.js';
import type { Preparation } from './topics.js';
import { ignore, within } from './within.js';

/** Messaging over a Kafka cluster, through kafkajs 2.2.4 and the guards that it needs. Source: design §4, ADR 0005. */
export class KafkaMessaging implements Messaging {
  private readonly desk: Desk;
  private readonly publisher: Publisher;
  private readonly members = new Set<Member>();
  private readonly letters = new Map<string, DeadLetters>();
  private partitions: ReadonlyMap<string, number> = new Map();
  private closing: Promise<void> | undefined;

  private constructor(
    private readonly kafka: Kafka,
    private readonly settings: KafkaSettings,
  ) {
    this.desk = new Desk(kafka, settings);
    this.publisher = new Publisher(kafka, settings, (topic) => this.isThere(topic));
  }

  /** Reaches the cluster. Rejects with `MessagingUnavailable` when it does not answer within `callMs`. */
  static async open(options: KafkaMessagingOptions): Promise<KafkaMessaging> {
    const settings = settingsOf(options);
    const messaging = new KafkaMessaging(clientOf(settings), settings);
    try {
      await messaging.learnTopics();
      return messaging;
    } catch (error) {
      await messaging.close();
      throw error;
    }
  }

  async createTopics(topics: readonly Topic[]): Promise<void> {
    this.refuseClosed();
    await this.desk.create(topics.map((topic) => topicWish(topic, this.settings)));
    await this.learnTopics();
  }

  /**
   * The explicit step before anything runs, with credentials that may make topics: makes the topics and the dead letters of the
   * groups that are missing, and holds those that exist against what is wanted: partitions, `replication`, `minInsync`,
   * retention, largest message. A difference rejects with `TopicDiffers`; with `alter` it is changed, save for partitions and
   * replication. Rejects with `InvalidTopic`.
   */
  async prepare(
    topics: readonly Topic[],
    groups: readonly string[],
    mode: 'refuse' | 'alter' = 'refuse',
  ): Promise<Preparation> {
    this.refuseClosed();
    const { settings } = this;
    const wishes = [
      ...topics.map((topic) => topicWish(topic, settings)),
      ...groups.map((group) => deadLetterWish(group, settings)),
    ];
    const done = await prepareTopics(this.desk, wishes, mode);
    await this.learnTopics();
    return done;
  }

  /**
   * How long the brokers keep the offsets of a group that is away, in milliseconds; the shortest of them. Undefined where
   * these credentials may not ask. A group that was away longer begins anew at the oldest message.
   */
  async offsetsRetentionMs(): Promise<number | undefined> {
    this.refuseClosed();
    const found = await this.desk.brokerSetting('offsets.retention.minutes').catch(() => []);
    const minutes = found.map(Number).filter((count) => Number.isFinite(count));
    return minutes.length === 0 ? undefined : Math.min(...minutes) * 60_000;
  }

  /**
   * Makes the topic that holds what a group parks; one that exists is left as it is. `consume` does it too: this is for consumers
   * whose credentials may make no topics. Rejects with `InvalidTopic` when the group's name fits no topic.
   */
  async createDeadLetters(group: string): Promise<void> {
    this.refuseClosed();
    await this.desk.create([deadLetterWish(group, this.settings)]);
  }

  /**
   * Rejects with `MessagingUnavailable` unless within so many milliseconds the cluster answers, as many nodes are there as have to
   * hold a message, and it takes what is sent: where it refused that last for want of a right, until it lets us in again.
   */
  async ping(limitMs: number): Promise<void> {
    this.refuseClosed();
    const answered = this.probe(limitMs);
    answered.catch(ignore);
    await within(answered, limitMs, 'no answer in time').catch((cause: unknown) => {
      throw new MessagingUnavailable('the cluster does not answer', { cause });
    });
  }

  async publish(topic: string, message: Message): Promise<{ readonly partition: number; readonly offset: string }> {
    this.refuseClosed();
    const partition = partitionOf(message.key, await this.partitionsOf(topic));
    const sizeBytes = sizeOf(message);
    if (sizeBytes > maxMessageBytes) throw new MessageTooLarge(topic, sizeBytes);
    // A copy: the caller may use its buffer again while the message waits.
    const value = new Uint8Array(message.value);
    const offset = await this.publisher.send({ ...message, value, topic, partition, sizeBytes });
    return { partition, offset: String(offset) };
  }

  async consume(options: ConsumeOptions): Promise<Consumer> {
    this.refuseClosed();
    const topics = [...new Set(options.topics)];
    for (const topic of topics) await this.partitionsOf(topic);
    await this.createDeadLetters(options.group);
    const member: Member = new Member({
      kafka: this.kafka,
      settings: this.settings,
      desk: this.desk,
      letters: this.lettersOf(options.group),
      options: { ...options, topics },
      onEnd: () => this.members.delete(member),
    });
    this.members.add(member);
    try {
      await member.open();
    } catch (error) {
      await member.stop();
      throw error;
    }
    return { stop: () => member.stop(), settled: () => this.settled(member, options.group, topics) };
  }

  async deadLetters(group: string): Promise<readonly DeadLetter[]> {
    this.refuseClosed();
    return this.lettersOf(group).list();
  }

  /** The groups that have a topic for what they park, by name. */
  async deadLetterGroups(): Promise<readonly string[]> {
    this.refuseClosed();
    return groupsAmong((await this.desk.topics()).keys());
  }

  /** What is parked for a group, by topic, partition and offset, without content. */
  async parked(group: string): Promise<readonly Entry[]> {
    this.refuseClosed();
    return this.lettersOf(group).current();
  }

  /**
   * Has everything that is parked under a key delivered again, in order and before what comes later; says how many messages
   * that is. A running group does it at once, through a rebalance; one that does not run does it when it comes back.
   */
  async redrive(
    group: string,
    { topic, partition, key }: Omit<Origin, 'offset'> & { readonly key: string },
  ): Promise<number> {
    this.refuseClosed();
    const count = await this.lettersOf(group).order(topic, partition, key);
    if (count > 0) await this.nudge(group, topic);
    return count;
  }

  /**
   * Erases one parked message for good; false when there is none. What follows it stays parked until it is redriven or discarded.
   */
  async discard(group: string, origin: Origin): Promise<boolean> {
    this.refuseClosed();
    const letters = this.lettersOf(group);
    const isThere = (await letters.current()).some(
      ({ topic, partition, offset }) =>
        topic === origin.topic && partition === origin.partition && offset === origin.offset,
    );
    if (isThere) await letters.settle(origin);
    return isThere;
  }

  /**
   * How far a group is behind in each partition that it reads, also when none of its members lives: messages, and the age in
   * milliseconds of the oldest one that it has not handled (0 when there is none).
   */
  async lag(group: string): Promise<readonly PartitionLag[]> {
    this.refuseClosed();
    return lagOf(group, this.kafka, this.desk, this.settings);
  }

  /**
   * How a group stands, asked of the cluster and not of its consumers: one that is dead shows too. Members, messages parked,
   * and how far it is behind.
   */
  async status(group: string): Promise<GroupStatus> {
    this.refuseClosed();
    const [members, parked, partitions] = await Promise.all([
      this.desk.memberCount(group),
      this.lettersOf(group).current(),
      this.lag(group),
    ]);
    return { group, members, parked: parked.length, partitions };
  }

  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    await Promise.all([...this.members].map((member) => member.stop()));
    await this.publisher.close();
    await this.desk.close();
  }

  private async settled(member: Member, group: string, topics: readonly string[]): Promise<void> {
    const ends = await this.desk.bounds(topics);
    for (;;) {
      const committed = await this.desk.committed(group, topics);
      const isThere = ends.every(({ topic, partition, low, high }) => {
        const found = committed.find((one) => one.topic === topic && one.partition === partition);
        return (found && found.offset >= 0 ? found.offset : low) >= high;
      });
      if (isThere) return;
      if (member.isOver && (await this.desk.memberCount(group)) === 0)
        throw new MessagingUnavailable(`the group \`${group}\` has no consumer`);
      await member.change(this.settings.settlePollMs);
    }
  }

  /** Joins and leaves: every member gives its partitions back and takes them again, and looks at the dead letters then. */
  private async nudge(group: string, topic: string): Promise<void> {
    if ((await this.desk.memberCount(group)) === 0) return;
    const consumer = this.kafka.consumer({
      groupId: group,
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: this.settings.fetchWaitMs,
    });
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [topic] });
      await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: () => Promise.resolve() });
    } catch (cause) {
      throw new MessagingUnavailable('the group could not be told', { cause });
    } finally {
      await consumer.disconnect();
    }
  }

  private async probe(limitMs: number): Promise<void> {
    const [nodes] = await Promise.all([this.desk.nodes(), this.publisher.welcomed()]);
    const { minInsync } = this.settings;
    if (minInsync <= 1) return;
    const there = await countReachable(nodes, limitMs);
    if (there < minInsync) throw new Error(`${there} nodes are there`);
  }

  private lettersOf(group: string): DeadLetters {
    const { kafka, desk, publisher, settings } = this;
    const letters = this.letters.get(group) ?? new DeadLetters(group, { kafka, desk, publisher, settings });
    this.letters.set(group, letters);
    return letters;
  }

  private async learnTopics(): Promise<void> {
    this.partitions = await this.desk.topics();
  }

  /** Also where a node cannot say: then the topic counts as there, and sending goes on. */
  private async isThere(topic: string): Promise<boolean> {
    await this.learnTopics().catch(ignore);
    return this.partitions.has(topic);
  }

  private async partitionsOf(topic: string): Promise<number> {
    if (!this.partitions.has(topic)) await this.learnTopics();
    const partitions = this.partitions.get(topic);
    if (partitions === undefined) throw new UnknownTopic(topic);
    return partitions;
  }

  private refuseClosed(): void {
    if (this.closing) throw new MessagingUnavailable('messaging is closed');
  }
}

/** Opens messaging over Kafka. Topics come from `createTopics` only; a group's dead letters from its first consumer. */
export const openKafkaMessaging = (options: KafkaMessagingOptions): Promise<KafkaMessaging> =>
  KafkaMessaging.open(options);
