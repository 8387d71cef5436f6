import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { until } from './until.js';

const tool = fileURLToPath(new URL('../../../tools/engines/main.mjs', import.meta.url));

/** A PostgreSQL server with fsync on that can be stopped and comes back on the same data; it ends with this process. */
export type Server = {
  readonly address: string;
  /** As an operator stops it: at once for its clients. */
  stop(): Promise<void>;
  start(): Promise<void>;
  end(): Promise<void>;
};

const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

type Answer = { readonly address?: string; readonly pids: readonly number[] };

/** Starts one on a free port of loopback. */
export const startPostgres = async (): Promise<Server> => {
  const child = spawn(process.execPath, [tool, 'throwaway', '--only', 'postgres'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<Answer> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the database ended');
    return JSON.parse(value) as Answer;
  };
  let { address = '', pids } = await answer();
  return {
    address,
    stop: async () => {
      const [pid = 0] = pids;
      process.kill(pid, 'SIGINT');
      await until('the database has stopped', () => isGone(pid));
    },
    start: async () => {
      child.stdin.write('start 1\n');
      ({ pids } = await answer());
    },
    end: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.stdin.end();
      await ended;
    },
  };
};
