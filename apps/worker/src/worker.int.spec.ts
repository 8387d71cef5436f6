import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { signalTopicOf, topicsOf } from '@knooppunt/contracts';
import { streamName } from '@knooppunt/kernel';
import { Scene } from '../test/scene.js';
import type { Supply } from '../test/scene.js';
import { rejectedByItsWeigher } from '../test/story.js';
import { openCheckpointKey } from './checkpoint-key.js';
import { LeafFiles } from './leaf-files.js';
import { SequencerLoop } from './sequencer-loop.js';
import { Worker } from './worker.js';
import type { WorkerParts } from './worker.parts.js';

const still = { sweepMs: 86_400_000, checkpointMs: 86_400_000 };
let scene: Scene;
let leaves: LeafFiles;
beforeAll(async () => {
  scene = await (await Scene.open()).found();
  await scene.messaging.createTopics(topicsOf().topics);
  leaves = new LeafFiles(join(scene.folder, 'evidence'));
});
beforeEach(() => {
  scene.alarms.length = 0;
});
afterAll(async () => {
  leaves.close();
  await scene.close();
});

const start = (rhythm = still, parts: WorkerParts = scene.parts): Promise<Worker> => {
  const key = openCheckpointKey(join(scene.folder, 'checkpoint.key'), join(scene.folder, 'checkpoint.pub'), 'spec');
  const { store, clock, alarm } = parts;
  return Worker.start(parts, new SequencerLoop({ store, key, leaves, clock, alarm }), rhythm);
};
const publish = ({ contribution, bytes, delivery }: Supply) =>
  scene.messaging.publish(signalTopicOf('COLL'), { key: contribution, value: bytes, headers: delivery.headers });
const typesOf = async (stream: string) => (await scene.events(stream)).map(({ type }) => type);

describe('the worker', () => {
  it('brings a published signal into its weighing, and its rejection to the last key', async () => {
    const worker = await start();
    const supply = await scene.supply();
    await publish(supply);
    await worker.settled();
    const { contribution } = supply;
    expect(await typesOf(streamName('contribution', contribution))).toEqual(['ContributionSupplied']);
    expect(await typesOf(streamName('signal', contribution))).toEqual(['SignalSubmitted']);
    await rejectedByItsWeigher(scene, contribution);
    await worker.settled();
    expect(await typesOf(streamName('contribution', contribution))).toEqual([
      'ContributionSupplied',
      'KeyDestroyed',
      'KeyDestroyed',
      'KeyDestroyed',
    ]);
    await worker.stop();
    expect(scene.alarms).toEqual([]);
  });

  it('takes up after a stop what came meanwhile, and nothing twice', async () => {
    await (await start()).stop();
    const supply = await scene.supply();
    await publish(supply);
    await publish(supply);
    const worker = await start();
    await worker.settled();
    await worker.stop();
    expect(await typesOf(streamName('contribution', supply.contribution))).toEqual(['ContributionSupplied']);
    expect(await typesOf(streamName('signal', supply.contribution))).toEqual(['SignalSubmitted']);
    expect(scene.alarms).toEqual([]);
  });

  it('lets no message that is unfit hold up the next, and says so before it is parked', async () => {
    const worker = await start();
    const unfit = await scene.supply();
    const supply = await scene.supply();
    const value = new TextEncoder().encode(new TextDecoder().decode(unfit.bytes).replace('{', '{ '));
    await scene.messaging.publish(signalTopicOf('COLL'), {
      key: unfit.contribution,
      value,
      headers: unfit.delivery.headers,
    });
    await publish(supply);
    await worker.settled();
    expect(await typesOf(streamName('signal', supply.contribution))).toEqual(['SignalSubmitted']);
    const [letter] = await scene.messaging.deadLetters('intake');
    expect(letter).toMatchObject({ key: unfit.contribution, reason: 'worker/message-unfit' });
    expect(scene.alarms.every(({ what }) => what === 'worker/intake')).toBe(true);
    expect(scene.alarms.length).toBeGreaterThan(0);
    await worker.stop();
  });

  it('ends at its stop what is under way before it lets go of what that needs', async () => {
    const begun = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const ended: string[] = [];
    const register = Object.assign(Object.create(scene.parts.register) as typeof scene.parts.register, {
      waiting: async () => {
        begun.resolve();
        await held.promise;
        ended.push('sweep');
        return [];
      },
    });
    const messaging = Object.assign(Object.create(scene.messaging) as typeof scene.messaging, {
      consume: async (...given: Parameters<typeof scene.messaging.consume>) => {
        const consumer = await scene.messaging.consume(...given);
        const stop = (): Promise<void> => {
          ended.push('consumer');
          return consumer.stop();
        };
        return { stop, settled: () => consumer.settled() };
      },
    });
    const worker = await start({ ...still, sweepMs: 1 }, { ...scene.parts, register, messaging });
    await begun.promise;
    const stopped = worker.stop();
    held.resolve();
    await stopped;
    expect(ended).toEqual(['sweep', 'consumer']);
  });

  it('signs a last checkpoint when it stops, and stops also where it cannot', async () => {
    const worker = await start();
    await scene.supplied();
    await worker.settled();
    await worker.stop();
    const last = (await scene.appended()).at(-1);
    expect(last?.type).toBe('CheckpointSigned');
    const key = openCheckpointKey(join(scene.folder, 'checkpoint.key'), join(scene.folder, 'checkpoint.pub'), 'spec');
    const { store, clock, alarm } = scene.parts;
    const sequencer = new SequencerLoop({ store, key, leaves, clock, alarm });
    const broken = await Worker.start(scene.parts, sequencer, still);
    sequencer.checkpoint = () => Promise.reject(new Error('no space left on device'));
    await broken.stop();
    expect(scene.alarms.map(({ what }) => what)).toEqual(['worker/stop']);
  });
});
