import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openPostgresReadStore } from '@knooppunt/read-store';
import { openPostgresVault } from '@knooppunt/vault';
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
});
