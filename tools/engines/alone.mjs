import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal, bornAt, isAlive } from './processes.mjs';

const holderIn = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};

/** Takes the lock with what it holds at once, so that nobody reads half of it; undefined where it is taken. */
const takeLock = (file) => {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify({ pid: process.pid, born: bornAt(process.pid) }));
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return undefined;
    throw error;
  } finally {
    rmSync(own);
  }
};

/** Puts the lock of a process that is gone aside; if it became another's meanwhile, that one gets it back. */
const clear = (file) => {
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
    if (isAlive(holderIn(aside) ?? {})) linkSync(aside, file);
    rmSync(aside);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  }
};

/**
 * Does work on a folder of engines while nobody else does: two at once would start each engine twice on the same data.
 * Refuses where another process is at it; the lock of one that was killed does not count.
 */
export const alone = async (folder, work) => {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'lock');
  if (!takeLock(file)) {
    const holder = holderIn(file) ?? {};
    if (!isAlive(holder)) clear(file);
    if (isAlive(holder) || !takeLock(file))
      throw new Refusal(
        `another \`npm run engines\` (pid ${holder.pid}) is at work on ${folder}: wait until it has ended`,
      );
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
};
