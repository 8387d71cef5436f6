import { expect } from '@jest/globals';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { StreamName } from '@knooppunt/kernel';
import type { EventStore } from '../src/port.js';
import { eventsFrom, readOn, seen } from './contract.support.js';
import { crashStreams, eventsPerAppend } from './crash.writer.js';
import type { Acknowledged } from './crash.writer.js';

/** By stream, how many of its events were acknowledged. */
export type Tally = Map<StreamName, number>;

/**
 * Runs a writer program (TypeScript, with arguments) in a process of its own and kills it with SIGKILL in mid-append,
 * after so many acknowledgements. Gives what was acknowledged, up to the last line that left the process.
 */
export const killInMidAppend = async (program: URL, args: readonly string[], acks: number): Promise<Tally> => {
  const hooks = new URL('./ts-hooks.mjs', import.meta.url).href;
  const child = spawn(process.execPath, ['--import', hooks, fileURLToPath(program), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {},
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    child.once('close', (_code, signal) => resolve(signal)),
  );
  let complaints = '';
  child.stderr.on('data', (text: Buffer) => (complaints += text.toString()));
  const tally: Tally = new Map();
  let seenAcks = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const { stream, count } = JSON.parse(line) as Acknowledged;
    tally.set(stream, count);
    seenAcks += 1;
    if (seenAcks === acks) child.kill('SIGKILL');
  }
  expect({ signal: await ended, complaints }).toEqual({ signal: 'SIGKILL', complaints: '' });
  return tally;
};

/** Checks that all that was acknowledged is there, whole, in order, and that nothing is there in part. */
export const expectNothingLost = async (store: EventStore, tally: Tally): Promise<void> => {
  const log = await readOn(store, undefined, 1000);
  expect(log.every((event) => crashStreams.includes(event.stream))).toBe(true);
  for (const stream of crashStreams) {
    const own = log.filter((event) => event.stream === stream);
    expect(own.length).toBeGreaterThanOrEqual(tally.get(stream) ?? 0);
    expect(own.length % eventsPerAppend).toBe(0);
    expect(own.map(seen)).toEqual(eventsFrom(stream, 0, own.length).map(seen));
    expect(own.map((event) => event.revision)).toEqual(own.map((_, at) => BigInt(at)));
  }
};
