import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Client } from 'pg';
import type { Row, RowChange } from '@knooppunt/kernel';
import { embeddedBench } from '../../test/embedded-bench.js';
import { at, filesProjection } from '../../test/fixtures.js';
import type { ReadStoreBench } from '../../test/fixtures.js';
import { asRoot, makeRoles, postgresBench } from '../../test/postgres-bench.js';
import { leaveOutPostgres } from '../../../../test/postgres/left-out.js';
import { startServer } from '../../../../test/postgres/server.js';
import type { TestServer } from '../../../../test/postgres/server.js';
import { NotMigrated, openPostgresReadStore } from '../index.js';
import type { ReadStore } from '../index.js';

const files = filesProjection('files');
const upsert = (row: Row): RowChange => ({ do: 'upsert', table: 'files', row });

const queried = async (connectionString: string, sql: string): Promise<readonly unknown[]> => {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};

const withServer = (server: TestServer): void => {
  let bench: ReturnType<typeof postgresBench>;
  const opened: ReadStore[] = [];
  const open = async (options: Parameters<typeof openPostgresReadStore>[0]): Promise<ReadStore> => {
    const store = await openPostgresReadStore(options);
    opened.push(store);
    return store;
  };
  const asApplication = () => {
    const { connectionString, schema } = bench.options;
    return open({ connectionString, schema });
  };

  beforeAll(() => makeRoles(server));
  afterAll(() => server.stop());
  beforeEach(() => {
    bench = postgresBench(server);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
    await bench.dispose();
  });

  describe('two roles of the read store', () => {
    it('lets the application work once the migrator has made the tables, and not before', async () => {
      const application = await asApplication();
      await expect(application.migrate([files])).rejects.toBeInstanceOf(NotMigrated);
      await expect(application.reset(files)).rejects.toBeInstanceOf(NotMigrated);
      const migrator = await open(bench.options);
      await migrator.migrate([files]);
      await application.migrate([files]);
      await application.apply(files, [upsert({ file: 'a', weight: 1 })], { from: undefined, to: at(1) });
      await application.reset(files);
      expect(await application.position('files_v1')).toBeUndefined();
      await application.apply(files, [upsert({ file: 'b', weight: 1 })], { from: undefined, to: at(1) });
      expect(await application.digest(files)).toBe(await migrator.digest(files));
      await expect(application.migrate([{ ...files, version: 2 }])).rejects.toBeInstanceOf(NotMigrated);
      const changed = { ...files, tables: { files: { columns: { file: 'text' }, key: ['file'] } } } as const;
      await expect(application.migrate([changed])).rejects.toMatchObject({ code: 'read-store/projection-changed' });
      await expect(application.reset(changed)).rejects.toBeInstanceOf(NotMigrated);
    });

    it('gives the application rows to read and write, and no table to make, change, empty or drop', async () => {
      await (await open(bench.options)).migrate([files]);
      const { connectionString, schema } = bench.options;
      const table = `${schema}.files_v1__files`;
      for (const sql of [
        `DROP TABLE ${table}`,
        `TRUNCATE ${table}`,
        `ALTER TABLE ${table} ADD COLUMN other text`,
        `CREATE INDEX other ON ${table} (weight)`,
        `CREATE TABLE ${schema}.other (id text)`,
        `DELETE FROM ${schema}.read_store__definition`,
        `UPDATE ${schema}.read_store__migration SET number = 0`,
      ]) {
        await expect(queried(connectionString, sql)).rejects.toMatchObject({ code: '42501' });
      }
      // To PostgreSQL a grant without the right to give it is a warning; what counts is that nobody got anything.
      await queried(connectionString, `GRANT SELECT ON ${table} TO PUBLIC`);
      const rights = await queried(
        server.connectionString,
        `SELECT DISTINCT grantee, privilege_type AS may FROM information_schema.table_privileges
           WHERE table_schema = '${schema}' AND grantee <> 'read_store_migrator' AND table_name = 'files_v1__files'
           ORDER BY 2`,
      );
      expect(rights).toEqual(
        ['DELETE', 'INSERT', 'SELECT', 'UPDATE'].map((may) => ({ grantee: 'read_store_application', may })),
      );
      const own = await queried(
        server.connectionString,
        `SELECT count(*)::int AS n FROM information_schema.tables WHERE table_schema = '${schema}'`,
      );
      expect(own).toEqual([{ n: 6 }]);
    });

    it('makes the tables once when many migrate at once', async () => {
      const many = await Promise.all(Array.from({ length: 4 }, () => open(bench.options)));
      await Promise.all(many.map((store) => store.migrate([files])));
      const [first] = many;
      await first?.apply(files, [upsert({ file: 'a', weight: 1 })], { from: undefined, to: at(1) });
      expect(new Set(await Promise.all(many.map((store) => store.digest(files)))).size).toBe(1);
    });

    it('takes a plain name for its schema only', async () => {
      const { connectionString } = bench.options;
      await expect(openPostgresReadStore({ connectionString, schema: 'a"; DROP' })).rejects.toMatchObject({
        code: 'read-store/invalid-schema',
      });
    });
  });

  describe('the two engines of the read store', () => {
    let embedded: ReadStore;
    let other: ReadStoreBench;
    beforeEach(async () => {
      other = await embeddedBench();
      embedded = await other.open();
    });
    afterEach(async () => {
      await embedded.close();
      await other.dispose();
    });

    it('hold the same rows, in the same order, under the same digest, also over many pages', async () => {
      const postgres = await open(bench.options);
      const signs = ['', ' ', 'A', 'a', 'Z', 'z', 'é', 'ß', '€', '\uffee', '𝄞', '_', '-', '10', '9'];
      const rows = Array.from({ length: 4500 }, (_, i) =>
        upsert({
          file: `${signs[i % signs.length] ?? ''}${String(i * 7919)}`,
          weight: i % 3 === 0 ? null : (i - 2000) * 2 ** 30,
          status: i % 5 === 0 ? null : (signs[i % 7] ?? ''),
        }),
      );
      const others: readonly RowChange[] = [
        { do: 'update', table: 'files', where: { status: 'A' }, set: { weight: 0 } },
        { do: 'delete', table: 'files', where: { status: 'é' } },
        { do: 'insert-new', table: 'file-members', row: { file: 'a', member: 'é' } },
        { do: 'insert-new', table: 'file-members', row: { file: 'a', member: 'z', since: at(3) } },
      ];
      for (const store of [embedded, postgres]) {
        await store.migrate([files]);
        await store.apply(files, [...rows, ...others], { from: undefined, to: at(9) });
      }
      const digest = await postgres.digest(files);
      expect(digest).toBe(await embedded.digest(files));
      const listed = (store: ReadStore) =>
        store.db
          .selectFrom(store.tableName(files, 'files'))
          .selectAll()
          .where('file', '>', 'Z')
          .orderBy('file')
          .limit(300)
          .execute();
      expect(await listed(postgres)).toEqual((await listed(embedded)).map((row) => ({ ...row })));
      await postgres.apply(files, [upsert({ file: '', weight: 1 })], { from: at(9), to: at(10) });
      expect(await postgres.digest(files)).not.toBe(digest);
    });

    it('hold the same rows after any changes in any order', async () => {
      const postgres = await open(bench.options);
      const file = fc.constantFrom('a', 'b', 'c', 'é', '');
      const status = fc.constantFrom('open', 'closed', '', null);
      const weight = fc.option(fc.maxSafeInteger());
      const some = { requiredKeys: [] };
      const change: fc.Arbitrary<RowChange> = fc.oneof(
        fc.record({
          do: fc.constantFrom('upsert' as const, 'insert-new' as const),
          table: fc.constant('files'),
          row: fc
            .tuple(fc.record({ file }), fc.record({ status, weight }, some))
            .map(([key, rest]) => ({ ...key, ...rest })),
        }),
        fc.record({
          do: fc.constant('update' as const),
          table: fc.constant('files'),
          where: fc.oneof(fc.record({ file }), fc.record({ status })),
          set: fc.oneof(fc.record({ status }), fc.record({ weight, status })),
        }),
        fc.record({
          do: fc.constant('delete' as const),
          table: fc.constant('files'),
          where: fc.oneof(fc.record({ file }), fc.record({ file, status })),
        }),
      );
      for (const store of [embedded, postgres]) await store.migrate([files]);
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 60 }), async (changes) => {
          const digests: string[] = [];
          for (const store of [embedded, postgres]) {
            await store.reset(files);
            await store.apply(files, changes, { from: undefined, to: at(1) });
            digests.push(await store.digest(files));
          }
          expect(digests[1]).toBe(digests[0]);
        }),
        { numRuns: 100 },
      );
    });

    it('count and add up to numbers', async () => {
      const postgres = await open(bench.options);
      await postgres.migrate([files]);
      await postgres.apply(files, [upsert({ file: 'a', weight: 2 ** 40 }), upsert({ file: 'b', weight: 2 })], {
        from: undefined,
        to: at(1),
      });
      const table = postgres.tableName(files, 'files');
      const query = postgres.db
        .selectFrom(table)
        .select(({ fn }) => [fn.countAll<number>().as('n'), fn.sum<number>('weight').as('sum')]);
      expect(await query.execute()).toEqual([{ n: 2, sum: 2 ** 40 + 2 }]);
    });
  });

  describe('a database that goes away', () => {
    it('is unavailable while it refuses, and answers again afterwards without a new store', async () => {
      const store = await open(bench.options);
      await store.migrate([files]);
      await store.apply(files, [upsert({ file: 'a', weight: 1 })], { from: undefined, to: at(1) });
      const table = store.tableName(files, 'files');
      const ask = () => store.db.selectFrom(table).selectAll().execute();
      const application = 'read_store_application';
      await asRoot(server.connectionString, [
        `ALTER ROLE ${application} CONNECTION LIMIT 0`,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${application}'`,
      ]);
      const refusal = { code: 'read-store/unavailable', retriable: true };
      try {
        await expect(ask()).rejects.toMatchObject(refusal);
        await expect(store.position('files_v1')).rejects.toMatchObject(refusal);
        await expect(store.advance('reaction:x', { from: undefined, to: at(1) })).rejects.toMatchObject(refusal);
        await expect(store.digest(files)).rejects.toMatchObject(refusal);
      } finally {
        await asRoot(server.connectionString, [`ALTER ROLE ${application} CONNECTION LIMIT -1`]);
      }
      expect(await ask()).toHaveLength(1);
      await store.apply(files, [upsert({ file: 'a', weight: 2 })], { from: at(1), to: at(2) });
      expect(await store.position('files_v1')).toBe(at(2));
    });

    it('leaves rows and position as they were when it goes in the middle of a batch', async () => {
      const store = await open(bench.options);
      await store.migrate([files]);
      await store.apply(files, [upsert({ file: 'a', weight: 1 })], { from: undefined, to: at(1) });
      const holder = new Client({ connectionString: server.connectionString });
      await holder.connect();
      await holder.query('BEGIN');
      await holder.query(`SELECT 1 FROM ${bench.options.schema}.files_v1__files FOR UPDATE`);
      const batch = [upsert({ file: 'b', weight: 1 }), upsert({ file: 'a', weight: 2 })];
      const applied = store.apply(files, batch, { from: at(1), to: at(2) }).catch((error: unknown) => error);
      const work = `FROM pg_stat_activity WHERE usename = 'read_store_application' AND wait_event_type = 'Lock'`;
      while ((await queried(server.connectionString, `SELECT 1 ${work}`)).length === 0) await setImmediate();
      await queried(server.connectionString, `SELECT pg_terminate_backend(pid) ${work}`);
      expect(await applied).toMatchObject({ code: 'read-store/unavailable', retriable: true });
      await holder.query('ROLLBACK');
      await holder.end();
      expect(await store.position('files_v1')).toBe(at(1));
      await store.apply(files, batch, { from: at(1), to: at(2) });
      const rows = await store.db.selectFrom(store.tableName(files, 'files')).select(['file', 'weight']).execute();
      expect(rows).toHaveLength(2);
    });

    it('is unavailable when it accepts and never answers, within the time that was set', async () => {
      const store = await open({ ...bench.options, timeoutMs: 400 });
      await store.migrate([files]);
      await store.position('files_v1');
      process.kill(server.pid, 'SIGSTOP');
      const backends = (await stopped(server.pid)).map(Number);
      try {
        const refusal = { code: 'read-store/unavailable', retriable: true };
        await expect(store.position('files_v1')).rejects.toMatchObject(refusal);
        await expect(store.apply(files, [], { from: undefined, to: at(1) })).rejects.toMatchObject(refusal);
      } finally {
        for (const pid of [...backends, server.pid]) process.kill(pid, 'SIGCONT');
      }
      await store.apply(files, [upsert({ file: 'a', weight: 1 })], { from: undefined, to: at(1) });
      expect(await store.position('files_v1')).toBe(at(1));
    });
  });
};

const stopped = async (postmaster: number): Promise<readonly string[]> => {
  const children = (await readFile(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8')).trim().split(' ');
  for (const pid of children) process.kill(Number(pid), 'SIGSTOP');
  return children;
};

const server = await startServer();
if (server) withServer(server);
else leaveOutPostgres('read store: PostgreSQL, its roles and faults');
