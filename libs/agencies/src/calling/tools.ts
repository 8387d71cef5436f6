import { setTimeout as sleep } from 'node:timers/promises';
import type { OrganisationId } from '@knooppunt/kernel';

/** Waits so many milliseconds, or less when the signal comes; never rejects. */
export type Delay = (ms: number, signal: AbortSignal) => Promise<void>;

/** A delay by the clock of the machine. */
export const realDelay: Delay = async (ms, signal) => {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
};

/** What a breaker does: lets calls through, refuses them, or tries one. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** What calls to partners work with; `onState` tells a breaker's new state, for metrics and alarms. */
export type CallTools = {
  /** Milliseconds since the epoch. */
  readonly nowMs: () => number;
  readonly delay: Delay;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly onState: (partner: OrganisationId, state: BreakerState) => void;
};
