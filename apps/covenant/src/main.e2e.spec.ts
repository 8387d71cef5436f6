import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { inRepository, ownFolder } from '../test/run.js';
import type { Run } from '../test/run.js';

const program = inRepository('dist/apps/covenant/src/main.js');
const base = inRepository('test/fixtures/covenants/base.yaml');
const folder = ownFolder();
afterAll(() => folder.remove());

/** The built program, its output to pipes; `stopAfter` closes the pipe at the first output. */
const runProgram = (args: readonly string[], stopAfter = false): Promise<Run> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: undefined },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString('utf8');
      if (stopAfter) child.stdout.destroy();
    });
    child.stderr.on('data', (data: Buffer) => (err += data.toString('utf8')));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? -1, out, err }));
  });

const question = ['--to', 'POL', '--type', 'S1', '--purpose', 'opsporing', '--phase', '1'];

describe('the program behind npm run covenant', () => {
  it('explains, without a colour where nobody looks', async () => {
    const { code, out, err } = await runProgram(['explain', base, ...question]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('_exists: ');
    expect(out).not.toContain('\u001B');
  });

  it('ends with 1 where something was found, and with 2 and a sentence where it was asked wrongly', async () => {
    const wrong = await runProgram(['explain', base]);
    expect([wrong.code, wrong.out]).toEqual([2, '']);
    expect(wrong.err).toMatch(/^Onjuiste aanroep: .*\n$/);
    const file = folder.path('broken.yaml');
    writeFileSync(file, readFileSync(base, 'utf8').replace('atMost: pseudonymise', 'atMost: withhold'));
    expect((await runProgram(['check', file])).code).toBe(1);
  });

  it('ends with 2 and a sentence where its report cannot be written, for 1 says that something was found', () => {
    const full = openSync('/dev/full', 'w');
    try {
      const { status, stderr } = spawnSync(process.execPath, [program, 'explain', base, ...question], {
        stdio: ['ignore', full, 'pipe'],
        encoding: 'utf8',
      });
      expect({ status, stderr }).toEqual({ status: 2, stderr: 'Het verslag is niet te schrijven (ENOSPC).\n' });
    } finally {
      closeSync(full);
    }
  });

  it('does not fail where its reader has seen enough', async () => {
    const { err } = await runProgram(
      ['explain', inRepository('deploy/demo/convenant.yaml'), ...question, '--fact', 'asked=true'],
      true,
    );
    expect(err).toBe('');
  });
});
