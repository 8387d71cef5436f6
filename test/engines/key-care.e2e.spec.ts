import { randomUUID } from 'node:crypto';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { erasureDecider } from '@knooppunt/cases';
import { openEventStoreDb, runDecider } from '@knooppunt/event-store';
import { streamName } from '@knooppunt/kernel';
import { fetchOrganisationToken, fetchPersonToken } from '@knooppunt/platform';
import { Client as Database } from 'pg';
import { Cluster } from '../../apps/standalone/src/engines/cluster.js';
import { amsterdam } from '../e2e/support/cast.js';
import { Client, accepted, idOf } from '../e2e/support/client.js';
import { cloudEvent, signals } from '../e2e/support/deliveries.js';
import { noLimits } from '../harness/no-limits.js';
import { postgresKeyStore } from '../restore/key-stores.js';
import { brokerMissing } from './broker.js';
import { startEngines } from './engines.js';
import type { Engines } from './engines.js';

jest.setTimeout(240_000);
const missing = brokerMissing();
if (missing !== undefined) process.stderr.write(`the programs on engines are not started: ${missing}\n`);
const describeOnEngines = missing === undefined ? describe : describe.skip;

const root = fileURLToPath(new URL('../..', import.meta.url));
const programs = join(root, 'dist');
const address = 'Aalbersestraat 281';

describeOnEngines('the keys of three running programs', () => {
  let folder: string;
  let engines: Engines;
  let cluster: Cluster;
  let system: Client;
  let person: Client;

  const file = (name: string): string => join(folder, name);
  const urlAs = (role: string): string => {
    const url = new URL(engines.addresses.postgres);
    url.username = role;
    url.pathname = '/knooppunt';
    return url.toString();
  };
  const query = async (role: string, sql: string): Promise<readonly Record<string, unknown>[]> => {
    const client = new Database({ connectionString: urlAs(role) });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const asOwner = (sql: string) => query('knooppunt_migrator', sql);

  /** The command as an operator calls it: exit code, and all that it said. */
  const keys = (...words: readonly string[]): Promise<{ readonly code: number; readonly said: string }> =>
    new Promise((resolve) => {
      const env = {
        PATH: process.env['PATH'] ?? '',
        KNOOPPUNT_POSTGRES_URL: urlAs('knooppunt_app'),
        KNOOPPUNT_ROOT_KEY_FILE: file('root.key'),
        KNOOPPUNT_OTHER_ROOT_KEY_FILES: file('next.key'),
      };
      const args = [join(programs, 'apps/worker/src/keys.js'), ...words];
      execFile(process.execPath, args, { env }, (error, stdout, stderr) => {
        resolve({ code: Number(error?.code ?? 0), said: stdout + stderr });
      });
    });

  const deliver = async (): Promise<string> =>
    idOf(
      await system.raw('POST', '/v1/leveringen', JSON.stringify(cloudEvent('S1', signals.S1, { id: randomUUID() }))),
    );
  const readBack = (id: string) => person.get(`/v1/leveringen/${id}`);
  const until = async (isSo: () => Promise<boolean>): Promise<void> => {
    const deadline = performance.now() + 60_000;
    while (!(await isSo())) {
      if (performance.now() > deadline) throw new Error('it did not come about');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const taken = (id: string): Promise<void> => until(async () => (await readBack(id)).text.includes(address));

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'knooppunt-keys-'));
    engines = (await startEngines()) as Engines;
    writeFileSync(file('next.key'), Buffer.alloc(32, 7), { mode: 0o600 });
    const settings = { ...noLimits, KNOOPPUNT_OTHER_ROOT_KEY_FILES: file('next.key') };
    const founding = join(root, 'deploy/demo/founding.yaml');
    cluster = await Cluster.start({ engines: engines.addresses, folder, founding, port: 0, programs, settings });
    const issuer = `${cluster.base}/oidc`;
    const who = {
      issuer,
      clientId: 'amsterdam-college',
      clientSecret: 'demo-amsterdam-college',
      cooperation: amsterdam,
    };
    const token = await fetchOrganisationToken(who);
    system = new Client(cluster.base, {
      authorization: `Bearer ${token}`,
      'content-type': 'application/cloudevents+json',
    });
    const own = await fetchPersonToken({ issuer, sub: 'college.amsterdam', cooperation: amsterdam });
    person = new Client(cluster.base, { authorization: `Bearer ${own}`, doelbinding: 'COLL.wonen' });
  });
  afterAll(async () => {
    await cluster?.stop();
    await engines?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are the gateway’s to seal with, and no more: its role reads no wrapped key, destroys none, sees one read model', async () => {
    const id = await deliver();
    await taken(id);
    await until(async () => {
      const [row] = await asOwner(`SELECT published, bytes FROM vault.intake WHERE contribution = '${id}'`);
      return row?.['published'] === true && row['bytes'] === null;
    });
    const users = await asOwner("SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = 'knooppunt'");
    expect(users).toContainEqual({ usename: 'knooppunt_gateway' });
    for (const forbidden of [
      'SELECT wrapped FROM vault.data_key',
      'UPDATE vault.data_key SET wrapped = NULL',
      'DELETE FROM vault.data_key',
      'DELETE FROM vault.kek',
      'UPDATE vault.intake SET digest = NULL',
      'UPDATE vault.tombstones SET position = NULL',
      'SELECT * FROM read_store.read_store__lease',
      'CREATE TABLE vault.mine (a int)',
    ]) {
      await expect(query('knooppunt_gateway', forbidden)).rejects.toThrow(/permission denied/);
    }
    const tables = await asOwner(
      `SELECT table_name AS name FROM information_schema.table_privileges
        WHERE grantee = 'knooppunt_gateway' AND table_schema = 'read_store' ORDER BY 1`,
    );
    const foreign = tables.filter(
      ({ name }) => !/^(?:supply_rights|read_store__(?:position|definition))/.test(String(name)),
    );
    expect([foreign, tables.length > 2]).toEqual([[], true]);
  });

  it('come under another root while they are used, without a refusal, and a program that starts in between goes on', async () => {
    const first = await deliver();
    await taken(first);
    const over = new AbortController();
    const bad: string[] = [];
    let sealed = 0;
    let reads = 0;
    const sealing = (async () => {
      while (!over.signal.aborted) {
        const answer = await system.raw(
          'POST',
          '/v1/leveringen',
          JSON.stringify(cloudEvent('S1', signals.S1, { id: randomUUID() })),
        );
        if (answer.status === 202) sealed += 1;
        else bad.push(`${answer.status} ${answer.text}`);
      }
    })();
    const reading = (async () => {
      while (!over.signal.aborted) {
        const answer = await readBack(first);
        if (answer.status === 200 && answer.text.includes(address)) reads += 1;
        else bad.push(`${answer.status} ${answer.text}`);
      }
    })();
    const busy = () => until(async () => sealed > 0 && reads > 0);
    await busy();
    const before = await keys('status');
    const dry = await keys('rotate-root', '--to', file('next.key'), '--dry-run');
    const rootsOf = (said: string): readonly string[] => said.split('\n').slice(0, 2);
    expect([before.code, dry.code]).toEqual([0, 0]);
    expect(rootsOf((await keys('status')).said)).toEqual(rootsOf(before.said));
    const rotated = await keys('rotate-root', '--to', file('next.key'));
    expect([rotated.code, rotated.said]).toEqual([0, expect.stringMatching(/^Onder hoofdsleutel \S+ gebracht: [1-9]/)]);
    [sealed, reads] = [0, 0];
    await busy();
    over.abort();
    await Promise.all([sealing, reading]);
    expect(bad).toEqual([]);
    const [{ count } = {}] = await asOwner(
      'SELECT count(*)::int AS count FROM vault.kek WHERE root NOT IN (SELECT id FROM vault.root)',
    );
    expect([count, await asOwner('SELECT id FROM vault.root')]).toEqual([0, [expect.anything()]]);
    // These were started with the old root as their own: it never comes back.
    for (const program of [cluster.gateway, cluster.hub]) {
      await program.kill();
      await program.start();
    }
    await taken(await deliver());
    expect(await asOwner('SELECT count(*)::int AS count FROM vault.root')).toEqual([{ count: 1 }]);
    const again = await keys('rotate-root', '--to', file('root.key'), '--lang', 'en');
    expect(again).toEqual({ code: 2, said: 'This root key was replaced before: make a new one.\n' });
    for (const { said } of [before, dry, rotated, again]) {
      for (const name of ['root.key', 'next.key']) {
        for (const form of ['hex', 'base64', 'base64url'] as const) {
          expect(said).not.toContain(readFileSync(file(name)).toString(form));
        }
      }
    }
  });

  it('open nothing that was erased after a copy of them is put back: closed until the worker has destroyed it again', async () => {
    const gone = await deliver();
    const left = await deliver();
    await taken(gone);
    await taken(left);
    const keyStore = postgresKeyStore({ connectionString: urlAs(new URL(engines.addresses.postgres).username) });
    await keyStore.copy();
    const store = await openEventStoreDb({ connectionString: engines.addresses.eventStoreDb });
    const erasure = randomUUID();
    await runDecider(store, erasureDecider, {
      stream: streamName('erasure', erasure),
      command: { type: 'RequestErasure', data: { erasure, contribution: gone, ground: 'term-ended', cause: erasure } },
      meta: {
        commandId: erasure,
        cooperation: amsterdam,
        at: new Date().toISOString(),
        actor: 'system:spec',
        organisation: null,
        role: null,
        purpose: null,
        correlation: 'spec',
        causation: null,
        traceId: '0'.repeat(32),
      },
    });
    const living = async (id: string): Promise<unknown> =>
      (
        await asOwner(`SELECT count(*)::int AS count FROM vault.data_key WHERE owner = '${id}' AND wrapped IS NOT NULL`)
      )[0]?.['count'];
    await until(async () => (await store.read(streamName('erasure', erasure))).length === 2);
    await store.close();
    // A program that used a key just before forgets it within a second.
    await until(async () => !(await readBack(gone)).text.includes(address));
    for (const program of cluster.programs) await program.stop();
    await keyStore.putBack();
    expect(await living(gone)).toBeGreaterThan(0);
    // Without a worker: both stay closed, and say why.
    const opening = [cluster.hub, cluster.gateway].map((program) => program.start());
    for (const { options } of [cluster.hub, cluster.gateway]) {
      const ready = options.ready ?? '';
      await until(async () => (await fetch(ready).catch(() => undefined))?.status === 503);
      await until(async () => {
        const { checks } = (await (await fetch(ready)).json()) as { readonly checks?: Record<string, string> };
        return checks?.['tombstones'] === 'down' && checks['vault'] === 'up';
      });
    }
    for (let round = 0; round < 20; round += 1) {
      expect(await readBack(gone)).toMatchObject({ status: 503, body: { code: 'platform/nog-gesloten' } });
    }
    const refused = await system.raw('POST', '/v1/leveringen', JSON.stringify(cloudEvent('S1', signals.S1, {})));
    expect(refused).toMatchObject({ status: 503, body: { code: 'platform/nog-gesloten' } });
    const seen: string[] = [];
    const over = new AbortController();
    const watching = (async () => {
      while (!over.signal.aborted) seen.push((await readBack(gone)).text);
    })();
    await Promise.all(cluster.workers.map((worker) => worker.start()));
    await Promise.all(opening);
    await taken(left);
    over.abort();
    await watching;
    expect(seen.filter((text) => text.includes(address))).toEqual([]);
    expect(accepted(await readBack(gone)).text).not.toContain(address);
    expect(await living(gone)).toBe(0);
    expect(await living(left)).toBeGreaterThan(0);
  });

  it('of a month that is over are replaced by name; the present month is refused, and so is what is no command', async () => {
    const [{ supplier } = {}] = await asOwner('SELECT supplier FROM vault.kek LIMIT 1');
    const month = new Date().toISOString().slice(0, 7);
    expect((await keys('retire-month', '--month', month)).code).toBe(2);
    expect((await keys('retire-month', '--month', '2026-13')).code).toBe(2);
    expect((await keys('sell')).code).toBe(2);
    expect((await keys('rotate-root')).code).toBe(2);
    expect(await keys('rotate-root', '--to', file('third.key'), '--lang', 'en')).toEqual({
      code: 2,
      said: expect.stringContaining('KNOOPPUNT_OTHER_ROOT_KEY_FILES'),
    });
    expect((await keys('retire-month', '--month', '2020-01', '--supplier', String(supplier))).said).toBe(
      'Voor 2020-01 zijn er zulke maandsleutels niet.\n',
    );
  });
});
