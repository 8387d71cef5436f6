import { epochMsOf, instantOf } from '@knooppunt/kernel';
import type { Instant } from '@knooppunt/kernel';
import { Clock } from '@knooppunt/platform';

/** A clock that stands still until it is set: whatever is asked between two settings gets one instant. */
export class FixedClock extends Clock {
  constructor(private at: Instant) {
    super();
  }

  now(): Instant {
    return this.at;
  }

  set(at: Instant): void {
    this.at = at;
  }

  /** Moves on, in milliseconds. */
  advance(ms: number): void {
    this.at = instantOf(epochMsOf(this.at) + ms);
  }
}
