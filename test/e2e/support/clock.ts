import { Clock } from '@knooppunt/platform';
import { epochMsOf, instantOf } from '@knooppunt/kernel';
import type { Instant } from '@knooppunt/kernel';

const dayMs = 86_400_000;

/** A clock that begins on a day within the covenant's term, runs with the machine, and can be moved on. */
export class MovableClock extends Clock {
  private readonly startedAt = performance.now();
  private shift = 0;

  constructor(private readonly begin: Instant = '2026-03-02T09:00:00.000Z') {
    super();
  }

  now(): Instant {
    return instantOf(epochMsOf(this.begin) + Math.floor(performance.now() - this.startedAt) + this.shift);
  }

  /** Moves on, in milliseconds; back when negative. */
  move(ms: number): void {
    this.shift += ms;
  }

  /** Moves on by whole days of 24 hours; back when negative. */
  moveDays(days: number): void {
    this.move(days * dayMs);
  }
}
