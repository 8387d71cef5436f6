import { realDelay } from './delay.js';
import type { Delay } from './delay.js';
import type { Following } from './following.js';
import type { Laziness } from './lazy-position.js';
import { Leases } from './leases.js';
import type { Leasing } from './leases.js';
import type { LogSource } from './log-source.js';
import { reactionName } from './naming.js';
import type { Reaction, ReadStore } from './port.js';
import { ReactionFollower } from './reaction-follower.js';
import type { ReactionTrouble } from './reaction-follower.js';

/**
 * `leasing`: where more than one worker runs, one at a time per reaction; without it every worker reacts. `laziness`: how
 * seldom positions are stored, by default after 100 effects and within a second.
 */
export type ReactorOptions = {
  readonly source: LogSource;
  readonly readStore: ReadStore;
  readonly reactions: readonly Reaction[];
  readonly onError: (trouble: ReactionTrouble) => void;
  readonly leasing?: Leasing;
  readonly laziness?: Laziness;
  readonly batchSize?: number;
  readonly delay?: Delay;
};

const usual: Laziness = { effects: 100, lagMs: 1000 };

/**
 * Runs reactions beside the projections: the effect of an event, then the position, stored now and then and at a stop. An
 * effect that rejects is tried again, with growing pauses, until it resolves: a reaction never skips. After a crash the
 * last effects come again.
 */
export const startReactor = (options: ReactorOptions): Following => {
  const { source, readStore, reactions, onError, leasing, laziness = usual, batchSize = 100 } = options;
  const delay = options.delay ?? realDelay;
  const names = reactions.map(reactionName);
  const leases = leasing ? new Leases({ ...leasing, readStore, names, delay }) : undefined;
  const followers = reactions.map(
    (reaction) =>
      new ReactionFollower({
        reaction,
        source,
        readStore,
        onError,
        delay,
        batchSize,
        laziness,
        isOurs: () => leases?.isHeld(reactionName(reaction)) ?? true,
        begun: leases?.begun ?? Promise.resolve(),
      }),
  );
  return {
    stop: async () => {
      await Promise.all(followers.map((follower) => follower.stop()));
      await leases?.stop();
    },
    settled: async (position) => {
      await Promise.all(followers.map((follower) => follower.reached(position)));
    },
    failed: new Map(),
  };
};
