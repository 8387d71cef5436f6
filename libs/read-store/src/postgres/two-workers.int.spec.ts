import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { leaveOutPostgres } from '../../../../test/postgres/left-out.js';
import { startServer } from '../../../../test/postgres/server.js';
import type { TestServer } from '../../../../test/postgres/server.js';
import { startWorker } from '../../test/child/worker-process.js';
import type { WorkerProcess } from '../../test/child/worker-process.js';
import { MemoryLog, at, event, filesProjection } from '../../test/fixtures.js';
import { asRoot, makeRoles, postgresBench } from '../../test/postgres-bench.js';
import { openPostgresReadStore, rebuild } from '../index.js';
import type { ReadStore } from '../index.js';

jest.setTimeout(120_000);

// Longer than a worker that holds it stands still on a busy machine.
const leaseMs = 2000;
const projections = [filesProjection('one'), filesProjection('two')];
const effectsOf = ({ lines }: WorkerProcess): readonly number[] =>
  lines.filter((line) => line.startsWith('effect')).map((line) => Number(line.split(' ')[1]));

const withServer = (server: TestServer): void => {
  let bench: ReturnType<typeof postgresBench>;
  let store: ReadStore;
  let workers: WorkerProcess[];

  const start = async (holder: string, isBlind = false): Promise<WorkerProcess> => {
    const { connectionString, schema } = bench.options;
    const worker = await startWorker({ connectionString, schema, holder, leaseMs, isBlind });
    workers.push(worker);
    return worker;
  };
  const stand = async (position: string): Promise<void> => {
    const names = projections.map(({ name }) => `${name}_v1`);
    for (;;) {
      const stands = await store.positions(names);
      if (names.every((name) => (stands.get(name) ?? '') >= position)) return;
    }
  };
  const expectWhole = async (count: number): Promise<void> => {
    const [first, second] = await Promise.all(projections.map((projection) => store.digest(projection)));
    const opened = Array.from({ length: count }, (_, index) =>
      event(index + 1, 'FileOpened', { file: `f${index + 1}` }),
    );
    const fresh = filesProjection('fresh');
    await store.migrate([fresh]);
    const digest = await rebuild({ source: new MemoryLog(opened), readStore: store, projection: fresh });
    expect([first, second]).toEqual([digest, digest]);
  };

  beforeAll(() => makeRoles(server));
  afterAll(() => server.stop());
  beforeEach(async () => {
    bench = postgresBench(server);
    store = await openPostgresReadStore(bench.options);
    await store.migrate(projections);
    workers = [];
  });
  afterEach(async () => {
    for (const worker of workers) worker.signal('SIGCONT');
    await Promise.all(workers.map((worker) => worker.kill()));
    await store.close();
    await bench.dispose();
  });

  describe('two workers on one database', () => {
    it('work one at a time, and the other takes over when the first is killed', async () => {
      const first = await start('one');
      await first.said('turn');
      const second = await start('two');
      for (const worker of workers) worker.grow(50);
      await stand(at(50));
      await first.said('effect 50');
      expect([second.lines.filter((line) => /^(applied|effect|turn)/.test(line)), effectsOf(first).length]).toEqual([
        [],
        50,
      ]);
      await first.kill();
      for (const worker of workers.slice(1)) worker.grow(80);
      await stand(at(80));
      await Promise.all([second.said('effect 80'), second.said('turn')]);
      const all = new Set([...effectsOf(first), ...effectsOf(second)]);
      expect([...all]).toEqual(Array.from({ length: 80 }, (_, index) => index + 1));
      await expectWhole(80);
    });

    it('hand over at once when the first stops, without an effect twice', async () => {
      const first = await start('one');
      await first.said('turn');
      const second = await start('two');
      for (const worker of workers) worker.grow(30);
      await first.said('effect 30');
      await stand(at(30));
      await first.stop();
      second.grow(60);
      await Promise.all([second.said('effect 60'), stand(at(60))]);
      expect(effectsOf(second)).toEqual(Array.from({ length: 30 }, (_, index) => index + 31));
      await expectWhole(60);
    });

    it('leave nothing to a first that was stopped and wakes up', async () => {
      const first = await start('one');
      await first.said('turn');
      const second = await start('two');
      for (const worker of workers) worker.grow(50);
      await Promise.all([first.said('applied 50'), first.said('effect 50')]);
      first.signal('SIGSTOP');
      const before = first.lines.length;
      for (const worker of workers) worker.grow(90);
      await Promise.all([second.said('effect 90'), second.said('turn'), stand(at(90))]);
      first.signal('SIGCONT');
      await first.said('no turn', before);
      for (const worker of workers) worker.grow(120);
      await Promise.all([second.said('effect 120'), stand(at(120))]);
      expect(first.lines.slice(before).filter((line) => /^(applied|refused|effect)/.test(line))).toEqual([]);
      await expectWhole(120);
    });

    it('stay whole when one believes to hold what it has lost: what it writes late is refused', async () => {
      const blind = await start('one', true);
      blind.grow(50);
      await blind.said('applied 50');
      blind.signal('SIGSTOP');
      blind.grow(60);
      const second = await start('two');
      second.grow(90);
      await Promise.all([second.said('effect 90'), stand(at(90))]);
      const before = blind.lines.length;
      blind.signal('SIGCONT');
      await blind.said('refused read-store/projection-moved', before);
      for (const worker of workers) worker.grow(120);
      await stand(at(120));
      await expectWhole(120);
    });
  });

  describe('the clock of leases', () => {
    it('is the server, whatever a worker believes, and a clock set back holds nobody up', async () => {
      await store.lease(['x', 'y'], 'one', 30_000);
      expect(await store.lease(['x'], 'two', 30_000)).toEqual(new Set());
      const late = `(extract(epoch from clock_timestamp()) * 1000)::bigint + 3600000`;
      await asRoot(server.connectionString, [
        `UPDATE ${bench.options.schema}.read_store__lease SET until_ms = ${late} WHERE name = 'x'`,
      ]);
      expect(await store.lease(['x', 'y'], 'two', 30_000)).toEqual(new Set(['x']));
    });
  });
};

const server = await startServer();
if (server) withServer(server);
else leaveOutPostgres('two workers on PostgreSQL');
