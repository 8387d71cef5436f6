import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../test/bare-client.ts', import.meta.url));
const hooks = new URL('../../test/ts-hooks.mjs', import.meta.url).href;

const run = async (fault: string) => {
  const child = spawn(process.execPath, ['--import', hooks, program, fault], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {},
  });
  let said = '';
  let complaints = '';
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  child.stderr.on('data', (text: Buffer) => (complaints += text.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, said: said.trim().split('\n').filter(Boolean), complaints };
};

// Each guard has a reason, and this is it. A fault that is gone from the client makes its test fail: take the guard away.
describe('the client without our guards', () => {
  it('ends the process at a second answer', async () => {
    const { code, complaints } = await run('second-answer');
    expect(code).not.toBe(0);
    expect(complaints).toContain('undefined is not iterable');
  });

  it.each([
    ['waits on after its deadline when the server is silent', 'silence', ['pending']],
    ['waits for ever, then and later, when the stream ends normally', 'early-end', ['pending', 'pending']],
    ['keeps a failed answer about the features', 'features-kept', ['rejected undefined', 'rejected undefined']],
    ['rejects the appends of one client when the stream of another fails', 'shared-bank', ['rejected unknown']],
  ])('%s', async (_name, fault, expected) => {
    expect(await run(fault)).toMatchObject({ code: 0, said: expected });
  });
});
