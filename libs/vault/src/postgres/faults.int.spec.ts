import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import type { SealedBlock } from '@knooppunt/kernel';
import { bytes, context, march, registered, textOf } from '../../test/fixtures.js';
import { application, asRoot, makeRoles, vaultOptions } from '../../test/postgres-bench.js';
import { leaveOutPostgres } from '../../../../test/postgres/left-out.js';
import { startServer } from '../../../../test/postgres/server.js';
import type { TestServer } from '../../../../test/postgres/server.js';
import {
  KeysNotDestroyed,
  OwnerDestroyed,
  RootKeyMalformed,
  RootKeyMissing,
  VaultNotMigrated,
  VaultUnavailable,
  openPostgresVault,
} from '../index.js';
import type { PostgresVault, PostgresVaultOptions } from '../index.js';
import { vaultConnections } from './migrating.js';

type Registered = Awaited<ReturnType<typeof registered>>;
const read = async ({ opener }: PostgresVault, { sealed }: Pick<Registered, 'sealed'>): Promise<string> =>
  textOf(await opener.open(sealed['p1'] as SealedBlock, 'p1', context));

const withServer = (server: TestServer): void => {
  let options: ReturnType<typeof vaultOptions>;
  const opened: PostgresVault[] = [];
  const open = async (changed: Partial<PostgresVaultOptions> = {}): Promise<PostgresVault> => {
    const vault = await openPostgresVault({ ...options, ...changed });
    opened.push(vault);
    return vault;
  };
  const cutOff = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${application}'`;
  const withoutDatabase = async (work: () => Promise<void>): Promise<void> => {
    await asRoot(server, `ALTER ROLE ${application} CONNECTION LIMIT 0`, cutOff);
    try {
      await work();
    } finally {
      await asRoot(server, `ALTER ROLE ${application} CONNECTION LIMIT -1`);
    }
  };

  beforeAll(() => makeRoles(server));
  afterAll(() => server.stop());
  beforeEach(() => {
    options = vaultOptions(server);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((vault) => vault.close()));
    await asRoot(server, `DROP SCHEMA IF EXISTS ${options.schema} CASCADE`);
  });

  describe('a vault whose database goes away', () => {
    it('says so for every call, and answers again afterwards', async () => {
      const vault = await open();
      const one = await registered(vault, 'Jansen');
      const unit = await vault.sealer.seal({ p1: bytes('x') }, context, march);
      await withoutDatabase(async () => {
        await expect(read(vault, one)).rejects.toBeInstanceOf(VaultUnavailable);
        await expect(vault.opener.reach()).rejects.toBeInstanceOf(VaultUnavailable);
        await expect(vault.sealer.keep(randomUUID(), unit.keys)).rejects.toBeInstanceOf(VaultUnavailable);
        await expect(vault.register.find(one.row.contribution)).rejects.toBeInstanceOf(VaultUnavailable);
        await expect(open()).rejects.toBeInstanceOf(VaultUnavailable);
      });
      expect(await read(vault, one)).toBe('Jansen');
      await vault.sealer.keep(randomUUID(), unit.keys);
      expect(await read(vault, unit)).toBe('x');
    });

    it('reports no destruction that did not happen', async () => {
      const vault = await open();
      const one = await registered(vault, 'Jansen');
      await withoutDatabase(async () => {
        await expect(vault.destroyer.destroy(one.row.contribution)).rejects.toBeInstanceOf(KeysNotDestroyed);
      });
      expect(await read(vault, one)).toBe('Jansen');
      expect(await vault.destroyer.destroy(one.row.contribution)).toHaveLength(2);
      expect(await read(vault, one)).toBe('destroyed');
    });

    it('destroys all or nothing when it is cut off in the middle, and completes when asked again', async () => {
      const vault = await open();
      const one = await registered(vault, 'Jansen');
      const { contribution } = one.row;
      const holder = new Client({ connectionString: server.connectionString });
      await holder.connect();
      await holder.query('BEGIN');
      // The last row that a destruction changes: its keys are emptied by then, and nothing is committed.
      await holder.query(`SELECT 1 FROM ${options.schema}.intake WHERE contribution = '${contribution}' FOR UPDATE`);
      const destruction = vault.destroyer.destroy(contribution).catch((error: unknown) => error);
      const waiting = `SELECT 1 FROM pg_stat_activity WHERE usename = '${application}' AND wait_event_type = 'Lock'`;
      while ((await asRoot(server, waiting)).length === 0) await setImmediate();
      await asRoot(server, cutOff);
      expect(await destruction).toBeInstanceOf(KeysNotDestroyed);
      await holder.query('ROLLBACK');
      await holder.end();
      expect(await read(vault, one)).toBe('Jansen');
      expect(await vault.register.find(contribution)).toEqual(one.row);
      expect(await vault.destroyer.destroy(contribution)).toHaveLength(2);
      expect(await read(vault, one)).toBe('destroyed');
    });

    it('waits no longer than it was told for a server that accepts and never answers', async () => {
      const vault = await open({ timeoutMs: 2_000 });
      const one = await registered(vault, 'Jansen');
      const held = new Client({ connectionString: server.connectionString });
      await held.connect();
      await held.query(`BEGIN; LOCK TABLE ${options.schema}.data_key`);
      await expect(read(vault, one)).rejects.toBeInstanceOf(VaultUnavailable);
      await held.query('ROLLBACK');
      await held.end();
      expect(await read(vault, one)).toBe('Jansen');
    });
  });

  describe('several vaults on one database', () => {
    it('let a destroyed key die in each of them, soon (how soon, the key ring knows by a clock of its own)', async () => {
      const [one, other] = [await open(), await open()];
      const gone = await registered(one, 'Jansen');
      expect(await read(other, gone)).toBe('Jansen');
      await one.destroyer.destroy(gone.row.contribution);
      while ((await read(other, gone)) !== 'destroyed') await setImmediate();
      expect(await read(one, gone)).toBe('destroyed');
    });

    it('leave no living key behind when one keeps what another destroys', async () => {
      const [one, other] = [await open(), await open()];
      for (let round = 0; round < 20; round += 1) {
        const { row } = await registered(one, 'Jansen');
        const more = await one.sealer.seal({ p1: bytes('meer') }, context, march);
        const [kept] = await Promise.allSettled([
          one.sealer.keep(row.contribution, more.keys),
          other.destroyer.destroy(row.contribution),
        ]);
        const living = `SELECT 1 FROM ${options.schema}.data_key WHERE owner = '${row.contribution}' AND receipt IS NULL`;
        expect(await asRoot(server, living)).toEqual([]);
        const outcome = kept.status === 'fulfilled' ? 'kept, then destroyed' : (kept.reason as unknown);
        expect([outcome === 'kept, then destroyed', outcome instanceof OwnerDestroyed]).toContain(true);
      }
    });

    it('register one contribution once, whichever gateway it comes through', async () => {
      const vaults = [await open(), await open(), await open()];
      const [first] = vaults;
      const { row } = await registered(first as PostgresVault, 'Jansen');
      const found = await Promise.all(vaults.map((vault) => vault.register.find(row.contribution)));
      expect(found).toEqual([row, row, row]);
    });

    it('agree on names when they start at once on an empty database', async () => {
      const many = await Promise.all(Array.from({ length: 4 }, () => open()));
      const ids = many.map(({ names }) => names.contributionId('00000099000000000363', 's', '1'));
      expect(new Set(ids).size).toBe(1);
    });
  });

  describe('the roles of the vault', () => {
    it('let the application work once the migrator has made the tables, and not before', async () => {
      const { migratorConnectionString: _migrator, ...asApplication } = options;
      await expect(openPostgresVault(asApplication)).rejects.toBeInstanceOf(VaultNotMigrated);
      await open();
      const vault = await openPostgresVault(asApplication);
      opened.push(vault);
      expect(await read(vault, await registered(vault, 'Jansen'))).toBe('Jansen');
    });

    it('give the application no table to make, change, empty or drop', async () => {
      await open();
      const client = new Client({ connectionString: options.connectionString });
      await client.connect();
      for (const sql of [
        `DROP TABLE ${options.schema}.data_key`,
        `TRUNCATE ${options.schema}.data_key`,
        `ALTER TABLE ${options.schema}.data_key DROP COLUMN receipt`,
        `CREATE TABLE ${options.schema}.other (id text)`,
        `DELETE FROM ${options.schema}.migration`,
      ]) {
        await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
      }
      await client.end();
    });

    it('acknowledge what is on disk, whatever the server does by default', async () => {
      const { connectionString, schema } = options;
      expect(await asRoot(server, 'SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'off' }]);
      const connections = vaultConnections({ connectionString, schema, poolSize: 1 });
      expect(await connections.rows('SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
      await connections.close();
    });
  });

  describe('the root key of a vault in PostgreSQL', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'vault-'));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it('is made at the first start of all, for its owner only, and never again', async () => {
      const rootKey = { file: join(folder, 'root.key') };
      const one = await registered(await open({ rootKey }), 'Jansen');
      expect(statSync(rootKey.file).mode & 0o777).toBe(0o600);
      expect(readFileSync(rootKey.file)).toHaveLength(32);
      expect(await read(await open({ rootKey }), one)).toBe('Jansen');
      rmSync(rootKey.file);
      await expect(open({ rootKey })).rejects.toBeInstanceOf(RootKeyMissing);
      expect(existsSync(rootKey.file)).toBe(false);
    });

    it('is refused in another size, and so is a schema that is no name', async () => {
      await expect(open({ rootKey: new Uint8Array(31) })).rejects.toBeInstanceOf(RootKeyMalformed);
      await expect(open({ schema: 'vault"; DROP' })).rejects.toMatchObject({ code: 'vault/invalid-schema' });
    });
  });
};

const server = await startServer();
if (server) withServer(server);
else leaveOutPostgres('faults of the vault in PostgreSQL');
