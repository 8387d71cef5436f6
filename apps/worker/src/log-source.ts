import { decodeEvent } from '@knooppunt/event-store';
import type { EventStore, StoredEvent } from '@knooppunt/event-store';
import type { Position, Recorded } from '@knooppunt/kernel';
import type { LogSource } from '@knooppunt/read-store';

type Subscription = Parameters<LogSource['subscribe']>[0];

/** Events that lie in memory for followers that keep up; those that do not read the store. */
const keptEvents = 4_096;
const keptBytes = 32_000_000;
const defaultBatch = 500;

/**
 * The newest events of the log, read and decoded once for all followers. `after` is the position behind which everything
 * is here; a follower that stands before it reads the store itself until it has caught up.
 */
class Tail {
  private events: Recorded[] = [];
  private sizes: number[] = [];
  private held = 0;
  private waiting: (() => void)[] = [];
  private failure: { readonly error: unknown } | undefined;

  constructor(private after: Position | undefined) {}

  /** Reads the store until it fails; every follower then hears of it and starts anew. */
  async follow(store: EventStore, signal: AbortSignal): Promise<void> {
    const from = this.after === undefined ? {} : { after: this.after };
    try {
      for await (const batch of store.subscribe({ ...from, signal, batchSize: defaultBatch })) {
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

  /** What came after a position, at most `count` events. */
  next(position: Position | undefined, count: number): readonly Recorded[] {
    if (this.failure) throw this.failure.error;
    const first = position === undefined ? 0 : this.events.findLastIndex((event) => event.position <= position) + 1;
    return this.events.slice(first, first + count);
  }

  /** Resolves when something came, the tail failed or the signal says stop. */
  async moved(signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.failure) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        signal.removeEventListener('abort', done);
        resolve();
      };
      signal.addEventListener('abort', done, { once: true });
      this.waiting.push(done);
    });
  }

  private take(batch: readonly StoredEvent[]): void {
    for (const stored of batch) {
      this.events.push(decodeEvent(stored));
      this.sizes.push(stored.bytes.length);
      this.held += stored.bytes.length;
    }
    const excess = this.excess();
    if (excess > 0) {
      this.after = this.events[excess - 1]?.position;
      this.events = this.events.slice(excess);
      this.sizes = this.sizes.slice(excess);
    }
    this.wake();
  }

  /** How many of the oldest to let go of: one record of a large dossier may be as long as hundreds of signals. */
  private excess(): number {
    let count = 0;
    while (this.events.length - count > keptEvents || this.held > keptBytes) {
      this.held -= this.sizes[count] ?? 0;
      count += 1;
    }
    return count;
  }

  private wake(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}

/** The log, decoded, for many followers: what is new is read and decoded once for all of them. */
export const logSourceOf = (store: EventStore, signal: AbortSignal): LogSource => {
  let tail: Promise<Tail> | undefined;
  const read = async (position: Position | undefined, maxCount: number): Promise<readonly Recorded[]> => {
    const page = await store.readAll({ maxCount, ...(position === undefined ? {} : { after: position }) });
    return page.map((stored) => decodeEvent(stored));
  };
  const openTail = async (): Promise<Tail> => {
    const opened = new Tail(await store.head());
    void opened.follow(store, signal);
    return opened;
  };
  const currentTail = async (): Promise<Tail> => {
    const known = tail;
    // Only who finds this very tail lost lets go of it: another follower may have opened the next one meanwhile.
    if (known && (await known.catch(() => undefined))?.isLost !== false && tail === known) tail = undefined;
    tail ??= openTail();
    return tail;
  };
  async function* follow({
    after,
    signal: stop,
    batchSize = defaultBatch,
  }: Subscription): AsyncGenerator<readonly Recorded[]> {
    const newest = await currentTail();
    let position = after;
    while (!stop.aborted) {
      const isKept = newest.covers(position);
      const batch = isKept ? newest.next(position, batchSize) : await read(position, batchSize);
      const last = batch.at(-1);
      if (!last) {
        // nothing stored behind this place, so the tail holds what comes next
        if (isKept) await newest.moved(stop);
        continue;
      }
      yield batch;
      position = last.position;
    }
  }
  return { head: () => store.head(), subscribe: follow };
};
