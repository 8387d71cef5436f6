import { constants, copyFileSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LogUnreadable } from './log-unreadable.js';
import { findWalFault, walHeader } from './wal.js';
import type { WalFault } from './wal.js';
import { privateFolder } from './private-folder.js';

const attempts = 40;
const pauseMs = 50;

/** A copy of a database in a folder that only this user can enter. `remove` takes it away again. */
export type PrivateCopy = { readonly file: string; readonly remove: () => void };

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code);

const unreachable = (error: unknown, file: string): LogUnreadable =>
  new LogUnreadable(codeOf(error) === 'ENOENT' ? 'no-file' : 'no-access', file, codeOf(error));

const stampOf = (file: string): string => {
  const { size, mtimeNs, ino } = statSync(file, { bigint: true });
  return `${ino} ${size} ${mtimeNs}`;
};

/** Copies a file that may be gone by now; gives whether there was one. */
const copied = (from: string, to: string): boolean => {
  rmSync(to, { force: true });
  try {
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
};

type Attempt = { readonly isWhole: boolean; readonly fault: WalFault | undefined };

/**
 * Database first, -wal after it. While the -wal is not begun anew it holds every page that a checkpoint may have moved
 * meanwhile, so the pair is whole if its header stayed; without a -wal it is whole if the database stayed as it was.
 */
const attempt = (from: string, to: string): Attempt => {
  const before = walHeader(`${from}-wal`);
  const stamp = stampOf(from);
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
  const hasWal = copied(`${from}-wal`, `${to}-wal`);
  const isSameWal = walHeader(`${from}-wal`) === before;
  const isWhole = isSameWal && (before !== '' || stampOf(from) === stamp);
  return { isWhole, fault: isWhole && hasWal ? findWalFault(`${to}-wal`) : undefined };
};

/**
 * Copies a SQLite database and its -wal, without opening either: even a reader would leave -shm and -wal files behind.
 * Tries again while a running hub moves things. Throws `LogUnreadable`: no-file, no-access, damaged-wal, moving.
 */
export const privateCopyOf = async (from: string): Promise<PrivateCopy> => {
  const { folder, remove } = privateFolder();
  const file = join(folder, basename(from));
  try {
    let fault: WalFault | undefined;
    for (let tried = 0; tried < attempts; tried++) {
      const result = attempt(from, file);
      if (result.isWhole && !result.fault) return { file, remove };
      fault = result.fault;
      await delay(pauseMs);
    }
    if (fault) throw new LogUnreadable('damaged-wal', String(fault.frame), `${from}-wal, page ${fault.page}`);
    throw new LogUnreadable('moving', from);
  } catch (error) {
    remove();
    throw error instanceof LogUnreadable ? error : unreachable(error, from);
  }
};
