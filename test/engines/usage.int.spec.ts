import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const program = fileURLToPath(new URL('../../tools/engines/main.mjs', import.meta.url));
const engines = (words: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], { encoding: 'utf8' });
  return { status, stdout, stderr };
};
const usage = /^npm run engines -- up\|down\|status\|fetch .*\n$/;

describe('npm run engines, asked in a way that it does not know', () => {
  it.each([
    [[]],
    [['omhoog']],
    [['up', 'kafka']],
    [['up', '--kleur']],
    [['up', '--only', 'redis']],
    [['up', '--only', 'kafka', '--nodes', '2']],
    [['toString']],
  ])('says in one line what it takes, and starts nothing: %j', (words) => {
    expect(engines(words)).toEqual({ status: 2, stdout: '', stderr: expect.stringMatching(usage) });
  });

  it('says the same where it is asked for help', () => {
    expect(engines(['up', '--help'])).toEqual({ status: 0, stdout: expect.stringMatching(usage), stderr: '' });
  });
});
