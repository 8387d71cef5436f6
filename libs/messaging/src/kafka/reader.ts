import { randomUUID } from 'node:crypto';
import type { Kafka, KafkaMessage } from 'kafkajs';
import type { KafkaSettings } from './options.js';
import { ignore, within } from './within.js';

/** Offsets of one partition: the first to read, and the one to stop before. */
export type Range = { readonly topic: string; readonly partition: number; readonly from: number; readonly to: number };
type Reading = {
  readonly ranges: readonly Range[];
  /** Begins the name of the group that reads for a moment and commits nothing; credentials may need a right on it. */
  readonly groupPrefix: string;
  readonly onMessage: (place: Pick<Range, 'topic' | 'partition'>, message: KafkaMessage) => void;
};

const keyOf = ({ topic, partition }: Pick<Range, 'topic' | 'partition'>): string => `${topic}/${partition}`;

/** Reads stretches of topics once, outside of every group. Rejects when it takes longer than `callMs`. */
export const readRanges = async (kafka: Kafka, settings: KafkaSettings, reading: Reading): Promise<void> => {
  const ranges = reading.ranges.filter(({ from, to }) => from < to);
  const wanted = new Map(ranges.map((range) => [keyOf(range), range]));
  if (wanted.size === 0) return;
  const consumer = kafka.consumer({
    groupId: `${reading.groupPrefix}.${randomUUID()}`,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: settings.fetchWaitMs,
  });
  const complete = Promise.withResolvers<void>();
  // A first look at a group that does not exist yet may crash once, and kafkajs comes back from it.
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (!payload.restart) complete.reject(payload.error);
  });
  const take = async () => {
    await consumer.connect();
    await consumer.subscribe({ topics: [...new Set(ranges.map(({ topic }) => topic))], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async (payload) => {
        const { batch } = payload;
        const range = wanted.get(keyOf(batch));
        for (const message of batch.messages) {
          const offset = Number(message.offset);
          if (range && offset >= range.from && offset < range.to) reading.onMessage(batch, message);
        }
        payload.resolveOffset(batch.lastOffset());
        if (!range || Number(batch.lastOffset()) + 1 < range.to) return;
        wanted.delete(keyOf(batch));
        if (wanted.size === 0) complete.resolve();
      },
    });
    for (const { topic, partition, from } of wanted.values()) consumer.seek({ topic, partition, offset: String(from) });
    await complete.promise;
  };
  try {
    await within(take(), settings.callMs, 'reading took too long');
  } finally {
    complete.promise.catch(ignore);
    await consumer.disconnect().catch(ignore);
  }
};
