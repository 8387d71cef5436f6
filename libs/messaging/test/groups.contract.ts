import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Scene, collector } from './scene.js';
import type { MessagingBench } from './scene.js';

export const groupsContract = (prepare: () => Promise<MessagingBench>): void => {
  describe('groups', () => {
    let scene: Scene;
    beforeEach(async () => {
      scene = await Scene.open(await prepare());
    });
    afterEach(() => scene.close());

    it('gives every group all messages, whenever it first came', async () => {
      await scene.publish('a', 'one');
      expect(await scene.readAll()).toEqual(['one']);
      await scene.publish('a', 'two');
      expect(await scene.readAll({ group: `${scene.group}-other` })).toEqual(['one', 'two']);
      expect(await scene.readAll()).toEqual(['two']);
    });

    it('shares the partitions of a topic between the members of a group, each message to one', async () => {
      const [one, two] = [collector(), collector()];
      const first = await scene.consume({ onMessage: one.onMessage });
      const second = await scene.consume({ onMessage: two.onMessage });
      const keys = Array.from({ length: 60 }, (_, at) => `key-${at}`);
      await Promise.all(keys.map((key) => scene.publish(key, key)));
      await Promise.all([first.settled(), second.settled()]);
      expect([...one.texts(), ...two.texts()].sort()).toEqual(keys.toSorted());
      expect(Math.min(one.seen.length, two.seen.length)).toBeGreaterThan(0);
      const partitionsOf = (got: typeof one) => new Set(got.seen.map(({ partition }) => partition));
      expect([...partitionsOf(one)].filter((partition) => partitionsOf(two).has(partition))).toEqual([]);
    });

    it('hands the partitions of a member that stops to those that stay', async () => {
      const [one, two] = [collector(), collector()];
      const first = await scene.consume({ onMessage: one.onMessage });
      const second = await scene.consume({ onMessage: two.onMessage });
      await first.stop();
      const keys = Array.from({ length: 30 }, (_, at) => `key-${at}`);
      await Promise.all(keys.map((key) => scene.publish(key, key)));
      await second.settled();
      expect(one.seen).toEqual([]);
      expect(two.texts().sort()).toEqual(keys.toSorted());
    });

    it('reads several topics as one group', async () => {
      const other = `topic-${randomUUID()}`;
      await scene.messaging.createTopics([{ name: other, partitions: 1 }]);
      await scene.messaging.publish(other, { key: 'k', value: Buffer.from('other'), headers: {} });
      await scene.publish('k', 'first');
      expect((await scene.readAll({ topics: [scene.topic, other] })).sort()).toEqual(['first', 'other']);
    });
  });
};
