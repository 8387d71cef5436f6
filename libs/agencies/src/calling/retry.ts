import type { Delay } from './tools.js';

/** How often a call is made and how long it waits in between, in milliseconds. */
export type RetrySettings = {
  /** Calls in all, the first included. */
  readonly attempts: number;
  /** Longest wait before the second call; it doubles with each further one. */
  readonly baseMs: number;
  readonly capMs: number;
  /** A partner that asks for a longer wait than this is not asked again in this call. */
  readonly longestAskedMs: number;
};

/** Does trying again make sense, and how long did the partner ask to wait? */
export type Transience = { readonly isTransient: boolean; readonly askedMs?: number };

type Tools = { readonly delay: Delay; readonly random: () => number };

/** Full jitter: anywhere between nothing and the limit, so that callers who failed together do not return together. */
const jitterMs = ({ baseMs, capMs }: RetrySettings, failures: number, random: number): number =>
  Math.floor(random * Math.min(capMs, baseMs * 2 ** (failures - 1)));

/**
 * Tries work that may be repeated, a few times. A wait that the partner asks for (Retry-After) is a lower bound.
 * The last error is thrown as it came. `random` gives a number from 0 up to 1.
 */
export const retrying = async <T>(
  settings: RetrySettings,
  { delay, random }: Tools,
  {
    work,
    judge,
    signal,
  }: {
    readonly work: () => Promise<T>;
    readonly judge: (error: unknown) => Transience;
    readonly signal: AbortSignal;
  },
): Promise<T> => {
  for (let failures = 1; ; failures += 1) {
    try {
      return await work();
    } catch (error) {
      const { isTransient, askedMs = 0 } = judge(error);
      const isLast = failures >= settings.attempts || askedMs > settings.longestAskedMs;
      if (!isTransient || isLast || signal.aborted) throw error;
      await delay(Math.max(askedMs, jitterMs(settings, failures, random())), signal);
      if (signal.aborted) throw error;
    }
  }
};
