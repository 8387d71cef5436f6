import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { bareClient, eventually, makeTopic, strictProducer } from '../../test/kafka/bare.js';
import { describeWithBroker, startBroker } from '../../test/kafka/broker.js';
import type { Broker } from '../../test/kafka/broker.js';
import { collector } from '../../test/scene.js';
import { openKafkaMessaging } from '../index.js';
import type { KafkaMessaging } from '../index.js';

// A bound for a machine under load.
jest.setTimeout(120_000);
// A real broker on a busy machine: once more where a step of the cluster took longer than its client waits, and the first fault is printed.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

const opened: KafkaMessaging[] = [];
const open = async (broker: Broker, more: { requestMs?: number; publishMs?: number } = {}) => {
  const messaging = await openKafkaMessaging({
    brokers: broker.addresses,
    clientId: `losses-${randomUUID()}`,
    replication: 1,
    minInsync: 1,
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

describeWithBroker('a broker that stands still for a while', () => {
  let broker: Broker;
  beforeAll(async () => {
    broker = await startBroker();
  });
  afterEach(async () => {
    broker.thaw(1);
    await closeAll();
  });
  afterAll(() => broker.stop());

  it('makes kafkajs acknowledge a message that is lost: a failed send hands its sequence number on', async () => {
    const topic = await makeTopic(broker, 1);
    const producer = await strictProducer(bareClient(broker));
    const send = (value: string) => producer.send({ topic, acks: -1, messages: [{ key: 'k', value }] });
    await send('1');
    await send('2');
    await broker.freeze(1);
    await expect(send('3')).rejects.toThrow(/timed out/i);
    broker.thaw(1);
    await eventually(async () => (await textsOf(broker, topic)).includes('3'));
    const [acknowledged] = await send('4');
    expect(acknowledged?.errorCode).toBe(0);
    await producer.disconnect();
    expect(await textsOf(broker, topic)).toEqual(['1', '2', '3']);
  });

  it('makes the adapter lose none: what was acknowledged is there, in order of the first arrival', async () => {
    const topic = await makeTopic(broker, 1);
    const messaging = await open(broker, { requestMs: 1000, publishMs: 3000 });
    await messaging.publish(topic, keyed('1'));
    await messaging.publish(topic, keyed('2'));
    await broker.freeze(1);
    await expect(messaging.publish(topic, keyed('3'))).rejects.toMatchObject({
      code: 'messaging/unavailable',
      retriable: true,
    });
    broker.thaw(1);
    await messaging.publish(topic, keyed('4'));
    await messaging.publish(topic, keyed('5'));
    const texts = await textsOf(broker, topic);
    expect(texts).toEqual(expect.arrayContaining(['1', '2', '4', '5']));
    expect(texts.filter((text) => ['1', '2', '4', '5'].includes(text))).toEqual(['1', '2', '4', '5']);
  });

  it('is waited for when it was killed: every publish is acknowledged once it is back, and every message arrives', async () => {
    const topic = await makeTopic(broker, 3);
    const messaging = await open(broker);
    const got = collector();
    const failures: Error[] = [];
    const consumer = await messaging.consume({
      topics: [topic],
      group: randomUUID(),
      onMessage: got.onMessage,
      onFailure: (error) => failures.push(error),
    });
    const texts = Array.from({ length: 60 }, (_, at) => `text-${at}`);
    const publish = (text: string) => messaging.publish(topic, { ...keyed(text), key: text });
    await Promise.all(texts.slice(0, 20).map(publish));
    const during = texts.slice(20, 40).map(publish);
    await broker.kill(1);
    const later = texts.slice(40).map(publish);
    await broker.start(1);
    await Promise.all([...during, ...later]);
    await consumer.settled();
    expect([...new Set(got.texts())].toSorted()).toEqual(texts.toSorted());
    expect(failures).toEqual([]);
  });
});
