import { describe, expect, it } from '@jest/globals';
import { eventsFrom, newStream, seen } from '../../test/contract.support.js';
import { onServer, until } from '../../test/eventstoredb.support.js';
import { startEventStoreDbServer } from '../../../../test/eventstoredb-server/server.js';
import type { Fault } from '../../../../test/eventstoredb-server/faults.js';
import { StoreUnavailable } from '../errors.js';
import type { EventStore, StoredEvent } from '../port.js';

const follow = (store: EventStore, options: { readonly after?: string; readonly batchSize?: number } = {}) => {
  const stop = new AbortController();
  const events: StoredEvent[] = [];
  const done = (async () => {
    for await (const batch of store.subscribe({ ...options, signal: stop.signal })) events.push(...batch);
  })();
  return { events, done, stop: async () => (stop.abort(), done), signal: stop };
};

const fill = async (store: EventStore, stream: string, from: number, to: number) =>
  store.append(stream, eventsFrom(stream, from, to), from === 0 ? 'no-stream' : BigInt(from - 1));

const endings: readonly (readonly [string, Fault])[] = [
  ['ends normally at once', { kind: 'end' }],
  ['ends normally in the middle', { kind: 'end', afterEvents: 7 }],
  ['fails in the middle', { kind: 'status', code: 13, details: 'internal', afterEvents: 5 }],
  ['is cancelled by the server', { kind: 'status', code: 1, details: 'node is shutting down', afterEvents: 3 }],
  ['is dropped as unavailable', { kind: 'status', code: 14, details: 'Server Is Not Ready' }],
  ['loses its connection', { kind: 'reset', afterEvents: 9 }],
];

describe('a subscription', () => {
  it.each(endings)('that %s is followed by another, after the last event that was handled', async (_name, fault) => {
    await onServer({}, async ({ server, store, states }) => {
      const stream = newStream();
      await fill(store, stream, 0, 20);
      server.faults.plan('subscribe', fault, 2);
      const { events, stop } = follow(store, { batchSize: 4 });
      await until(() => events.length >= 20);
      await fill(store, stream, 20, 25);
      await until(() => events.length >= 25);
      expect(events.map(seen)).toEqual(eventsFrom(stream, 0, 25).map(seen));
      expect(server.faults.count('subscribe')).toBe(3);
      expect(states.filter((state) => state === 'backing-off')).toHaveLength(2);
      expect(states.at(-1)).toBe('live');
      await stop();
    });
  });

  it('waits longer after each failure, spread by chance, and anew after a success', async () => {
    await onServer({ backoffMs: 100, maxBackoffMs: 500, random: () => 0.5 }, async ({ server, store, clock }) => {
      const stream = newStream();
      await fill(store, stream, 0, 1);
      server.faults.plan('subscribe', { kind: 'end' }, 5);
      const { events, stop } = follow(store);
      await until(() => events.length === 1);
      expect(clock.pauses).toEqual([75, 150, 300, 375, 375]);
      server.reset();
      await until(() => clock.pauses.length === 6);
      expect(clock.pauses.at(-1)).toBe(75);
      await fill(store, stream, 1, 2);
      await until(() => events.length === 2);
      await stop();
    });
  });

  it('goes through connecting, catching up and live', async () => {
    await onServer({}, async ({ store, states }) => {
      const stream = newStream();
      await fill(store, stream, 0, 3);
      const { stop } = follow(store);
      await until(() => states.includes('live'));
      expect(states).toEqual(['connecting', 'catching-up', 'live']);
      await stop();
    });
  });

  it('is live by its own look at the head where the server does not say so, before 23.10', async () => {
    await onServer({ server: { hidesCaughtUp: true } }, async ({ store, states, clock }) => {
      const stream = newStream();
      await fill(store, stream, 0, 3);
      const { events, stop } = follow(store);
      await until(() => events.length === 3);
      expect(states).toEqual(['connecting', 'catching-up']);
      await clock.look();
      await until(() => states.includes('live'));
      expect(states).toEqual(['connecting', 'catching-up', 'live']);
      await stop();
    });
  });

  it('that is never confirmed is given up by the watchdog', async () => {
    await onServer({}, async ({ server, store, clock }) => {
      const stream = newStream();
      await fill(store, stream, 0, 3);
      server.faults.plan('subscribe', { kind: 'silent' });
      const { events, stop } = follow(store);
      await server.faults.reached('subscribe', 1);
      await clock.look();
      await until(() => events.length === 3);
      expect(server.faults.count('subscribe')).toBe(2);
      await stop();
    });
  });

  it('that falls silent while the log grows is given up by the watchdog; one that has all is left alone', async () => {
    await onServer({}, async ({ server, store, clock }) => {
      const stream = newStream();
      await fill(store, stream, 0, 3);
      const { events, stop } = follow(store);
      await until(() => events.length === 3);
      for (let looks = 0; looks < 3; looks += 1) await clock.look();
      expect(server.faults.count('subscribe')).toBe(1);
      // The connection stands, but what is written does not arrive.
      server.muteSubscriptions();
      await fill(store, stream, 3, 6);
      await clock.look();
      await clock.look();
      await until(() => events.length === 6);
      expect(events.map(seen)).toEqual(eventsFrom(stream, 0, 6).map(seen));
      expect(server.faults.count('subscribe')).toBe(2);
      await stop();
    });
  });

  it('survives a server that goes away and comes back', async () => {
    await onServer({}, async ({ server, store, clock }) => {
      const stream = newStream();
      await fill(store, stream, 0, 3);
      const { events, stop } = follow(store);
      await until(() => events.length === 3);
      await server.goAway();
      await until(() => clock.pauses.length > 4);
      await server.comeBack();
      await fill(store, stream, 3, 6);
      await until(() => events.length === 6);
      expect(events.map(seen)).toEqual(eventsFrom(stream, 0, 6).map(seen));
      expect(store.clients).toBeGreaterThan(1);
      await stop();
    });
  });

  it('of a follower goes to the leader', async () => {
    const leader = await startEventStoreDbServer();
    await onServer({}, async ({ server, store }) => {
      server.follow({ host: '127.0.0.1', port: leader.port });
      const stream = newStream();
      const { events, stop } = follow(store);
      await fill(store, stream, 0, 2);
      await until(() => events.length === 2);
      expect(leader.faults.count('subscribe')).toBe(1);
      await stop();
    });
    await leader.stop();
  });

  it('begins after the last batch that was handled: one that was handed out and failed comes again', async () => {
    await onServer({}, async ({ server, store }) => {
      const stream = newStream();
      await fill(store, stream, 0, 10);
      server.faults.plan('subscribe', { kind: 'end', afterEvents: 6 });
      const { signal } = new AbortController();
      const handled: StoredEvent[] = [];
      const handle = async (failAt: number) => {
        const checkpoint = handled.at(-1)?.position;
        const after = checkpoint === undefined ? {} : { after: checkpoint };
        for await (const batch of store.subscribe({ ...after, signal, batchSize: 2 })) {
          if (handled.length >= failAt) throw new Error('the handler failed');
          handled.push(...batch);
          if (handled.length >= 10) return;
        }
      };
      await expect(handle(4)).rejects.toThrow('the handler failed');
      await handle(99);
      expect(handled.map(seen)).toEqual(eventsFrom(stream, 0, 10).map(seen));
    });
  });

  it('takes no more from the server than its buffers hold while a batch is being handled', async () => {
    await onServer({}, async ({ server, store }) => {
      const stream = newStream();
      const data = new Uint8Array(300_000);
      const big = {
        type: 'CaseOpened',
        contentType: 'application/octet-stream',
        data,
        customMetadata: new Uint8Array(0),
      };
      for (let at = 0; at < 120; at += 1) server.log.append(stream, [{ ...big, id: crypto.randomUUID() }], 'any');
      const before = server.bytesSent();
      const sent: number[] = [];
      let taken = 0;
      for await (const batch of store.subscribe({ signal: new AbortController().signal, batchSize: 2 })) {
        // Long enough for everything to arrive if anything asked for it.
        if (taken === 0)
          for (let turns = 0; turns < 2_000; turns += 1) await new Promise((resolve) => setImmediate(resolve));
        sent.push(server.bytesSent() - before);
        taken += batch.length;
        if (taken === 120) break;
      }
      expect(taken).toBe(120);
      expect(sent[0]).toBeLessThan(60 * data.length);
      expect(sent.at(-1)).toBeGreaterThan(119 * data.length);
    });
  });

  it('never trusts a checkpoint of the server: only events that were handled count', async () => {
    await onServer({}, async ({ server, store }) => {
      const stream = newStream();
      await fill(store, stream, 0, 100);
      server.faults.plan('subscribe', { kind: 'end', afterEvents: 99 });
      const { events, stop } = follow(store, { batchSize: 10 });
      await until(() => events.length === 100);
      expect(events.map(seen)).toEqual(eventsFrom(stream, 0, 100).map(seen));
      await stop();
    });
  });

  it('ends at once when its signal aborts while it backs off, and throws when the store closes', async () => {
    await onServer(
      {
        delay: async (_ms, signal) =>
          new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
      },
      async ({ server, store, states, another }) => {
        const other = await another();
        server.faults.plan('subscribe', { kind: 'end' }, 2);
        const one = follow(store);
        const two = follow(other);
        await until(() => states.filter((state) => state === 'backing-off').length === 2);
        await one.stop();
        const outcome = two.done.catch((error: unknown) => error);
        await other.close();
        expect(await outcome).toBeInstanceOf(StoreUnavailable);
      },
    );
  });

  it('leaves nothing open when its reader goes', async () => {
    await onServer({}, async ({ server, store, clock }) => {
      const stream = newStream();
      await fill(store, stream, 0, 3);
      for await (const _batch of store.subscribe({ signal: new AbortController().signal })) break;
      await until(() => server.subscriptions() === 0);
      expect(clock.pauses).toEqual([]);
    });
  });
});
