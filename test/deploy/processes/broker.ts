import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../compose.js';

/** A Kafka broker of one node for as long as the test runs: its address, and how to end it. */
export type Broker = { readonly address: string; stop(): Promise<void> };

/** Starts a real broker. */
export const startBroker = async (): Promise<Broker> => {
  const tool = join(root, 'tools/engines/main.mjs');
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
