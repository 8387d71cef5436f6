import type { Standing } from './supply-rights.js';

/** The place of one delivery among those that came with it. */
export type Place = {
  /** This one is sealed, or has come to an end: it holds up nobody. Saying so twice is saying it once. */
  readonly ready: () => void;
  /** Resolves when that is true of all. */
  readonly together: Promise<void>;
};

/**
 * Deliveries of one request. They share one look at what the supplier may bring, which the worker takes again for each, and go
 * into the register at the same moment: one transaction and one flush of the log for all of them, not one for each few that
 * happened to be sealed while the last was under way.
 */
export class Consignment {
  private readonly all = Promise.withResolvers<void>();
  private left: number;
  /** Resolves when the look at the rights has ended, well or not: what is begun before would all be sealed in the turn when it ends. */
  readonly looked: Promise<void>;

  /** `size`: how many places will be taken. */
  constructor(
    readonly standing: Promise<Standing>,
    size: number,
  ) {
    this.left = size;
    // Each delivery hears of a failure itself.
    this.looked = standing.then(
      () => undefined,
      () => undefined,
    );
  }

  /** One for each delivery, and each must say that it is ready. */
  place(): Place {
    let isReady = false;
    const ready = (): void => {
      if (isReady) return;
      isReady = true;
      this.left -= 1;
      if (this.left === 0) this.all.resolve();
    };
    return { ready, together: this.all.promise };
  }
}
