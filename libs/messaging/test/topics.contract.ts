import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { maxMessageBytes } from '../src/index.js';
import { Scene, collector } from './scene.js';
import type { MessagingBench } from './scene.js';

export const topicsContract = (prepare: () => Promise<MessagingBench>): void => {
  describe('topics and messages', () => {
    let scene: Scene;
    beforeEach(async () => {
      scene = await Scene.open(await prepare());
    });
    afterEach(() => scene.close());

    it('delivers key, headers and bytes as they were published', async () => {
      const value = Uint8Array.from({ length: 256 }, (_, at) => at);
      const headers = { 'content-type': 'application/json', 'message-id': 'm-1' };
      const place = await scene.messaging.publish(scene.topic, { key: 'sleutel-é', value, headers });
      const got = collector();
      const consumer = await scene.consume({ onMessage: got.onMessage });
      await consumer.settled();
      const [delivery] = got.seen;
      expect(got.seen).toHaveLength(1);
      expect(delivery).toMatchObject({ topic: scene.topic, key: 'sleutel-é', headers, attempt: 1, ...place });
      expect(Buffer.from(delivery?.value ?? []).equals(Buffer.from(value))).toBe(true);
    });

    it('refuses a topic that nobody made, for publishing and for consuming', async () => {
      const unknown = `topic-${randomUUID()}`;
      const message = { key: 'k', value: Buffer.from('x'), headers: {} };
      await expect(scene.messaging.publish(unknown, message)).rejects.toMatchObject({
        code: 'messaging/unknown-topic',
      });
      await expect(scene.consume({ topics: [unknown], onMessage: collector().onMessage })).rejects.toMatchObject({
        code: 'messaging/unknown-topic',
      });
    });

    it('refuses a topic that no engine could hold', async () => {
      const invalid = { code: 'messaging/invalid-topic' };
      await expect(scene.messaging.createTopics([{ name: 'a topic', partitions: 1 }])).rejects.toMatchObject(invalid);
      await expect(scene.messaging.createTopics([{ name: 'a-topic', partitions: 0 }])).rejects.toMatchObject(invalid);
    });

    it('leaves a topic that exists as it is', async () => {
      await scene.publish('k', 'kept');
      await scene.messaging.createTopics([{ name: scene.topic, partitions: 7 }]);
      const places = await Promise.all(Array.from({ length: 40 }, (_, at) => scene.publish(`k${at}`, 'x')));
      expect(Math.max(...places.map(({ partition }) => partition))).toBe(2);
      expect(await scene.readAll()).toContain('kept');
    });

    it('takes a message of the largest size and refuses one byte more', async () => {
      const key = 'k';
      const fits = Buffer.alloc(maxMessageBytes - key.length, 7);
      await scene.messaging.publish(scene.topic, { key, value: fits, headers: {} });
      const over = { key, value: Buffer.alloc(fits.length + 1), headers: {} };
      await expect(scene.messaging.publish(scene.topic, over)).rejects.toMatchObject({
        code: 'messaging/message-too-large',
        sizeBytes: maxMessageBytes + 1,
      });
      const withHeaders = { key, value: fits, headers: { h: '' } };
      await expect(scene.messaging.publish(scene.topic, withHeaders)).rejects.toMatchObject({
        code: 'messaging/message-too-large',
      });
      const [only, ...others] = await scene.readAll();
      expect([only?.length, others]).toEqual([fits.length, []]);
    });

    it('puts a key on one partition and uses every partition', async () => {
      const keys = Array.from({ length: 60 }, (_, at) => `key-${at}`);
      const first = await Promise.all(keys.map((key) => scene.publish(key, 'x')));
      const second = await Promise.all(keys.map((key) => scene.publish(key, 'y')));
      expect(second.map(({ partition }) => partition)).toEqual(first.map(({ partition }) => partition));
      expect(new Set(first.map(({ partition }) => partition))).toEqual(new Set([0, 1, 2]));
    });

    it('keeps a message over a restart once publish has resolved', async () => {
      await scene.publish('a', 'one');
      await scene.publish('a', 'two');
      await scene.reopen();
      expect(await scene.readAll()).toEqual(['one', 'two']);
    });

    it('answers nothing after it was closed, however often', async () => {
      await scene.messaging.close();
      await scene.messaging.close();
      await expect(scene.publish('k', 'x')).rejects.toMatchObject({ code: 'messaging/unavailable', retriable: true });
    });
  });
};
