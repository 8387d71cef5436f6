import { describe, expect, it } from '@jest/globals';
import { eventAt, eventsFrom, newStream, seen } from '../../test/contract.support.js';
import { gate, onServer, until } from '../../test/eventstoredb.support.js';
import type { Bench } from '../../test/eventstoredb.support.js';
import { StoreUnavailable } from '../errors.js';
import type { EventStore } from '../port.js';
import { settingsOf } from './options.js';
import type { EventStoreDbOptions, StoreState } from './options.js';

// Real sockets on a machine that may be busy with other suites: a question that is answered is not answered late.
const quick = { callTimeoutMs: 10_000, silenceMs: 300, probeMs: 1_000, probeEveryMs: 50 };

const watched = async (
  act: (bench: Bench & { readonly said: StoreState[] }) => Promise<void>,
  more: Partial<EventStoreDbOptions> = {},
) => {
  const said: StoreState[] = [];
  await onServer({ ...quick, onState: (state) => said.push(state), ...more }, async (bench) => act({ ...bench, said }));
};

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (reason: unknown) => reason,
  );

/** Each is refused within the turn of the loop in which it is asked: nothing is waited for. */
const expectRefusals = async (store: EventStore, count: number): Promise<void> => {
  for (let at = 0; at < count; at += 1) {
    const next = new Promise((resolve) => setImmediate(resolve)).then(() => 'waits');
    const outcome = await Promise.race([failureOf(store.read(newStream())), next]);
    expect(outcome).toMatchObject({ code: 'event-store/store-unavailable', reason: 'silent', retriable: true });
  }
};

describe('a server that takes connections and answers nothing', () => {
  it('is found out in less than a second with the defaults, and calls are refused at once', async () => {
    const said: StoreState[] = [];
    const { silenceMs, probeMs } = settingsOf({ connectionString: 'esdb://db' }, () => ({}) as never);
    const defaults = { callTimeoutMs: 3_000, silenceMs, probeMs, onState: (state: StoreState) => said.push(state) };
    await onServer(defaults, async ({ server, store }) => {
      const stream = newStream();
      server.fallSilent();
      const error = await failureOf(store.append(stream, [eventAt(stream, 0)], 'no-stream'));
      expect(error).toBeInstanceOf(StoreUnavailable);
      expect(error).toMatchObject({ reason: 'silent', retriable: true, retryAfterMs: 1_000 });
      // Half a second of silence and a third for the question: it is these that found it out, and no call's own time.
      expect(silenceMs + probeMs).toBeLessThan(900);
      expect(said).toEqual(['unavailable']);
      await expectRefusals(store, 200);
    });
  });

  it('refuses all that waits, and takes up again when it speaks: the same append finds what it wrote, once', async () => {
    await watched(async ({ server, store, said }) => {
      const streams = Array.from({ length: 20 }, newStream);
      server.fallSilent();
      const append = (stream: string) => store.append(stream, eventsFrom(stream, 0, 2), 'no-stream');
      const outcomes = await Promise.all(streams.map((stream) => failureOf(append(stream))));
      expect(outcomes.every((error) => error instanceof StoreUnavailable)).toBe(true);
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
      await expectRefusals(store, 50);
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
