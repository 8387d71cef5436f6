import { chmodSync, closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const sync = (path: string): void => {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/** A copy that the engine finds broken. */
const requireSound = (file: string): void => {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const [found] = database.prepare('PRAGMA integrity_check').all();
    if (found?.['integrity_check'] !== 'ok') throw new Error('the copy is broken');
  } finally {
    database.close();
  }
};

/**
 * Copies a file that an engine may be writing at this moment: one state of it, as of one commit, without the pages that are free
 * there, so that nothing comes along that was erased. The copy (0600) lies on the disk when this returns. `to` must not exist.
 * Throws the errors of the system and of SQLite. Source: SQLite, VACUUM INTO.
 */
export const copySqliteFile = (from: string, to: string): void => {
  const database = new DatabaseSync(from, { readOnly: true, timeout: 30_000 });
  try {
    database.prepare('VACUUM INTO ?').run(to);
  } finally {
    database.close();
  }
  chmodSync(to, 0o600);
  requireSound(to);
  sync(to);
  sync(dirname(to));
};
