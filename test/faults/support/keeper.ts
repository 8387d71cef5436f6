import { spawn } from 'node:child_process';

// Ends the processes that it was told of, by number, when its standard input ends: also when the tests were killed.
const program = `
  const { createInterface } = require('node:readline');
  const born = (pid) => {
    try {
      return require('node:fs').readFileSync('/proc/' + pid + '/stat', 'utf8').split(') ').at(-1).split(' ')[19];
    } catch {
      return undefined;
    }
  };
  const kept = new Map();
  createInterface({ input: process.stdin })
    .on('line', (pid) => kept.set(Number(pid), born(pid)))
    .on('close', () => {
      for (const [pid, since] of kept) if (since !== undefined && born(pid) === since) process.kill(pid, 'SIGKILL');
    });
`;

/** Sees to it that no process outlives this one. */
export type Keeper = { readonly keep: (pid: number) => void; readonly end: () => Promise<void> };

export const startKeeper = (): Keeper => {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    keep: (pid) => void child.stdin.write(`${pid}\n`),
    end: () => {
      child.stdin.end();
      return ended;
    },
  };
};
