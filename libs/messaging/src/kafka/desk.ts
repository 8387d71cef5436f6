import kafkajs from 'kafkajs';
import type { Admin, ITopicConfig, Kafka } from 'kafkajs';
import { realDelay } from '../delay.js';
import { MessagingUnavailable } from '../errors.js';
import { protocolTypeOf } from './client.js';
import type { KafkaSettings } from './options.js';
import type { NodeAddress } from './reach.js';
import { ignore, within } from './within.js';

/** The first offset that a partition still holds, and the one that its next message will get. */
export type Bounds = {
  readonly topic: string;
  readonly partition: number;
  readonly low: number;
  readonly high: number;
};
/** What a group committed in a partition: -1 when it never did. */
export type Committed = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly metadata: string | null;
};

/** A topic as it is; `isOwn` of a setting that was made for this topic and is not the cluster's. */
export type Described = {
  readonly partitions: number;
  readonly replication: number;
  readonly configs: Readonly<Record<string, { readonly value: string; readonly isOwn: boolean }>>;
};

// DYNAMIC_TOPIC_CONFIG of the protocol.
const ofTopic = kafkajs.ConfigSource.TOPIC_CONFIG;

/** Questions to the cluster. Everything rejects with `MessagingUnavailable` after `callMs`, or when the cluster refuses. */
export class Desk {
  private admin: Promise<Admin> | undefined;
  private isClosed = false;

  constructor(
    private readonly kafka: Kafka,
    private readonly settings: KafkaSettings,
  ) {}

  /** Every topic that these credentials may see, with its number of partitions. Never makes one. */
  async topics(): Promise<ReadonlyMap<string, number>> {
    const { topics } = await this.ask((admin) => admin.fetchTopicMetadata());
    return new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
  }

  /** The nodes of the cluster, as the one knows them that answers. */
  async nodes(): Promise<readonly NodeAddress[]> {
    const { brokers } = await this.ask((admin) => admin.describeCluster());
    return brokers.map(({ host, port }) => ({ host, port }));
  }

  /** Makes topics that are not there; another process may do the same at the same moment. */
  async create(topics: readonly ITopicConfig[]): Promise<void> {
    const known = await this.topics();
    const missing = topics.filter(({ topic }) => !known.has(topic));
    // One by one: kafkajs makes none of a list when one of it exists.
    for (const topic of missing) {
      await this.ask((admin) => admin.createTopics({ topics: [topic], waitForLeaders: false }));
      await this.led(topic.topic);
    }
  }

  /** Waits for a new topic's leaders. kafkajs gives up where a broker has not heard of the topic yet; here that is waited for too. */
  private async led(topic: string): Promise<void> {
    const { callMs, settlePollMs } = this.settings;
    const signal = AbortSignal.timeout(callMs);
    while (!(await this.isLed(topic))) {
      if (signal.aborted) throw new MessagingUnavailable('a new topic has no leader');
      await realDelay(settlePollMs, signal);
    }
  }

  private async isLed(topic: string): Promise<boolean> {
    try {
      const { topics } = await this.ask((admin) => admin.fetchTopicMetadata({ topics: [topic] }));
      const partitions = topics.flatMap((found) => found.partitions);
      return partitions.length > 0 && partitions.every(({ leader }) => leader >= 0);
    } catch (error) {
      if (this.isClosed || !(error instanceof MessagingUnavailable)) throw error;
      return false;
    }
  }

  /** How these topics are set up. They must exist. */
  async describe(topics: readonly string[]): Promise<ReadonlyMap<string, Described>> {
    if (topics.length === 0) return new Map();
    const type = kafkajs.ConfigResourceTypes.TOPIC;
    const metadata = await this.ask((admin) => admin.fetchTopicMetadata({ topics: [...topics] }));
    const { resources } = await this.ask((admin) =>
      admin.describeConfigs({ includeSynonyms: false, resources: topics.map((name) => ({ type, name })) }),
    );
    return new Map(
      metadata.topics.map(({ name, partitions }) => {
        const entries = resources.find((one) => one.resourceName === name)?.configEntries ?? [];
        const configs = entries.map((one) => {
          return [one.configName, { value: one.configValue, isOwn: one.configSource === ofTopic }] as const;
        });
        const replication = Math.min(...partitions.map(({ replicas }) => replicas.length));
        return [name, { partitions: partitions.length, replication, configs: Object.fromEntries(configs) }];
      }),
    );
  }

  /** A setting of every broker, as the brokers tell it; those that do not are left out. */
  async brokerSetting(setting: string): Promise<readonly string[]> {
    const type = kafkajs.ConfigResourceTypes.BROKER;
    const { brokers } = await this.ask((admin) => admin.describeCluster());
    const names = brokers.map(({ nodeId }) => String(nodeId));
    const described = await Promise.all(
      names.map((name) =>
        this.ask((admin) =>
          admin.describeConfigs({ includeSynonyms: false, resources: [{ type, name, configNames: [setting] }] }),
        ),
      ),
    );
    return described.flatMap(({ resources }) =>
      resources.flatMap(({ configEntries }) =>
        configEntries.filter(({ configName }) => configName === setting).map(({ configValue }) => configValue),
      ),
    );
  }

  /** Changes settings of a topic; what else was set for it stays, which this command of Kafka would undo. */
  async alter(topic: string, entries: readonly { readonly name: string; readonly value: string }[]): Promise<void> {
    const described = (await this.describe([topic])).get(topic);
    const own = Object.entries(described?.configs ?? {}).filter(([, { isOwn }]) => isOwn);
    const all = new Map(own.map(([name, { value }]) => [name, value]));
    for (const { name, value } of entries) all.set(name, value);
    const configEntries = [...all].map(([name, value]) => ({ name, value }));
    const type = kafkajs.ConfigResourceTypes.TOPIC;
    await this.ask((admin) =>
      admin.alterConfigs({ validateOnly: false, resources: [{ type, name: topic, configEntries }] }),
    );
  }

  async bounds(topics: readonly string[]): Promise<readonly Bounds[]> {
    const found = await Promise.all(
      topics.map(async (topic) => {
        const partitions = await this.ask((admin) => admin.fetchTopicOffsets(topic));
        return partitions.map(({ partition, low, high }) => ({
          topic,
          partition,
          low: Number(low),
          high: Number(high),
        }));
      }),
    );
    return found.flat();
  }

  /** Without topics: every partition in which the group ever committed. */
  async committed(group: string, topics: readonly string[] = []): Promise<readonly Committed[]> {
    const found = await this.ask((admin) => admin.fetchOffsets({ groupId: group, topics: [...topics] }));
    return found.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, offset, metadata }) => ({ topic, partition, offset: Number(offset), metadata })),
    );
  }

  async memberCount(group: string): Promise<number> {
    const { groups } = await this.ask((admin) => admin.describeGroups([group]));
    return groups[0]?.members.length ?? 0;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.drop();
  }

  private async ask<Answer>(question: (admin: Admin) => Promise<Answer>): Promise<Answer> {
    if (this.isClosed) throw new MessagingUnavailable('messaging is closed');
    try {
      this.admin ??= this.connect();
      const admin = this.admin;
      return await within(admin.then(question), this.settings.callMs, 'no answer in time');
    } catch (cause) {
      void this.drop();
      throw new MessagingUnavailable(`kafka does not answer: ${protocolTypeOf(cause) ?? 'no connection'}`, { cause });
    }
  }

  private async connect(): Promise<Admin> {
    const admin = this.kafka.admin();
    await admin.connect();
    return admin;
  }

  private async drop(): Promise<void> {
    const { admin } = this;
    this.admin = undefined;
    await admin?.then((connected) => connected.disconnect()).catch(ignore);
  }
}
