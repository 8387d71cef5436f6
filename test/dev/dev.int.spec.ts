import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
let folder = '';
let builds = '';
let running: ChildProcessByStdio<null, Readable, Readable> | undefined;
let said = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'knooppunt-dev-'));
  builds = join(folder, 'builds');
  writeFileSync(builds, '');
  said = '';
});
afterEach(() => {
  running?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const start = (program: readonly string[] = []): void => {
  const parts = { compiler: [here('compiler.mjs'), builds], program: [here('program.mjs'), ...program] };
  running = spawn(process.execPath, [here('driver.mjs'), JSON.stringify(parts)], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  running.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
};
const build = (errors: number): void => appendFileSync(builds, `${errors}\n`);

/** Waits until it has said this so often. */
const heard = async (what: RegExp, times = 1): Promise<void> => {
  while ([...said.matchAll(new RegExp(what, 'g'))].length < times) {
    if (running?.exitCode !== null) throw new Error(`it ended, and had said: ${said}`);
    await pause(10);
  }
};
const pids = (what: string): readonly number[] =>
  [...said.matchAll(new RegExp(`${what} pid (\\d+)`, 'g'))].map(([, pid]) => Number(pid));
/** Whether a process is there and is not merely waiting to be collected. */
const isThere = (pid: number): boolean =>
  existsSync(`/proc/${pid}/stat`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
const gone = async (all: readonly number[]): Promise<void> => {
  while (all.some(isThere)) await pause(10);
};
const ended = async (): Promise<unknown> => {
  if (running && running.exitCode === null && running.signalCode === null) await once(running, 'exit');
  return running?.exitCode;
};

describe('npm run dev', () => {
  it('starts what was built, and again what was built anew, with one line for each', async () => {
    start();
    build(0);
    await heard(/program pid/);
    build(0);
    await heard(/program pid/, 2);

    expect(said).toMatch(/Gebouwd in \d+,\d s; start\.\n/);
    expect(said).toMatch(/Gebouwd in \d+,\d s; herstart\.\n/);
    expect(said).toContain('program ends, asked 1\n');
    expect(said).not.toContain('File change detected');
    expect(isThere(pids('program')[0] ?? 0)).toBe(false);
  });

  it('leaves the old one running where the new one does not compile, and says so', async () => {
    start();
    build(0);
    await heard(/program pid/);
    build(2);
    await heard(/2 fouten\. De vorige versie draait door\./);

    expect(said).toContain('error TS1005');
    expect(pids('program')).toHaveLength(1);
    expect(isThere(pids('program')[0] ?? 0)).toBe(true);

    build(0);
    await heard(/program pid/, 2);
  });

  it('runs nothing before the first build without faults', async () => {
    start();
    build(1);
    await heard(/1 fout\. Er draait niets\./);
    expect(pids('program')).toEqual([]);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends in order on %s and leaves no process', async (signal) => {
    start();
    build(0);
    await heard(/program pid/);
    running?.kill(signal);

    expect(await ended()).toBe(0);
    expect(said).toContain('program ends, asked 1\n');
    await gone([...pids('program'), ...pids('compiler')]);
  });

  it('leaves no process when it is killed itself', async () => {
    start();
    build(0);
    await heard(/program pid/);
    running?.kill('SIGKILL');

    const all = [...pids('program'), ...pids('compiler')];
    await gone(all);
    expect(all).toHaveLength(2);
  });

  it('waits for a change when the program ends by itself', async () => {
    start(['by itself', '1']);
    build(0);
    await heard(/Gestopt \(1\); bij de volgende wijziging start het opnieuw\./);
    build(0);
    await heard(/program pid/, 2);
    expect(new Set(pids('program')).size).toBe(2);
  });

  it('ends with the code of a start that no change of code can mend', async () => {
    start(['by itself', '5']);
    build(0);

    expect(await ended()).toBe(5);
    await gone(pids('compiler'));
  });
});
