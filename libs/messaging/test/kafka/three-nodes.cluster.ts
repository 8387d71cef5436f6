import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { bareClient, eventually, makeTopic, strictProducer } from './bare.js';
import { describeWithBroker, startBroker } from './broker.js';
import type { Broker } from './broker.js';
import { collector } from '../scene.js';
import { openKafkaMessaging } from '../../src/index.js';
import type { KafkaMessaging } from '../../src/index.js';

// A bound for a machine under load.
jest.setTimeout(120_000);

const opened: KafkaMessaging[] = [];
const open = async (broker: Broker, more: { requestMs?: number; publishMs?: number } = {}) => {
  const copies = Math.min(3, broker.addresses.length);
  const messaging = await openKafkaMessaging({
    brokers: broker.addresses,
    clientId: `losses-${randomUUID()}`,
    replication: copies,
    minInsync: Math.max(1, copies - 1),
    heartbeatMs: 200,
    sessionMs: 6000,
    fetchWaitMs: 50,
    ...more,
  });
  opened.push(messaging);
  return messaging;
};
const textsOf = async (broker: Broker, topic: string): Promise<readonly string[]> => {
  const messaging = await open(broker);
  const got = collector();
  const consumer = await messaging.consume({ topics: [topic], group: randomUUID(), onMessage: got.onMessage });
  await consumer.settled();
  await messaging.close();
  return got.texts();
};
const closeAll = () => Promise.all(opened.splice(0).map((messaging) => messaging.close()));
const keyed = (text: string) => ({ key: 'k', value: Buffer.from(text), headers: {} });

describeWithBroker('a leader that moves to another of three nodes', () => {
  let broker: Broker;
  beforeAll(async () => {
    broker = await startBroker({ nodes: 3 });
  });
  afterEach(closeAll);
  afterAll(() => broker.stop());

  /** The node that leads partition 0, as the nodes say that are not `frozen`. */
  const leaderOf = async (topic: string, frozen?: number): Promise<number | undefined> => {
    const addresses = broker.addresses.filter((_address, at) => at + 1 !== frozen);
    const admin = bareClient({ addresses }).admin();
    try {
      await admin.connect();
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
      return topics[0]?.partitions.find(({ partitionId }) => partitionId === 0)?.leader;
    } catch {
      return undefined;
    } finally {
      await admin.disconnect();
    }
  };
  /** Until another node leads partition 0. */
  const hasMoved = (topic: string, from: number) =>
    eventually(async () => {
      const leader = (await leaderOf(topic, from)) ?? -1;
      return leader > 0 && leader !== from;
    });
  const partitions = [0, 1, 2];

  it('makes kafkajs acknowledge what was never sent: partitions share one answer per node', async () => {
    const topic = await makeTopic(broker, 3);
    const producer = await strictProducer(bareClient(broker, { requestTimeout: 30_000, retries: 8 }));
    const send = (round: string) => {
      const messages = partitions.map((partition) => ({ key: 'k', partition, value: `${round}-${partition}` }));
      return producer.send({ topic, acks: -1, messages });
    };
    await send('before');
    const moved = 0;
    const leader = (await leaderOf(topic)) as number;
    await broker.freeze(leader);
    const sent = send('during').catch(() => undefined);
    const others = partitions.filter((partition) => partition !== moved);
    await hasMoved(topic, leader);
    await broker.kill(leader);
    const answers = await sent;
    await broker.start(leader);
    await producer.disconnect();
    expect(answers?.map(({ partition }) => partition).toSorted()).toEqual(others);
    expect(await textsOf(broker, topic)).not.toContain(`during-${moved}`);
  });

  describe('under the adapter', () => {
    it('loses none that was acknowledged', async () => {
      const topic = await makeTopic(broker, 3);
      const messaging = await open(broker);
      const acknowledged: string[] = [];
      const publish = async (text: string) => {
        await messaging.publish(topic, { ...keyed(text), key: text });
        acknowledged.push(text);
      };
      const over = new AbortController();
      let count = 0;
      const producing = (async () => {
        while (!over.signal.aborted) await Promise.all(Array.from({ length: 10 }, () => publish(`text-${count++}`)));
      })();
      await eventually(() => acknowledged.length > 100);
      const leader = (await leaderOf(topic)) as number;
      await broker.kill(leader);
      const before = acknowledged.length;
      await eventually(() => acknowledged.length > before + 100);
      await broker.start(leader);
      over.abort();
      await producing;
      const there = new Set(await textsOf(broker, topic));
      expect(acknowledged.filter((text) => !there.has(text))).toEqual([]);
    });
  });
});
