import type { Position, Projection, Recorded } from '@knooppunt/kernel';
import type { Delay } from './delay.js';
import type { FollowerStopped } from './errors.js';
import { pollMs } from './following.js';
import type { LogSource } from './log-source.js';

/** A projection that is kept up to date: where it stands, how often it failed in a row, why it stopped for good. */
export type Member = {
  readonly projection: Projection;
  readonly name: string;
  position: Position | undefined;
  failures: number;
  failed: FollowerStopped | undefined;
};

/** What a lane has to say: events that come next, trouble with reading them, or that its pause is over. */
export type Arrival =
  | { readonly lane: Lane; readonly batch: readonly Recorded[] }
  | { readonly lane: Lane; readonly error: unknown }
  | { readonly lane: Lane; readonly isRested: true };

/** What lanes have in common: the log, and where arrivals are put down. */
export type Track = {
  readonly source: LogSource;
  readonly batchSize: number;
  readonly delay: Delay;
  readonly signal: AbortSignal;
  readonly arrived: (arrival: Arrival) => void;
};

/** Projections that stand at one position and read the log together. */
export class Lane {
  private readonly closing = new AbortController();
  private batches: AsyncIterator<readonly Recorded[]> | undefined;

  constructor(
    private readonly track: Track,
    public members: readonly Member[],
    public position: Position | undefined,
  ) {
    track.signal.addEventListener('abort', () => this.closing.abort(), { once: true, signal: this.closing.signal });
    if (track.signal.aborted) this.closing.abort();
  }

  get isClosed(): boolean {
    return this.closing.signal.aborted;
  }

  /** Reads on; the events are put down when they come. Called again only after they were handled. */
  read(): void {
    const { source, batchSize } = this.track;
    const { signal } = this.closing;
    const after = this.position === undefined ? {} : { after: this.position };
    this.batches ??= source.subscribe({ ...after, signal, batchSize })[Symbol.asyncIterator]();
    this.batches.next().then(
      ({ done, value }) => (done ? this.rest(pollMs) : this.put({ lane: this, batch: value })),
      (error: unknown) => this.put({ lane: this, error }),
    );
  }

  /** Stops reading and says so when the pause is over. */
  rest(ms: number): void {
    void this.track.delay(ms, this.closing.signal).then(() => this.put({ lane: this, isRested: true }));
  }

  close(): void {
    this.closing.abort();
    this.batches?.return?.().catch(() => undefined);
  }

  private put(arrival: Arrival): void {
    if (!this.isClosed) this.track.arrived(arrival);
  }
}
