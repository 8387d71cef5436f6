import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = (name: string): string => fileURLToPath(new URL(`./${name}`, import.meta.url));

/** What the worker is told at its start; see `worker.program.ts`. */
export type WorkerOrder = {
  readonly connectionString: string;
  readonly schema: string;
  readonly holder: string;
  readonly leaseMs: number;
  readonly isBlind?: boolean;
};

/** A worker in a process of its own. */
export type WorkerProcess = {
  /** What it has said so far. */
  readonly lines: readonly string[];
  /** Lets its log grow to so many events. */
  grow(to: number): void;
  /** Resolves once it has said this line after the first `from` lines. */
  said(line: string | RegExp, from?: number): Promise<void>;
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  kill(): Promise<void>;
  stop(): Promise<void>;
};

export const startWorker = async (order: WorkerOrder): Promise<WorkerProcess> => {
  const options = ['--experimental-transform-types', '--disable-warning=ExperimentalWarning'];
  const hook = here('../../../../tools/resolve-typescript.mjs');
  const args = [...options, '--import', hook, here('worker.program.ts'), JSON.stringify({ isBlind: false, ...order })];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  const said: WorkerProcess['said'] = async (line, from = 0) => {
    const isSaid = (): boolean =>
      lines.slice(from).some((one) => (line instanceof RegExp ? line.test(one) : one === line));
    while (!isSaid()) {
      await Promise.race([once(reader, 'line'), gone]);
      const isGone = child.exitCode !== null || child.signalCode !== null;
      if (isGone && !isSaid()) throw new Error('the worker ended');
    }
  };
  await said('ready');
  return {
    lines,
    grow: (to) => void child.stdin.write(`${to}\n`),
    said,
    signal: (name) => void child.kill(name),
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.stdin.end('stop\n');
      await gone;
    },
  };
};
