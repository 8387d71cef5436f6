import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SqliteCallFailed, SqliteEngine } from '@knooppunt/sqlite';
import { collector } from '../test/scene.js';
import { openEmbeddedMessaging } from './index.js';
import type { EmbeddedMessaging } from './index.js';
import { Lane } from './lane.js';
import type { Standing } from './messaging.procedures.js';
import { Slots } from './slots.js';

const day = 86_400_000;

describe('what the embedded engine keeps', () => {
  let folder: string;
  let file: string;
  let nowMs: number;
  let messaging: EmbeddedMessaging;

  const open = () => openEmbeddedMessaging({ file, now: () => nowMs, delay: () => new Promise(setImmediate) });
  const publish = (text: string) => messaging.publish('t', { key: 'k', value: Buffer.from(text), headers: {} });
  const readAll = async (group: string) => {
    const got = collector();
    const consumer = await messaging.consume({ topics: ['t'], group, onMessage: got.onMessage });
    await consumer.settled();
    await consumer.stop();
    return got.texts();
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'messaging-keeping-'));
    file = join(folder, 'messaging.sqlite');
    nowMs = 100 * day;
    messaging = await open();
    await messaging.createTopics([{ name: 't', partitions: 1 }]);
  });
  afterEach(async () => {
    await messaging.close();
    await rm(folder, { recursive: true });
  });

  describe('when it is pruned', () => {
    it('drops what is old and passed by every group, and keeps the rest', async () => {
      await publish('one');
      await readAll('fast');
      await publish('two');
      expect(await readAll('slow')).toEqual(['one', 'two']);
      nowMs += 15 * day;
      await publish('three');
      expect(await messaging.prune(nowMs - 14 * day)).toBe(1);
      expect(await readAll('fast')).toEqual(['two', 'three']);
      expect(await messaging.prune(nowMs - 14 * day)).toBe(1);
      expect(await readAll('slow')).toEqual(['three']);
      expect(await messaging.prune(nowMs - 14 * day)).toBe(0);
      expect(await messaging.prune(nowMs + 1)).toBe(1);
    });

    it('lets go of what nobody reads here by its age alone, as Kafka does', async () => {
      await publish('one');
      expect(await messaging.prune(nowMs - 1)).toBe(0);
      expect(await messaging.prune(nowMs + 1)).toBe(1);
      expect(await readAll('late')).toEqual([]);
    });

    it('never gives an offset twice, and starts a new group at the oldest message that is left', async () => {
      await publish('one');
      await readAll('g');
      await messaging.prune(nowMs + 1);
      await messaging.close();
      messaging = await open();
      expect(await publish('two')).toEqual({ partition: 0, offset: '1' });
      expect([await readAll('g'), await readAll('new')]).toEqual([['two'], ['two']]);
    });

    it('keeps what is parked', async () => {
      await publish('poison');
      const onMessage = () => Promise.reject(new Error('no'));
      const consumer = await messaging.consume({ topics: ['t'], group: 'g', onMessage, maxAttempts: 1 });
      await consumer.settled();
      expect(await messaging.prune(nowMs + 1)).toBe(1);
      const [parked] = await messaging.deadLetters('g');
      expect(Buffer.from(parked?.value ?? []).toString()).toBe('poison');
      expect(parked?.parkedAt).toBe('1970-04-11T00:00:00.000Z');
    });
  });

  describe('when the engine fails', () => {
    it('tells the owner of the consumer once, and settles for nobody', async () => {
      const failures: Error[] = [];
      const got = collector();
      const consumer = await messaging.consume({
        topics: ['t'],
        group: 'g',
        onMessage: got.onMessage,
        onFailure: (error) => failures.push(error),
      });
      await consumer.settled();
      const other = new DatabaseSync(file, { timeout: 5000 });
      other.exec('DROP TABLE attempt');
      other.close();
      await publish('a');
      await publish('b');
      await expect(consumer.settled()).rejects.toMatchObject({ code: 'messaging/unavailable' });
      expect(failures).toMatchObject([{ code: 'messaging/unavailable' }]);
      expect(got.seen).toEqual([]);
      await consumer.stop();
    });

    it('refuses a file that is no database', async () => {
      const broken = join(folder, 'broken.sqlite');
      await writeFile(broken, 'no database at all, '.repeat(100));
      await expect(openEmbeddedMessaging({ file: broken })).rejects.toMatchObject({ code: 'messaging/unavailable' });
    });

    it('tries a step again that the engine rolled back', async () => {
      await publish('one');
      const failed: string[] = [];
      const shaky: Engine = (name, argument, engine) => {
        if (failed.filter((known) => known === name).length >= 2) return engine.call(name, argument);
        failed.push(name);
        return Promise.reject(new SqliteCallFailed('sqlite/rolled-back', 'database is locked'));
      };
      const texts = await throughLane(shaky, { committed: 0, suspects: [], parkedKeys: [] }, 1);
      expect([failed, texts]).toEqual([['fetch', 'fetch', 'begin', 'begin', 'finish', 'finish'], ['one']]);
    });
  });

  describe('when the last process was killed', () => {
    it('forgets the count of a message that passed before it begins another', async () => {
      await publish('one');
      await messaging.publish('t', { key: 'other', value: Buffer.from('two'), headers: {} });
      const steps: string[] = [];
      const noting: Engine = async (name, argument, engine) => {
        const { offset, finished } = argument as { offset?: number; finished?: readonly number[] };
        if (name === 'begin') steps.push(`begin ${offset}`);
        const answer = await engine.call(name, argument);
        if (name === 'finish') steps.push(`finished ${finished?.join(' ')}`);
        return answer;
      };
      await throughLane(noting, { committed: 0, suspects: [0], parkedKeys: [] }, 2);
      expect(steps.slice(0, 3)).toEqual(['begin 0', 'finished 0', 'begin 1']);
    });
  });

  type Engine = (name: string, argument: unknown, engine: SqliteEngine) => Promise<unknown>;

  /** Runs one lane over an engine whose calls go through `through`, until it has committed so far; gives what it delivered. */
  const throughLane = async (through: Engine, standing: Standing, until: number): Promise<string[]> => {
    await messaging.close();
    const procedures = new URL('./messaging.procedures.ts', import.meta.url);
    const engine = await SqliteEngine.open({ file, procedures });
    await engine.call('register', { group: 'g', topics: ['t'] });
    const got = collector();
    const done = Promise.withResolvers<void>();
    const lane = new Lane(
      {
        place: { group: 'g', topic: 't', partition: 0 },
        engine: {
          call: (name: string, argument: unknown) => through(name, argument, engine),
        } as unknown as SqliteEngine,
        effect: got.onMessage,
        maxAttempts: 1,
        slots: new Slots(8),
        delay: () => new Promise(setImmediate),
        parkedAt: () => '',
        onCommitted: (committed) => {
          if (committed >= until) done.resolve();
        },
        onFailure: done.reject,
      },
      standing,
    );
    lane.wake();
    await done.promise;
    await lane.stop();
    await engine.close();
    return got.texts();
  };
});
