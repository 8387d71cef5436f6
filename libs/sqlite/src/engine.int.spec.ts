import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteCallFailed, SqliteEngine } from './engine.js';

const procedures = new URL('../test/notes.procedures.ts', import.meta.url);
type Note = { readonly id: number; readonly text: string };

let folder: string;
let file: string;
let engine: SqliteEngine;
let endings: string[];
const onEnded = (error: Error): void => void endings.push((error as SqliteCallFailed).code);
const open = () => SqliteEngine.open({ file, procedures, onEnded, pragmas: ['foreign_keys = ON'] });
const notes = () => engine.call<Note[]>('list', undefined);

/** How many transactions lie in the WAL: a frame that ends one names the size of the database (SQLite file format §4). */
const commitsInWal = (): number => {
  const wal = readFileSync(`${file}-wal`);
  const frame = 24 + wal.readUInt32BE(8);
  const salt = wal.subarray(16, 24);
  let commits = 0;
  for (let at = 32; at + frame <= wal.length; at += frame) {
    if (wal.subarray(at + 8, at + 16).equals(salt) && wal.readUInt32BE(at + 4) > 0) commits += 1;
  }
  return commits;
};

beforeEach(async () => {
  endings = [];
  folder = mkdtempSync(join(tmpdir(), 'knooppunt-sqlite-'));
  file = join(folder, 'deep', 'notes.sqlite');
  engine = await open();
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the embedded engine', () => {
  it('makes its file for its owner only', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'deep')).mode & 0o777).toBe(0o700);
  });

  it('shares one transaction among the calls of one turn', async () => {
    const before = commitsInWal();
    const ids = await Promise.all(Array.from({ length: 100 }, (_, at) => engine.call<number>('write', `note ${at}`)));
    expect(ids).toEqual(Array.from({ length: 100 }, (_, at) => at + 1));
    expect(commitsInWal() - before).toBe(1);
  });

  it('gives calls one after the other a transaction each', async () => {
    const before = commitsInWal();
    for (let at = 0; at < 5; at++) await engine.call('write', `note ${at}`);
    expect(commitsInWal() - before).toBe(5);
  });

  it('takes calls that wait during a commit into the next one', async () => {
    await engine.call('write', 'warm');
    const before = commitsInWal();
    const stalled = engine.call('stallsFor', 200);
    await Promise.resolve();
    const waiting: Promise<unknown>[] = [];
    for (let at = 0; at < 10; at++) {
      waiting.push(engine.call('write', `note ${at}`));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all([stalled, ...waiting]);
    expect(commitsInWal() - before).toBeLessThanOrEqual(2);
  });

  it('rolls a refused call back without its neighbours, and leaves no gap in the numbers', async () => {
    const [first, refused, second] = await Promise.allSettled([
      engine.call('write', 'one'),
      engine.call('writeThenRefuse', 'two'),
      engine.call('write', 'three'),
    ]);
    expect([first.status, refused.status, second.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(refused).toMatchObject({ reason: { code: 'notes/refused', detail: { note: 'two' } } });
    expect(await notes()).toEqual([
      { id: 1, text: 'one' },
      { id: 2, text: 'three' },
    ]);
  });

  it('acknowledges nobody when the commit fails, and ends, and says so', async () => {
    await engine.call('write', 'before');
    const group = await Promise.allSettled([
      engine.call('write', 'neighbour'),
      engine.call('writeInBook', { text: 'orphan', book: 'no such book' }),
      engine.call('write', 'other neighbour'),
    ]);
    for (const outcome of group) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'sqlite/commit-failed' } });
    }
    await expect(engine.call('write', 'after')).rejects.toBeInstanceOf(SqliteCallFailed);
    expect(endings).toEqual(['sqlite/closed']);
    await engine.close();
    engine = await open();
    expect(await notes()).toEqual([{ id: 1, text: 'before' }]);
  });

  it('acknowledges nobody when the transaction is lost on the way, and goes on', async () => {
    const group = await Promise.allSettled([engine.call('write', 'one'), engine.call('endTransaction', undefined)]);
    for (const outcome of group) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'sqlite/rolled-back' } });
    }
    expect(await notes()).toEqual([]);
    expect(await engine.call('write', 'two')).toBe(1);
  });

  it('refuses an argument that cannot travel, and sends its neighbours', async () => {
    const group = await Promise.allSettled([engine.call('write', 'one'), engine.call('write', () => 'two')]);
    expect(group.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected']);
  });

  it('refuses a name that is no procedure', async () => {
    for (const name of ['missing', 'toString', '__proto__']) {
      await expect(engine.call(name, undefined)).rejects.toMatchObject({ code: 'sqlite/unknown-procedure' });
    }
  });

  it('moves buffers to the caller', async () => {
    const bytes = await engine.call<Uint8Array>('bytes', 3);
    expect([...bytes]).toEqual([7, 7, 7]);
  });

  it('finishes what waits before it closes, and closes once', async () => {
    const written = Promise.all(Array.from({ length: 2500 }, (_, at) => engine.call('write', `note ${at}`)));
    await Promise.all([engine.close(), engine.close()]);
    expect((await written).length).toBe(2500);
    expect(endings).toEqual([]);
    await expect(engine.call('write', 'late')).rejects.toMatchObject({ code: 'sqlite/closed' });
    engine = await open();
    expect((await notes()).length).toBe(2500);
  });

  it('writes anew what a process before it left in the WAL: it may be in memory only', async () => {
    await engine.call('write', 'left');
    const left = join(folder, 'left.sqlite');
    for (const part of ['', '-wal']) copyFileSync(`${file}${part}`, `${left}${part}`);
    expect(statSync(`${left}-wal`).size).toBeGreaterThan(0);
    const next = await SqliteEngine.open({ file: left, procedures });
    try {
      expect(statSync(`${left}-wal`).size).toBe(0);
      expect(await next.call<Note[]>('list', undefined)).toEqual([{ id: 1, text: 'left' }]);
    } finally {
      await next.close();
    }
  });

  it('fails to open with procedures that are not there', async () => {
    const missing = new URL('../test/missing.procedures.ts', import.meta.url);
    await expect(SqliteEngine.open({ file: join(folder, 'other.sqlite'), procedures: missing })).rejects.toThrow(
      'missing.procedures',
    );
  });
});

describe('a reading engine beside the writing one', () => {
  it('sees each commit once it is acknowledged, and cannot write', async () => {
    const reader = await SqliteEngine.open({ file, procedures, readOnly: true });
    try {
      await engine.call('write', 'one');
      expect(await reader.call<Note[]>('list', undefined)).toEqual([{ id: 1, text: 'one' }]);
      await expect(reader.call('write', 'two')).rejects.toBeInstanceOf(SqliteCallFailed);
      expect(await notes()).toEqual([{ id: 1, text: 'one' }]);
    } finally {
      await reader.close();
    }
  });

  it('holds up no commit while it reads', async () => {
    const reader = await SqliteEngine.open({ file, procedures, readOnly: true });
    try {
      const order: string[] = [];
      const reading = reader.call('stallsFor', 400).then(() => order.push('read'));
      await engine.call('write', 'one').then(() => order.push('written'));
      await reading;
      expect(order).toEqual(['written', 'read']);
    } finally {
      await reader.close();
    }
  });
});
