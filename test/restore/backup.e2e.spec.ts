import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { fetchPersonToken } from '@knooppunt/platform';
import { keysInEmbeddedMessaging } from '@knooppunt/messaging';
import { DatabaseSync } from 'node:sqlite';
import { openEngines } from '../../apps/standalone/src/engines/embedded.js';
import { runBackup } from '../../apps/standalone/src/backup/run-backup.js';
import { oins, people } from '../e2e/support/cast.js';
import type { Person } from '../e2e/support/cast.js';
import { ChildHub } from '../e2e/support/child-hub.js';
import { Client, accepted } from '../e2e/support/client.js';
import { IntakeLoad, auditCodes, readerOf, systemOf } from '../faults/embedded/intake-load.js';
import { freePort } from '../free-port.js';

jest.setTimeout(400_000);

const root = fileURLToPath(new URL('../..', import.meta.url));
const address = 'Aalbersestraat 281';
const copied = ['events.sqlite', 'messages.sqlite', 'vault.sqlite'];
const kept = ['root.key', 'checkpoint.key', 'checkpoint.pub'];

const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
};

describe('the data of an embedded hub, copied while it works', () => {
  let folder: string;
  const running: ChildHub[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'knooppunt-backup-'));
  });
  afterEach(async () => {
    for (const hub of running.splice(0)) await hub.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  const file = (...names: readonly string[]): string => join(folder, ...names);
  const start = async (data: string): Promise<ChildHub> => {
    const hub = new ChildHub({ port: await freePort(), data });
    running.push(hub);
    return hub.listening();
  };
  const backup = async (...words: readonly string[]): Promise<{ readonly code: number; readonly said: string }> => {
    const said: string[] = [];
    const tell = (line: string): void => void said.push(line);
    const code = await runBackup(words, { env: { KNOOPPUNT_DATA: file('data') }, say: tell, complain: tell });
    return { code, said: said.join('\n') };
  };
  /** What an operator does: the copy, and the keys from where they are kept. */
  const putBack = (to: string, from: Readonly<Record<string, string>>): string => {
    mkdirSync(file(to), { mode: 0o700 });
    for (const name of copied) copyFileSync(file(from[name] ?? from['*'] ?? '', name), file(to, name));
    for (const name of kept) copyFileSync(file('data', name), file(to, name));
    return file(to);
  };
  const as = async ({ base, issuer }: ChildHub, { sub, cooperation, purpose }: Person): Promise<Client> => {
    const token = await fetchPersonToken({ issuer, sub, cooperation });
    return new Client(base, { authorization: `Bearer ${token}`, doelbinding: purpose });
  };
  const codesOf = async (data: string): Promise<readonly string[]> => Object.values(await auditCodes(data));

  it('comes back with everything that was acknowledged before, and takes in again what came later', async () => {
    const hub = await start(file('data'));
    const load = new IntakeLoad();
    const system = await systemOf(hub);
    const over = new AbortController();
    const delivering = load.deliver(system, 4, () => !over.signal.aborted);
    await until(() => load.acknowledged.size >= 20);
    const before = new Map(load.acknowledged);
    // as an operator calls it, in a process of its own, while deliveries come in
    const program = ['--import', './libs/event-store/test/ts-hooks.mjs', 'apps/standalone/src/backup.ts'];
    const env = { PATH: process.env['PATH'] ?? '', KNOOPPUNT_DATA: file('data') };
    const called = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', ...program, '--to', file('copy')],
      {
        cwd: root,
        env,
      },
    );
    const [said, complained] = await Promise.all([text(called.stdout), text(called.stderr)]);
    expect(complained).toBe('');
    expect(said).toMatch(/^Kopie in .*\n.*root\.key/);
    const sizeThen = load.acknowledged.size;
    await until(() => load.acknowledged.size >= sizeThen + 10);
    over.abort();
    await delivering;
    expect((await hub.stop()).code).toBe(0);

    expect(readdirSync(file('copy')).toSorted()).toEqual(copied);
    expect(statSync(file('copy')).mode & 0o777).toBe(0o700);
    expect(copied.map((name) => statSync(file('copy', name)).mode & 0o777)).toEqual(copied.map(() => 0o600));
    const rootKey = readFileSync(file('data', 'root.key'));
    for (const name of copied) expect(readFileSync(file('copy', name)).includes(rootKey)).toBe(false);

    const restored = await start(putBack('restored', { '*': 'copy' }));
    const reader = await readerOf(restored);
    const statusOf = async (id: string): Promise<unknown> => (await reader.get(`/v1/leveringen/${id}`)).body['status'];
    for (const id of before.values()) await until(async () => (await statusOf(id)) === 'verwerkt');
    // Their supplier sends all of them again: those of before are the same, the others are not mistaken for something that is there.
    const again = await systemOf(restored);
    for (const [source, id] of load.acknowledged) {
      const answer = await load.offer(again, source);
      expect([answer.status, load.acknowledged.get(source)]).toEqual([202, id]);
    }
    expect(await load.lostOrStrange(reader)).toEqual([]);
    expect((await restored.stop()).code).toBe(0);
    expect(await codesOf(file('restored'))).toEqual(['clean', 'clean']);
  });

  it('opens nothing that was erased after it was made: the hub destroys it again before it listens', async () => {
    const hub = await start(file('data'));
    const load = new IntakeLoad();
    const system = await systemOf(hub);
    for (const source of ['gone', 'left']) await load.offer(system, source);
    const [gone, left] = ['gone', 'left'].map((source) => load.acknowledged.get(source) ?? '') as [string, string];
    expect(await load.lostOrStrange(await readerOf(hub))).toEqual([]);
    expect((await backup('--to', file('copy'))).code).toBe(0);
    // rejected, and by that erased
    const [analyst, police] = [await as(hub, people.analyst), await as(hub, people.police)];
    const words = 'Naar aanleiding van het gesprek.';
    const criteria = Object.fromEntries(
      ['aanwijzingen', 'verschijningsvorm', 'noodzaak', 'partijen', 'regio'].map((name) => [name, words]),
    );
    const factoren = Object.fromEntries(['aard', 'omvang', 'gewicht', 'melders'].map((name) => [name, words]));
    const weighing = { wegers: [oins.police], criteria, factoren };
    accepted(await analyst.post(`/v1/signalen/${gone}/wegingen`, weighing));
    accepted(await police.post(`/v1/signalen/${gone}/afwijzingen`, { reden: 'onvoldoende', toelichting: words }));
    const reader = await readerOf(hub);
    await until(async () => (await reader.get(`/v1/leveringen/${gone}`)).body['status'] === 'vernietigd');
    expect((await hub.stop()).code).toBe(0);

    // The log goes on, the keys are of before: the danger is real.
    const data = putBack('restored', { '*': 'data', 'vault.sqlite': 'copy' });
    const living = (id: string): number => {
      const database = new DatabaseSync(join(data, 'vault.sqlite'));
      const [row] = database
        .prepare('SELECT count(*) AS count FROM data_key WHERE owner = ? AND digest IS NULL')
        .all(id);
      database.close();
      return Number(row?.['count']);
    };
    expect([living(gone) > 0, living(left) > 0]).toEqual([true, true]);
    const restored = await start(data);
    // It listens: what the keys have to forget they have forgotten.
    expect([living(gone), living(left) > 0]).toEqual([0, true]);
    const own = await readerOf(restored);
    expect((await own.get(`/v1/leveringen/${gone}`)).text).not.toContain(address);
    await until(async () => (await own.get(`/v1/leveringen/${left}`)).text.includes(address));
    expect((await restored.stop()).code).toBe(0);
    expect(await codesOf(data)).toEqual(['clean', 'clean']);
  });

  it('is made whole or not at all: a place that is taken, a folder without a hub, a command that cannot be followed', async () => {
    expect(await backup('--to', file('copy'))).toEqual({ code: 2, said: expect.stringContaining('KNOOPPUNT_DATA') });
    expect((await backup()).code).toBe(2);
    expect((await backup('--to', file('copy'), '--lang', 'de')).code).toBe(2);
    expect((await backup('--sell')).code).toBe(2);
    await (await openEngines(file('data'))).close();
    expect((await backup('--to', file('copy'))).code).toBe(0);
    const before = readFileSync(file('copy', 'events.sqlite'));
    expect(await backup('--to', file('copy'), '--lang', 'en')).toEqual({
      code: 2,
      said: expect.stringContaining('not empty'),
    });
    expect(readFileSync(file('copy', 'events.sqlite'))).toEqual(before);
    rmSync(file('data', 'vault.sqlite'));
    expect((await backup('--to', file('other'))).code).toBe(2);
    expect([existsSync(file('other')), readdirSync(folder).filter((name) => name.includes('.part-'))]).toEqual([
      false,
      [],
    ]);
    expect(keysInEmbeddedMessaging(file('copy', 'messages.sqlite')).size).toBe(0);
  });
});
