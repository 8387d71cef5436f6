import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Authority } from '../../test/authority.js';
import { eventAt, eventsFrom, newStream, seen } from '../../test/contract.support.js';
import { until } from '../../test/eventstoredb.support.js';
import { startCluster } from '../../../../test/eventstoredb-server/cluster.js';
import type { Cluster } from '../../../../test/eventstoredb-server/cluster.js';
import { startEventStoreDbServer } from '../../../../test/eventstoredb-server/server.js';
import type { EventStoreDbServer, ServerOptions } from '../../../../test/eventstoredb-server/server.js';
import { StoreAccessDenied, StoreUnavailable } from '../errors.js';
import type { EventStore } from '../port.js';
import { openEventStoreDb } from './open.js';
import type { EventStoreDbOptions } from './options.js';

const users = new Map([['admin', 'chan:geit@']]);
const admin = { username: 'admin', password: 'chan:geit@' };
const retried = { tries: 4, backoffMs: 20, probeEveryMs: 50 };

const using = async (options: EventStoreDbOptions, act: (store: EventStore) => Promise<void>): Promise<void> => {
  const store = await openEventStoreDb({ ...retried, ...options });
  try {
    await act(store);
  } finally {
    await store.close();
  }
};

const onSecure = async (options: ServerOptions, act: (server: EventStoreDbServer) => Promise<void>): Promise<void> => {
  const server = await startEventStoreDbServer(options);
  try {
    await act(server);
  } finally {
    await server.stop();
  }
};

describe('a server with TLS', () => {
  let authority: Authority;
  let tls: { readonly key: Buffer; readonly cert: Buffer };
  const trusting = (connectionString: string) =>
    `${connectionString}&tlsCAFile=${encodeURIComponent(authority.caFile)}`;
  beforeAll(() => {
    authority = new Authority();
    tls = authority.issue('eventstoredb');
  });
  afterAll(() => authority.remove());

  it.each(['stream', 'single'] as const)('takes appends, reads and subscriptions of a user, by %s', async (appends) => {
    await onSecure({ tls, users }, async ({ connectionString }) => {
      const options = { connectionString: trusting(connectionString), credentials: admin, appends };
      await using(options, async (store) => {
        const stream = newStream();
        await store.append(stream, eventsFrom(stream, 0, 3), 'no-stream');
        expect((await store.read(stream)).map(seen)).toEqual(eventsFrom(stream, 0, 3).map(seen));
        const got: unknown[] = [];
        for await (const batch of store.subscribe({ signal: new AbortController().signal })) {
          got.push(...batch.map(seen));
          if (got.length === 3) break;
        }
        expect(got).toEqual(eventsFrom(stream, 0, 3).map(seen));
      });
    });
  });

  it('takes name and password from the connection string too', async () => {
    await onSecure({ tls, users: new Map([['admin', 'changeit']]) }, async ({ connectionString }) => {
      const named = trusting(connectionString).replace('esdb://', 'esdb://admin:changeit@');
      await using({ connectionString: named }, async (store) => expect(await store.head()).toBeUndefined());
    });
  });

  it('whose authority we do not know is not talked to', async () => {
    await onSecure({ tls }, async ({ connectionString, faults }) => {
      const opened = openEventStoreDb({ connectionString, ...retried });
      await expect(opened).rejects.toBeInstanceOf(StoreUnavailable);
      expect(faults.count('read')).toBe(0);
    });
  });

  it.each([
    ['nobody', undefined],
    ['a wrong password', { username: 'admin', password: 'x' }],
  ])('refuses %s at once: asking again changes nothing', async (_name, credentials) => {
    await onSecure({ tls, users }, async ({ connectionString, faults }) => {
      const options = { connectionString: trusting(connectionString), ...(credentials ? { credentials } : {}) };
      const opened = openEventStoreDb({ ...retried, ...options });
      await expect(opened).rejects.toBeInstanceOf(StoreAccessDenied);
      await expect(opened).rejects.toMatchObject({ code: 'event-store/access-denied', retriable: false });
      expect(faults.count('read')).toBe(0);
    });
  });

  it.each(['stream', 'single'] as const)('that takes a right away refuses what follows, by %s', async (appends) => {
    const changing = new Map(users);
    await onSecure({ tls, users: changing }, async ({ connectionString, faults, reset }) => {
      const options = { connectionString: trusting(connectionString), credentials: admin, appends };
      await using(options, async (store) => {
        const stream = newStream();
        await store.append(stream, [eventAt(stream, 0)], 'no-stream');
        const following = (async () => {
          for await (const _batch of store.subscribe({ signal: new AbortController().signal }));
        })().catch((error: unknown) => error);
        await faults.reached('subscribe', 1);
        changing.clear();
        reset();
        await expect(store.append(stream, [eventAt(stream, 1)], 0n)).rejects.toBeInstanceOf(StoreAccessDenied);
        await expect(store.read(stream)).rejects.toBeInstanceOf(StoreAccessDenied);
        expect(await following).toBeInstanceOf(StoreAccessDenied);
      });
    });
  });
});

const onCluster = async (act: (cluster: Cluster) => Promise<void>): Promise<void> => {
  const cluster = await startCluster();
  try {
    await act(cluster);
  } finally {
    await cluster.stop();
  }
};

const nodeOf = ({ nodes }: Cluster, at: number): EventStoreDbServer => nodes[at] as EventStoreDbServer;

describe('a cluster of three nodes', () => {
  it('is written to and read from at its leader, whichever it is', async () => {
    await onCluster(async (cluster) => {
      for (const leader of [0, 1, 2]) {
        cluster.elect(leader);
        await using({ connectionString: cluster.connectionString }, async (store) => {
          const stream = newStream();
          const before = nodeOf(cluster, leader).faults.count('batch-append');
          await store.append(stream, [eventAt(stream, 0)], 'no-stream');
          expect(nodeOf(cluster, leader).faults.count('batch-append')).toBe(before + 1);
          expect(await store.read(stream)).toHaveLength(1);
        });
      }
    });
  });

  it('is found through one name', async () => {
    await onCluster(async (cluster) => {
      cluster.elect(2);
      const connectionString = `esdb+discover://127.0.0.1:${nodeOf(cluster, 0).port}?tls=false`;
      await using({ connectionString }, async (store) => {
        const stream = newStream();
        await store.append(stream, [eventAt(stream, 0)], 'no-stream');
        expect(nodeOf(cluster, 2).faults.count('batch-append')).toBe(1);
      });
    });
  });

  it('that elects another leader goes on under appends: each is there once', async () => {
    await onCluster(async (cluster) => {
      await using({ connectionString: cluster.connectionString, tries: 8 }, async (store) => {
        const streams = Array.from({ length: 30 }, newStream);
        for (const [at, stream] of streams.entries()) {
          if (at % 10 === 5) cluster.elect((at / 5) % 3);
          await store.append(stream, eventsFrom(stream, 0, 2), 'no-stream');
        }
        for (const stream of streams) {
          expect((await store.read(stream)).map(seen)).toEqual(eventsFrom(stream, 0, 2).map(seen));
        }
      });
    });
  });

  it('whose leader dies refuses, or takes, and loses nothing that it took; a subscription goes on', async () => {
    await onCluster(async (cluster) => {
      const states: string[] = [];
      const options = { connectionString: cluster.connectionString, onState: (state: string) => states.push(state) };
      await using(options, async (store) => {
        const taken: string[] = [];
        const followed: string[] = [];
        const stop = new AbortController();
        const following = (async () => {
          for await (const batch of store.subscribe({ signal: stop.signal })) {
            followed.push(...batch.map(({ stream }) => stream));
          }
        })();
        const put = async (): Promise<boolean> => {
          const stream = newStream();
          try {
            await store.append(stream, [eventAt(stream, 0)], 'no-stream');
            taken.push(stream);
            return true;
          } catch (error) {
            if (!(error instanceof StoreUnavailable)) throw error;
            return false;
          }
        };
        for (let at = 0; at < 10; at += 1) await put();
        await nodeOf(cluster, 0).goAway();
        // Nobody leads yet: gossip of the others still names the dead one.
        expect(await put()).toBe(false);
        cluster.elect(1);
        for (let until10 = 0; until10 < 10;) until10 += (await put()) ? 1 : 0;
        expect(taken.length).toBeGreaterThanOrEqual(20);
        for (const stream of taken) expect(await store.read(stream)).toHaveLength(1);
        await until(() => taken.every((stream) => followed.includes(stream)));
        stop.abort();
        await following;
      });
    });
  });

  it('with a silent node is reached through the others', async () => {
    await onCluster(async (cluster) => {
      nodeOf(cluster, 2).fallSilent();
      await using({ connectionString: cluster.connectionString, tries: 8 }, async (store) => {
        const stream = newStream();
        await store.append(stream, [eventAt(stream, 0)], 'no-stream');
        expect(await store.read(stream)).toHaveLength(1);
      });
    });
  });
});
