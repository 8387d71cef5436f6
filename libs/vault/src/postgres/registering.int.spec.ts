import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SealedBlock } from '@knooppunt/kernel';
import { context, registered } from '../../test/fixtures.js';
import { asRoot, makeRoles, vaultOptions } from '../../test/postgres-bench.js';
import { leaveOutPostgres } from '../../../../test/postgres/left-out.js';
import { startServer } from '../../../../test/postgres/server.js';
import type { TestServer } from '../../../../test/postgres/server.js';
import { openPostgresVault } from '../index.js';
import { vaultConnections } from './migrating.js';
import { keepStatement, registerStatement } from './registering.js';

const withServer = (server: TestServer): void => {
  const options = vaultOptions(server);
  /** The plan that a connection of the vault keeps for a statement, made while the tables are new and nobody has counted their rows. */
  const planOf = async ([sql, ...values]: readonly [string, ...(readonly unknown[])]): Promise<string> => {
    const connections = vaultConnections(options);
    try {
      const [, , answer] = await connections.transaction((send) =>
        send(
          ['SET LOCAL plan_cache_mode = force_generic_plan'],
          [`PREPARE asked AS ${sql}`],
          [`EXPLAIN EXECUTE asked(${values.map(() => 'NULL').join(', ')})`],
        ),
      );
      return (answer?.rows ?? []).map((line) => String(line['QUERY PLAN'])).join('\n');
    } finally {
      await connections.close();
    }
  };

  /** Rows that statements of the vault read by going through a whole table, once its connections are gone. */
  const readWhole = async (): Promise<unknown> => {
    const gone = `SELECT count(*)::integer AS open FROM pg_stat_activity WHERE application_name = 'knooppunt-vault'`;
    while ((await asRoot(server, gone))[0]?.['open'] !== 0) await setImmediate();
    const [found] = await asRoot(
      server,
      `SELECT sum(seq_tup_read)::integer AS rows, bool_and(idx_scan >= 400) AS looked_up FROM pg_stat_user_tables
        WHERE schemaname = '${options.schema}' AND relname IN ('data_key', 'intake')`,
    );
    return found;
  };

  beforeAll(async () => {
    await makeRoles(server);
    await (await openPostgresVault(options)).close();
  });
  afterAll(() => server.stop());

  describe('a plan that was made while the tables were new', () => {
    it.each([
      ['registering', registerStatement([])],
      ['keeping', keepStatement([])],
    ])('of %s looks rows up and never reads a table whole, however large it grows', async (_, statement) => {
      const plan = await planOf(statement as readonly [string, ...(readonly unknown[])]);
      expect(plan).toMatch(/Index (?:Only )?Scan using data_key/);
      expect(plan).not.toMatch(/Seq Scan on (?:data_key|intake)/);
    });

    it('is kept by no statement of a connection that began with them', async () => {
      const vault = await openPostgresVault({ ...options, poolSize: 1 });
      const many = <Result>(each: (at: number) => Promise<Result>) =>
        Promise.all(Array.from({ length: 100 }, (_, at) => each(at)));
      for (let round = 0; round < 4; round += 1) {
        const all = await many(() => registered(vault, 'Jansen'));
        await Promise.all(all.map(({ row }) => vault.register.markPublished(row.contribution)));
        await Promise.all(all.map(({ sealed }) => vault.opener.open(sealed['p1'] as SealedBlock, 'p1', context)));
        await Promise.all(all.map(({ row }) => vault.register.find(row.contribution)));
        await vault.register.waiting('2030-01-01T00:00:00.000Z', 10);
      }
      await vault.close();
      expect(await readWhole()).toEqual({ rows: 0, looked_up: true });
    });
  });
};

const server = await startServer();
if (server) withServer(server);
else leaveOutPostgres('plans of the vault in PostgreSQL');
