import CircuitBreaker from 'opossum';
import type { BreakerState } from './tools.js';

/** When a breaker opens and when it tries again. Durations in milliseconds. */
export type BreakerSettings = {
  /** Calls in the window before it may open at all. */
  readonly volume: number;
  /** Share of them that fails, in percent, above which it opens. */
  readonly failurePercentage: number;
  readonly windowMs: number;
  /** How long it stays open before it lets one call through. */
  readonly resetMs: number;
};

type Work = () => Promise<unknown>;

const isOpen = (error: unknown): boolean =>
  error instanceof Error && CircuitBreaker.isOurError(error) && (error as { code?: string }).code === 'EOPENBREAKER';

/**
 * A circuit breaker (opossum) without time limit and places of its own: those lie around it, where they give errors of
 * the domain. `isFailure` says which errors speak against the partner.
 */
export class Breaker {
  private readonly circuit: CircuitBreaker<[Work]>;

  constructor(
    { volume, failurePercentage, windowMs, resetMs }: BreakerSettings,
    private readonly on: {
      readonly isFailure: (error: unknown) => boolean;
      readonly opened: () => Error;
      readonly state: (state: BreakerState) => void;
    },
  ) {
    this.circuit = new CircuitBreaker((work: Work) => work(), {
      timeout: false,
      resetTimeout: resetMs,
      rollingCountTimeout: windowMs,
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
      volumeThreshold: volume,
      errorThresholdPercentage: failurePercentage,
      errorFilter: (error: unknown) => !on.isFailure(error),
    });
    this.circuit.on('open', () => on.state('open'));
    this.circuit.on('halfOpen', () => on.state('half-open'));
    this.circuit.on('close', () => on.state('closed'));
  }

  get state(): BreakerState {
    if (this.circuit.opened) return 'open';
    return this.circuit.halfOpen ? 'half-open' : 'closed';
  }

  /** Runs work, or rejects with the error of `opened` without running it. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    try {
      return (await this.circuit.fire(work)) as T;
    } catch (error) {
      throw isOpen(error) ? this.on.opened() : error;
    }
  }

  /** Ends its timers; it takes no further work. */
  close(): void {
    this.circuit.shutdown();
  }
}
