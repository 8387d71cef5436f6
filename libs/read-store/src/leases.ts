import { backoffMs, realDelay } from './delay.js';
import type { Delay } from './delay.js';
import type { ReadStore } from './port.js';

/**
 * `holder` names this worker; one that keeps its name over a restart goes on at once, and no two that run may share it.
 * `leaseMs`: how long a lease lasts that nobody renews, 15,000 by default. `clock`: milliseconds that only ever grow; by
 * default the machine's own, which nobody sets.
 */
export type Leasing = { readonly holder: string; readonly leaseMs?: number; readonly clock?: () => number };

export type LeasesSetup = Leasing & {
  readonly readStore: Pick<ReadStore, 'lease' | 'release'>;
  readonly names: readonly string[];
  readonly delay?: Delay;
  /** The store could not be asked; it is asked again, and what is held runs out meanwhile. */
  readonly onError?: (error: unknown) => void;
};

/**
 * Leases of several names, taken when they are free and renewed until `stop`. A lease counts from before it was asked for,
 * so that this worker lets go before the store gives it to another; a worker that was stopped for longer finds that it
 * holds nothing.
 */
export class Leases {
  private readonly stopping = new AbortController();
  private readonly until = new Map<string, number>();
  private readonly names: Set<string>;
  private readonly running: Promise<void>;
  private readonly listeners: (() => void)[] = [];
  private readonly asked = Promise.withResolvers<void>();

  constructor(private readonly setup: LeasesSetup) {
    this.names = new Set(setup.names);
    this.running = this.run();
  }

  /** Resolves when the store was asked for the first time. */
  get begun(): Promise<void> {
    return this.asked.promise;
  }

  isHeld(name: string): boolean {
    return this.now() < (this.until.get(name) ?? -Infinity);
  }

  /** Calls back whenever names were taken or lost to another. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Renews this name no longer: it runs out, and another worker may try. */
  leave(name: string): void {
    this.names.delete(name);
    this.until.delete(name);
  }

  /** Gives up what is held. A store that is away is left alone: there the leases run out by themselves. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    const held = [...this.names].filter((name) => this.isHeld(name));
    this.until.clear();
    const { readStore, holder } = this.setup;
    if (held.length > 0) await readStore.release(held, holder).catch((error: unknown) => this.setup.onError?.(error));
  }

  private get leaseMs(): number {
    return this.setup.leaseMs ?? 15_000;
  }

  private now(): number {
    return (this.setup.clock ?? (() => performance.now()))();
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    const delay = this.setup.delay ?? realDelay;
    for (let failures = 0; !signal.aborted;) {
      failures = (await this.renew()) ? 0 : failures + 1;
      this.asked.resolve();
      const pause = this.leaseMs / 10;
      await delay(failures === 0 ? pause : Math.min(pause, backoffMs(failures)), signal);
    }
    this.asked.resolve();
  }

  /** Asks for what is not held, and for what is in the second half of its term; false when the store did not answer. */
  private async renew(): Promise<boolean> {
    const { readStore, holder, onError } = this.setup;
    const asked = this.now();
    const due = [...this.names].filter((name) => (this.until.get(name) ?? -Infinity) < asked + this.leaseMs / 2);
    if (due.length === 0) return true;
    const before = due.filter((name) => this.isHeld(name));
    try {
      const got = await readStore.lease(due, holder, this.leaseMs);
      for (const name of due) {
        if (got.has(name) && this.names.has(name)) this.until.set(name, asked + this.leaseMs);
        else this.until.delete(name);
      }
      const after = due.filter((name) => this.isHeld(name));
      if (before.join() !== after.join()) for (const listener of this.listeners) listener();
      return true;
    } catch (error) {
      onError?.(error);
      return false;
    }
  }
}

/** Work that one worker at a time does. */
export interface Lease {
  readonly isHeld: boolean;
  /** Resolves when the store was asked for the first time. */
  readonly begun: Promise<void>;
  /** Does the work where the lease is held, and otherwise nothing: undefined then, for another worker does it. */
  run<Result>(work: () => Promise<Result>): Promise<Result | undefined>;
  /** Gives the lease up. Work that runs is the caller's to end first. */
  stop(): Promise<void>;
}

/**
 * Holds a lease for work beside projections and reactions (checkpoints, the sweeper): of many workers one does it, and
 * another takes over within the lease time when that one dies. The work has to bear that its worker is stopped in the
 * middle and another begins: the lease saves work, it is no lock.
 */
export const holdLease = ({ name, ...setup }: Omit<LeasesSetup, 'names'> & { readonly name: string }): Lease => {
  const leases = new Leases({ ...setup, names: [name] });
  return {
    get isHeld() {
      return leases.isHeld(name);
    },
    begun: leases.begun,
    run: async (work) => (leases.isHeld(name) ? work() : undefined),
    stop: () => leases.stop(),
  };
};
