import { readFileSync } from 'node:fs';
import type { Amounts } from '../amounts.js';
import type { Scene } from '../support/scene.js';
import { lasting, until } from '../support/until.js';

const lanes = 32;
const times = 10;
const sampleMs = 100;

const residentMb = (pid: number): number => {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0';
  return Number(kilobytes) / 1024;
};

/** Rates in acknowledged deliveries a second, memory of the gateway in MB. */
export type Burst = {
  readonly before: number;
  readonly during: number;
  readonly after: number;
  readonly busy: number;
  readonly memoryBeforeMb: number;
  readonly memoryMostMb: number;
};

/** Delivers on so many lanes for a while, and on until something has come about; gives acknowledgements a second. */
const rateOf = async ({ agency }: Scene, count: number, ms: number, comesAbout = () => true): Promise<number> => {
  const [began, before] = [performance.now(), agency.acknowledged.size];
  agency.begin(count, 0);
  await lasting(ms);
  // A busy machine sends fewer deliveries than it means to.
  await until('the burst is more than there is room for', comesAbout);
  const rate = (1_000 * (agency.acknowledged.size - before)) / (performance.now() - began);
  await agency.quiet();
  return rate;
};

/** A rate that is known, ten times the connections, and the same as at first. */
export const burst = async (scene: Scene, { burstMs }: Amounts): Promise<Burst> => {
  const { pid } = scene.cluster.gateway;
  if (pid === undefined) throw new Error('there is no gateway');
  await rateOf(scene, lanes, burstMs);
  const before = await rateOf(scene, lanes, burstMs);
  await scene.settled();
  const [memoryBeforeMb, busyBefore] = [residentMb(pid), scene.agency.counts.busy];
  let memoryMostMb = memoryBeforeMb;
  const sampling = setInterval(() => (memoryMostMb = Math.max(memoryMostMb, residentMb(pid))), sampleMs);
  const isTooMuch = (): boolean => scene.agency.counts.busy > busyBefore;
  const during = await rateOf(scene, times * lanes, burstMs, isTooMuch).finally(() => clearInterval(sampling));
  const busy = scene.agency.counts.busy - busyBefore;
  await scene.settled();
  const after = await rateOf(scene, lanes, burstMs);
  return { before, during, after, busy, memoryBeforeMb, memoryMostMb };
};
