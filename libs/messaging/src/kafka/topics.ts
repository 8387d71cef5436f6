import type { ITopicConfig } from 'kafkajs';
import { InvalidTopic, TopicDiffers } from '../errors.js';
import type { TopicDifference } from '../errors.js';
import { topicFits } from '../limits.js';
import type { Topic } from '../port.js';
import { deadLetterTopic } from './dead-letters.js';
import type { Desk } from './desk.js';
import type { KafkaSettings } from './options.js';

const maxRecordBytes = 1_048_588;

const wishOf = (
  topic: string,
  numPartitions: number,
  entries: Readonly<Record<string, string>>,
  { replication, minInsync }: KafkaSettings,
): ITopicConfig & { readonly configEntries: { name: string; value: string }[] } => {
  const all = { ...entries, 'min.insync.replicas': String(minInsync), 'unclean.leader.election.enable': 'false' };
  const configEntries = Object.entries(all).map(([name, value]) => ({ name, value }));
  return { topic, numPartitions, replicationFactor: replication, configEntries };
};

/** A topic as Kafka wants it. Throws `InvalidTopic`. */
export const topicWish = ({ name, partitions, retentionMs }: Topic, settings: KafkaSettings) => {
  if (!topicFits(name, partitions)) throw new InvalidTopic(name);
  const retention = String(retentionMs ?? settings.retentionMs);
  const entries = {
    'cleanup.policy': 'delete',
    'retention.ms': retention,
    'max.message.bytes': String(maxRecordBytes),
  };
  return wishOf(name, partitions, entries, settings);
};

/** The topic that holds what a group parks: kept until settled, one record per place. Throws `InvalidTopic`. */
export const deadLetterWish = (group: string, settings: KafkaSettings) => {
  const name = deadLetterTopic(group);
  if (!topicFits(name, 1)) throw new InvalidTopic(name);
  // A parked message carries where it came from beside all that it carried before.
  const entries = { 'cleanup.policy': 'compact', 'max.message.bytes': String(2 * maxRecordBytes) };
  return wishOf(name, 1, entries, settings);
};

/** What was done: topics that were made, and settings that were changed. */
export type Preparation = { readonly made: readonly string[]; readonly altered: readonly TopicDifference[] };

// What no command of Kafka changes in place: keys would move to other partitions, replicas to other nodes.
const isFixed = ({ setting }: TopicDifference): boolean => setting === 'partitions' || setting === 'replication';

const differencesOf = async (desk: Desk, wishes: readonly ReturnType<typeof wishOf>[]) => {
  const found = await desk.describe(wishes.map(({ topic }) => topic));
  return wishes.flatMap(({ topic, numPartitions, replicationFactor, configEntries }): readonly TopicDifference[] => {
    const { partitions, replication, configs } = found.get(topic) ?? { partitions: 0, replication: 0, configs: {} };
    const wanted = [
      ['partitions', String(partitions), String(numPartitions)],
      ['replication', String(replication), String(replicationFactor)],
      ...configEntries.map(({ name, value }) => [name, configs[name]?.value ?? '', value]),
    ];
    return wanted.flatMap(([setting = '', is = '', should = '']) =>
      is === should ? [] : [{ topic, setting, found: is, wanted: should }],
    );
  });
};

/**
 * Makes the topics that are missing and holds those that exist against what is wanted. Differences are refused with
 * `TopicDiffers`, or with `alter` changed, save for partitions and replication, which are refused all the same; nothing is
 * altered then.
 */
export const prepareTopics = async (
  desk: Desk,
  wishes: readonly ReturnType<typeof wishOf>[],
  mode: 'refuse' | 'alter',
): Promise<Preparation> => {
  const known = await desk.topics();
  const missing = wishes.filter(({ topic }) => !known.has(topic));
  const there = wishes.filter(({ topic }) => known.has(topic));
  const differences = await differencesOf(desk, there);
  const refused = mode === 'alter' ? differences.filter(isFixed) : differences;
  if (refused.length > 0) throw new TopicDiffers(refused);
  await desk.create(missing);
  const changing = new Set(differences.map(({ topic }) => topic));
  for (const { topic, configEntries } of there) if (changing.has(topic)) await desk.alter(topic, configEntries);
  return { made: missing.map(({ topic }) => topic), altered: differences };
};
