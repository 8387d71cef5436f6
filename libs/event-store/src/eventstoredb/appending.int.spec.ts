import { describe, expect, it } from '@jest/globals';
import { eventAt, eventsFrom, newStream, seen } from '../../test/contract.support.js';
import { gate, onServer, until } from '../../test/eventstoredb.support.js';
import { startEventStoreDbServer, notLeader } from '../../../../test/eventstoredb-server/server.js';
import type { Fault } from '../../../../test/eventstoredb-server/faults.js';
import { AppendTooLarge, EventIdClash, StoreAccessDenied, StoreUnavailable, StreamDeleted } from '../errors.js';
import { openStore } from './eventstoredb.store.js';

const paths = [
  ['batch append', 'stream', 'batch-append'],
  ['append', 'single', 'append'],
] as const;

const internal: Fault = { kind: 'status', code: 13, details: 'internal' };
const passing: readonly (readonly [string, Fault])[] = [
  ['is silent, and has not written', { kind: 'silent' }],
  ['is silent, and has written', { kind: 'silent', hasEffect: true }],
  ['ends the call, and has not written', { kind: 'end' }],
  ['ends the call, and has written', { kind: 'end', hasEffect: true }],
  ['fails with INTERNAL', internal],
  ['fails with INTERNAL, and has written', { ...internal, hasEffect: true }],
  ['is unavailable', { kind: 'status', code: 14, details: 'Server Is Not Ready' }],
  [
    'aborts with a timeout, and has written',
    { kind: 'status', code: 10, details: 'Operation timed out', hasEffect: true },
  ],
  ['resets the connection', { kind: 'reset' }],
  ['resets the connection, and has written', { kind: 'reset', hasEffect: true }],
];

describe.each(paths)('an append by %s to a server', (_name, appends, method) => {
  it.each(passing)('that %s is sent again, and is there once', async (_fault, fault) => {
    await onServer({ appends }, async ({ server, store }) => {
      const stream = newStream();
      server.faults.plan(method, fault);
      const result = await store.append(stream, eventsFrom(stream, 0, 3), 'no-stream');
      expect(result.revision).toBe(2n);
      const events = await store.read(stream);
      expect(events.map(seen)).toEqual(eventsFrom(stream, 0, 3).map(seen));
      expect(events.at(-1)?.position).toBe(result.position);
      expect(server.faults.count(method)).toBeGreaterThanOrEqual(2);
      await store.append(stream, [eventAt(stream, 3)], 2n);
    });
  });

  it('that stays silent ends as unavailable, within its own deadlines, and acknowledges nothing', async () => {
    await onServer({ appends, callTimeoutMs: 100 }, async ({ server, store, clock }) => {
      const stream = newStream();
      server.faults.plan(method, { kind: 'silent' }, 99);
      const refused = store.append(stream, [eventAt(stream, 0)], 'no-stream');
      await expect(refused).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(refused).rejects.toMatchObject({ reason: 'call-timed-out', retriable: true });
      // Four tries; on a slow machine not each of them comes as far as the server.
      expect(clock.pauses).toHaveLength(3);
      server.faults.clear();
      expect(await store.read(stream)).toEqual([]);
    });
  });

  it('that is slow is waited for', async () => {
    await onServer({ appends, callTimeoutMs: 5_000 }, async ({ server, store }) => {
      const stream = newStream();
      const { opened, open } = gate();
      server.faults.plan(method, { kind: 'held', until: opened });
      const appended = store.append(stream, [eventAt(stream, 0)], 'no-stream');
      await server.faults.reached(method, 1);
      open();
      expect((await appended).repeated).toBe(false);
      expect(server.faults.count(method)).toBe(1);
    });
  });

  it('that answers too late has been asked again, and its late answer does no harm', async () => {
    await onServer({ appends, callTimeoutMs: 150 }, async ({ server, store }) => {
      const stream = newStream();
      const { opened, open } = gate();
      server.faults.plan(method, { kind: 'held', until: opened });
      const { position } = await store.append(stream, [eventAt(stream, 0)], 'no-stream');
      open();
      await store.append(stream, [eventAt(stream, 1)], 0n);
      expect((await store.read(stream))[0]?.position).toBe(position);
      expect(await store.read(stream)).toHaveLength(2);
    });
  });

  it('that is a follower goes to the leader', async () => {
    const leader = await startEventStoreDbServer();
    await onServer({ appends }, async ({ server, store }) => {
      server.follow({ host: '127.0.0.1', port: leader.port });
      const stream = newStream();
      await store.append(stream, [eventAt(stream, 0)], 'no-stream');
      expect((await store.read(stream)).map(seen)).toEqual([seen(eventAt(stream, 0))]);
      expect(leader.log.visible(stream)).toHaveLength(1);
      expect(server.log.visible(stream)).toBeUndefined();
      // The leader goes: the configured address is asked again, which has become the leader.
      server.follow(undefined);
      await leader.goAway();
      await store.append(stream, [eventAt(stream, 0)], 'no-stream');
      expect(server.log.visible(stream)).toHaveLength(1);
    });
    await leader.stop();
  });

  it('that names a leader nobody can reach ends as unavailable', async () => {
    await onServer({ appends }, async ({ server, store }) => {
      const stream = newStream();
      const gone = await startEventStoreDbServer();
      await gone.stop();
      server.faults.plan(method, notLeader('127.0.0.1', gone.port), 9);
      await expect(store.append(stream, [eventAt(stream, 0)], 'no-stream')).rejects.toBeInstanceOf(StoreUnavailable);
    });
  });

  it('whose stream was tombstoned is refused by name', async () => {
    await onServer({ appends }, async ({ server, store }) => {
      const stream = newStream();
      await store.append(stream, [eventAt(stream, 0)], 'no-stream');
      server.log.tombstone(stream, 'any');
      const refused = store.append(stream, [eventAt(stream, 1)], 0n);
      await expect(refused).rejects.toBeInstanceOf(StreamDeleted);
      await expect(refused).rejects.toMatchObject({ stream, how: 'tombstoned' });
      await expect(store.read(stream)).rejects.toMatchObject({ how: 'tombstoned' });
    });
  });

  it('that takes less than we send is refused by size', async () => {
    await onServer({ appends, server: { maxAppendBytes: 100 } }, async ({ store }) => {
      const stream = newStream();
      const refused = store.append(stream, eventsFrom(stream, 0, 9), 'no-stream');
      await expect(refused).rejects.toBeInstanceOf(AppendTooLarge);
      await expect(refused).rejects.toMatchObject({ limit: 100 });
    });
  });

  it('that knows the ids from another process compares the bytes', async () => {
    await onServer({ appends }, async ({ store, another }) => {
      const other = await another();
      const stream = newStream();
      await store.append(stream, eventsFrom(stream, 0, 2), 'no-stream');
      await expect(
        other.append(stream, [eventAt(stream, 0), eventAt(stream, 1, 'other')], 'no-stream'),
      ).rejects.toBeInstanceOf(EventIdClash);
      expect((await other.append(stream, eventsFrom(stream, 0, 2), 'no-stream')).revision).toBe(1n);
      expect((await store.read(stream)).map(seen)).toEqual(eventsFrom(stream, 0, 2).map(seen));
    });
  });

  it('is refused at once when the store closes', async () => {
    await onServer({ appends, callTimeoutMs: 60_000 }, async ({ server, store }) => {
      const stream = newStream();
      server.faults.plan(method, { kind: 'silent' });
      const refused = store.append(stream, [eventAt(stream, 0)], 'no-stream');
      await Promise.all([
        server.faults.reached(method, 1).then(() => store.close()),
        expect(refused).rejects.toMatchObject({ reason: 'closed' }),
      ]);
      await until(() => server.connections() === 0);
    });
  });
});

describe('the stream of batch appends', () => {
  it('survives a second answer', async () => {
    await onServer({}, async ({ server, store }) => {
      const stream = newStream();
      server.faults.plan('batch-append', { kind: 'twice' }, 5);
      for (let at = 0; at < 5; at += 1) {
        await store.append(stream, [eventAt(stream, at)], at === 0 ? 'no-stream' : BigInt(at - 1));
      }
      expect(await store.read(stream)).toHaveLength(5);
      expect(store.clients).toBe(1);
    });
  });

  it('is asked again when the server is busy', async () => {
    await onServer({}, async ({ server, store }) => {
      const stream = newStream();
      server.faults.plan('batch-append', { kind: 'refuse', message: 'Server Is Busy' });
      await store.append(stream, [eventAt(stream, 0)], 'no-stream');
      expect(await store.read(stream)).toHaveLength(1);
    });
  });

  it('fails for one store without a word to another of the same process', async () => {
    await onServer({ callTimeoutMs: 5_000 }, async (one) => {
      await onServer({ callTimeoutMs: 5_000 }, async (two) => {
        const stream = newStream();
        const { opened, open } = gate();
        two.server.faults.plan('batch-append', { kind: 'held', until: opened });
        const waiting = two.store.append(stream, [eventAt(stream, 0)], 'no-stream');
        await two.server.faults.reached('batch-append', 1);
        one.server.faults.plan('batch-append', internal);
        await one.store.append(stream, [eventAt(stream, 0)], 'no-stream');
        open();
        await waiting;
        expect(two.server.faults.count('batch-append')).toBe(1);
        expect(two.store.clients).toBe(1);
        expect(one.store.clients).toBe(2);
      });
    });
  });

  it('loses its connection under a hundred appends: all are there, each once', async () => {
    await onServer({ callTimeoutMs: 10_000, tries: 6 }, async ({ server, store }) => {
      const streams = Array.from({ length: 100 }, newStream);
      server.faults.plan('batch-append', { kind: 'held', until: Promise.resolve() }, 40);
      server.faults.plan('batch-append', { kind: 'reset', hasEffect: true });
      const appended = streams.map((stream) => store.append(stream, eventsFrom(stream, 0, 2), 'no-stream'));
      const results = await Promise.all(appended);
      for (const [at, stream] of streams.entries()) {
        const events = await store.read(stream);
        expect(events.map(seen)).toEqual(eventsFrom(stream, 0, 2).map(seen));
        expect(events.at(-1)?.position).toBe(results[at]?.position);
      }
      expect(store.clients).toBe(2);
      await until(() => server.connections() === 1);
    });
  });

  it('never asks what the server can do: a failed answer would be kept for good', async () => {
    await onServer({}, async ({ server, store }) => {
      server.faults.plan('features', internal, 99);
      const stream = newStream();
      await store.append(stream, [eventAt(stream, 0)], 'no-stream');
      expect(server.faults.count('features')).toBe(0);
    });
  });

  it('gives way to single appends on a server that has none', async () => {
    await onServer({ server: { batchAppend: false } }, async ({ server, store }) => {
      const stream = newStream();
      await store.append(stream, [eventAt(stream, 0)], 'no-stream');
      await store.append(stream, [eventAt(stream, 1)], 0n);
      expect(server.faults.count('append')).toBe(2);
      expect(store.clients).toBe(2);
    });
  });

  it.each([-3_600_000, 3_600_000])('does not mind a server whose clock is %d ms off', async (clockSkewMs) => {
    await onServer({ server: { clockSkewMs } }, async ({ store }) => {
      const stream = newStream();
      await expect(store.append(stream, [eventAt(stream, 0)], 'no-stream')).resolves.toMatchObject({ revision: 0n });
    });
  });
});

describe('opening', () => {
  it('fails as unavailable where no server answers', async () => {
    const server = await startEventStoreDbServer();
    await server.stop();
    const opened = openStore({ connectionString: server.connectionString, delay: async () => undefined });
    await expect(opened).rejects.toMatchObject({ code: 'event-store/store-unavailable', reason: 'not-opened' });
  });

  it('refuses a client that is not the one the guards were made for', async () => {
    const opened = openStore({
      connectionString: 'esdb://127.0.0.1:1?tls=false',
      clientFactory: () => ({}) as never,
      delay: async () => undefined,
    });
    await expect(opened).rejects.toMatchObject({ reason: 'not-opened' });
  });
});

describe('a repeat that comes before the server can tell where the first lies', () => {
  it.each([
    ['stream', 'answers with a timeout', 20],
    ['single', 'answers with a timeout', 20],
    ['stream', 'is waited for no longer', 3_600_000],
  ] as const)('is sent again, by %s, when the server %s', async (appends, _name, dropsFirstRepeatMs) => {
    await onServer({ server: { dropsFirstRepeatMs }, appends, tries: 30 }, async ({ store, another }) => {
      const stream = newStream();
      const events = eventsFrom(stream, 0, 3);
      const first = await store.append(stream, events, 'no-stream');
      expect(await (await another()).append(stream, events, 'no-stream')).toMatchObject({ position: first.position });
      expect((await store.read(stream)).map(seen)).toEqual(events.map(seen));
    });
  });
});

describe('a stream to which we may not write', () => {
  it.each(['stream', 'single'] as const)('is refused for itself alone, by %s', async (appends) => {
    await onServer({ appends, callTimeoutMs: 60_000, silenceMs: 60_000 }, async ({ server, store }) => {
      const [closed, open] = [newStream(), newStream()];
      await store.append(open, [eventAt(open, 0)], 'no-stream');
      server.faults.plan(appends === 'stream' ? 'batch-append' : 'append', { kind: 'denied' });
      await expect(store.append(closed, [eventAt(closed, 0)], 'no-stream')).rejects.toBeInstanceOf(StoreAccessDenied);
      expect(await store.append(open, [eventAt(open, 1)], 0n)).toMatchObject({ revision: 1n });
      expect(await store.read(closed)).toEqual([]);
    });
  });
});
