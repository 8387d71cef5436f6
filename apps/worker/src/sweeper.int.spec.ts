import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Messaging } from '@knooppunt/messaging';
import { Scene } from '../test/scene.js';
import { sweep } from './sweeper.js';
import { topicsOf } from '@knooppunt/contracts';

const later = '2026-03-02T12:01:00.000Z';
let scene: Scene;
let published: string[];
let messaging: Messaging;
beforeEach(async () => {
  scene = await Scene.open();
  await scene.messaging.createTopics(topicsOf().topics);
  published = [];
  messaging = Object.assign(Object.create(scene.messaging) as Messaging, {
    publish: (...[topic, message]: Parameters<Messaging['publish']>) => {
      published.push(message.key);
      return scene.messaging.publish(topic, message);
    },
  });
});
afterEach(() => scene.close());
const parts = () => ({ ...scene.parts, messaging });

describe('the sweeper', () => {
  it('leaves a young row to the gateway, and completes it later, once', async () => {
    const { contribution } = await scene.supply();
    expect(await sweep(parts())).toBe(0);
    scene.clock = later;
    expect(await sweep(parts())).toBe(1);
    expect(await sweep(parts())).toBe(0);
    expect(published).toEqual([contribution]);
    expect(await scene.vault.register.find(contribution)).toMatchObject({ published: true, bytes: null });
  });

  it('is held up by no row that cannot be published, and says so', async () => {
    const bad = await scene.supply();
    const good = await scene.supply();
    scene.clock = later;
    const failing = Object.assign(Object.create(messaging) as Messaging, {
      publish: (...[topic, message]: Parameters<Messaging['publish']>) =>
        message.key === bad.contribution ? Promise.reject(new Error('too large')) : messaging.publish(topic, message),
    });
    expect(await sweep({ ...scene.parts, messaging: failing })).toBe(1);
    expect(published).toEqual([good.contribution]);
    expect(scene.alarms.map(({ what }) => what)).toEqual(['worker/sweep']);
    expect(await scene.vault.register.find(bad.contribution)).toMatchObject({ published: false });
  });

  it('publishes again what was published and not marked: repeating is harmless', async () => {
    const { contribution, bytes, delivery } = await scene.supply();
    await messaging.publish(delivery.topic, { key: contribution, value: bytes, headers: delivery.headers });
    scene.clock = later;
    expect(await sweep(parts())).toBe(1);
    expect(published).toEqual([contribution, contribution]);
  });

  it('has nothing to publish of a row whose keys were destroyed', async () => {
    const { contribution } = await scene.supply();
    await scene.vault.destroyer.destroy(contribution);
    scene.clock = later;
    expect(await sweep(parts())).toBe(0);
    expect(published).toEqual([]);
  });
});
