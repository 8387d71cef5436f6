import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openPostgresReadStore } from '@knooppunt/read-store';
import { migratePostgresVault, openPostgresVault } from '@knooppunt/vault';
import type { Vault } from '@knooppunt/vault';
import { Client } from 'pg';
import { throwawayPostgres } from '../postgres/throwaway.js';
import type { ThrowawayPostgres } from '../postgres/throwaway.js';
import { textOf } from './compose.js';

const versions = '/usr/lib/postgresql';
const psql = (existsSync(versions) ? readdirSync(versions) : [])
  .map((version) => join(versions, version, 'bin/psql'))
  .findLast((file) => existsSync(file));
if (psql === undefined) process.stderr.write('no psql for the tests (Debian: postgresql-15)\n');
const describeWithServer = psql === undefined ? describe.skip : describe;

/** Registers one contribution, as a gateway does. */
const register = async ({ sealer, register: rows }: Vault): Promise<void> => {
  const contribution = randomUUID();
  const registeredAt = '2026-03-01T09:30:00.000Z';
  const context = {
    cooperation: 'amsterdam-amstelland',
    supplier: '00000099000000000363',
    eventId: randomUUID(),
    eventType: 'ContributionSupplied',
    label: `sha256:${'0'.repeat(64)}`,
  };
  const content = Buffer.from('{}');
  const { sealed, keys } = await sealer.seal({ p1: content }, context, registeredAt);
  const bytes = Buffer.from(JSON.stringify(sealed));
  const stream = `contribution-${contribution}` as const;
  await rows.register({ contribution, stream, topic: 'signals.COLL', content, bytes, registeredAt }, keys);
};

describeWithServer('deploy/postgres/roles.sql', () => {
  let server: ThrowawayPostgres;
  let secrets: string;
  const passwords = { migrator: "de-migrator's", application: 'de-toepassing', gateway: 'de-rand' };
  const urlOf = (user: string): string => {
    const url = new URL(server.connectionString);
    return `postgresql://${user}@${url.host}/knooppunt`;
  };
  const run = () =>
    spawnSync(psql ?? '', ['--no-psqlrc', '-v', 'ON_ERROR_STOP=1', '--dbname', server.connectionString], {
      input: textOf('deploy/postgres/roles.sql').replaceAll('/run/secrets', secrets),
      encoding: 'utf8',
    });
  const as = async (user: string, sql: string): Promise<readonly Record<string, unknown>[]> => {
    const client = new Client({ connectionString: urlOf(user) });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };

  beforeAll(async () => {
    server = (await throwawayPostgres()) as ThrowawayPostgres;
    secrets = mkdtempSync(join(tmpdir(), 'roles-'));
  });
  afterAll(async () => {
    await server.stop();
    rmSync(secrets, { recursive: true, force: true });
  });

  it('stops where a password is missing, and then makes no role', () => {
    expect(run().status).not.toBe(0);
  });

  it('makes three roles without rights over the server', async () => {
    writeFileSync(join(secrets, 'postgres-migrator.password'), `${passwords.migrator}\n`);
    writeFileSync(join(secrets, 'postgres-application.password'), `${passwords.application}\n`);
    writeFileSync(join(secrets, 'postgres-gateway.password'), `${passwords.gateway}\n`);
    const { status, stderr } = run();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });

    expect(
      await as(
        'test',
        "SELECT rolname, rolsuper OR rolcreatedb OR rolcreaterole AS mighty FROM pg_roles WHERE rolname LIKE 'knooppunt%' ORDER BY 1",
      ),
    ).toEqual([
      { rolname: 'knooppunt', mighty: false },
      { rolname: 'knooppunt_gateway', mighty: false },
      { rolname: 'knooppunt_migrator', mighty: false },
    ]);
  });

  it('keeps passwords as SCRAM only', async () => {
    const rows = await as('test', "SELECT rolpassword FROM pg_authid WHERE rolname LIKE 'knooppunt%'");

    expect(rows.map(({ rolpassword }) => String(rolpassword).slice(0, 13))).toEqual(Array(3).fill('SCRAM-SHA-256'));
  });

  it('gives the migrator what vault and read models need, and the application no more than rows', async () => {
    const to = { connectionString: urlOf('knooppunt'), migratorConnectionString: urlOf('knooppunt_migrator') };
    const vault = await openPostgresVault({ ...to, rootKey: new Uint8Array(32) });
    await vault.close();
    const readStore = await openPostgresReadStore(to);
    await readStore.close();

    await expect(as('knooppunt', 'CREATE SCHEMA mine')).rejects.toThrow('permission denied');
    await expect(as('knooppunt', 'CREATE TABLE public.mine (a int)')).rejects.toThrow('permission denied');
    await expect(as('knooppunt', 'DROP TABLE vault.kek')).rejects.toThrow('must be owner');
    expect(await as('knooppunt', 'SELECT count(*)::int AS count FROM vault.kek')).toEqual([{ count: 0 }]);
  });

  it('gives an older installation the role that it lacks, and takes nothing from it', async () => {
    const rootKey = new Uint8Array(32);
    const vault = await openPostgresVault({ connectionString: urlOf('knooppunt'), rootKey });
    await register(vault);
    // As it was before the gateway had a role of its own.
    await as('test', 'DROP OWNED BY knooppunt_gateway');
    await as('test', 'REVOKE ALL ON DATABASE knooppunt FROM knooppunt_gateway');
    await as('test', 'DROP ROLE knooppunt_gateway');
    const before = await as('knooppunt', 'SELECT * FROM vault.data_key ORDER BY key_id');
    const { status, stderr } = run();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    await expect(as('knooppunt_gateway', 'SELECT 1 FROM vault.intake')).rejects.toThrow('permission denied');

    // the step of `prepare`
    const roles = { whole: ['knooppunt'], sealing: ['knooppunt_gateway'] };
    await migratePostgresVault({ connectionString: urlOf('knooppunt_migrator'), roles });
    const sealing = await openPostgresVault({ connectionString: urlOf('knooppunt_gateway'), rootKey });
    const after = await as('knooppunt', 'SELECT * FROM vault.data_key ORDER BY key_id');
    expect([before.length > 0, after]).toEqual([true, before]);
    await register(sealing);
    expect(await as('knooppunt', 'SELECT count(*)::int AS count FROM vault.intake')).toEqual([{ count: 2 }]);
    await expect(as('knooppunt_gateway', 'SELECT wrapped FROM vault.data_key')).rejects.toThrow('permission denied');
    await sealing.close();
    await vault.close();
  });

  it('may be repeated on a database that is at work', async () => {
    const columns = 'rolname, rolcanlogin, rolsuper, rolinherit';
    const roles = `SELECT ${columns} FROM pg_roles WHERE rolname LIKE 'knooppunt%' ORDER BY 1`;
    const counted = 'SELECT count(*)::int AS count FROM vault.intake';
    const before = [await as('test', roles), await as('knooppunt', counted)];
    const { status, stderr } = run();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect([await as('test', roles), await as('knooppunt', counted)]).toEqual(before);
  });
});
