import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Recorded } from '@knooppunt/kernel';
import * as fc from 'fast-check';
import { embeddedBench } from '../test/embedded-bench.js';
import { at, event, filesProjection, MemoryLog, noDelay } from '../test/fixtures.js';
import type { ReadStoreBench } from '../test/fixtures.js';
import { positionName, rebuild, startProjector } from './index.js';
import type { ReadStore } from './index.js';

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

describe('a rebuild', () => {
  const projection = filesProjection('files');
  let bench: ReadStoreBench;
  let store: ReadStore;

  beforeEach(async () => {
    bench = await embeddedBench();
    store = await bench.open();
  });
  afterEach(async () => {
    await store.close();
    await bench.dispose();
  });

  /** Applies the log in batches of these sizes (over and over), every event so many times. */
  const applyInBatches = async (log: readonly Recorded[], sizes: readonly number[], times: number) => {
    await store.reset(projection);
    for (let start = 0, turn = 0; start < log.length; turn++) {
      const batch = log.slice(start, start + (sizes[turn % sizes.length] ?? 1));
      const changes = batch.flatMap((given) => Array.from({ length: times }, () => projection.evolve(given)).flat());
      const to = batch.at(-1)?.position ?? at(0);
      await store.apply(projection, changes, { from: await store.position(positionName(projection)), to });
      start += batch.length;
    }
    return store.digest(projection);
  };

  it('gives the digest that following gave', async () => {
    const happenings = fc.sample(happening, { numRuns: 1300, seed: 20_260_301 });
    const log = new MemoryLog(happenings.map(({ type, ...data }, index) => event(index + 1, type, data)));
    const live = await startProjector({
      source: log,
      readStore: store,
      projections: [projection],
      holder: 'one',
      clock: () => 0,
      onAlarm: ({ error }) => {
        throw error;
      },
      delay: noDelay,
    });
    await live.settled(at(1300));
    await live.stop();
    const digest = await store.digest(projection);
    expect(await rebuild({ source: log, readStore: store, projection })).toBe(digest);
    expect(await rebuild({ source: log, readStore: store, projection, batchSize: 7 })).toBe(digest);
    expect(await store.position(positionName(projection))).toBe(at(1300));
  });

  it('brings rows back that were tampered with', async () => {
    const log = new MemoryLog([event(1, 'FileOpened', { file: 'a' }), event(2, 'FileOpened', { file: 'b' })]);
    const digest = await rebuild({ source: log, readStore: store, projection });
    await store.apply(projection, [{ do: 'delete', table: 'files', where: { file: 'b' } }], { from: at(2), to: at(3) });
    expect(await store.digest(projection)).not.toBe(digest);
    expect(await rebuild({ source: log, readStore: store, projection })).toBe(digest);
  });

  it('of an empty log leaves empty tables', async () => {
    await rebuild({ source: new MemoryLog(), readStore: store, projection });
    expect(await store.position(positionName(projection))).toBeUndefined();
  });

  it('ends at the head that the log had when it began', async () => {
    const log = new MemoryLog([event(1, 'FileOpened', { file: 'a' }), event(2, 'FileOpened', { file: 'b' })]);
    const early = Object.assign(Object.create(log) as MemoryLog, { head: () => Promise.resolve(at(1)) });
    await rebuild({ source: early, readStore: store, projection });
    expect(await store.position(positionName(projection))).toBe(at(1));
  });

  it('passes on what the projection throws', async () => {
    const broken = { ...projection, evolve: () => [{ do: 'delete', table: 'files', where: {} } as const] };
    const log = new MemoryLog([event(1, 'FileOpened', { file: 'a' })]);
    await expect(rebuild({ source: log, readStore: store, projection: broken })).rejects.toMatchObject({
      code: 'read-store/invalid-change',
    });
  });

  it('gives one digest however the batches are cut and however often each event comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        logs,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 3 }),
        async (log, sizes, times) => {
          const digest = await rebuild({ source: new MemoryLog(log), readStore: store, projection });
          expect(await applyInBatches(log, sizes, times)).toBe(digest);
        },
      ),
      { numRuns: 60 },
    );
  });
});
