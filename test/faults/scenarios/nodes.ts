import { cloudEventOf } from '../../bench/deliveries.js';
import { Agency } from '../support/agency.js';
import type { Scene } from '../support/scene.js';
import { until } from '../support/until.js';
import { progress } from './kills.js';

const nodes = [1, 2, 3] as const;
/** Numbers of deliveries that no lane of the agency uses. */
const firstOwn = 2_000_000;
const offered = 20;
/** Longer than the gateway waits for Kafka. */
const patienceMs = 60_000;

/** Kills each of three nodes in turn, so many rounds; gives the longest pause of deliveries with one away, in milliseconds. */
export const killOneOfThree = async (scene: Scene, rounds: number): Promise<number> => {
  const { broker } = scene.engines;
  let longestMs = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const node of nodes) {
      await progress(scene, 20);
      await broker.kill(node);
      const began = performance.now();
      await progress(scene, 1);
      longestMs = Math.max(longestMs, performance.now() - began);
      await progress(scene, 20);
      await broker.start(node);
    }
  }
  return longestMs;
};

/** What fresh deliveries got while two of three nodes were away, by status, and when deliveries went on, in milliseconds. */
export type Minority = {
  readonly acknowledged: number;
  readonly refused: number;
  readonly broken: number;
  readonly unforeseen: readonly string[];
  readonly backMs: number;
};

const offerFresh = async ({ cluster }: Scene, events: readonly string[]): Promise<Omit<Minority, 'backMs'>> => {
  const agency = new Agency(cluster.base, patienceMs);
  try {
    await Promise.all(events.map((event) => agency.offer(event)));
    const { accepted, busy, broken } = agency.counts;
    return { acknowledged: accepted, refused: busy, broken, unforeseen: agency.unforeseen };
  } finally {
    agency.close();
  }
};

/**
 * Kills two of three nodes: what is delivered from then on lies on one node, so none of it may be acknowledged. Then they
 * come back, one after the other, and the same deliveries are acknowledged.
 */
export const killTwoOfThree = async (scene: Scene, round: number): Promise<Minority> => {
  const { broker } = scene.engines;
  const stays = nodes[round % nodes.length];
  const dying = nodes.filter((node) => node !== stays);
  await progress(scene, 20);
  for (const node of dying) await broker.kill(node);
  const first = firstOwn + round * offered;
  const events = Array.from({ length: offered }, (_, at) => cloudEventOf('S1', first + at));
  const found = await offerFresh(scene, events);
  await until('the gateway says that it cannot work', async () => (await scene.unready()).includes('gateway'));
  const began = performance.now();
  let backMs = 0;
  for (const node of dying) {
    await broker.start(node);
    await progress(scene, 1);
    backMs = backMs === 0 ? performance.now() - began : backMs;
  }
  await Promise.all(events.map((event) => scene.agency.deliver(event)));
  return { ...found, backMs };
};
