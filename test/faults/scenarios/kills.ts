import { seeded } from '../../../libs/messaging/test/kafka/load.js';
import type { Program } from '../../../apps/standalone/src/engines/program.js';
import type { Amounts } from '../amounts.js';
import type { Scene } from '../support/scene.js';
import { revive } from '../support/revive.js';
import { lasting, until } from '../support/until.js';

/** Deliveries go on when so many more have been acknowledged. */
const progress = async (scene: Scene, count: number): Promise<void> => {
  const before = scene.agency.acknowledged.size;
  await until('deliveries are acknowledged', () => scene.agency.acknowledged.size >= before + count, 120_000);
};

/** Kills each of these programs so many times, each at moments of its own, and starts it again. */
export const killPrograms = async (
  scene: Scene,
  programs: readonly Program[],
  { programKills }: Amounts,
  seed: number,
): Promise<number> => {
  const one = async (program: Program, at: number): Promise<void> => {
    const random = seeded(seed + at);
    for (let kill = 0; kill < programKills; kill += 1) {
      await progress(scene, Math.floor(1 + 20 * random()));
      await lasting(400 * random());
      await program.kill();
      await revive(program);
    }
  };
  await Promise.all(programs.map(one));
  return programs.length * programKills;
};

/** Kills the broker so many times under load; gives how long deliveries stood still at the longest once it was back, in milliseconds. */
export const killBroker = async (scene: Scene, { brokerKills }: Amounts, seed: number): Promise<number> => {
  const random = seeded(seed);
  let longest = 0;
  for (let kill = 0; kill < brokerKills; kill += 1) {
    await progress(scene, Math.floor(1 + 30 * random()));
    await lasting(300 * random());
    await scene.engines.broker.kill(1);
    await scene.engines.broker.start(1);
    const began = performance.now();
    await progress(scene, 1);
    longest = Math.max(longest, performance.now() - began);
  }
  return longest;
};

/** Stops the broker and then a worker in their tracks, and lets them go on. */
export const freeze = async (scene: Scene, { freezeMs }: Amounts): Promise<void> => {
  const { broker } = scene.engines;
  await progress(scene, 10);
  await broker.freeze(1);
  await lasting(freezeMs);
  broker.thaw(1);
  await progress(scene, 10);
  const [worker] = scene.workers;
  if (worker?.pid === undefined) throw new Error('there is no worker');
  process.kill(worker.pid, 'SIGSTOP');
  await lasting(freezeMs);
  process.kill(worker.pid, 'SIGCONT');
  await progress(scene, 10);
};
