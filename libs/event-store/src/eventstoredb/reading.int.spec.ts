import { describe, expect, it } from '@jest/globals';
import { eventAt, eventsFrom, newStream, readOn, seen } from '../../test/contract.support.js';
import { gate, onServer, until } from '../../test/eventstoredb.support.js';
import { notLeader, startEventStoreDbServer } from '../../../../test/eventstoredb-server/server.js';
import type { Fault } from '../../../../test/eventstoredb-server/faults.js';
import { Log } from '../../../../test/eventstoredb-server/log.js';
import type { Proposed } from '../../../../test/eventstoredb-server/log.js';
import { StoreUnavailable, StreamDeleted } from '../errors.js';

const stranger = (type: string, json: string): Proposed => ({
  id: crypto.randomUUID(),
  type,
  contentType: 'application/json',
  data: new TextEncoder().encode(json),
  customMetadata: new Uint8Array(0),
});

const statistics = (log: Log, count: number) => {
  for (let at = 0; at < count; at += 1) log.append('$stats-1', [stranger('$statsCollected', '{"x":1}')], 'any');
};

const passing: readonly (readonly [string, Fault])[] = [
  ['is silent', { kind: 'silent' }],
  ['breaks off in the middle of a page', { kind: 'status', code: 13, details: 'internal', afterEvents: 4 }],
  ['is unavailable', { kind: 'status', code: 14, details: 'Server Is Too Busy' }],
  ['is cancelled', { kind: 'status', code: 1, details: 'cancelled by the server', afterEvents: 2 }],
  ['resets the connection', { kind: 'reset', afterEvents: 3 }],
];

// Where calls are counted: a slow machine must not make one of them be asked again.
const patient = { callTimeoutMs: 60_000, silenceMs: 60_000 };

describe('a read from a server', () => {
  it.each(passing)('that %s is asked again, and gives the whole page', async (_name, fault) => {
    await onServer({}, async ({ server, store }) => {
      const stream = newStream();
      await store.append(stream, eventsFrom(stream, 0, 10), 'no-stream');
      const before = server.faults.count('read');
      server.faults.plan('read', fault);
      expect((await store.read(stream)).map(seen)).toEqual(eventsFrom(stream, 0, 10).map(seen));
      expect(server.faults.count('read')).toBeGreaterThanOrEqual(before + 2);
      server.faults.plan('read', fault);
      expect((await store.readAll()).map(seen)).toEqual(eventsFrom(stream, 0, 10).map(seen));
    });
  });

  it.each([
    ['have no right, though no key says so', 7, { code: 'event-store/access-denied' }],
    ['ask wrongly', 3, { code: 'event-store/store-unavailable', reason: 'invalid-argument' }],
  ])('that finds that we %s is asked once', async (_name, code, verdict) => {
    await onServer(patient, async ({ server, store }) => {
      const before = server.faults.count('read');
      server.faults.plan('read', { kind: 'status', code, details: 'refused' }, 9);
      await expect(store.readAll()).rejects.toMatchObject(verdict);
      expect(server.faults.count('read')).toBe(before + 1);
    });
  });

  it('that stays silent ends as unavailable, and leaves no call open', async () => {
    await onServer({ callTimeoutMs: 100 }, async ({ server, store }) => {
      server.faults.plan('read', { kind: 'silent' }, 999);
      const refused = store.read(newStream());
      await expect(refused).rejects.toBeInstanceOf(StoreUnavailable);
      await store.close();
      await until(() => server.connections() === 0);
    });
  });

  it('that answers after the deadline has been asked again, and its late error does no harm', async () => {
    await onServer({ callTimeoutMs: 100 }, async ({ server, store }) => {
      const stream = newStream();
      await store.append(stream, [eventAt(stream, 0)], 'no-stream');
      const { opened, open } = gate();
      server.faults.plan('read', { kind: 'held', until: opened });
      expect(await store.read(stream)).toHaveLength(1);
      open();
      expect(await store.read(stream)).toHaveLength(1);
    });
  });

  it('that is a follower goes to the leader: the gate reads nothing that may be old', async () => {
    const leader = await startEventStoreDbServer();
    await onServer({}, async ({ server, store }) => {
      const stream = newStream();
      await store.append(stream, [eventAt(stream, 0)], 'no-stream');
      leader.log.append(stream, [stranger('CaseOpened', '{}'), stranger('CaseClosed', '{}')], 'no-stream');
      server.follow({ host: '127.0.0.1', port: leader.port });
      expect(await store.read(stream)).toHaveLength(2);
      expect(await store.head()).toBe(String(leader.log.all.at(-1)?.position).padStart(20, '0'));
    });
    await leader.stop();
  });

  it('that is a follower is read where the caller allows it', async () => {
    await onServer({ requiresLeader: false }, async ({ server, store }) => {
      server.follow({ host: '127.0.0.1', port: 1 });
      expect(await store.read(newStream())).toEqual([]);
    });
  });
});

describe('a log that holds events of the database and of others', () => {
  it('is read, page by page, without the events of the database', async () => {
    await onServer({}, async ({ server, store }) => {
      const stream = newStream();
      statistics(server.log, 30);
      await store.append(stream, eventsFrom(stream, 0, 2), 'no-stream');
      statistics(server.log, 60);
      await store.append(stream, eventsFrom(stream, 2, 5), 1n);
      statistics(server.log, 40);
      for (const size of [1, 2, 3, 100]) {
        expect((await readOn(store, undefined, size)).map(seen)).toEqual(eventsFrom(stream, 0, 5).map(seen));
      }
      expect(await store.head()).toBe((await store.read(stream)).at(-1)?.position);
    });
  });

  it('has no head while it holds only those of the database', async () => {
    await onServer({}, async ({ server, store }) => {
      statistics(server.log, 1_200);
      expect(await store.head()).toBeUndefined();
      expect(await store.readAll()).toEqual([]);
    });
  });

  it('is not looked through again behind its head: the database writes there for weeks', async () => {
    await onServer(patient, async ({ server, store }) => {
      const stream = newStream();
      const reads = () => server.faults.count('read');
      const { position } = await store.append(stream, eventsFrom(stream, 0, 2), 'no-stream');
      statistics(server.log, 3_000);
      expect(await store.head()).toBe(position);
      const before = reads();
      expect(await store.head()).toBe(position);
      expect(reads()).toBe(before + 1);
      statistics(server.log, 5);
      expect(await store.head()).toBe(position);
      expect(reads()).toBe(before + 3);
      const next = await store.append(stream, [eventAt(stream, 2)], 1n);
      statistics(server.log, 5);
      expect(await store.head()).toBe(next.position);
    });
  });

  it('has the head of the node that answers, where a follower may answer and lags', async () => {
    const lagging = Log.inMemory();
    lagging.append('case-early', [stranger('CaseOpened', '{}')], 'any');
    const follower = await startEventStoreDbServer({ log: lagging });
    await onServer({ ...patient, requiresLeader: false }, async ({ server, store }) => {
      const stream = newStream();
      const { position } = await store.append(stream, eventsFrom(stream, 0, 9), 'no-stream');
      expect(await store.head()).toBe(position);
      server.faults.plan('read', notLeader('127.0.0.1', follower.port));
      expect(await store.head()).toBe(String(lagging.all.at(-1)?.position).padStart(20, '0'));
    });
    await follower.stop();
  });

  it('is read in few pages, however few events are asked for and however much lies between', async () => {
    await onServer(patient, async ({ server, store }) => {
      const stream = newStream();
      statistics(server.log, 2_500);
      await store.append(stream, [eventAt(stream, 0)], 'no-stream');
      const before = server.faults.count('read');
      expect((await store.readAll({ maxCount: 1 })).map(seen)).toEqual([seen(eventAt(stream, 0))]);
      expect(server.faults.count('read') - before).toBeLessThan(15);
    });
  });

  it('gives what a stranger wrote, for the codec to refuse: nothing is skipped', async () => {
    await onServer({}, async ({ server, store }) => {
      const stream = newStream();
      server.log.append(stream, [stranger('Something', '{"a":1}')], 'no-stream');
      const [event] = await store.read(stream);
      expect(event).toMatchObject({ type: 'Something', revision: 0n });
    });
  });
});

describe('a stream that is not whole any more', () => {
  it('is not taken for one that never was, once deleted', async () => {
    await onServer({}, async ({ server, store }) => {
      const stream = newStream();
      await store.append(stream, eventsFrom(stream, 0, 2), 'no-stream');
      server.log.delete(stream, 1n);
      await expect(store.read(stream)).rejects.toBeInstanceOf(StreamDeleted);
      await expect(store.read(stream)).rejects.toMatchObject({ stream, how: 'deleted' });
      await expect(store.append(stream, [eventAt(stream, 7)], 'no-stream')).rejects.toMatchObject({ how: 'deleted' });
    });
  });

  it.each([
    ['$maxCount', '{"$maxCount":2}'],
    ['$tb', '{"$tb":3}'],
  ])('is not read as if it began later, after %s', async (_name, json) => {
    await onServer({}, async ({ server, store }) => {
      const stream = newStream();
      await store.append(stream, eventsFrom(stream, 0, 5), 'no-stream');
      server.log.append(`$$${stream}`, [stranger('$metadata', json)], 'any');
      await expect(store.read(stream)).rejects.toMatchObject({ stream, how: 'truncated' });
      expect(await store.read(stream, { from: 3n })).toHaveLength(2);
    });
  });
});

describe('numbers that have no meaning', () => {
  it('are refused before anything is sent', async () => {
    await onServer({}, async ({ store }) => {
      const stream = newStream();
      await expect(store.append(stream, [eventAt(stream, 0)], -1n)).rejects.toThrow('revisions count from 0');
      await expect(store.read(stream, { from: -1n })).rejects.toThrow('revisions count from 0');
      await expect(store.read(stream, { maxCount: 0 })).rejects.toThrow('at least one event');
      await expect(store.readAll({ after: '7' })).rejects.toThrow('twenty digits');
      expect(await store.read(stream, { from: 2n ** 63n })).toEqual([]);
    });
  });
});
