import { decodeEvent } from '@knooppunt/event-store';
import type { EventStore, StoredEvent } from '@knooppunt/event-store';
import type { Position, Recorded } from '@knooppunt/kernel';

/** Events that lie in memory for followers that keep up; those that do not read the store. */
const keptEvents = 16_384;
const keptBytes = 32_000_000;
const storeBatch = 500;
/** What was let go of leaves its place when so much of it has come together: to close up costs as much as all that is kept. */
const goneEvents = keptEvents / 4;
const goneBytes = keptBytes / 4;

/** Where one follower waits: until something comes, until its pause is over, or until it is told to stop. */
export class Waiter {
  private resume: (() => void) | undefined;
  private readonly halt = (): void => this.go();

  constructor(private readonly stop: AbortSignal) {
    // Once for all its waits: under load they are hundreds a second.
    stop.addEventListener('abort', this.halt);
  }

  /** Ends the wait that there is, if there is one. */
  go(): void {
    const { resume } = this;
    this.resume = undefined;
    resume?.();
  }

  /** Waits until `go`, at most so many milliseconds where a limit is given; not at all once the signal has said stop. */
  wait(limitMs?: number): Promise<void> {
    if (this.stop.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = limitMs === undefined ? undefined : setTimeout(resolve, limitMs);
      this.resume = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Nobody waits here any more. */
  end(): void {
    this.stop.removeEventListener('abort', this.halt);
  }
}

/**
 * The newest events of the log, read and decoded once for all followers. A follower that stands before what is kept reads
 * the store itself until it has caught up.
 */
export class Tail {
  private events: Recorded[] = [];
  private stored: StoredEvent[] = [];
  /** Places at the beginning of both whose events have been let go of. */
  private gone = 0;
  private heldBytes = 0;
  private loseBytes = 0;
  private waiting: Waiter[] = [];
  private failure: { readonly error: unknown } | undefined;

  /** `after`: the position behind which everything is here. */
  constructor(private after: Position | undefined) {}

  /** Reads the store until it fails; every follower then hears of it and starts anew. */
  async follow(store: EventStore, signal: AbortSignal): Promise<void> {
    const from = this.after === undefined ? {} : { after: this.after };
    try {
      for await (const batch of store.subscribe({ ...from, signal, batchSize: storeBatch })) {
        this.take(batch);
      }
    } catch (error) {
      this.failure = { error };
    }
    this.wake();
  }

  get isLost(): boolean {
    return this.failure !== undefined;
  }

  covers(position: Position | undefined): boolean {
    return this.after === undefined || (position !== undefined && position >= this.after);
  }

  /** What came after a position, at most `count` events. Throws what the store failed with. */
  next(position: Position | undefined, count: number): readonly Recorded[] {
    if (this.failure) throw this.failure.error;
    const first = this.behind(position);
    return this.events.slice(first, first + count);
  }

  /** The same as it lies in the store; nothing where it is not here. */
  nextStored(position: Position | undefined, count: number): readonly StoredEvent[] {
    if (this.failure || !this.covers(position)) return [];
    const first = this.behind(position);
    return this.stored.slice(first, first + count);
  }

  /** Resolves when something came, the tail failed or the waiter's signal says stop. */
  async moved(waiter: Waiter): Promise<void> {
    if (this.failure) return;
    this.waiting.push(waiter);
    await waiter.wait();
  }

  /** The first place behind a position; the log is in order, so it is halved until one is left. */
  private behind(position: Position | undefined): number {
    if (position === undefined) return this.gone;
    let [low, high] = [this.gone, this.events.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.events[middle] as Recorded).position <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private take(batch: readonly StoredEvent[]): void {
    for (const stored of batch) {
      this.events.push(decodeEvent(stored));
      this.stored.push(stored);
      this.heldBytes += stored.bytes.length;
    }
    this.letGo();
    this.wake();
  }

  /** The oldest go first: one record of a large dossier may be as long as hundreds of signals. */
  private letGo(): void {
    while (this.events.length - this.gone > keptEvents || this.heldBytes > keptBytes) {
      const { position, bytes } = this.stored[this.gone] as StoredEvent;
      this.after = position;
      this.heldBytes -= bytes.length;
      this.loseBytes += bytes.length;
      this.gone += 1;
    }
    if (this.gone < goneEvents && this.loseBytes < goneBytes) return;
    this.events = this.events.slice(this.gone);
    this.stored = this.stored.slice(this.gone);
    this.gone = 0;
    this.loseBytes = 0;
  }

  private wake(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const waiter of waiting) waiter.go();
  }
}
