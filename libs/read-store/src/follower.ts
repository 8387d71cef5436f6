import type { Position, Recorded } from '@knooppunt/kernel';
import { isDomainError } from '@knooppunt/kernel';
import { backoffMs } from './delay.js';
import type { Delay } from './delay.js';
import { FollowerStopped, ProjectionMoved } from './errors.js';
import type { LogSource } from './log-source.js';
import type { ReadStore } from './port.js';

/** Who takes the lease of a name, by which clock (milliseconds since 1970), and for how long. */
export type Leasing = { readonly holder: string; readonly clock: () => number; readonly leaseMs: number };

/** Trouble on the way: `isFinal` says that this follower has stopped and needs a human; otherwise it tries again. */
export type FollowerAlarm = {
  readonly name: string;
  readonly position: Position | undefined;
  readonly error: unknown;
  readonly isFinal: boolean;
};

/** What a handler may use: where it stands, how to say that it got further (already stored), and when to give up. */
export type Progress = {
  readonly from: Position | undefined;
  readonly moved: (to: Position) => void;
  readonly signal: AbortSignal;
};

export type FollowerSetup = {
  readonly name: string;
  readonly source: LogSource;
  readonly readStore: Pick<ReadStore, 'position' | 'lease'>;
  readonly handle: (batch: readonly Recorded[], progress: Progress) => Promise<void>;
  /** Is this an error after which trying again has no sense? */
  readonly isFinal: (error: unknown) => boolean;
  readonly onAlarm: (alarm: FollowerAlarm) => void;
  readonly delay: Delay;
  readonly batchSize: number;
  readonly leasing?: Leasing;
};

const pollMs = 100;
const movesBeforeAlarm = 5;

/** May the same step succeed later without change? */
export const isRetriable = (error: unknown): boolean => isDomainError(error) && error.retriable;

/** Follows the log from a stored position, one batch after the other; it never leaves an event out. */
export class Follower {
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;
  private position: Position | undefined;
  private failures = 0;
  private leasedUntilMs = -Infinity;
  private progress = Promise.withResolvers<void>();
  private failure: FollowerStopped | undefined;

  constructor(private readonly setup: FollowerSetup) {
    this.running = this.run();
  }

  get name(): string {
    return this.setup.name;
  }

  /** Why it stopped for good; undefined while it runs. */
  get failed(): FollowerStopped | undefined {
    return this.failure;
  }

  /** Takes nothing more, waits for the batch in hand and lets go of the lease. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    const { leasing, readStore, name } = this.setup;
    if (leasing && leasing.clock() < this.leasedUntilMs)
      await readStore.lease(name, leasing.holder, 0, leasing.clock());
    this.leasedUntilMs = -Infinity;
    this.announce();
  }

  /** Resolves once the stored position is at or past this one, whichever worker moved it. Rejects with `FollowerStopped`. */
  async reached(position: Position): Promise<void> {
    for (;;) {
      const next = this.progress.promise;
      if ((this.position ?? '') >= position) return;
      if (((await this.setup.readStore.position(this.name)) ?? '') >= position) return;
      if (this.failure) throw this.failure;
      if (this.stopping.signal.aborted) throw new FollowerStopped(this.name);
      await Promise.race([next, ...(this.isLeader() ? [] : [this.setup.delay(pollMs, this.stopping.signal)])]);
    }
  }

  private isLeader(): boolean {
    const { leasing } = this.setup;
    return !leasing || leasing.clock() < this.leasedUntilMs;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted && !this.failure) {
      const waitMs = await this.follow()
        .then((ended) => (ended === 'no-lease' ? this.leasePollMs() : pollMs))
        .catch((error: unknown) => this.trouble(error));
      if (!signal.aborted && !this.failure) await this.setup.delay(waitMs, signal);
    }
  }

  private leasePollMs(): number {
    return Math.ceil((this.setup.leasing?.leaseMs ?? pollMs) / 3);
  }

  private async follow(): Promise<'no-lease' | 'ended'> {
    if (!(await this.holdLease())) return 'no-lease';
    const { source, readStore, handle, batchSize, name } = this.setup;
    const { signal } = this.stopping;
    this.position = await readStore.position(name);
    this.announce();
    const after = this.position === undefined ? {} : { after: this.position };
    for await (const batch of source.subscribe({ ...after, signal, batchSize })) {
      if (signal.aborted) return 'ended';
      if (!(await this.holdLease())) return 'no-lease';
      await handle(batch, { from: this.position, moved: (to) => this.moveTo(to), signal });
    }
    return 'ended';
  }

  /** Renews in the second half of the term only; the compare-and-set of the position guards against a clock that lies. */
  private async holdLease(): Promise<boolean> {
    const { leasing, readStore, name } = this.setup;
    if (!leasing) return true;
    const nowMs = leasing.clock();
    if (nowMs < this.leasedUntilMs - leasing.leaseMs / 2) return true;
    const isHeld = await readStore.lease(name, leasing.holder, leasing.leaseMs, nowMs);
    this.leasedUntilMs = isHeld ? nowMs + leasing.leaseMs : -Infinity;
    return isHeld;
  }

  private trouble(error: unknown): number {
    if (this.stopping.signal.aborted) return 0;
    this.failures += 1;
    const { name } = this.setup;
    // Another worker was ahead: no fault, the next round reads where it stands. Time after time, it is one.
    if (error instanceof ProjectionMoved && this.failures < movesBeforeAlarm) return backoffMs(this.failures);
    const isFinal = this.setup.isFinal(error);
    if (isFinal) this.failure = new FollowerStopped(name, { cause: error });
    this.setup.onAlarm({ name, position: this.position, error, isFinal });
    this.announce();
    return backoffMs(this.failures);
  }

  private moveTo(position: Position): void {
    this.failures = 0;
    this.position = position;
    this.announce();
  }

  private announce(): void {
    this.progress.resolve();
    this.progress = Promise.withResolvers<void>();
  }
}
