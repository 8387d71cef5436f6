import { randomUUID } from 'node:crypto';
import { openKafkaMessaging } from '@knooppunt/messaging';
import type { KafkaMessaging } from '@knooppunt/messaging';
import kafkajs from 'kafkajs';
import type { Kafka } from 'kafkajs';
import { cpuMs } from './cpu.js';
import type { Sample } from './harness.js';
import { interleave, middleOf, ratioOf } from './harness.js';
import type { Table } from './report.js';

const partitions = 6;
const valueBytes = 1_444;
const inFlight = 500;

/**
 * The broker to measure on, how many messages a round publishes and consumes, and how many rounds there are. Consuming takes
 * so much less time that a round of as many would be over before it has said anything.
 */
export type KafkaBench = {
  readonly brokers: readonly string[];
  readonly count: number;
  readonly consumed: number;
  readonly rounds: number;
};

type Round = { readonly topic: string; readonly keys: readonly string[]; readonly value: Buffer };

const timed = async (count: number, work: () => Promise<void>): Promise<Sample> => {
  const [cpu, started] = [process.cpuUsage(), performance.now()];
  await work();
  return { ms: (performance.now() - started) / count, cpuMs: cpuMs(cpu) / count };
};

const headersOf = (key: string) => ({ stream: key, id: key });

/** The raw client with the same promises: every replica, idempotent, one batch after the other. */
const rawPublish = async (kafka: Kafka, { topic, keys, value }: Round): Promise<Sample> => {
  const createPartitioner = kafkajs.Partitioners.DefaultPartitioner;
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, createPartitioner });
  await producer.connect();
  const sample = await timed(keys.length, async () => {
    for (let at = 0; at < keys.length; at += inFlight) {
      const messages = keys.slice(at, at + inFlight).map((key) => ({ key, value, headers: headersOf(key) }));
      await producer.send({ topic, acks: -1, messages });
    }
  });
  await producer.disconnect();
  return sample;
};

const portPublish = (messaging: KafkaMessaging, { topic, keys, value }: Round): Promise<Sample> =>
  timed(keys.length, async () => {
    let next = 0;
    const lane = async (): Promise<void> => {
      for (let key = keys[next++]; key !== undefined; key = keys[next++])
        await messaging.publish(topic, { key, value, headers: headersOf(key) });
    };
    await Promise.all(Array.from({ length: inFlight }, lane));
  });

/** The raw client as its manual shows it: heartbeat after each message, a commit per batch; from the first message to the last commit. */
const rawConsume = async (kafka: Kafka, { topic, keys }: Round): Promise<Sample> => {
  const consumer = kafka.consumer({ groupId: `raw-${randomUUID()}`, maxWaitTimeInMs: 250 });
  const [begun, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let seen = 0;
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: partitions,
    eachBatch: async (payload) => {
      begun.resolve();
      const { batch } = payload;
      for (const { key, headers, offset } of batch.messages) {
        const delivery = { key: String(key), id: String(headers?.['id']) };
        await Promise.resolve(delivery);
        payload.resolveOffset(offset);
        await payload.heartbeat();
      }
      const { partition } = batch;
      await consumer.commitOffsets([{ topic, partition, offset: String(Number(batch.lastOffset()) + 1) }]);
      seen += batch.messages.length;
      if (seen >= keys.length) done.resolve();
    },
  });
  await begun.promise;
  const sample = await timed(keys.length, () => done.promise);
  await consumer.disconnect();
  return sample;
};

const portConsume = async (messaging: KafkaMessaging, { topic, keys }: Round): Promise<Sample> => {
  const [begun, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let seen = 0;
  const joining = messaging.consume({
    topics: [topic],
    group: `port-${randomUUID()}`,
    onMessage: () => {
      begun.resolve();
      seen += 1;
      if (seen >= keys.length) done.resolve();
      return Promise.resolve();
    },
  });
  await begun.promise;
  const sample = await timed(keys.length, async () => {
    await done.promise;
    await (await joining).settled();
  });
  await (await joining).stop();
  return sample;
};

const openFor = (brokers: readonly string[], clientId: string): Promise<KafkaMessaging> =>
  openKafkaMessaging({ brokers, clientId, replication: 1, minInsync: 1 });

/** Makes a topic that holds so many messages. */
export const fillBacklog = async ({ brokers, count }: Pick<KafkaBench, 'brokers' | 'count'>): Promise<string> => {
  const messaging = await openFor(brokers, 'fill');
  const topic = `backlog-${randomUUID()}`;
  await messaging.createTopics([{ name: topic, partitions }]);
  const keys = Array.from({ length: count }, () => randomUUID());
  await portPublish(messaging, { topic, keys, value: Buffer.alloc(valueBytes, 'x') });
  await messaging.close();
  return topic;
};

/**
 * How much memory (MB, 2^20) this process adds while it consumes a backlog whose effects do not end, over eight seconds. In a
 * process of its own, that did nothing else before: memory that was freed earlier would be used again unseen.
 */
export const stuckGrowth = async (brokers: readonly string[], topic: string): Promise<number> => {
  const messaging = await openFor(brokers, 'stuck');
  const before = process.memoryUsage.rss();
  const [held, taken] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const onMessage = () => {
    taken.resolve();
    return held.promise;
  };
  const consumer = await messaging.consume({ topics: [topic], group: `stuck-${randomUUID()}`, onMessage });
  await taken.promise;
  let most = 0;
  for (const until = Date.now() + 8000; Date.now() < until;) {
    most = Math.max(most, process.memoryUsage.rss() - before);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const stopping = consumer.stop();
  held.resolve();
  await stopping;
  await messaging.close();
  return most / 2 ** 20;
};

/** Publish and consume rates of the port over Kafka beside the raw client, in turns on one broker. */
export const kafkaRates = async ({ brokers, count, consumed, rounds }: KafkaBench): Promise<Table> => {
  const kafka = new kafkajs.Kafka({ brokers: [...brokers], clientId: 'raw', logLevel: kafkajs.logLevel.NOTHING });
  const messaging = await openFor(brokers, 'port');
  const value = Buffer.alloc(valueBytes, 'x');
  const all = Array.from({ length: Math.max(count, consumed) }, () => randomUUID());
  const roundOf = async (messages = count): Promise<Round> => {
    const topic = `bench-${randomUUID()}`;
    await messaging.createTopics([{ name: topic, partitions }]);
    return { topic, keys: all.slice(0, messages), value };
  };
  // Both consume what the raw producer wrote, so that batches lie in the log alike.
  const filled = await roundOf(consumed);
  await rawPublish(kafka, filled);
  const samples = await interleave(rounds, {
    'raw publish': async () => rawPublish(kafka, await roundOf()),
    'port publish': async () => portPublish(messaging, await roundOf()),
    'raw consume': () => rawConsume(kafka, filled),
    'port consume': () => portConsume(messaging, filled),
  });
  await messaging.close();
  const ratios = Object.fromEntries(
    (['publish', 'consume'] as const).flatMap((what) => [
      [`${what}, port over raw, rate`, ratioOf('ms', samples[`raw ${what}`], samples[`port ${what}`])],
      [`${what}, port over raw, CPU`, ratioOf('cpuMs', samples[`port ${what}`], samples[`raw ${what}`])],
    ]),
  );
  return {
    title: 'Kafka behind the port',
    columns: ['part', 'per s', 'CPU us each'],
    rows: Object.entries(samples).map(([name, of]) => [name, 1000 / middleOf(of, 'ms'), 1000 * middleOf(of, 'cpuMs')]),
    ratios,
    notes: [
      `${count} messages published and ${consumed} consumed, of ${valueBytes} bytes, ${partitions} partitions, one broker, ${rounds} rounds; medians.`,
      'Raw: kafkajs with acks=all, idempotent, one batch of 500 at a time; a commit per batch. Port: 500 single publishes at a time; effects that do nothing.',
    ],
  };
};
