import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { bareClient, eventually, makeTopic } from '../../test/kafka/bare.js';
import { describeWithBroker, startBroker } from '../../test/kafka/broker.js';
import type { Broker } from '../../test/kafka/broker.js';
import { Load } from '../../test/kafka/load.js';
import { collector, gate } from '../../test/scene.js';
import { openKafkaMessaging } from '../index.js';
import type { KafkaMessaging, MessagingFact } from '../index.js';

// A bound for a machine under load.
jest.setTimeout(120_000);

describeWithBroker('what makes a consumer of kafkajs fall asleep', () => {
  let broker: Broker;
  let load: Load | undefined;
  const opened: KafkaMessaging[] = [];

  beforeAll(async () => {
    broker = await startBroker();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((messaging) => messaging.close()));
    await load?.close();
    load = undefined;
  });
  afterAll(() => broker.stop());

  const open = async (more: { observe?: (fact: MessagingFact) => void; reviveMs?: number; callMs?: number } = {}) => {
    const messaging = await openKafkaMessaging({
      brokers: broker.addresses,
      clientId: `crashes-${randomUUID()}`,
      replication: 1,
      minInsync: 1,
      sessionMs: 2000,
      rebalanceMs: 2000,
      heartbeatMs: 100,
      fetchWaitMs: 50,
      ...more,
    });
    opened.push(messaging);
    return messaging;
  };
  const publish = (messaging: KafkaMessaging, topic: string, text: string) =>
    messaging.publish(topic, { key: 'k', value: Buffer.from(text), headers: {} });
  const statesOf = (facts: readonly MessagingFact[]) =>
    facts.flatMap((fact) => (fact.type === 'consumer' ? [fact.state] : []));

  it('a process that stands still for longer than its session: it goes on afterwards, with what came meanwhile', async () => {
    const topic = await makeTopic(broker, 1);
    load = new Load(broker, topic);
    const messaging = await open();
    const child = load.join();
    await child.ready;
    await publish(messaging, topic, 'k#0');
    const { group } = load;
    // Committed too, which comes a moment after the effect.
    await eventually(async () => load?.applied === 1 && (await messaging.status(group)).partitions[0]?.lag === 0);
    child.process.kill('SIGSTOP');
    await eventually(async () => (await messaging.status(group)).members === 0);
    await publish(messaging, topic, 'k#1');
    // The group is dead, and seen to be: nobody reports it but the cluster.
    expect((await messaging.status(group)).partitions).toMatchObject([{ topic, partition: 0, lag: 1 }]);
    child.process.kill('SIGCONT');
    await eventually(() => load?.applied === 2);
    expect((await messaging.status(group)).members).toBe(1);
  });

  it('an effect that takes longer than the session: the consumer stays in its group, and nothing comes twice', async () => {
    const messaging = await open();
    const [topic, group] = [await makeTopic(broker, 1), `group-${randomUUID()}`];
    const held = gate();
    const got = collector(() => held.promise);
    const consumer = await messaging.consume({ topics: [topic], group, onMessage: got.onMessage });
    await publish(messaging, topic, '1');
    await got.atLeast(1);
    await new Promise((resolve) => setTimeout(resolve, 4500));
    expect((await messaging.status(group)).members).toBe(1);
    held.resolve();
    await publish(messaging, topic, '2');
    await consumer.settled();
    expect(got.seen.map(({ attempt }) => attempt)).toEqual([1, 1]);
    expect(got.texts()).toEqual(['1', '2']);
  });

  it('a coordinator that is away for long: the consumer comes back when it does, and says what it went through', async () => {
    const facts: MessagingFact[] = [];
    const messaging = await open({ observe: (fact) => facts.push(fact), callMs: 5000 });
    const [topic, group] = [await makeTopic(broker, 1), `group-${randomUUID()}`];
    const got = collector();
    const failures: Error[] = [];
    await messaging.consume({
      topics: [topic],
      group,
      onMessage: got.onMessage,
      onFailure: (one) => failures.push(one),
    });
    await publish(messaging, topic, '1');
    await got.atLeast(1);
    await broker.kill(1);
    await eventually(() => statesOf(facts).includes('reviving'));
    await broker.start(1);
    await publish(messaging, topic, '2');
    // At least once: the first may come again, where its commit died with the broker.
    await eventually(() => got.texts().includes('2'));
    expect(failures).toEqual([]);
    await eventually(() => statesOf(facts).at(-1) === 'running');
    expect(facts.filter(({ type }) => type === 'rebalanced').length).toBeGreaterThan(1);
  });

  it('a coordinator that does not come back: the consumer ends and says so once, so that its process can end', async () => {
    const facts: MessagingFact[] = [];
    const messaging = await open({ observe: (fact) => facts.push(fact), reviveMs: 500, callMs: 3000 });
    const [topic, group] = [await makeTopic(broker, 1), `group-${randomUUID()}`];
    const failures: Error[] = [];
    const onMessage = () => Promise.resolve();
    await messaging.consume({ topics: [topic], group, onMessage, onFailure: (one) => failures.push(one) });
    await broker.kill(1);
    await eventually(() => failures.length > 0);
    expect(failures).toMatchObject([{ code: 'messaging/unavailable' }]);
    expect(statesOf(facts).at(-1)).toBe('failed');
    await broker.start(1);
  });

  it('what a publish gave up and what was parked is told as facts, with codes and names only', async () => {
    const facts: MessagingFact[] = [];
    const messaging = await open({ observe: (fact) => facts.push(fact) });
    const [topic, group] = [await makeTopic(broker, 1), `group-${randomUUID()}`];
    const refuse = () => Promise.reject(new Error('secret'));
    const consumer = await messaging.consume({ topics: [topic], group, onMessage: refuse, maxAttempts: 1 });
    await publish(messaging, topic, 'secret');
    await consumer.settled();
    expect((await messaging.status(group)).parked).toBe(1);
    const admin = bareClient(broker).admin();
    await admin.connect();
    await consumer.stop();
    await admin.deleteTopics({ topics: [topic] });
    await admin.disconnect();
    await expect(publish(messaging, topic, 'secret')).rejects.toMatchObject({ code: 'messaging/unknown-topic' });
    expect(facts).toContainEqual({ type: 'parked', group, topic, partition: 0, reason: 'messaging/effect-failed' });
    expect(facts).toContainEqual({ type: 'publish-failed', topic, code: 'messaging/unknown-topic' });
    expect(statesOf(facts)).toEqual(['joining', 'running', 'stopped']);
    expect(JSON.stringify(facts)).not.toContain('secret');
  });
});
