import { decodeEvent, defaultPageSize } from '@knooppunt/event-store';
import type { EventStore, StoredEvent } from '@knooppunt/event-store';
import { Pace } from '@knooppunt/kernel';
import type { Position, Recorded, Rhythm } from '@knooppunt/kernel';
import type { LogSource } from '@knooppunt/read-store';
import { setTimeout as sleep } from 'node:timers/promises';

type Subscription = Parameters<LogSource['subscribe']>[0];

/** Events that lie in memory for followers that keep up; those that do not read the store. */
const keptEvents = 16_384;
const keptBytes = 32_000_000;
const defaultBatch = 500;
/** A follower that comes back to less than this, time after time, waits for more: a transaction of two costs as much as one of fifty. */
const worthATurn = 64;
const usualRhythm: Rhythm = { atOnce: 20, everyMs: 20 };
/** It waits as long as its last turn took, where that was longer, up to so many milliseconds: on a busy machine turns are dear. */
const longestPauseMs = 100;

/**
 * The newest events of the log, read and decoded once for all followers. `after` is the position behind which everything
 * is here; a follower that stands before it reads the store itself until it has caught up.
 */
class Tail {
  private events: Recorded[] = [];
  private stored: StoredEvent[] = [];
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
    const first = this.behind(position);
    return this.events.slice(first, first + count);
  }

  /** The same as it lies in the store; nothing where it is not here. */
  nextStored(position: Position | undefined, count: number): readonly StoredEvent[] {
    if (this.failure || !this.covers(position)) return [];
    const first = this.behind(position);
    return this.stored.slice(first, first + count);
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

  private behind(position: Position | undefined): number {
    return position === undefined ? 0 : this.events.findLastIndex((event) => event.position <= position) + 1;
  }

  private take(batch: readonly StoredEvent[]): void {
    for (const stored of batch) {
      this.events.push(decodeEvent(stored));
      this.stored.push(stored);
      this.held += stored.bytes.length;
    }
    const excess = this.excess();
    if (excess > 0) {
      this.after = this.events[excess - 1]?.position;
      this.events = this.events.slice(excess);
      this.stored = this.stored.slice(excess);
    }
    this.wake();
  }

  /** How many of the oldest to let go of: one record of a large dossier may be as long as hundreds of signals. */
  private excess(): number {
    let count = 0;
    while (this.events.length - count > keptEvents || this.held > keptBytes) {
      this.held -= this.stored[count]?.bytes.length ?? 0;
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

const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
};

/**
 * The log, decoded, for many followers; `readAll` is the store's, for those who read it page by page: what lies in memory is
 * not read again.
 */
export type KeptLog = LogSource & Pick<EventStore, 'readAll'>;

/**
 * The log, decoded, for many followers: what is new is read and decoded once for all of them. A follower that finds something
 * new whenever it comes back gets it at a `rhythm`: what arrives while nothing is done is handed out at once.
 */
export const logSourceOf = (store: EventStore, signal: AbortSignal, rhythm = usualRhythm): KeptLog => {
  let tail: Promise<Tail> | undefined;
  let newest: Tail | undefined;
  const read = async (position: Position | undefined, maxCount: number): Promise<readonly Recorded[]> => {
    const page = await store.readAll({ maxCount, ...(position === undefined ? {} : { after: position }) });
    return page.map((stored) => decodeEvent(stored));
  };
  const openTail = async (): Promise<Tail> => {
    const opened = new Tail(await store.head());
    newest = opened;
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
    const kept = await currentTail();
    const pace = new Pace(rhythm, () => performance.now());
    let position = after;
    let isBack = false;
    let turnMs = 0;
    while (!stop.aborted) {
      const isKept = kept.covers(position);
      const batch = isKept ? kept.next(position, batchSize) : await read(position, batchSize);
      const last = batch.at(-1);
      if (!last) {
        // nothing stored behind this place, so the tail holds what comes next
        if (isKept) await kept.moved(stop);
        isBack = false;
        continue;
      }
      const waitMs = isBack && isKept && batch.length < Math.min(worthATurn, batchSize) ? pace.take() : 0;
      isBack = false;
      if (waitMs > 0) {
        await pause(Math.max(waitMs, Math.min(turnMs, longestPauseMs)), stop);
        continue;
      }
      const begun = performance.now();
      yield batch;
      turnMs = performance.now() - begun;
      position = last.position;
      isBack = true;
    }
  }
  const readAll: KeptLog['readAll'] = async ({ after, maxCount = defaultPageSize } = {}) => {
    // Only a whole page: that fewer come says that the end has been reached, and that only the store knows.
    const page = newest?.nextStored(after, maxCount) ?? [];
    if (page.length === maxCount) return page;
    return store.readAll({ maxCount, ...(after === undefined ? {} : { after }) });
  };
  return { head: () => store.head(), subscribe: follow, readAll };
};
