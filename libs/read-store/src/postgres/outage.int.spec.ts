import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Client } from 'pg';
import { leaveOutPostgres } from '../../../../test/postgres/left-out.js';
import { startServer } from '../../../../test/postgres/server.js';
import type { TestServer } from '../../../../test/postgres/server.js';
import { MemoryLog, at, event, filesProjection } from '../../test/fixtures.js';
import { asRoot, makeRoles, postgresBench } from '../../test/postgres-bench.js';
import { openPostgresReadStore, rebuild, startProjector, startReactor } from '../index.js';
import type { FollowerAlarm, Following, ReadStore } from '../index.js';

jest.setTimeout(120_000);

const opened = (number: number) => event(number, 'FileOpened', { file: `f${number}` });
const backends = "FROM pg_stat_activity WHERE usename = 'read_store_application'";

/** The process of one of the connections under test; they come and go, so there may be none for a moment. */
const aBackend = async (connectionString: string): Promise<number> => {
  for (;;) {
    const [found] = await asRoot(connectionString, [`SELECT pid ${backends} LIMIT 1`]);
    if (found) return Number(found['pid']);
    await setImmediate();
  }
};

const withServer = (server: TestServer): void => {
  const projections = [filesProjection('one'), filesProjection('two')];
  let bench: ReturnType<typeof postgresBench>;
  let store: ReadStore;
  let log: MemoryLog;
  let alarms: FollowerAlarm[];
  let effects: string[];
  let following: readonly Following[];

  /** Lets the log grow while the work is done; gives how many events there are then. */
  const growing = async (work: () => Promise<void>): Promise<number> => {
    const state = { isOver: false };
    const ended = work().finally(() => {
      state.isOver = true;
    });
    let count = log.events.length;
    for (; !state.isOver || count % 50 !== 0; count += 1) {
      log.append(opened(count + 1));
      // No faster than it is followed: what lies in wait would only make the test long.
      do await setImmediate();
      while (!state.isOver && count > effects.length + 100);
    }
    await ended;
    return count;
  };
  const expectWhole = async (count: number): Promise<void> => {
    await Promise.all(following.map((each) => each.settled(at(count))));
    const fresh = filesProjection('fresh');
    await store.migrate([fresh]);
    const digest = await rebuild({ source: log, readStore: store, projection: fresh });
    expect(await Promise.all(projections.map((projection) => store.digest(projection)))).toEqual([digest, digest]);
    expect([...new Set(effects)]).toEqual(log.events.map(({ position }) => position));
    expect(alarms.filter(({ isFinal }) => isFinal)).toEqual([]);
  };

  beforeAll(() => makeRoles(server));
  afterAll(() => server.stop());
  beforeEach(async () => {
    bench = postgresBench(server);
    store = await openPostgresReadStore(bench.options);
    log = new MemoryLog();
    alarms = [];
    effects = [];
    const leasing = { holder: 'one', leaseMs: 1000 };
    const onAlarm = (alarm: FollowerAlarm): void => void alarms.push(alarm);
    const projector = await startProjector({ source: log, readStore: store, projections, ...leasing, onAlarm });
    const reactor = startReactor({
      source: log,
      readStore: store,
      reactions: [{ name: 'noting', handles: 'all', react: async ({ position }) => void effects.push(position) }],
      leasing,
      laziness: { effects: 20, lagMs: 100 },
      onError: () => undefined,
    });
    following = [projector, reactor];
  });
  afterEach(async () => {
    await Promise.all(following.map((each) => each.stop()));
    await store.close();
    await bench.dispose();
  });

  describe('a database that goes away under load', () => {
    it('is away to a ping while it refuses, and followers go on where they stood when it is back', async () => {
      const refuse = `ALTER ROLE read_store_application CONNECTION LIMIT`;
      const count = await growing(async () => {
        await following[0]?.settled(at(20));
        await asRoot(server.connectionString, [`${refuse} 0`, `SELECT pg_terminate_backend(pid) ${backends}`]);
        await expect(store.ping(10_000)).rejects.toMatchObject({ code: 'read-store/unavailable', retriable: true });
        // A follower has met it, or nothing comes any more because they stand still.
        while (alarms.length === 0 && log.events.length < effects.length + 100) await setImmediate();
        await asRoot(server.connectionString, [`${refuse} -1`]);
        await store.ping(10_000);
      });
      await expectWhole(count);
    });

    it('takes rows and positions back together in a crash, and the log brings them again', async () => {
      const count = await growing(async () => {
        for (const goal of [30, 100]) {
          await following[0]?.settled(at(goal));
          const witness = new Client({ connectionString: server.connectionString });
          await witness.connect();
          const fallen = new Promise<void>((resolve) => witness.once('end', resolve).on('error', () => undefined));
          // One process of the server that dies so takes all of them along, and what was not written yet.
          process.kill(await aBackend(server.connectionString), 'SIGKILL');
          await fallen;
          const isThere = () =>
            store.ping(5000).then(
              () => true,
              () => false,
            );
          while (!(await isThere())) await setImmediate();
        }
      });
      await expectWhole(count);
    });
  });
};

const server = await startServer();
if (server) withServer(server);
else leaveOutPostgres('an outage of PostgreSQL');
