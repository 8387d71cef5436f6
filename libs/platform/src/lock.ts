import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '@knooppunt/kernel';

/** Another instance works on this data folder. */
export class DataLocked extends DomainError {
  readonly code = 'platform/data-locked';

  constructor() {
    super('another instance works on this data folder');
  }
}

/** A held lock; `release` gives it up, and so does the end of the process, however it ends. */
export type DataLock = { readonly release: () => void };

const isBusy = (error: unknown): boolean =>
  // SQLITE_BUSY and SQLITE_LOCKED; extended codes keep them in the low byte
  [5, 6].includes(((error as { errcode?: number }).errcode ?? 0) & 0xff);

/**
 * Makes the file where it is not there yet. One that is there is not even opened: whoever closes a file gives up every POSIX
 * lock that its process has on it. Source: SQLite, How To Corrupt, 2.2.
 */
const makeFile = (file: string): void => {
  try {
    closeSync(openSync(file, 'ax', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
};

const held = new Set<() => void>();
const releaseAll = (): void => {
  for (const release of held) release();
};

/**
 * Takes the single-instance lock of a data folder, or throws `platform/data-locked`. The lock is an open exclusive
 * transaction on `lock.sqlite`: the kernel drops it when the process dies, so that kill -9 leaves nothing behind.
 */
export const acquireDataLock = async (directory: string): Promise<DataLock> => {
  // imported late, so that this lib can be imported on a Node that lacks it and say so
  const { DatabaseSync } = await import('node:sqlite');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'lock.sqlite');
  makeFile(file);
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    throw isBusy(error) ? new DataLocked() : error;
  }
  const release = (): void => {
    if (held.delete(release)) database.close();
    if (held.size === 0) process.off('exit', releaseAll);
  };
  // One listener for all locks: a process may hold one for each of many folders.
  if (held.size === 0) process.on('exit', releaseAll);
  held.add(release);
  return { release };
};
