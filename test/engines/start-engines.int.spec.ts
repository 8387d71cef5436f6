import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../free-port.js';

const program = fileURLToPath(new URL('../../dist/apps/standalone/src/start-engines.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'start-engines-'));
// It asks first whether its port is free.
const port = await freePort();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What `npm run start:engines` answers in a folder without engines. */
const start = (words: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    encoding: 'utf8',
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', KNOOPPUNT_PORT: String(port), ...env },
  });
  return { status, stdout, stderr };
};
const usage = 'Gebruik: npm run start:engines [-- --workers AANTAL]  (1 tot en met 9)\n';

describe('npm run start:engines, where it cannot start', () => {
  it('says what it takes where it is asked to', () => {
    expect(start(['--help'])).toEqual({ status: 0, stdout: usage, stderr: '' });
  });

  it.each([[['--workers', '0']], [['--werkers', '2']]])(
    'says what it takes where it is asked otherwise: %j',
    (words) => {
      expect(start(words)).toEqual({ status: 4, stdout: '', stderr: usage });
    },
  );

  it('refuses settings that no program of its would get', () => {
    expect(start([], { KNOOPPUNT_DATA: 'elsewhere', KNOOPPUNT_MANAGEMENT_PORT: '14997' })).toEqual({
      status: 4,
      stdout: '',
      stderr: expect.stringMatching(/^KNOOPPUNT_DATA geldt niet [^]*\nKNOOPPUNT_MANAGEMENT_PORT geldt niet /),
    });
  });

  it('names the engines that do not run, those whose process is gone among them', () => {
    mkdirSync(join(folder, 'var/engines'), { recursive: true });
    const gone = spawnSync('true').pid;
    const state = {
      kafka: { address: '127.0.0.1:1', processes: [{ pid: gone }] },
      postgres: { address: 'postgres://127.0.0.1:1/x', processes: [{ pid: process.pid }] },
    };
    writeFileSync(join(folder, 'var/engines/running.json'), JSON.stringify(state));
    const { status, stderr } = start([]);
    expect([status, stderr]).toEqual([4, expect.stringContaining('Deze engines draaien niet: kafka, eventstore.')]);
  });
});
