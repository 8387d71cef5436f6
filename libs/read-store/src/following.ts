import type { Position } from '@knooppunt/kernel';
import { isDomainError } from '@knooppunt/kernel';
import type { FollowerStopped } from './errors.js';

/** Trouble on the way: `isFinal` says that this follower has stopped and needs a human; otherwise it tries again. */
export type FollowerAlarm = {
  readonly name: string;
  readonly position: Position | undefined;
  readonly error: unknown;
  readonly isFinal: boolean;
};

/** Followers of the log at work. `failed`: those that stopped for good, by the name of their position, with why. */
export interface Following {
  stop(): Promise<void>;
  /** Resolves once all have handled the log up to this position, here or in another worker. Rejects with `FollowerStopped`. */
  settled(position: Position): Promise<void>;
  readonly failed: ReadonlyMap<string, FollowerStopped>;
}

/** How often a worker that does not hold a lease looks how far the one that does has come, in milliseconds. */
export const pollMs = 100;

/** So many times in a row may another worker be ahead before it is an alarm: a lease should keep them apart. */
export const movesBeforeAlarm = 5;

/** May the same step succeed later without change? */
export const isRetriable = (error: unknown): boolean => isDomainError(error) && error.retriable;

/** Something that others wait for, again and again. */
export class Progress {
  private current = Promise.withResolvers<void>();

  /** Resolves at the next announcement. */
  get next(): Promise<void> {
    return this.current.promise;
  }

  announce(): void {
    this.current.resolve();
    this.current = Promise.withResolvers<void>();
  }
}
