import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Admin } from 'kafkajs';
import { bareClient } from '../../test/kafka/bare.js';
import { describeWithBroker, startBroker } from '../../test/kafka/broker.js';
import type { Broker } from '../../test/kafka/broker.js';
import { openKafkaMessaging } from '../index.js';
import type { KafkaMessaging } from '../index.js';

const topicType = 2;

describeWithBroker('the topics of a cluster', () => {
  let broker: Broker;
  let admin: Admin;
  const opened: KafkaMessaging[] = [];
  const open = async (more: { minInsync?: number; replication?: number } = {}) => {
    const messaging = await openKafkaMessaging({
      brokers: broker.addresses,
      clientId: `topics-${randomUUID()}`,
      replication: 1,
      minInsync: 1,
      ...more,
    });
    opened.push(messaging);
    return messaging;
  };
  const settingsOf = async (name: string) => {
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: topicType, name }],
    });
    return new Map(resources[0]?.configEntries.map((entry) => [entry.configName, entry.configValue]));
  };
  const newNames = () => ({ topic: `topic-${randomUUID()}`, group: `group-${randomUUID()}` });

  beforeAll(async () => {
    broker = await startBroker();
    admin = bareClient(broker, { requestTimeout: 10_000, retries: 5 }).admin();
    await admin.connect();
  });
  afterEach(() => Promise.all(opened.splice(0).map((messaging) => messaging.close())));
  afterAll(async () => {
    await admin.disconnect();
    await broker.stop();
  });

  it('are made with partitions, retention and in-sync replicas as they are set, dead letters beside them', async () => {
    const { topic, group } = newNames();
    const messaging = await open();
    const done = await messaging.prepare([{ name: topic, partitions: 3, retentionMs: 3_600_000 }], [group]);
    expect(done).toEqual({ made: [topic, `${group}.dead-letters`], altered: [] });
    const settings = await settingsOf(topic);
    expect(settings.get('retention.ms')).toBe('3600000');
    expect(settings.get('min.insync.replicas')).toBe('1');
    expect(settings.get('unclean.leader.election.enable')).toBe('false');
    expect((await settingsOf(`${group}.dead-letters`)).get('cleanup.policy')).toBe('compact');
    expect(await messaging.prepare([{ name: topic, partitions: 3, retentionMs: 3_600_000 }], [group])).toEqual({
      made: [],
      altered: [],
    });
  });

  it('with another setting than is wanted are refused by name, and nothing is made beside them', async () => {
    const { topic } = newNames();
    const { topic: other } = newNames();
    const messaging = await open();
    await messaging.prepare([{ name: topic, partitions: 1, retentionMs: 1000 }], []);
    const wishes = [
      { name: topic, partitions: 1, retentionMs: 2000 },
      { name: other, partitions: 1 },
    ];
    await expect(messaging.prepare(wishes, [])).rejects.toMatchObject({
      code: 'messaging/topic-differs',
      differences: [{ topic, setting: 'retention.ms', found: '1000', wanted: '2000' }],
    });
    expect(await admin.listTopics()).not.toContain(other);
  });

  it('are altered where that is asked for, what else was set for them stays', async () => {
    const { topic } = newNames();
    const messaging = await open();
    await messaging.prepare([{ name: topic, partitions: 1, retentionMs: 1000 }], []);
    const byHand = [{ name: 'segment.bytes', value: '2097152' }];
    const before = await settingsOf(topic);
    const kept = ['retention.ms', 'cleanup.policy', 'min.insync.replicas', 'max.message.bytes'];
    const entries = kept.map((name) => ({ name, value: before.get(name) ?? '' }));
    const configEntries = [...entries, ...byHand, { name: 'unclean.leader.election.enable', value: 'false' }];
    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: topicType, name: topic, configEntries }],
    });
    const { altered } = await messaging.prepare([{ name: topic, partitions: 1, retentionMs: 2000 }], [], 'alter');
    expect(altered).toEqual([{ topic, setting: 'retention.ms', found: '1000', wanted: '2000' }]);
    const after = await settingsOf(topic);
    expect([after.get('retention.ms'), after.get('segment.bytes')]).toEqual(['2000', '2097152']);
  });

  it('never get other partitions or replicas, asked for or not: keys would move', async () => {
    const { topic } = newNames();
    await (await open()).prepare([{ name: topic, partitions: 2 }], []);
    const messaging = await open({ replication: 2, minInsync: 2 });
    await expect(messaging.prepare([{ name: topic, partitions: 3 }], [], 'alter')).rejects.toMatchObject({
      differences: [
        { topic, setting: 'partitions', found: '2', wanted: '3' },
        { topic, setting: 'replication', found: '1', wanted: '2' },
      ],
    });
    expect((await settingsOf(topic)).get('min.insync.replicas')).toBe('1');
  });

  it('that are gone are never made by a message: it is refused by name, not because its time is up', async () => {
    const { topic } = newNames();
    const messaging = await open();
    const message = { key: 'k', value: Buffer.from('x'), headers: {} };
    await expect(messaging.publish(topic, message)).rejects.toMatchObject({ code: 'messaging/unknown-topic', topic });
    await messaging.prepare([{ name: topic, partitions: 1 }], []);
    await messaging.publish(topic, message);
    await admin.deleteTopics({ topics: [topic] });
    await expect(messaging.publish(topic, message)).rejects.toMatchObject({ code: 'messaging/unknown-topic', topic });
    expect(await admin.listTopics()).not.toContain(topic);
  });
});
