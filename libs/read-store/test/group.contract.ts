import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Position, Projection, Recorded } from '@knooppunt/kernel';
import * as fc from 'fast-check';
import { ReadStoreUnavailable, positionName, rebuild, startProjector } from '../src/index.js';
import type { FollowerAlarm, Following, ProjectorOptions, ReadStore } from '../src/index.js';
import { MemoryLog, at, event, filesProjection, noDelay } from './fixtures.js';
import type { ReadStoreBench } from './fixtures.js';

type Applied = { readonly names: readonly string[]; readonly from: Position | undefined; readonly to: Position };

const opened = (number: number): Recorded => event(number, 'FileOpened', { file: `f${number}` });
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const happening = fc.record({
  type: fc.constantFrom('FileOpened', 'FileWeighed', 'StatusSet', 'MemberJoined', 'MemberLeft', 'SomethingElse'),
  file: fc.constantFrom('a', 'b', 'é', ''),
  status: fc.constantFrom('open', 'closed'),
  member: fc.constantFrom('m', 'n'),
  count: fc.integer(),
});
const logs = fc
  .array(happening, { minLength: 1, maxLength: 40 })
  .map((happenings) => happenings.map(({ type, ...data }, index) => event(index + 1, type, data)));

/** Projections of one worker that go together, on any engine. */
export const groupContract = (prepare: () => Promise<ReadStoreBench>): void => {
  describe('projections of one worker', () => {
    const [first, second, third] = ['first', 'second', 'third'].map((name) => filesProjection(name)) as [
      Projection,
      Projection,
      Projection,
    ];
    const all = [first, second, third];
    let bench: ReadStoreBench;
    let store: ReadStore;
    let running: Following[];
    let alarms: FollowerAlarm[];
    let applied: Applied[];

    const start = async (
      source: MemoryLog,
      projections: readonly Projection[],
      options: Partial<ProjectorOptions> = {},
    ) => {
      const watched: ReadStore = Object.assign(Object.create(store) as ReadStore, {
        applyAll: async (...[parts, move]: Parameters<ReadStore['applyAll']>) => {
          await store.applyAll(parts, move);
          applied.push({ names: parts.map(({ projection }) => positionName(projection)), ...move });
        },
      });
      const following = await startProjector({
        source,
        readStore: watched,
        projections,
        holder: 'one',
        onAlarm: (alarm) => alarms.push(alarm),
        delay: noDelay,
        ...options,
      });
      running.push(following);
      return following;
    };
    const stands = async (projection: Projection) => store.position(positionName(projection));

    beforeEach(async () => {
      bench = await prepare();
      store = await bench.open();
      running = [];
      alarms = [];
      applied = [];
    });
    afterEach(async () => {
      await Promise.all(running.map((following) => following.stop()));
      await store.close();
      await bench.dispose();
    });

    it('that stand at one position move in one transaction per batch', async () => {
      const log = new MemoryLog(numbers(1, 25).map(opened));
      const following = await start(log, all, { batchSize: 10 });
      await following.settled(at(25));
      log.append(opened(26));
      await following.settled(at(26));
      const names = all.map(positionName);
      expect(applied).toEqual(
        [
          [undefined, 10],
          [10, 20],
          [20, 25],
          [25, 26],
        ].map(([from, to]) => ({ names, from: from === undefined ? undefined : at(from), to: at(to ?? 0) })),
      );
    });

    it('go on together when a new one has caught up, which holds nobody up meanwhile', async () => {
      const log = new MemoryLog(numbers(1, 600).map(opened));
      const before = await start(log, [first, second]);
      await before.settled(at(600));
      await before.stop();
      applied = [];
      const newer = filesProjection('first', 2);
      log.append(opened(601));
      const following = await start(log, [first, second, newer], { batchSize: 20 });
      await following.settled(at(601));
      const live = applied.findIndex(({ names, to }) => names.includes('first_v1') && to === at(601));
      expect(applied.slice(0, live).filter(({ names }) => names.includes('first_v2')).length).toBeLessThan(5);
      log.append(opened(602));
      await following.settled(at(602));
      expect(applied.at(-1)).toMatchObject({ from: at(601), to: at(602) });
      expect(applied.at(-1)?.names.toSorted((one, other) => one.localeCompare(other))).toEqual([
        'first_v1',
        'first_v2',
        'second_v1',
      ]);
      expect(await store.digest(newer)).toBe(await store.digest(first));
    });

    it('leave behind the one whose change is refused, and nobody else', async () => {
      const wild: Projection = {
        ...filesProjection('wild'),
        evolve: ({ position }) =>
          position === at(3) ? [{ do: 'upsert', table: 'files', row: { file: 'a', secret: 'b' } }] : [],
      };
      const log = new MemoryLog([opened(1)]);
      const following = await start(log, [first, wild, second]);
      await following.settled(at(1));
      log.append(opened(2), opened(3), opened(4));
      await expect(following.settled(at(4))).rejects.toMatchObject({ follower: 'wild_v1' });
      while ((await stands(second)) !== at(4)) await noDelay();
      log.append(opened(5));
      while ((await stands(first)) !== at(5)) await noDelay();
      expect([await stands(second), await stands(wild)]).toEqual([at(5), at(1)]);
      expect(applied.at(-1)?.names).toEqual(['first_v1', 'second_v1']);
      expect(alarms).toMatchObject([{ name: 'wild_v1', position: at(1), isFinal: true }]);
    });

    it('are one alarm when the store is away, and go on together afterwards', async () => {
      const log = new MemoryLog([opened(1)]);
      let refusals = 0;
      const failing: ReadStore = Object.assign(Object.create(store) as ReadStore, {
        applyAll: async (...[parts, move]: Parameters<ReadStore['applyAll']>) => {
          if (move.from === at(1) && refusals++ === 0) throw new ReadStoreUnavailable('away');
          await store.applyAll(parts, move);
          applied.push({ names: parts.map(({ projection }) => positionName(projection)), ...move });
        },
      });
      const following = await start(log, all, { readStore: failing });
      await following.settled(at(1));
      log.append(opened(2));
      await following.settled(at(2));
      expect(alarms).toMatchObject([{ name: 'projections', position: at(1), isFinal: false }]);
      expect(applied.map(({ names }) => names.length)).toEqual([3, 3]);
    });

    it('wait for none whose rows alone cannot be written for a while', async () => {
      const log = new MemoryLog([opened(1)]);
      let isLocked = true;
      const locked: ReadStore = Object.assign(Object.create(store) as ReadStore, {
        applyAll: async (...[parts, move]: Parameters<ReadStore['applyAll']>) => {
          const isIn = parts.some(({ projection }) => projection.name === 'second');
          if (isLocked && isIn && move.from === at(1)) throw new ReadStoreUnavailable('locked');
          await store.applyAll(parts, move);
        },
      });
      const following = await start(log, all, { readStore: locked });
      await following.settled(at(1));
      log.append(opened(2), opened(3));
      while ((await stands(third)) !== at(3)) await noDelay();
      expect([await stands(first), await stands(second)]).toEqual([at(3), at(1)]);
      isLocked = false;
      await following.settled(at(3));
      expect([await stands(second), following.failed.size]).toEqual([at(3), 0]);
      expect(await store.digest(second)).toBe(await store.digest(first));
    });

    it('hold the rows that each of them has alone, wherever each stood and however the batches are cut', async () => {
      await store.migrate(all);
      await fc.assert(
        fc.asyncProperty(
          logs,
          fc.tuple(fc.nat(40), fc.nat(40), fc.nat(40)),
          fc.integer({ min: 1, max: 9 }),
          async (events, places, batchSize) => {
            const source = new MemoryLog(events);
            const alone = await rebuild({ source, readStore: store, projection: first });
            for (const [index, projection] of all.entries()) {
              await store.reset(projection);
              const part = events.slice(0, places[index]);
              const to = part.at(-1)?.position;
              if (to === undefined) continue;
              const changes = part.filter(({ type }) => projection.handles.includes(type)).flatMap(projection.evolve);
              await store.apply(projection, changes, { from: undefined, to });
            }
            const following = await start(source, all, { batchSize });
            await following.settled(at(events.length));
            await following.stop();
            const digests = await Promise.all(all.map((projection) => store.digest(projection)));
            expect(digests).toEqual([alone, alone, alone]);
          },
        ),
        { numRuns: 40 },
      );
      expect(alarms).toEqual([]);
    });
  });
};
