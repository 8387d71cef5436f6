import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { embeddedBench } from '../test/embedded-bench.js';
import { at, event, filesProjection, MemoryLog, noDelay } from '../test/fixtures.js';
import type { ReadStoreBench } from '../test/fixtures.js';
import { positionName, ReadStoreUnavailable, startProjector } from './index.js';
import type { FollowerAlarm, Following, ProjectorOptions, ReadStore } from './index.js';

const opened = (number: number) => event(number, 'FileOpened', { file: `f${String(number).padStart(5, '0')}` });
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('a projector', () => {
  const projection = filesProjection('files');
  const other = filesProjection('other-files', 2);
  let bench: ReadStoreBench;
  let store: ReadStore;
  let running: Following[];
  let alarms: FollowerAlarm[];
  let nowMs: number;

  const start = async (source: ProjectorOptions['source'], options: Partial<ProjectorOptions> = {}) => {
    const following = await startProjector({
      source,
      readStore: store,
      projections: [projection],
      holder: 'one',
      clock: () => nowMs,
      onAlarm: (alarm) => alarms.push(alarm),
      leaseMs: 1000,
      delay: noDelay,
      ...options,
    });
    running.push(following);
    return following;
  };
  const count = async (of = projection) => {
    const rows = await store.db.selectFrom(store.tableName(of, 'files')).selectAll().execute();
    return rows.length;
  };

  beforeEach(async () => {
    nowMs = 1_000_000;
    bench = await embeddedBench(() => nowMs);
    store = await bench.open();
    running = [];
    alarms = [];
  });
  afterEach(async () => {
    await Promise.all(running.map((following) => following.stop()));
    await store.close();
    await bench.dispose();
  });

  it('catches up and goes on with what comes, every projection on a position of its own', async () => {
    const log = new MemoryLog(numbers(1, 1203).map(opened));
    const following = await start(log, { projections: [projection, other] });
    await following.settled(at(1203));
    expect([await count(), await count(other)]).toEqual([1203, 1203]);
    log.append(opened(1204), event(1205, 'SomethingElse', { file: 'x' }));
    await following.settled(at(1205));
    expect([await count(), await store.position(positionName(other))]).toEqual([1204, at(1205)]);
    expect([alarms, following.failed.size]).toEqual([[], 0]);
  });

  it('moves rows and position in transactions of at most 500 events', async () => {
    const log = new MemoryLog(numbers(1, 1203).map(opened));
    const moves: (string | undefined)[] = [];
    const counting: ReadStore = Object.assign(Object.create(store) as ReadStore, {
      applyAll: (...[parts, move]: Parameters<ReadStore['applyAll']>) => {
        moves.push(move.from, move.to);
        for (const { changes } of parts) expect(changes.length).toBeLessThanOrEqual(500);
        return store.applyAll(parts, move);
      },
    });
    const following = await start(log, { readStore: counting });
    await following.settled(at(1203));
    expect(moves).toEqual([undefined, at(500), at(500), at(1000), at(1000), at(1203)]);
  });

  it('goes on after a restart where it stood', async () => {
    const log = new MemoryLog(numbers(1, 10).map(opened));
    const first = await start(log);
    await first.settled(at(10));
    await first.stop();
    const asked: unknown[] = [];
    const watched = Object.assign(Object.create(log) as MemoryLog, {
      subscribe: (options: Parameters<MemoryLog['subscribe']>[0]) => {
        asked.push(options.after);
        return log.subscribe(options);
      },
    });
    log.append(opened(11));
    const second = await start(watched);
    await second.settled(at(11));
    expect([asked, await count()]).toEqual([[at(10)], 11]);
  });

  it('stops at an event that a projection cannot handle, says so, skips nothing and leaves the others going', async () => {
    const log = new MemoryLog(numbers(1, 3).map(opened));
    const fussy = {
      ...filesProjection('fussy'),
      evolve: (given: Parameters<typeof projection.evolve>[0]) => {
        if (given.position === at(4)) throw new TypeError('no idea');
        return projection.evolve(given);
      },
    };
    const following = await start(log, { projections: [fussy, projection] });
    await following.settled(at(3));
    log.append(opened(4), opened(5));
    await expect(following.settled(at(5))).rejects.toMatchObject({
      code: 'read-store/follower-stopped',
      follower: 'fussy_v1',
    });
    expect(alarms).toMatchObject([{ name: 'fussy_v1', position: at(3), isFinal: true }]);
    expect([...following.failed.keys()]).toEqual(['fussy_v1']);
    expect(following.failed.get('fussy_v1')?.cause).toBeInstanceOf(TypeError);
    expect([await store.position('fussy_v1'), await count(fussy)]).toEqual([at(3), 3]);
  });

  it('stops at a change outside the declared columns', async () => {
    const wild = {
      ...filesProjection('wild'),
      evolve: () => [{ do: 'upsert', table: 'files', row: { file: 'a', secret: 'b' } } as const],
    };
    const following = await start(new MemoryLog([opened(1)]), { projections: [wild] });
    await expect(following.settled(at(1))).rejects.toMatchObject({ cause: { code: 'read-store/invalid-change' } });
    expect(await store.position('wild_v1')).toBeUndefined();
  });

  it('stops when the log cannot be read, and tries again when it is only away', async () => {
    const log = new MemoryLog(numbers(1, 3).map(opened));
    log.fault = new ReadStoreUnavailable('away');
    const following = await start(log);
    await following.settled(at(3));
    expect(alarms).toMatchObject([{ isFinal: false, error: { retriable: true } }]);
    log.fault = new SyntaxError('unreadable');
    log.append(opened(4));
    await expect(following.settled(at(4))).rejects.toMatchObject({ cause: { name: 'SyntaxError' } });
    expect(alarms).toMatchObject([{ isFinal: false }, { isFinal: true }]);
  });

  it('leaves a projection to the worker that holds its lease, and takes over when that one stops', async () => {
    const log = new MemoryLog([opened(1)]);
    const first = await start(log, { holder: 'one' });
    await first.settled(at(1));
    const second = await start(log, { holder: 'two' });
    log.append(opened(2));
    await Promise.all([first.settled(at(2)), second.settled(at(2))]);
    expect(await store.lease(['files_v1'], 'three', 1)).toEqual(new Set());
    await first.stop();
    log.append(opened(3));
    await second.settled(at(3));
    expect([await count(), alarms]).toEqual([3, []]);
  });

  it('takes over when a lease has run out, and the other notices', async () => {
    const log = new MemoryLog([opened(1)]);
    const first = await start(log, { holder: 'one' });
    await first.settled(at(1));
    const second = await start(log, { holder: 'two' });
    nowMs += 2000;
    log.append(opened(2), opened(3));
    await Promise.all([first.settled(at(3)), second.settled(at(3))]);
    nowMs += 2000;
    log.append(opened(4));
    await Promise.all([first.settled(at(4)), second.settled(at(4))]);
    expect([await count(), alarms.filter(({ isFinal }) => isFinal)]).toEqual([4, []]);
  });

  it('does not settle once it was stopped', async () => {
    const following = await start(new MemoryLog());
    const settled = following.settled(at(1));
    const stopped = following.stop();
    await expect(settled).rejects.toMatchObject({ code: 'read-store/follower-stopped' });
    await stopped;
  });
});
