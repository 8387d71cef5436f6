import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Program } from './program.js';

const compiled = new URL('../../../../dist/apps/standalone/src/engines/program.js', import.meta.url).href;
const folder = mkdtempSync(join(tmpdir(), 'program-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

/** Is a process there that did not end yet? */
const isThere = (pid: number): boolean => {
  const state = `/proc/${pid}/stat`;
  try {
    return existsSync(state) && !/\) Z /.test(readFileSync(state, 'utf8'));
  } catch {
    return false;
  }
};

describe('a program of this machine', () => {
  it('ends by itself when it has nothing more to do', async () => {
    const one = new Program({ name: 'brief', file: file('brief.mjs', ''), env: {}, log: join(folder, 'brief.log') });
    await one.start();
    expect(one.isRunning).toBe(false);
  });

  it.each([
    ["console.error('Er is iets mis: de poort is bezet.'); process.exit(5)", 'Er is iets mis: de poort is bezet.'],
    ['console.log(JSON.stringify({ level: 50 })); process.exit(1)', undefined],
    ['process.exit(1)', undefined],
    ["process.stderr.write('Error: x\\n    at y:1:1\\n'); process.exit(1)", undefined],
  ])('passes on what it said to people before it failed: %s', async (text, sentence) => {
    const log = join(mkdtempSync(join(folder, 'log-')), 'fails.log');
    const one = new Program({ name: 'fails', file: file('fails.mjs', text), env: {}, log });
    await expect(one.start()).rejects.toMatchObject({ code: 'standalone/program-failed', program: 'fails', log });
    await expect(one.start()).rejects.toHaveProperty('sentence', sentence);
  });

  it('does not outlive the process that started it, also where that is killed', async () => {
    const told = join(folder, 'pid');
    const stays = file(
      'stays.mjs',
      `import { renameSync, writeFileSync } from 'node:fs';
       writeFileSync(${JSON.stringify(`${told}.new`)}, String(process.pid));
       renameSync(${JSON.stringify(`${told}.new`)}, ${JSON.stringify(told)});
       setInterval(() => undefined, 1_000);`,
    );
    const log = JSON.stringify(join(folder, 'stays.log'));
    const starter = file(
      'starter.mjs',
      `import { Program } from ${JSON.stringify(compiled)};
       await new Program({ name: 'stays', file: ${JSON.stringify(stays)}, env: {}, log: ${log} }).start();`,
    );
    const parent = spawn(process.execPath, [starter], {
      stdio: 'ignore',
      cwd: fileURLToPath(new URL('.', import.meta.url)),
    });
    while (!existsSync(told)) await pause(10);
    const pid = Number(readFileSync(told, 'utf8'));
    expect(isThere(pid)).toBe(true);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    while (isThere(pid)) await pause(10);
    expect(isThere(pid)).toBe(false);
  });
});
