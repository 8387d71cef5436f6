import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { bareClient, eventually } from '../../test/kafka/bare.js';
import { describeWithBroker, startBroker } from '../../test/kafka/broker.js';
import type { Broker } from '../../test/kafka/broker.js';
import { Unfit, collector, gate } from '../../test/scene.js';
import { openKafkaMessaging } from '../index.js';
import type { Consumer, Delivery, KafkaMessaging } from '../index.js';

// A real broker on a busy machine: once more where a step of the cluster took longer than its client waits, and the first fault is printed.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

describeWithBroker('a group on a real broker', () => {
  let broker: Broker;
  let topic: string;
  let group: string;
  const opened: KafkaMessaging[] = [];

  beforeAll(async () => {
    broker = await startBroker();
  });
  afterEach(() => Promise.all(opened.splice(0).map((messaging) => messaging.close())));
  afterAll(() => broker.stop());

  const open = async (
    more: { clientId?: string; sessionMs?: number; rebalanceMs?: number; reviveMs?: number } = {},
  ) => {
    const messaging = await openKafkaMessaging({
      brokers: broker.addresses,
      clientId: `groups-${randomUUID()}`,
      replication: 1,
      minInsync: 1,
      heartbeatMs: 100,
      fetchWaitMs: 50,
      delay: () => new Promise((resolve) => setImmediate(resolve)),
      ...more,
    });
    opened.push(messaging);
    return messaging;
  };
  const begin = async (messaging: KafkaMessaging, partitions: number) => {
    topic = `topic-${randomUUID()}`;
    group = `group-${randomUUID()}`;
    await messaging.createTopics([{ name: topic, partitions }]);
  };
  const publish = (messaging: KafkaMessaging, text: string, key = text) =>
    messaging.publish(topic, { key, value: Buffer.from(text), headers: {} });
  const join = (messaging: KafkaMessaging, onMessage: (delivery: Delivery) => Promise<void>): Promise<Consumer> =>
    messaging.consume({ topics: [topic], group, onMessage });
  const textOf = ({ value }: Delivery) => Buffer.from(value).toString();

  it('applies each message once while members of other processes come and go in mid-batch', async () => {
    const [one, two] = [await open(), await open()];
    await begin(one, 4);
    const applied: string[] = [];
    const onMessage = async (delivery: Delivery) => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      applied.push(textOf(delivery));
    };
    const texts = Array.from({ length: 2000 }, (_, at) => `text-${at}`);
    const publishing = Promise.all(texts.map((text, at) => publish(one, text, `key-${at % 40}`)));
    const stays = await join(one, onMessage);
    for (let round = 0; round < 3; round++) {
      const before = applied.length;
      const guest = await join(two, onMessage);
      await eventually(() => applied.length >= Math.min(texts.length, before + 100));
      await guest.stop();
    }
    await publishing;
    await stays.settled();
    expect(applied.toSorted()).toEqual(texts.toSorted());
    for (let key = 0; key < 40; key++) {
      const ofKey = applied.filter((text) => Number(text.slice(5)) % 40 === key);
      expect(ofKey).toEqual(texts.filter((_text, at) => at % 40 === key));
    }
  });

  it('begins and commits nothing for a partition that it lost while an effect was under way', async () => {
    // The partition goes to the first member by name.
    const slow = await open({ clientId: 'b-slow', sessionMs: 6000, rebalanceMs: 1000 });
    const next = await open({ clientId: 'a-next' });
    await begin(slow, 1);
    const held = gate();
    const [late, taken] = [collector(() => held.promise), collector()];
    await join(slow, late.onMessage);
    for (const text of ['1', '2', '3']) await publish(slow, text, 'k');
    await late.atLeast(1);
    const heir = await join(next, taken.onMessage);
    await heir.settled();
    expect(taken.texts()).toEqual(['1', '2', '3']);
    held.resolve();
    await publish(slow, '4', 'k');
    await heir.settled();
    expect(late.texts()).toEqual(['1']);
    expect(taken.texts()).toEqual(['1', '2', '3', '4']);
    expect(await next.lag(group)).toEqual([{ topic, partition: 0, lag: 0, oldestAgeMs: 0 }]);
  });

  it('reads on in a partition that it had paused before it went to another member and came back', async () => {
    // The partition goes to the first member by name.
    const slow = await open({ clientId: 'b-slow', sessionMs: 6000, rebalanceMs: 1000 });
    const guest = await open({ clientId: 'a-guest' });
    await begin(slow, 1);
    const large = 'x'.repeat(100_000);
    const texts = Array.from({ length: 60 }, (_, at) => `${at} ${large}`);
    const held = gate();
    const stays = collector(() => held.promise);
    await slow.consume({ topics: [topic], group, onMessage: stays.onMessage, maxOpen: 1 });
    for (const text of texts) await publish(slow, text, 'k');
    await stays.atLeast(1);
    const handed = gate();
    const visits = collector(() => handed.promise);
    const visitor = await guest.consume({ topics: [topic], group, onMessage: visits.onMessage, maxOpen: 1 });
    await visits.atLeast(1);
    const left = visitor.stop();
    handed.resolve();
    await left;
    held.resolve();
    const unread = () => texts.filter((text) => ![...visits.texts(), ...stays.texts()].includes(text));
    await eventually(() => unread().length === 0);
    texts.push('last');
    await publish(slow, 'last', 'k');
    await eventually(() => unread().length === 0);
    expect(stays.texts()).toContain('last');
  });

  it('does not deliver again what was finished out of order before a restart', async () => {
    const messaging = await open();
    await begin(messaging, 1);
    const held = gate();
    const got = collector(({ key }) => (key === 'stuck' ? held.promise : Promise.resolve()));
    const consumer = await join(messaging, got.onMessage);
    await publish(messaging, 'stuck');
    for (const text of ['1', '2', '3']) await publish(messaging, text);
    await got.atLeast(4);
    const stopped = consumer.stop();
    held.reject(new Unfit('not now'));
    await stopped;
    const again = collector();
    const second = await join(await open(), again.onMessage);
    await second.settled();
    expect(again.seen.map((delivery) => [textOf(delivery), delivery.attempt])).toEqual([['stuck', 2]]);
  });

  /** Deletes what a partition holds before this offset. */
  const deleteBefore = async (offset: number) => {
    const admin = bareClient(broker).admin();
    await admin.connect();
    // It only deletes from topics that it was asked about before.
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(offset) }] });
    await eventually(async () => (await admin.fetchTopicOffsets(topic))[0]?.low === String(offset));
    await admin.disconnect();
  };
  const committedOffset = async () => {
    const admin = bareClient(broker).admin();
    await admin.connect();
    const [found] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
    await admin.disconnect();
    return Number(found?.partitions[0]?.offset);
  };
  const lost = () => ({ code: 'messaging/messages-lost', group });

  it('halts when messages that it had not handled are gone, and says so however often it is started again', async () => {
    const messaging = await open();
    await begin(messaging, 1);
    const consumer = await join(messaging, () => Promise.resolve());
    await consumer.stop();
    for (const text of ['1', '2', '3']) await publish(messaging, text);
    await deleteBefore(2);
    const got = collector();
    for (let start = 1; start <= 5; start++) await expect(join(messaging, got.onMessage)).rejects.toMatchObject(lost());
    expect(got.seen).toEqual([]);
    // kafkajs by itself commits -2 here, and the next start would begin behind the loss.
    expect(await committedOffset()).toBe(0);
  });

  it('halts while it runs when what it had yet to read is gone, and keeps its place', async () => {
    const messaging = await open();
    await begin(messaging, 1);
    const held = gate();
    const got = collector(() => held.promise);
    const failed = Promise.withResolvers<Error>();
    await messaging.consume({
      topics: [topic],
      group,
      onMessage: got.onMessage,
      maxOpen: 1,
      onFailure: failed.resolve,
    });
    // More than a fetch brings and a partition that waits takes in.
    for (let at = 0; at < 60; at++) await publish(messaging, `${at} ${'x'.repeat(100_000)}`, 'k');
    await got.atLeast(1);
    await deleteBefore(60);
    held.resolve();
    expect(await failed.promise).toMatchObject(lost());
    const handled = got.seen.length;
    expect(handled).toBeLessThan(60);
    await expect(join(messaging, got.onMessage)).rejects.toMatchObject(lost());
    expect(got.seen).toHaveLength(handled);
    expect(await committedOffset()).toBe(handled);
  });

  it('halts at the mark that kafkajs leaves where it met such a loss by itself', async () => {
    const messaging = await open();
    await begin(messaging, 1);
    await (await join(messaging, () => Promise.resolve())).stop();
    for (const text of ['1', '2', '3']) await publish(messaging, text);
    await deleteBefore(2);
    const bare = bareClient(broker).consumer({ groupId: group, allowAutoTopicCreation: false });
    await bare.connect();
    await bare.subscribe({ topics: [topic], fromBeginning: true });
    await bare.run({ autoCommit: false, eachBatch: () => Promise.resolve() });
    await eventually(async () => (await committedOffset()) === -2);
    await bare.disconnect();
    await expect(join(messaging, () => Promise.resolve())).rejects.toMatchObject(lost());
  });

  it('ends a consumer whose topic went away, and tells its owner once', async () => {
    const messaging = await open({ reviveMs: 1000 });
    await begin(messaging, 1);
    const failed = Promise.withResolvers<Error>();
    const consumer = await messaging.consume({
      topics: [topic],
      group,
      onMessage: () => Promise.resolve(),
      onFailure: failed.resolve,
    });
    await publish(messaging, '1');
    await consumer.settled();
    const admin = bareClient(broker).admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [topic] });
    await admin.disconnect();
    expect(await failed.promise).toMatchObject({ code: expect.stringMatching(/^messaging\//) });
  });

  it('measures how far a group is behind and how old that is, also when nobody lives in it', async () => {
    let nowMs = Date.now();
    const messaging = await openKafkaMessaging({
      brokers: broker.addresses,
      clientId: 'lag',
      replication: 1,
      minInsync: 1,
      heartbeatMs: 100,
      fetchWaitMs: 50,
      now: () => nowMs,
    });
    opened.push(messaging);
    await begin(messaging, 2);
    const consumer = await join(messaging, () => Promise.resolve());
    await publish(messaging, 'handled', 'k');
    await consumer.settled();
    await consumer.stop();
    const { partition } = await publish(messaging, 'one', 'k');
    await publish(messaging, 'two', 'k');
    nowMs = Date.now() + 60_000;
    const lag = await messaging.lag(group);
    expect(lag.map((one) => [one.partition, one.lag])).toEqual([0, 1].map((at) => [at, at === partition ? 2 : 0]));
    const ages = lag.map(({ oldestAgeMs }) => oldestAgeMs);
    expect(ages[1 - partition]).toBe(0);
    expect(ages[partition]).toBeGreaterThanOrEqual(60_000);
    expect(ages[partition]).toBeLessThan(120_000);
  });

  it('delivers a parked key again in order when somebody asks, before what comes later', async () => {
    const messaging = await open();
    await begin(messaging, 1);
    let isMended = false;
    const got = collector(({ key }) =>
      key === 'bad' && !isMended ? Promise.reject(new Unfit('no')) : Promise.resolve(),
    );
    const consumer = await messaging.consume({ topics: [topic], group, onMessage: got.onMessage, maxAttempts: 1 });
    for (const text of ['1', '2', '3']) await publish(messaging, text, 'bad');
    await publish(messaging, 'other');
    await consumer.settled();
    expect((await messaging.parked(group)).map(({ offset, reason }) => [offset, reason])).toEqual([
      [0, 'test/unfit'],
      [1, 'messaging/follows-parked'],
      [2, 'messaging/follows-parked'],
    ]);
    expect(await messaging.discard(group, { topic, partition: 0, offset: 1 })).toBe(true);
    expect(await messaging.discard(group, { topic, partition: 0, offset: 9 })).toBe(false);
    isMended = true;
    got.seen.length = 0;
    expect(await messaging.redrive(group, { topic, partition: 0, key: 'bad' })).toBe(2);
    await publish(messaging, '4', 'bad');
    await consumer.settled();
    await got.atLeast(3);
    expect(got.texts()).toEqual(['1', '3', '4']);
    await eventually(async () => (await messaging.parked(group)).length === 0);
  });

  it('parks again what fails again, and keeps a key parked that was discarded only in part', async () => {
    const messaging = await open();
    await begin(messaging, 1);
    const got = collector(() => Promise.reject(new Unfit('no')));
    const consumer = await messaging.consume({ topics: [topic], group, onMessage: got.onMessage, maxAttempts: 2 });
    for (const text of ['1', '2']) await publish(messaging, text, 'bad');
    await consumer.settled();
    await messaging.redrive(group, { topic, partition: 0, key: 'bad' });
    await got.atLeast(4);
    await eventually(async () => (await messaging.parked(group)).every(({ isOrdered }) => !isOrdered));
    expect((await messaging.deadLetters(group)).map(({ reason, attempt }) => [reason, attempt])).toEqual([
      ['test/unfit', 2],
      ['messaging/follows-parked', 0],
    ]);
    await messaging.discard(group, { topic, partition: 0, offset: 0 });
    await messaging.close();
    const again = collector();
    const second = await join(await open(), again.onMessage);
    await publish(opened.at(-1) as KafkaMessaging, '3', 'bad');
    await second.settled();
    expect(again.texts()).toEqual([]);
  });
});
