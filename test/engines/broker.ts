import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const tool = fileURLToPath(new URL('../../tools/engines/main.mjs', import.meta.url));

/** Why no broker can be started here, or undefined. */
export const brokerMissing = (): string | undefined => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [tool, 'fetch', '--only', 'kafka'], {
    encoding: 'utf8',
  });
  return status === 0 ? undefined : (stdout + stderr).trim();
};

/** A Kafka broker of one node for as long as the test runs: its address, and how to end it. */
export type Broker = { readonly address: string; stop(): Promise<void> };

/** Starts a real broker. */
export const startBroker = async (): Promise<Broker> => {
  const child = spawn(process.execPath, [tool, 'throwaway', '--only', 'kafka'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { value, done } = await lines.next();
  if (done) throw new Error('the broker ended');
  const { address = '' } = JSON.parse(value) as { readonly address?: string };
  return {
    address,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
};
