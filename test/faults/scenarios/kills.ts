import { seeded } from '../../../libs/messaging/test/kafka/load.js';
import type { Program } from '../../../apps/standalone/src/engines/program.js';
import type { Amounts } from '../amounts.js';
import type { Scene } from '../support/scene.js';
import { revive } from '../support/revive.js';
import { lasting, until } from '../support/until.js';

/** Deliveries go on when so many more have been acknowledged. */
export const progress = async (scene: Scene, count: number): Promise<void> => {
  const before = scene.agency.acknowledged.size;
  await until('deliveries are acknowledged', () => scene.agency.acknowledged.size >= before + count);
};

/** How often each program was killed, by name. */
export type Kills = Readonly<Record<string, number>>;

const toldEvery = 10;

/** What a program compiled is kept at a good end only (NODE_COMPILE_CACHE). */
const compileOnce = async (programs: readonly Program[]): Promise<void> => {
  for (const program of programs) {
    await program.stop();
    await revive(program);
  }
};

/**
 * Kills gateway, hub and workers so many times each kind, each at moments of its own, and starts them again. `say` hears how
 * far it is.
 */
export const killPrograms = async (
  scene: Scene,
  { programKills, killsWithinMs }: Amounts,
  { seed, say }: { readonly seed: number; readonly say: (text: string) => void },
): Promise<Kills> => {
  const kills: Record<string, number> = {};
  const began = performance.now();
  const { programs } = scene.cluster;
  const one = async (program: Program, at: number): Promise<void> => {
    const random = seeded(seed + at);
    const { name } = program.options;
    const times = scene.workers.includes(program) ? Math.ceil(programKills / scene.workers.length) : programKills;
    for (let kill = 1; kill <= times && performance.now() - began < killsWithinMs; kill += 1) {
      await progress(scene, Math.floor(1 + 20 * random()));
      await lasting(400 * random());
      await program.kill();
      kills[name] = kill;
      if (kill % toldEvery === 0) say(`kills so far: ${JSON.stringify(kills)}`);
      await revive(program);
    }
  };
  if (programKills > toldEvery) await compileOnce(programs);
  await Promise.all(programs.map(one));
  return kills;
};

/** Kills the broker so many times under load; gives how long deliveries stood still at the longest once it was back, in milliseconds. */
export const killBroker = async (
  scene: Scene,
  { brokerKills, killsWithinMs }: Amounts,
  seed: number,
): Promise<{ readonly kills: number; readonly longestMs: number }> => {
  const random = seeded(seed);
  const start = performance.now();
  let [kills, longestMs] = [0, 0];
  for (; kills < brokerKills && performance.now() - start < killsWithinMs; kills += 1) {
    await progress(scene, Math.floor(1 + 30 * random()));
    await lasting(300 * random());
    await scene.engines.broker.kill(1);
    await scene.engines.broker.start(1);
    const began = performance.now();
    await progress(scene, 1);
    longestMs = Math.max(longestMs, performance.now() - began);
  }
  return { kills, longestMs };
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
