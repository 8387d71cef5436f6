import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { copySqliteFile } from './copy.js';
import { SqliteEngine } from './engine.js';

const procedures = new URL('../test/notes.procedures.ts', import.meta.url);
type Note = { readonly id: number; readonly text: string };

let folder: string;
let engine: SqliteEngine;
const file = (name: string): string => join(folder, name);
const open = (name: string): Promise<SqliteEngine> => SqliteEngine.open({ file: file(name), procedures });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'knooppunt-copy-'));
  engine = await open('notes.sqlite');
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a copy of a file that is at work', () => {
  it('holds every note that was acknowledged before it began, and is of one commit', async () => {
    const over = new AbortController();
    let acknowledged = 0;
    const writing = (async () => {
      while (!over.signal.aborted) {
        // two of one call's turn: one commit
        await Promise.all([engine.call('write', `a ${acknowledged}`), engine.call('write', `b ${acknowledged}`)]);
        acknowledged += 2;
      }
    })();
    for (let round = 0; round < 5; round += 1) {
      const before = acknowledged;
      await new Promise((resolve) => setTimeout(resolve, 5));
      copySqliteFile(file('notes.sqlite'), file(`copy-${round}.sqlite`));
      const copy = await open(`copy-${round}.sqlite`);
      const notes = await copy.call<Note[]>('list', undefined);
      await copy.close();
      expect(notes.length).toBeGreaterThanOrEqual(before);
      expect(notes.length % 2).toBe(0);
      expect(notes.map(({ id }) => id)).toEqual(notes.map((_note, at) => at + 1));
    }
    over.abort();
    await writing;
    expect(acknowledged).toBeGreaterThan(0);
  });

  it('is its owner’s alone, and takes no place that is taken', async () => {
    await engine.call('write', 'one');
    copySqliteFile(file('notes.sqlite'), file('copy.sqlite'));
    expect(statSync(file('copy.sqlite')).mode & 0o777).toBe(0o600);
    const before = readFileSync(file('copy.sqlite'));
    expect(() => copySqliteFile(file('notes.sqlite'), file('copy.sqlite'))).toThrow('already exists');
    expect(readFileSync(file('copy.sqlite'))).toEqual(before);
    expect(() => copySqliteFile(file('none.sqlite'), file('other.sqlite'))).toThrow('unable to open');
  });
});
