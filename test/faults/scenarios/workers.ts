import { randomUUID } from 'node:crypto';
import { checkpointType } from '@knooppunt/evidence';
import { registered } from '../../e2e/support/checked-hub.js';
import { cloudEvent, signals } from '../../e2e/support/deliveries.js';
import { revive } from '../support/revive.js';
import type { Scene } from '../support/scene.js';
import { until } from '../support/until.js';

/** How often a check of a person was asked for, put to the register, and answered, and under how many keys. */
export type Checked = {
  readonly requested: number;
  readonly answered: number;
  readonly asked: number;
  readonly keys: number;
};

/** Kills the workers between the two facts of a check: asked, and the answer not yet in. */
export const killInCheck = async (scene: Scene): Promise<Checked> => {
  const { engines, agency, log, workers } = scene;
  const { brp } = engines;
  const before = brp.asked.length;
  brp.behaviour = 'held';
  const event = cloudEvent('S2', { ...signals.S2, persons: [registered] }, { id: randomUUID() });
  const stream = `contribution-${await agency.deliver(JSON.stringify(event))}`;
  await until('the register is asked', () => brp.asked.length > before);
  await Promise.all(workers.map((worker) => worker.kill()));
  brp.release();
  brp.behaviour = 'answers';
  await Promise.all(workers.map(revive));
  await until('the check is answered', () => log.count(stream, 'PersonCheckAnswered') > 0);
  const asked = brp.asked.slice(before);
  return {
    requested: log.count(stream, 'PersonCheckRequested'),
    answered: log.count(stream, 'PersonCheckAnswered'),
    asked: asked.length,
    keys: new Set(asked.map(({ key }) => key)).size,
  };
};

const checkpoints = ({ engines }: Scene): number =>
  engines.store.log.all.filter(({ type }) => type === checkpointType).length;

/** Kills each worker in turn; gives how long the other took to do all of its work, in milliseconds. */
export const moveLeases = async (scene: Scene): Promise<readonly number[]> => {
  const took: number[] = [];
  for (const worker of scene.workers) {
    await scene.ready();
    await worker.kill();
    const [killed, signed, began] = [performance.now(), checkpoints(scene), scene.agency.acknowledged.size];
    const taken = (): boolean => {
      const later = [...scene.agency.acknowledged.values()].slice(began).filter(({ at }) => at > killed);
      return later.some(({ contribution }) => scene.log.isWeighed(contribution));
    };
    await until('the other worker takes in and weighs', taken);
    await until('the other worker signs a checkpoint', () => checkpoints(scene) > signed);
    took.push(performance.now() - killed);
    await revive(worker);
  }
  return took;
};
