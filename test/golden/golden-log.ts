import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogRow } from '@knooppunt/evidence';
import type { Envelope } from '@knooppunt/kernel';

/** Where the golden log and what is expected of it lie. */
export const goldenFolder = import.meta.dirname;
/** The stored bytes, a line per event in the order of the log. */
export const logFile = join(goldenFolder, 'log.jsonl');
/** The verifier key of its checkpoints. */
export const keyFile = join(goldenFolder, 'checkpoint.pub');
/** What every fold, replay and projection makes of it. */
export const expectedFile = (name: string): string => join(goldenFolder, 'expected', `${name}.json`);

/** Rows of a log from its lines: position by place, revision by place in the stream, the other columns from the envelope. */
export const rowsOf = (lines: readonly string[]): readonly LogRow[] => {
  const revisions = new Map<string, bigint>();
  return lines.map((line, at) => {
    const { stream, id, type } = JSON.parse(line) as Envelope;
    const revision = (revisions.get(stream) ?? -1n) + 1n;
    revisions.set(stream, revision);
    const position = String(at + 1).padStart(20, '0');
    return { position, stream, revision, id, type, bytes: new TextEncoder().encode(line) };
  });
};

/** The lines of the golden log. */
export const goldenLines = (): readonly string[] => readFileSync(logFile, 'utf8').split('\n').slice(0, -1);
