import { setTimeout as sleep } from 'node:timers/promises';

/** Waits so many milliseconds, or less when the signal comes; never rejects. */
export type Delay = (ms: number, signal: AbortSignal) => Promise<void>;

/** A delay by the clock of the machine. */
export const realDelay: Delay = async (ms, signal) => {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
};

/** How long to wait after so many failures in a row (from 1): 50 ms, doubling, at most 30 s. */
export const backoffMs = (failures: number): number => Math.min(30_000, 50 * 2 ** Math.min(failures - 1, 10));
