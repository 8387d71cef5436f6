import type { Position, Projection, Recorded } from '@knooppunt/kernel';
import { realDelay } from './delay.js';
import type { Delay } from './delay.js';
import type { FollowerStopped } from './errors.js';
import { Follower, isRetriable } from './follower.js';
import type { FollowerAlarm } from './follower.js';
import type { LogSource } from './log-source.js';
import { positionName } from './naming.js';
import type { ReadStore } from './port.js';

/** Events per transaction while catching up. */
export const projectorBatchSize = 500;

/**
 * `holder` names this worker in the leases; one that keeps its name over a restart goes on at once. `clock` gives milliseconds since 1970, `leaseMs` is how long a lease lasts
 * (default 15,000), `onAlarm` hears of every trouble.
 */
export type ProjectorOptions = {
  readonly source: LogSource;
  readonly readStore: ReadStore;
  readonly projections: readonly Projection[];
  readonly holder: string;
  readonly clock: () => number;
  readonly onAlarm: (alarm: FollowerAlarm) => void;
  readonly leaseMs?: number;
  readonly batchSize?: number;
  readonly delay?: Delay;
};

/** Followers of the log at work. `failed`: those that stopped for good, by the name of their position, with why. */
export interface Following {
  stop(): Promise<void>;
  /** Resolves once all have handled the log up to this position. Rejects with `FollowerStopped` when one cannot. */
  settled(position: Position): Promise<void>;
  readonly failed: ReadonlyMap<string, FollowerStopped>;
}

/** The handle on a group of followers. */
export const followingOf = (followers: readonly Follower[]): Following => ({
  stop: async () => {
    await Promise.all(followers.map((follower) => follower.stop()));
  },
  settled: async (position) => {
    await Promise.all(followers.map((follower) => follower.reached(position)));
  },
  get failed() {
    return new Map(followers.flatMap(({ name, failed }) => (failed ? [[name, failed] as const] : [])));
  },
});

/** What a batch changes in a projection, in order; events that it does not handle change nothing. */
export const changesOf = ({ handles, evolve }: Projection, batch: readonly Recorded[]) =>
  batch.filter(({ type }) => handles.includes(type)).flatMap((event) => evolve(event));

/**
 * Keeps read models up to date: migrates their tables, then follows the log with each projection on its own position and lease.
 * Rows and position move in one transaction. A projection that cannot handle an event stops there with a final alarm, never
 * skips it, and leaves the others going. Source: `eventing` §5, design §4.
 */
export const startProjector = async (options: ProjectorOptions): Promise<Following> => {
  const { source, readStore, projections, holder, clock, onAlarm } = options;
  await readStore.migrate(projections);
  return followingOf(
    projections.map(
      (projection) =>
        new Follower({
          name: positionName(projection),
          source,
          readStore,
          onAlarm,
          isFinal: (error) => !isRetriable(error),
          delay: options.delay ?? realDelay,
          batchSize: options.batchSize ?? projectorBatchSize,
          leasing: { holder, clock, leaseMs: options.leaseMs ?? 15_000 },
          handle: async (batch, { from, moved }) => {
            const to = batch.at(-1)?.position;
            if (to === undefined) return;
            await readStore.apply(projection, changesOf(projection, batch), { from, to });
            moved(to);
          },
        }),
    ),
  );
};
