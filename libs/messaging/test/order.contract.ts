import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Scene, Unfit, collector, gate } from './scene.js';
import type { MessagingBench } from './scene.js';

export const orderContract = (prepare: () => Promise<MessagingBench>): void => {
  describe('order and offsets', () => {
    let scene: Scene;
    beforeEach(async () => {
      scene = await Scene.open(await prepare());
    });
    afterEach(() => scene.close());

    it('keeps the order of each key while keys overtake each other', async () => {
      const keys = ['a', 'b', 'c', 'd', 'e'];
      for (let round = 0; round < 20; round++) {
        await Promise.all(keys.map((key) => scene.publish(key, `${key}${round}`)));
      }
      const turns = [3, 0, 2, 1];
      const got = collector(async ({ offset }) => {
        for (let turn = 0; turn < (turns[Number(offset) % 4] ?? 0); turn++) await new Promise(setImmediate);
      });
      const consumer = await scene.consume({ onMessage: got.onMessage, concurrency: 4 });
      await consumer.settled();
      for (const key of keys) {
        const ofKey = got.texts().filter((text) => text.startsWith(key));
        expect(ofKey).toEqual(Array.from({ length: 20 }, (_, round) => `${key}${round}`));
      }
    });

    it('works on another key while one waits, and never on the next message of the key that waits', async () => {
      const held = gate();
      const got = collector(({ value }) => (Buffer.from(value).toString() === 'a1' ? held.promise : Promise.resolve()));
      const consumer = await scene.consume({ onMessage: got.onMessage });
      await scene.publish('a', 'a1');
      await scene.publish('a', 'a2');
      await scene.publish('b', 'b1');
      await got.atLeast(2);
      expect(got.texts().sort()).toEqual(['a1', 'b1']);
      held.resolve();
      await consumer.settled();
      expect(got.texts().sort()).toEqual(['a1', 'a2', 'b1']);
    });

    it('works on no more keys at a time than it was told', async () => {
      let busy = 0;
      let most = 0;
      const got = collector(async () => {
        most = Math.max(most, ++busy);
        await new Promise(setImmediate);
        busy -= 1;
      });
      await Promise.all(Array.from({ length: 30 }, (_, at) => scene.publish(`k${at}`, 'x')));
      const consumer = await scene.consume({ onMessage: got.onMessage, concurrency: 2 });
      await consumer.settled();
      expect([got.seen.length, most]).toEqual([30, 2]);
    });

    it('moves the offset only after the effect: stopped in mid-effect, a rejection comes again', async () => {
      const held = gate();
      const got = collector(() => held.promise);
      const consumer = await scene.consume({ onMessage: got.onMessage });
      await scene.publish('a', 'once more');
      await got.atLeast(1);
      const stopped = consumer.stop();
      held.reject(new Unfit('not now'));
      await stopped;
      await scene.reopen();
      const again = collector();
      const second = await scene.consume({ onMessage: again.onMessage });
      await second.settled();
      expect(again.seen.map(({ attempt }) => attempt)).toEqual([2]);
      expect(again.texts()).toEqual(['once more']);
    });

    it('waits in stop for the effect under way and does not deliver again what it finished', async () => {
      const held = gate();
      const got = collector(() => held.promise);
      const consumer = await scene.consume({ onMessage: got.onMessage });
      await scene.publish('a', 'done');
      await got.atLeast(1);
      let isStopped = false;
      const stopped = consumer.stop().then(() => (isStopped = true));
      await scene.publish('a', 'later');
      expect(isStopped).toBe(false);
      held.resolve();
      await stopped;
      await scene.reopen();
      expect(await scene.readAll()).toEqual(['later']);
    });

    it('settles only when what was published before is done', async () => {
      const held = gate();
      const got = collector(() => held.promise);
      const consumer = await scene.consume({ onMessage: got.onMessage });
      await consumer.settled();
      await scene.publish('a', 'x');
      let isSettled = false;
      const settled = consumer.settled().then(() => (isSettled = true));
      await got.atLeast(1);
      await scene.publish('b', 'y');
      expect(isSettled).toBe(false);
      held.resolve();
      await settled;
      expect(got.texts()).toContain('x');
    });

    it('rejects settled when nobody of the group is left to get there', async () => {
      const held = gate();
      const got = collector(() => held.promise);
      const consumer = await scene.consume({ onMessage: got.onMessage });
      await scene.publish('a', 'x');
      await got.atLeast(1);
      const settled = consumer.settled();
      const stopped = consumer.stop();
      held.reject(new Unfit('stopped'));
      await expect(settled).rejects.toMatchObject({ code: 'messaging/unavailable' });
      await stopped;
    });
  });
};
