import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { acquireDataLock } from './lock.js';

// The holder is another process that takes the lock in the same way. What nothing names any more is collected, and its lock with it.
const holder = `
  import { DatabaseSync } from 'node:sqlite';
  const database = new DatabaseSync(process.argv[1]);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch {
    process.stdout.write('busy');
    process.exit();
  }
  process.stdout.write('held');
  setInterval(() => database.isOpen, 1000);
`;

describe('the lock of a data folder', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'knooppunt-lock-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.kill('SIGKILL')) await once(child, 'exit');
    }
    await rm(directory, { recursive: true, force: true });
  });

  const children: ChildProcess[] = [];
  const hold = async () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', holder, join(directory, 'lock.sqlite')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    return { child, said: said.toString() };
  };

  it('is taken once, and again after its release', async () => {
    const first = await acquireDataLock(directory);
    await expect(acquireDataLock(directory)).rejects.toMatchObject({ code: 'platform/data-locked' });
    first.release();
    first.release();
    const second = await acquireDataLock(directory);
    second.release();
  });

  it('keeps another process out, and is free when that process is killed', async () => {
    (await acquireDataLock(directory)).release();
    const { child, said } = await hold();
    expect(said).toBe('held');
    await expect(acquireDataLock(directory)).rejects.toMatchObject({ code: 'platform/data-locked' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lock = await acquireDataLock(directory);
    lock.release();
  });

  it('stays, also against other processes, where its own process asks for it once more', async () => {
    const first = await acquireDataLock(directory);
    await expect(acquireDataLock(directory)).rejects.toMatchObject({ code: 'platform/data-locked' });
    expect((await hold()).said).toBe('busy');
    first.release();
    expect((await hold()).said).toBe('held');
  });

  it('makes the folder where there is none', async () => {
    const folder = join(directory, 'nieuw', 'var');
    const lock = await acquireDataLock(folder);
    expect((await stat(join(folder, 'lock.sqlite'))).mode & 0o777).toBe(0o600);
    lock.release();
  });
});
