import type { Projection } from '@knooppunt/kernel';
import { realDelay } from './delay.js';
import type { Delay } from './delay.js';
import type { FollowerAlarm, Following } from './following.js';
import type { Leasing } from './leases.js';
import type { LogSource } from './log-source.js';
import type { ReadStore } from './port.js';
import { projectorBatchSize } from './projected.js';
import { ProjectorGroup } from './projector-group.js';

/** `holder`, `leaseMs`, `clock`: of the leases, see `Leasing`. `onAlarm` hears of every trouble. */
export type ProjectorOptions = Leasing & {
  readonly source: LogSource;
  readonly readStore: ReadStore;
  readonly projections: readonly Projection[];
  readonly onAlarm: (alarm: FollowerAlarm) => void;
  readonly batchSize?: number;
  readonly delay?: Delay;
};

/**
 * Keeps read models up to date: migrates their tables, then follows the log. Projections that stand at one position are
 * applied together: rows and positions of all in one transaction per batch. One that lags behind (a new version) reads for
 * itself until it has caught up. One that cannot handle an event stops there alone with a final alarm, never skips it, and
 * leaves the others going. A lease per projection keeps workers apart. Source: `eventing` §5, design §4.
 */
export const startProjector = async (options: ProjectorOptions): Promise<Following> => {
  const { readStore, projections, batchSize = projectorBatchSize, delay = realDelay } = options;
  await readStore.migrate(projections);
  return new ProjectorGroup({ ...options, batchSize, delay });
};
