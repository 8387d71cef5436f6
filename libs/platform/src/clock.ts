import { Injectable } from '@nestjs/common';
import { instantOf } from '@knooppunt/kernel';
import type { Instant } from '@knooppunt/kernel';

/** The only source of time above the pure libs; also the injection token. */
export abstract class Clock {
  /** The present moment, in UTC with milliseconds. */
  abstract now(): Instant;
}

/** The clock of the machine. */
@Injectable()
export class SystemClock extends Clock {
  now(): Instant {
    return instantOf(Date.now());
  }
}
