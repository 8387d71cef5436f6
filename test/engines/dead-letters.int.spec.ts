import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DomainError } from '@knooppunt/kernel';
import { openKafkaMessaging } from '@knooppunt/messaging';
import type { KafkaMessaging } from '@knooppunt/messaging';
import { brokerMissing, startBroker } from './broker.js';
import type { Broker } from './broker.js';

jest.setTimeout(120_000);
// A real broker on a busy machine: once more where a step of the cluster took longer than its client waits, and the first fault is printed.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'dist/apps/worker/src/dead-letters.js');
const missing = brokerMissing();
if (missing !== undefined) process.stderr.write(`no Kafka broker for the tests: ${missing}\n`);
const describeWithBroker = missing === undefined ? describe : describe.skip;

/** Nothing can be done with this message. */
class Unfit extends DomainError {
  readonly code = 'test/unfit';
}

/** A folder without engines in it. */
const folder = mkdtempSync(join(tmpdir(), 'dead-letters-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the operator's tool to its end, as `npm run dead-letters` does after the build. */
const deadLetters = async (words: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const child = spawn(process.execPath, [program, ...words], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH ?? '', ...env },
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
      const { code, out, error } = await deadLetters(words);
      expect([code, out]).toEqual([2, '']);
      expect(error).toContain('npm run dead-letters -- <command>');
      expect(error).not.toContain('TypeError');
    },
  );

  it('says that no group is named where one has to be', async () => {
    const { code, error } = await deadLetters(['show', '--topic', 't', '--partition', '0', '--offset', '0']);
    expect([code, error.split('\n')[0]]).toEqual([2, 'worker/misuse: no group is named']);
  });

  it('explains itself where it is asked to', async () => {
    const { code, out, error } = await deadLetters(['list', '--help']);
    expect([code, error]).toEqual([0, '']);
    expect(out).toContain('npm run dead-letters -- <command>');
  });
});

describe('the tool for dead letters, with settings that are wrong', () => {
  it('names every fault and does nothing, and shows no value', async () => {
    const { code, out, error } = await deadLetters(['list', '--group', 'g'], {
      KNOOPPUNT_KAFKA_BROKERS: 'geheim',
      KNOOPPUNT_KAFKA_SASL_MECHANISM: 'plain',
    });
    expect([code, out]).toEqual([4, '']);
    expect(error).toMatch(/KNOOPPUNT_KAFKA_BROKERS is geen lijst[^]*KNOOPPUNT_KAFKA_SASL_PASSWORD ontbreekt/);
    expect(error).not.toContain('geheim');
  });
});

describeWithBroker('the tool for dead letters', () => {
  let broker: Broker;
  let messaging: KafkaMessaging;
  beforeAll(async () => {
    broker = await startBroker();
    messaging = await openKafkaMessaging({
      brokers: broker.address.split(','),
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
    const env = { KNOOPPUNT_KAFKA_BROKERS: broker.address };
    const ended = await deadLetters([command, '--group', 'g', ...words], env);
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

  it('lists every group where none is named, and says of one that is not there which are', async () => {
    const env = { KNOOPPUNT_KAFKA_BROKERS: broker.address };
    expect((await deadLetters(['list'], env)).out).toContain('keys parked for g: 1\n');
    for (const words of [['list'], ['retry', ...at(1)]]) {
      const { code, out, error } = await deadLetters([...words, '--group', 'gg'], env);
      const sentence = 'worker/not-there: no group `gg` parks anything here; those that do: g\n';
      expect([code, out, error]).toEqual([2, '', sentence]);
    }
  });

  it('finds the brokers that were started in this folder where nothing names any', async () => {
    mkdirSync(join(folder, 'var/engines'), { recursive: true });
    writeFileSync(join(folder, 'var/engines/running.json'), JSON.stringify({ kafka: { address: broker.address } }));
    try {
      expect((await deadLetters(['list', '--group', 'g'])).out).toContain('keys parked for g: 1');
    } finally {
      rmSync(join(folder, 'var'), { recursive: true });
    }
  });

  it('says that Kafka is away', async () => {
    const { code, error } = await deadLetters(['list', '--group', 'g', '--brokers', '127.0.0.1:1']);
    expect([code, error.split('\n')[0]]).toEqual([1, 'messaging/unavailable: kafka does not answer: no connection']);
  });
});
