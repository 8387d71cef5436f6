import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parkingReasons } from '../src/index.js';
import { Away, Scene, Unfit, collector, gate } from './scene.js';
import type { MessagingBench } from './scene.js';

export const poisonContract = (prepare: () => Promise<MessagingBench>): void => {
  describe('messages that cannot be handled', () => {
    let scene: Scene;
    beforeEach(async () => {
      scene = await Scene.open(await prepare());
    });
    afterEach(() => scene.close());

    const failing = (bad: string, error: () => Error) =>
      collector(({ value }) => (Buffer.from(value).toString() === bad ? Promise.reject(error()) : Promise.resolve()));

    it('delivers a rejected message again, counting, and goes on when it passes', async () => {
      const got = collector(({ attempt }) => (attempt < 3 ? Promise.reject(new Unfit('no')) : Promise.resolve()));
      await scene.publish('a', 'x');
      const consumer = await scene.consume({ onMessage: got.onMessage });
      await consumer.settled();
      expect(got.seen.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
      expect(await scene.messaging.deadLetters(scene.group)).toEqual([]);
    });

    it('parks a poison message with its code; its partition goes on and its key follows in order', async () => {
      const got = failing('poison', () => new Unfit('unfit for `secret words`'));
      const place = await scene.publish('a', 'poison', { 'message-id': 'm-7' });
      await scene.publish('a', 'after');
      const neighbours = Array.from({ length: 12 }, (_, at) => `b${at}`);
      for (const key of neighbours) await scene.publish(key, key);
      const consumer = await scene.consume({ onMessage: got.onMessage, maxAttempts: 3 });
      await consumer.settled();
      await scene.publish('a', 'much later');
      await consumer.settled();

      expect(got.texts().filter((text) => text === 'poison')).toHaveLength(3);
      expect(got.texts().filter((text) => text !== 'poison')).toEqual(expect.arrayContaining(neighbours));
      expect(got.seen).toHaveLength(3 + neighbours.length);
      const parked = await scene.messaging.deadLetters(scene.group);
      expect(parked.map(({ value }) => Buffer.from(value).toString())).toEqual(['poison', 'after', 'much later']);
      expect(parked[0]).toMatchObject({
        ...place,
        group: scene.group,
        topic: scene.topic,
        key: 'a',
        headers: { 'message-id': 'm-7' },
        attempt: 3,
        reason: 'test/unfit',
      });
      expect(parked.slice(1).map(({ reason, attempt }) => [reason, attempt])).toEqual([
        [parkingReasons.followsParked, 0],
        [parkingReasons.followsParked, 0],
      ]);
      expect(parked.every(({ parkedAt }) => /^\d{4}-.*Z$/.test(parkedAt))).toBe(true);
      expect(JSON.stringify(parked.map(({ reason }) => reason))).not.toContain('secret');
    });

    it('keeps a key parked over a restart, for that group only', async () => {
      await scene.publish('a', 'poison');
      const consumer = await scene.consume({
        onMessage: failing('poison', () => new Unfit('no')).onMessage,
        maxAttempts: 1,
      });
      await consumer.settled();
      await scene.reopen();
      await scene.publish('a', 'after');
      expect(await scene.readAll()).toEqual([]);
      expect((await scene.messaging.deadLetters(scene.group)).map(({ reason }) => reason)).toEqual([
        'test/unfit',
        parkingReasons.followsParked,
      ]);
      expect(await scene.readAll({ group: `${scene.group}-other` })).toEqual(['poison', 'after']);
      expect(await scene.messaging.deadLetters(`${scene.group}-other`)).toEqual([]);
    });

    it('gives a plain error no words in the reason', async () => {
      await scene.publish('a', 'poison');
      const got = failing('poison', () => new Error('words about a person'));
      const consumer = await scene.consume({ onMessage: got.onMessage, maxAttempts: 2 });
      await consumer.settled();
      expect(await scene.messaging.deadLetters(scene.group)).toMatchObject([
        { reason: parkingReasons.effectFailed, attempt: 2 },
      ]);
    });

    it('counts deliveries over a restart', async () => {
      const held = gate();
      const got = collector(() => held.promise);
      const consumer = await scene.consume({ onMessage: got.onMessage, maxAttempts: 2 });
      await scene.publish('a', 'poison');
      await got.atLeast(1);
      const stopped = consumer.stop();
      held.reject(new Unfit('no'));
      await stopped;
      await scene.reopen();
      const again = failing('poison', () => new Unfit('no'));
      const second = await scene.consume({ onMessage: again.onMessage, maxAttempts: 2 });
      await second.settled();
      expect(again.seen.map(({ attempt }) => attempt)).toEqual([2]);
      expect(await scene.messaging.deadLetters(scene.group)).toMatchObject([{ attempt: 2, reason: 'test/unfit' }]);
    });

    it('parks nothing while what it needs is away, however often it tries', async () => {
      const got = collector(({ attempt }) => (attempt < 9 ? Promise.reject(new Away('away')) : Promise.resolve()));
      await scene.publish('a', 'x');
      const consumer = await scene.consume({ onMessage: got.onMessage, maxAttempts: 2 });
      await consumer.settled();
      expect(got.seen.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(await scene.messaging.deadLetters(scene.group)).toEqual([]);
    });
  });
};
