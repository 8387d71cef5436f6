import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { audit } from '../../apps/audit/src/cli.js';
import { cpuMs } from './cpu.js';
import type { Fixture } from './fixture.js';
import type { Asked, Parts, Sample } from './harness.js';

/** A hash is over so soon that it runs more than once per round. */
const hashTimes = 3;

const timed = async (times: number, work: () => Promise<void> | void): Promise<Sample> => {
  const cpu = process.cpuUsage();
  const started = performance.now();
  for (let time = 0; time < times; time++) await work();
  return { ms: (performance.now() - started) / times, cpuMs: cpuMs(cpu) / times };
};

/** What the audit says at its end, as far as it is told on; counts. */
export type Summary = {
  readonly command: string;
  readonly events: number;
  readonly disclosures?: number;
  readonly items?: number;
  readonly fields?: number;
};

/** The audit as its command line runs it, on the data folder as a hub left it. */
const auditPart = ({ folder }: Fixture): Promise<Asked> =>
  Promise.resolve({
    run: async (command: 'verify' | 'redecide' | 'rebuild') => {
      const lines: string[] = [];
      const said: string[] = [];
      let code: number | undefined;
      const sample = await timed(1, async () => {
        code = await audit([command, '--data', folder, '--json'], {
          out: (text) => void lines.push(text),
          err: (text) => void said.push(text),
          isTty: false,
        });
      });
      const summary = JSON.parse(lines.join('').trim().split('\n').at(-1) ?? '{}') as Summary;
      // Only a clean run of the command that was asked for is a measurement.
      if (code !== 0 || summary.command !== command) {
        throw new Error(`${command} ended with ${code}: ${said.join('')} ${lines.slice(0, 3).join('')}`);
      }
      return { sample, summary };
    },
    close: () => Promise.resolve(),
  });

const decoder = new TextDecoder();
const chunk = Buffer.alloc(1 << 20);

/** One SHA-256 stream over the bytes of all events: row by row from the database, and from a bare file that holds them. */
const shaPart = ({ folder }: Fixture): Promise<Asked> => {
  const database = new DatabaseSync(join(folder, 'events.sqlite'), { readOnly: true });
  const rows = database.prepare('SELECT data FROM events ORDER BY position');
  const flat = join(folder, 'events.flat');
  const file = openSync(flat, 'w');
  let bytes = 0;
  for (const { data } of rows.iterate()) bytes += writeSync(file, data as Uint8Array);
  closeSync(file);
  const digests = new Set<string>();
  const hashed = (digest: string): void => {
    digests.add(digest);
    if (digests.size > 1) throw new Error('rows and file hold different bytes');
  };
  return Promise.resolve({
    bytes: () => bytes,
    rows: () =>
      timed(hashTimes, () => {
        const hash = createHash('sha256');
        for (const { data } of rows.iterate()) hash.update(data as Uint8Array);
        hashed(hash.digest('hex'));
      }),
    /** Each row parsed as JSON, with nothing done to what comes out. */
    parsed: () =>
      timed(1, () => {
        for (const { data } of rows.iterate()) JSON.parse(decoder.decode(data as Uint8Array));
      }),
    flat: () =>
      timed(hashTimes, () => {
        const hash = createHash('sha256');
        const from = openSync(flat, 'r');
        for (let read = readSync(from, chunk); read > 0; read = readSync(from, chunk)) {
          hash.update(chunk.subarray(0, read));
        }
        closeSync(from);
        hashed(hash.digest('hex'));
      }),
    close: () => {
      database.close();
      return Promise.resolve();
    },
  });
};

/** Parts of the benchmark of the audit. */
export const verifyParts: Parts = { audit: auditPart, sha: shaPart };
