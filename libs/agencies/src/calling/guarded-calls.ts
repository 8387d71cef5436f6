import type { OrganisationId } from '@knooppunt/kernel';
import { AgencyAnswerInvalid, AgencyCallEnded, AgencyRefused, AgencyUnavailable } from '../errors.js';
import type { Unavailability } from '../errors.js';
import { Breaker } from './breaker.js';
import type { BreakerSettings } from './breaker.js';
import { Bulkhead } from './bulkhead.js';
import { retrying } from './retry.js';
import type { RetrySettings, Transience } from './retry.js';
import type { BreakerState, CallTools } from './tools.js';

/** How a partner is called. Durations in milliseconds; `capacity` counts calls at a time. */
export type CallSettings = {
  readonly timeLimitMs: number;
  readonly capacity: number;
  readonly retry: RetrySettings;
  readonly breaker: BreakerSettings;
};

/** Settings that suit a register that answers in less than a second and is away now and then. */
export const usualCallSettings: CallSettings = {
  timeLimitMs: 5_000,
  capacity: 4,
  retry: { attempts: 3, baseMs: 200, capMs: 2_000, longestAskedMs: 5_000 },
  breaker: { volume: 5, failurePercentage: 50, windowMs: 30_000, resetMs: 30_000 },
};

/** Reasons for which nothing went out: to try again at once would only find them again. */
const keptIn: ReadonlySet<Unavailability> = new Set(['breaker-open', 'no-place', 'held-off']);

const transience = (error: unknown): Transience => {
  if (!(error instanceof AgencyUnavailable)) return { isTransient: false };
  const { reason, retryAfterMs } = error;
  return { isTransient: !keptIn.has(reason), ...(retryAfterMs === undefined ? {} : { askedMs: retryAfterMs }) };
};

/** What speaks against the partner itself; a refused key is refused at every call, so that counts as well. */
const isFailure = (error: unknown): boolean =>
  error instanceof AgencyUnavailable || error instanceof AgencyRefused || error instanceof AgencyAnswerInvalid;

/**
 * Calls to one partner, guarded: so many at a time, each with a time limit, tried again where that is harmless, and behind
 * a breaker that sees every try. Only for calls that may be repeated. Knows nothing of what is asked, so that each kind of
 * agency uses the same guard.
 */
export class GuardedCalls {
  private readonly bulkhead: Bulkhead;
  private readonly breaker: Breaker;
  private heldUntilMs = 0;

  constructor(
    readonly partner: OrganisationId,
    private readonly settings: CallSettings,
    private readonly tools: CallTools,
  ) {
    const unavailable = (reason: Unavailability) => () => new AgencyUnavailable(partner, reason);
    this.bulkhead = new Bulkhead(settings.capacity, unavailable('no-place'));
    this.breaker = new Breaker(settings.breaker, {
      isFailure,
      opened: unavailable('breaker-open'),
      state: (state) => tools.onState(partner, state),
    });
  }

  get state(): BreakerState {
    return this.breaker.state;
  }

  /** Would a call go out now? Asked before content is opened for a call that would go nowhere. */
  get isReady(): boolean {
    return this.bulkhead.hasRoom && this.breaker.state !== 'open' && this.tools.nowMs() >= this.heldUntilMs;
  }

  /**
   * Makes a call. Throws what `work` throws, `agencies/unavailable` where it cannot be had, and `agencies/call-ended` once
   * `signal` comes. `work` gets a signal that comes with the time limit too, and need not heed it.
   */
  async call<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    if (this.tools.nowMs() < this.heldUntilMs) throw new AgencyUnavailable(this.partner, 'held-off');
    const attempt = () => this.breaker.run(() => this.limited(work, signal));
    try {
      return await this.bulkhead.run(() =>
        retrying(this.settings.retry, this.tools, { work: attempt, judge: transience, signal }),
      );
    } catch (error) {
      this.hold(error);
      throw error;
    }
  }

  /** Ends the timers of the breaker. */
  close(): void {
    this.breaker.close();
  }

  /** Whoever asked to be left alone is left alone, by all calls. */
  private hold(error: unknown): void {
    if (!(error instanceof AgencyUnavailable) || error.retryAfterMs === undefined) return;
    this.heldUntilMs = Math.max(this.heldUntilMs, this.tools.nowMs() + error.retryAfterMs);
  }

  private async limited<T>(work: (signal: AbortSignal) => Promise<T>, ended: AbortSignal): Promise<T> {
    const { partner } = this;
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), this.settings.timeLimitMs);
    const both = AbortSignal.any([ended, limit.signal]);
    const why = () => (ended.aborted ? new AgencyCallEnded(partner) : new AgencyUnavailable(partner, 'time-limit'));
    const over = new Promise<never>((_resolve, reject) => {
      if (both.aborted) reject(why());
      else both.addEventListener('abort', () => reject(why()), { once: true });
    });
    try {
      return await Promise.race([over, ended.aborted ? over : work(both)]);
    } catch (error) {
      throw both.aborted ? why() : error;
    } finally {
      clearTimeout(timer);
    }
  }
}
