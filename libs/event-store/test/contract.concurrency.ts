import { describe, expect, it } from '@jest/globals';
import { StoreUnavailable, WrongExpectedRevision } from '../src/errors.js';
import type { EventStore, StoredEvent } from '../src/port.js';
import { afterHead, eventAt, eventsFrom, newStream, seen } from './contract.support.js';
import type { ContractEngine } from './contract.support.js';

type Subscription = AsyncIterable<readonly StoredEvent[]>;

/** Appends one event at a time at the revision that it believes in, and learns from each conflict. */
const compete = async (store: EventStore, stream: string, mine: readonly number[]): Promise<readonly bigint[]> => {
  const won: bigint[] = [];
  let revision = -1n;
  for (const number of mine) {
    for (let isIn = false; !isIn;) {
      try {
        const expected = revision < 0n ? 'no-stream' : revision;
        revision = (await store.append(stream, [eventAt(stream, number)], expected)).revision;
        won.push(revision);
        isIn = true;
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw error;
        revision = error.actual === 'no-stream' ? -1n : error.actual;
      }
    }
  }
  return won;
};

const writers = (engine: () => ContractEngine): void => {
  describe('two writers on one stream', () => {
    it('get each revision once between them, and lose nothing', async () => {
      const { store } = engine();
      const stream = newStream();
      const numbers = Array.from({ length: 40 }, (_, at) => at);
      const [even, odd] = await Promise.all([
        compete(
          store,
          stream,
          numbers.filter((number) => number % 2 === 0),
        ),
        compete(
          store,
          stream,
          numbers.filter((number) => number % 2 === 1),
        ),
      ]);
      const all = [...even, ...odd].sort((a, b) => (a < b ? -1 : 1));
      expect(all).toEqual(numbers.map(BigInt));
      const stored = await store.read(stream);
      expect(new Set(stored.map((event) => event.id)).size).toBe(40);
    });

    it('that append at the same revision: exactly one wins', async () => {
      const { store } = engine();
      const stream = newStream();
      const outcomes = await Promise.allSettled(
        Array.from({ length: 10 }, (_, at) => store.append(stream, [eventAt(stream, at)], 'no-stream')),
      );
      expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
      expect(await store.read(stream)).toHaveLength(1);
    });
  });
};

/** Takes batches until so many events of a stream have come. */
const takeFrom = async (subscription: Subscription, stream: string, count: number): Promise<StoredEvent[]> => {
  const events: StoredEvent[] = [];
  for await (const batch of subscription) {
    expect(batch.length).toBeGreaterThan(0);
    events.push(...batch.filter((event) => event.stream === stream));
    if (events.length >= count) return events;
  }
  return events;
};

const writeSlowly = async (store: EventStore, stream: string, count: number): Promise<void> => {
  for (let at = 0; at < count; at += 1) {
    await store.append(stream, [eventAt(stream, at)], at === 0 ? 'no-stream' : BigInt(at - 1));
  }
};

const liveSubscriptions = (engine: () => ContractEngine): void => {
  describe('a subscription', () => {
    it('sees all events in order, those from before and those that come while it reads', async () => {
      const { store } = engine();
      const stream = newStream();
      const stop = new AbortController();
      const from = await afterHead(store);
      await store.append(stream, eventsFrom(stream, 0, 20), 'no-stream');
      const reading = takeFrom(store.subscribe({ ...from, signal: stop.signal, batchSize: 7 }), stream, 120);
      for (let at = 20; at < 120; at += 5) {
        await store.append(stream, eventsFrom(stream, at, at + 5), BigInt(at - 1));
      }
      expect((await reading).map(seen)).toEqual(eventsFrom(stream, 0, 120).map(seen));
      stop.abort();
    });

    it('resumes after its checkpoint, and wakes for what comes later', async () => {
      const { store } = engine();
      const stream = newStream();
      const stop = new AbortController();
      const { position } = await store.append(stream, eventsFrom(stream, 0, 3), 'no-stream');
      const reading = takeFrom(store.subscribe({ after: position, signal: stop.signal }), stream, 1);
      await store.append(stream, [eventAt(stream, 3)], 2n);
      expect((await reading).map(seen)).toEqual([seen(eventAt(stream, 3))]);
      stop.abort();
    });

    it('serves several subscribers each at their own pace', async () => {
      const { store } = engine();
      const stream = newStream();
      const stop = new AbortController();
      const from = await afterHead(store);
      const reading = [1, 3, 50].map((batchSize) =>
        takeFrom(store.subscribe({ ...from, signal: stop.signal, batchSize }), stream, 30),
      );
      await writeSlowly(store, stream, 30);
      for (const events of await Promise.all(reading)) {
        expect(events.map(seen)).toEqual(eventsFrom(stream, 0, 30).map(seen));
      }
      stop.abort();
    });

    it('goes on only when the batch before has been handled', async () => {
      const { store } = engine();
      const stream = newStream();
      const stop = new AbortController();
      const from = await afterHead(store);
      await store.append(stream, eventsFrom(stream, 0, 9), 'no-stream');
      let isHandling = false;
      let handled = 0;
      for await (const batch of store.subscribe({ ...from, signal: stop.signal, batchSize: 3 })) {
        expect(isHandling).toBe(false);
        isHandling = true;
        await store.head();
        isHandling = false;
        handled += batch.filter((event) => event.stream === stream).length;
        if (handled === 9) break;
      }
      expect(handled).toBe(9);
      stop.abort();
    });
  });
};

/** A few answers of the store later a subscription has looked, found nothing, and waits. */
const letItWait = async (store: EventStore): Promise<void> => {
  for (let answers = 0; answers < 5; answers += 1) await store.head();
};

const endingSubscriptions = (engine: () => ContractEngine): void => {
  describe('a subscription that waits', () => {
    it('ends when its signal aborts', async () => {
      const { store } = engine();
      const stop = new AbortController();
      const from = await afterHead(store);
      // Others may write to the same engine meanwhile: only of this stream nothing can come.
      const reading = takeFrom(store.subscribe({ ...from, signal: stop.signal }), newStream(), 1);
      await letItWait(store);
      stop.abort();
      await expect(reading).resolves.toEqual([]);
    });

    it('does not begin when its signal has aborted already', async () => {
      const { store } = engine();
      const stream = newStream();
      await store.append(stream, [eventAt(stream, 0)], 'no-stream');
      const subscription = store.subscribe({ signal: AbortSignal.abort() });
      expect(await subscription[Symbol.asyncIterator]().next()).toMatchObject({ done: true });
    });

    it('throws when the store closes: silence would look like no news', async () => {
      const { store } = engine();
      const stop = new AbortController();
      const from = await afterHead(store);
      const reading = takeFrom(store.subscribe({ ...from, signal: stop.signal }), newStream(), 1);
      const outcome = reading.catch((error: unknown) => error);
      await letItWait(store);
      await store.close();
      expect(await outcome).toBeInstanceOf(StoreUnavailable);
      stop.abort();
    });
  });
};

/** The rules for those who write and read at the same time. */
export const concurrencyContract = (engine: () => ContractEngine): void => {
  writers(engine);
  liveSubscriptions(engine);
  endingSubscriptions(engine);
};
