import { decodeEvent, defaultPageSize } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import { Pace } from '@knooppunt/kernel';
import type { Position, Recorded, Rhythm } from '@knooppunt/kernel';
import type { LogSource } from '@knooppunt/read-store';
import { Tail, Waiter } from './log-tail.js';

type Subscription = Parameters<LogSource['subscribe']>[0];

const defaultBatch = 500;
/** A follower that comes back to less than this, time after time, waits for more: a transaction of two costs as much as one of fifty. */
const worthATurn = 256;
const usualRhythm: Rhythm = { atOnce: 20, everyMs: 100 };

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
    const waiter = new Waiter(stop);
    let position = after;
    let isBack = false;
    try {
      while (!stop.aborted) {
        const isKept = kept.covers(position);
        const batch = isKept ? kept.next(position, batchSize) : await read(position, batchSize);
        const last = batch.at(-1);
        if (!last) {
          // nothing stored behind this place, so the tail holds what comes next
          if (isKept) await kept.moved(waiter);
          isBack = false;
          continue;
        }
        const waitMs = isBack && isKept && batch.length < Math.min(worthATurn, batchSize) ? pace.take() : 0;
        isBack = false;
        if (waitMs > 0) {
          await waiter.wait(waitMs);
          continue;
        }
        yield batch;
        position = last.position;
        isBack = true;
      }
    } finally {
      waiter.end();
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
