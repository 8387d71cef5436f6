import { describe, expect, it, jest } from '@jest/globals';
import { eventAt, eventsFrom, newStream, seen } from '../../test/contract.support.js';
import { gate, onServer, until } from '../../test/eventstoredb.support.js';
import type { Bench } from '../../test/eventstoredb.support.js';
import { StoreUnavailable } from '../errors.js';
import type { EventStore } from '../port.js';
import { settingsOf } from './options.js';
import type { EventStoreDbOptions, StoreState } from './options.js';

// Real sockets on a machine that may be busy with other suites.
jest.setTimeout(30_000);

const quick = { callTimeoutMs: 5_000, silenceMs: 300, probeMs: 300, probeEveryMs: 50 };

const watched = async (
  act: (bench: Bench & { readonly said: StoreState[] }) => Promise<void>,
  more: Partial<EventStoreDbOptions> = {},
) => {
  const said: StoreState[] = [];
  await onServer({ ...quick, onState: (state) => said.push(state), ...more }, async (bench) => act({ ...bench, said }));
};

const failureOf = async (work: Promise<unknown>): Promise<{ readonly error: unknown; readonly ms: number }> => {
  const from = performance.now();
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { error, ms: performance.now() - from };
};

const refusals = async (store: EventStore, count: number): Promise<readonly number[]> => {
  const times: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const { error, ms } = await failureOf(store.read(newStream()));
    expect(error).toMatchObject({ code: 'event-store/store-unavailable', reason: 'silent', retriable: true });
    times.push(ms);
  }
  return times.toSorted((a, b) => a - b);
};

describe('a server that takes connections and answers nothing', () => {
  it('is found out in less than a second with the defaults, and calls are refused at once', async () => {
    const said: StoreState[] = [];
    const { silenceMs, probeMs } = settingsOf({ connectionString: '' }, () => ({}) as never);
    const defaults = { callTimeoutMs: 3_000, silenceMs, probeMs, onState: (state: StoreState) => said.push(state) };
    await onServer(defaults, async ({ server, store }) => {
      const stream = newStream();
      server.fallSilent();
      const { error, ms } = await failureOf(store.append(stream, [eventAt(stream, 0)], 'no-stream'));
      expect(error).toBeInstanceOf(StoreUnavailable);
      expect(error).toMatchObject({ reason: 'silent', retriable: true, retryAfterMs: 1_000 });
      // Half a second of silence and a third for the question; the rest is what a busy machine adds.
      expect(silenceMs + probeMs).toBeLessThan(900);
      expect(ms).toBeLessThan(2_000);
      expect(said).toEqual(['unavailable']);
      const times = await refusals(store, 200);
      expect(times[197]).toBeLessThan(50);
    });
  });

  it('refuses all that waits, and takes up again when it speaks: the same append finds what it wrote, once', async () => {
    await watched(async ({ server, store, said }) => {
      const streams = Array.from({ length: 20 }, newStream);
      server.fallSilent();
      const append = (stream: string) => store.append(stream, eventsFrom(stream, 0, 2), 'no-stream');
      const outcomes = await Promise.all(streams.map((stream) => failureOf(append(stream))));
      expect(outcomes.every(({ error }) => error instanceof StoreUnavailable)).toBe(true);
      server.speak();
      await until(() => said.at(-1) === 'available');
      for (const stream of streams) {
        await append(stream);
        expect((await store.read(stream)).map(seen)).toEqual(eventsFrom(stream, 0, 2).map(seen));
      }
      expect(said).toEqual(['unavailable', 'available']);
    });
  });

  it('lets a subscription wait, which goes on by itself', async () => {
    await watched(async ({ server, store, said }) => {
      const stream = newStream();
      const stop = new AbortController();
      let count = 0;
      const reading = (async () => {
        for await (const batch of store.subscribe({ signal: stop.signal })) count += batch.length;
      })();
      await store.append(stream, eventsFrom(stream, 0, 2), 'no-stream');
      await until(() => count === 2);
      server.fallSilent();
      await failureOf(store.read(stream));
      server.speak();
      await until(() => said.at(-1) === 'available');
      await store.append(stream, eventsFrom(stream, 2, 4), 1n);
      await until(() => count === 4);
      stop.abort();
      await expect(reading).resolves.toBeUndefined();
    });
  });

  it('is not asked any more once the store has closed', async () => {
    await watched(async ({ server, store, said }) => {
      server.fallSilent();
      await failureOf(store.read(newStream()));
      expect(said).toEqual(['unavailable']);
      await store.close();
      await until(() => server.connections() === 0);
      await expect(store.read(newStream())).rejects.toMatchObject({ code: 'event-store/store-unavailable' });
    });
  });
});

describe('a server that has gone', () => {
  it('refuses calls at once after the first has failed, and is found again when it is back', async () => {
    await watched(async ({ server, store, said }) => {
      const stream = newStream();
      await server.goAway();
      await failureOf(store.read(stream));
      await until(() => said.at(-1) === 'unavailable');
      await refusals(store, 50);
      await server.comeBack();
      await until(() => said.at(-1) === 'available');
      await expect(store.append(stream, [eventAt(stream, 0)], 'no-stream')).resolves.toMatchObject({ revision: 0n });
    });
  });
});

describe('a server that is slow', () => {
  it('is waited for, as long as it answers a cheap question', async () => {
    await watched(async ({ server, store, said }) => {
      const stream = newStream();
      const { opened, open } = gate();
      server.faults.plan('batch-append', { kind: 'held', until: opened });
      const appended = store.append(stream, [eventAt(stream, 0)], 'no-stream');
      const reads = server.faults.count('read');
      await server.faults.reached('read', reads + 2);
      open();
      expect(await appended).toMatchObject({ revision: 0n, repeated: false });
      expect(said).toEqual([]);
    });
  });
});
