import type { DatabaseSync } from 'node:sqlite';

/** Procedures for the engine's own specs: a table of notes, a rule that refuses, and a rule that only COMMIT checks. */
export const schema = `
  CREATE TABLE IF NOT EXISTS books (id TEXT PRIMARY KEY) STRICT;
  CREATE TABLE IF NOT EXISTS notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    text TEXT NOT NULL UNIQUE,
    book TEXT REFERENCES books (id) DEFERRABLE INITIALLY DEFERRED
  ) STRICT;
`;

const write = (database: DatabaseSync, argument: unknown) => {
  const id = database.prepare('INSERT INTO notes (text) VALUES (?)').run(argument as string).lastInsertRowid;
  return Number(id);
};

export const procedures = {
  write,
  writeThenRefuse: (database: DatabaseSync, argument: unknown) => {
    write(database, argument);
    throw Object.assign(new Error('refused'), { code: 'notes/refused', detail: { note: argument } });
  },
  writeInBook: (database: DatabaseSync, argument: unknown) => {
    const { text, book } = argument as { text: string; book: string };
    return Number(database.prepare('INSERT INTO notes (text, book) VALUES (?, ?)').run(text, book).lastInsertRowid);
  },
  endTransaction: (database: DatabaseSync) => {
    database.exec('ROLLBACK');
  },
  list: (database: DatabaseSync) => database.prepare('SELECT id, text FROM notes ORDER BY id').all(),
  bytes: (_database: DatabaseSync, argument: unknown) => new Uint8Array(argument as number).fill(7),
  stallsFor: (_database: DatabaseSync, argument: unknown) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, argument as number);
  },
};

export const transfers = { bytes: (value: unknown) => [(value as { buffer: ArrayBuffer }).buffer] };
