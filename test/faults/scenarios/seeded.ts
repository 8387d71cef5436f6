import { join } from 'node:path';
import { Program } from '../../../apps/standalone/src/engines/program.js';
import { cloudEventOf } from '../../bench/deliveries.js';
import { Agency } from '../support/agency.js';
import { findingsOf } from '../support/checker.js';
import type { Findings } from '../support/checker.js';
import { revive } from '../support/revive.js';
import { programs } from '../support/scene.js';
import type { Scene } from '../support/scene.js';
import { until } from '../support/until.js';

const deliveries = 20;
const quietMs = 8_000;

/** The same program with a bug in it. */
const seededOf = ({ options }: Program, file: string): Program =>
  new Program({ ...options, file: join(programs, 'test/faults/seeded', file) });

/** Resolves when nothing new has come into the log of contributions for a while. */
const logIsQuiet = async ({ log }: Scene): Promise<void> => {
  let [before, since] = [log.suppliedCount, performance.now()];
  await until(
    'the log is quiet',
    () => {
      const now = log.suppliedCount;
      if (now !== before) [before, since] = [now, performance.now()];
      return performance.now() - since > quietMs;
    },
    120_000,
  );
};

/**
 * Puts a program with a bug in the place of these, delivers, kills it, lets the right ones go on, and gives what the checker
 * says of the deliveries that were acknowledged meanwhile.
 */
export const withBug = async (scene: Scene, right: readonly Program[], file: string): Promise<Findings> => {
  const [one] = right;
  if (!one) throw new Error('there is nothing to replace');
  await Promise.all(right.map((program) => program.kill()));
  const wrong = seededOf(one, file);
  const agency = new Agency(scene.cluster.base);
  try {
    await revive(wrong);
    for (let number = 0; number < deliveries; number += 1) await agency.deliver(cloudEventOf('S1', number));
    const isConsumed = async (): Promise<boolean> => (await scene.lag()) === 0;
    await until('what was published is committed', isConsumed);
  } finally {
    await wrong.kill();
    await Promise.all(right.map(revive));
    agency.close();
  }
  await logIsQuiet(scene);
  const acknowledged = new Map([...agency.acknowledged].map(([id, { contribution }]) => [id, contribution]));
  const own = new Set(acknowledged.values());
  const log = scene.seen().filter(({ stream }) => own.has(stream.slice(stream.indexOf('-') + 1)));
  return findingsOf({ acknowledged, log, unrecorded: [], parked: [], poison: [], unforeseen: agency.unforeseen });
};
