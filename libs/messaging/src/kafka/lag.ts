import type { Kafka } from 'kafkajs';
import { MessagingUnavailable } from '../errors.js';
import { deadLetterTopic } from './dead-letters.js';
import type { Desk } from './desk.js';
import type { KafkaSettings } from './options.js';
import { readRanges } from './reader.js';

/** How far a group is behind in one partition: messages, and milliseconds since the oldest of them was published. */
export type PartitionLag = {
  readonly topic: string;
  readonly partition: number;
  readonly lag: number;
  readonly oldestAgeMs: number;
};

/** A group as the cluster knows it: living members, parked messages, and what waits in each partition that it reads. */
export type GroupStatus = {
  readonly group: string;
  readonly members: number;
  readonly parked: number;
  readonly partitions: readonly PartitionLag[];
};

/** Measures a group from outside, so that a dead one is seen too. */
export const lagOf = async (
  group: string,
  kafka: Kafka,
  desk: Desk,
  settings: KafkaSettings,
): Promise<readonly PartitionLag[]> => {
  const committed = await desk.committed(group);
  // A topic that was deleted leaves its offsets behind for a while.
  const known = await desk.topics();
  const topics = [...new Set(committed.map(({ topic }) => topic))].filter((topic) => known.has(topic)).toSorted();
  const bounds = await desk.bounds(topics);
  const behind = bounds.flatMap(({ topic, partition, low, high }) => {
    const offset = committed.find((one) => one.topic === topic && one.partition === partition)?.offset ?? -1;
    const from = Math.max(offset, low);
    return [{ topic, partition, from, lag: Math.max(0, high - from) }];
  });
  const oldest = new Map<string, number>();
  const late = behind.filter(({ lag }) => lag > 0);
  const reading = {
    ranges: late.map(({ topic, partition, from }) => ({ topic, partition, from, to: from + 1 })),
    groupPrefix: deadLetterTopic(group),
    onMessage: ({ topic, partition }: { topic: string; partition: number }, { timestamp }: { timestamp: string }) =>
      void oldest.set(`${topic}/${partition}`, Number(timestamp)),
  };
  await readRanges(kafka, settings, reading).catch((cause: unknown) => {
    throw new MessagingUnavailable('the age of the oldest message cannot be read', { cause });
  });
  return behind
    .toSorted((a, b) => (a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1))
    .map(({ topic, partition, lag }) => {
      const publishedMs = oldest.get(`${topic}/${partition}`);
      const oldestAgeMs = publishedMs === undefined ? 0 : Math.max(0, settings.now() - publishedMs);
      return { topic, partition, lag, oldestAgeMs };
    });
};
