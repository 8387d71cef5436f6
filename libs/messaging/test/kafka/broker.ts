import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe } from '@jest/globals';

const tool = fileURLToPath(new URL('../../../../tools/engines/main.mjs', import.meta.url));

/** Why no broker can be started here, or undefined. */
export const brokerMissing = ((): string | undefined => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [tool, 'fetch', '--only', 'kafka'], {
    encoding: 'utf8',
  });
  return status === 0 ? undefined : (stdout + stderr).trim();
})();
if (brokerMissing) process.stderr.write(`no Kafka broker for the tests: ${brokerMissing}\n`);

/** `describe` where a broker can run, else its tests are skipped by name (a failure with KNOOPPUNT_ENGINES=required). */
export const describeWithBroker = brokerMissing ? describe.skip : describe;

type Answer = { readonly address?: string; readonly pids: readonly number[] };

/** A real broker, or a cluster of them, that ends with the process that started it and leaves nothing behind. */
export type Broker = {
  readonly addresses: readonly string[];
  /** Ends a node (from 1) at once, as a power cut of the process would. */
  kill(node: number): Promise<void>;
  /** Starts a node again that was ended. */
  start(node: number): Promise<void>;
  /** Stops a node in its tracks, sockets open; resolves when the last of its threads stands still. */
  freeze(node: number): Promise<void>;
  thaw(node: number): void;
  stop(): Promise<void>;
};

const standsStill = (pid: number): boolean =>
  readdirSync(`/proc/${pid}/task`).every((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8').split(') ').at(-1)?.startsWith('T'),
  );

/** Starts a broker; `properties` go into server.properties, `listener` is how clients speak to it, `scram` its users as Kafka writes them. */
export const startBroker = async ({
  nodes = 1,
  properties = {},
  listener = 'PLAINTEXT',
  scram = [],
}: {
  nodes?: number;
  properties?: Readonly<Record<string, string | number | boolean>>;
  listener?: 'PLAINTEXT' | 'SSL' | 'SASL_SSL';
  scram?: readonly string[];
} = {}): Promise<Broker> => {
  const options = ['--only', 'kafka', '--nodes', String(nodes), '--properties', JSON.stringify(properties)];
  const child = spawn(
    process.execPath,
    [tool, 'throwaway', ...options, '--listener', listener, '--scram', JSON.stringify(scram)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<Answer> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the broker ended');
    return JSON.parse(value) as Answer;
  };
  let { address, pids } = await answer();
  const step = async (line: string) => {
    child.stdin.write(`${line}\n`);
    ({ pids } = await answer());
  };
  return {
    addresses: (address ?? '').split(','),
    kill: (node) => step(`kill ${node}`),
    start: (node) => step(`start ${node}`),
    freeze: async (node) => {
      const pid = pids[node - 1] as number;
      process.kill(pid, 'SIGSTOP');
      while (!standsStill(pid)) await new Promise(setImmediate);
    },
    thaw: (node) => {
      try {
        process.kill(pids[node - 1] as number, 'SIGCONT');
      } catch {
        // It has ended: there is nobody to go on.
      }
    },
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.stdin.end();
      await ended;
    },
  };
};
