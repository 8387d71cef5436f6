import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { describeWithBroker, startBroker } from '../../test/kafka/broker.js';
import type { Broker } from '../../test/kafka/broker.js';
import { Unfit } from '../../test/scene.js';
import { openKafkaMessaging } from '../index.js';
import type { KafkaMessaging } from '../index.js';

jest.setTimeout(60_000);
// A real broker on a busy machine: once more where a step of the cluster took longer than its client waits, and the first fault is printed.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Runs the operator's tool to its end. */
const deadLetters = async (...words: readonly string[]) => {
  const node = ['--disable-warning=ExperimentalWarning', '--experimental-transform-types'];
  const files = ['--import', pathOf('../../test/child/resolve.mjs'), pathOf('./dead-letters.main.ts')];
  const child = spawn(process.execPath, [...node, ...files, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH },
  });
  const ended = once(child, 'exit') as Promise<[number]>;
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await ended;
  return { code, out, error };
};

describe('the tool for dead letters, called in a way that it does not know', () => {
  it.each([[[]], [['list']], [['sell', '--group', 'g']], [['list', '--group', 'g']], [['list', '--grup', 'g']]])(
    'explains itself and does nothing: %j',
    async (words) => {
      const { code, out, error } = await deadLetters(...words);
      expect([code, out]).toEqual([2, '']);
      expect(error).toContain('npm run dead-letters -- <command>');
    },
  );
});

describeWithBroker('the tool for dead letters', () => {
  let broker: Broker;
  let messaging: KafkaMessaging;
  beforeAll(async () => {
    broker = await startBroker();
    messaging = await openKafkaMessaging({
      brokers: broker.addresses,
      clientId: 'tool',
      replication: 1,
      minInsync: 1,
      fetchWaitMs: 50,
    });
    await messaging.createTopics([{ name: 'signals', partitions: 1 }]);
    const message = (words: string) => ({
      key: 'k',
      value: Buffer.from(words),
      headers: { 'message-id': 'planted-id' },
    });
    await messaging.publish('signals', message('planted words'));
    await messaging.publish('signals', message('planted too'));
    const onMessage = () => Promise.reject(new Unfit('planted reason'));
    const consumer = await messaging.consume({ topics: ['signals'], group: 'g', onMessage, maxAttempts: 1 });
    await consumer.settled();
    await consumer.stop();
  });
  afterAll(async () => {
    await messaging.close();
    await broker.stop();
  });

  const run = async (command: string, ...words: readonly string[]) => {
    const ended = await deadLetters(command, '--group', 'g', '--brokers', broker.addresses.join(','), ...words);
    expect(ended.out + ended.error).not.toContain('planted');
    return ended;
  };
  const at = (offset: number) => ['--topic', 'signals', '--partition', '0', '--offset', String(offset)];

  it('lists, shows, orders again and erases, and never shows content', async () => {
    const { out } = await run('list');
    expect(out).toMatch(/^signals 0 0 test\/unfit \S+ parked, 1 behind it\nkeys parked for g: 1\n$/);
    const shown = await run('show', ...at(1));
    expect(JSON.parse(shown.out)).toMatchObject({
      offset: 1,
      key: 'k',
      reason: 'messaging/follows-parked',
      attempt: 0,
    });
    expect((await run('discard', ...at(0))).code).toBe(0);
    expect((await run('show', ...at(0))).code).toBe(2);
    expect((await run('retry', ...at(1))).out).toBe('1 messages are delivered again\n');
    expect((await run('list')).out).toContain('signals 0 1 messaging/follows-parked');
    expect(await messaging.parked('g')).toMatchObject([{ offset: 1, isOrdered: true }]);
  });

  it('says that Kafka is away', async () => {
    const { code, error } = await deadLetters('list', '--group', 'g', '--brokers', '127.0.0.1:1');
    expect([code, error.split('\n')[0]]).toEqual([1, 'messaging/unavailable: kafka does not answer: no connection']);
  });
});
