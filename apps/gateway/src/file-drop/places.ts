import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbsent } from './open-file.js';

/** The four folders of an organisation: brought in, under work, results, and what is kept where that was asked for. */
export const subfolders = { incoming: 'in', work: 'werk', results: 'uit', kept: 'bewaard' } as const;

/** Ends of names: the marker of a complete file, and what became of a file. */
export const ends = { marker: '.klaar', result: '.uitkomst.jsonl' } as const;

/**
 * A name that may come back in the name of a result: no path, no dot but that of the end, and no nine digits in a row, for a
 * citizen service number has them.
 */
export const isFileName = (name: string): boolean =>
  /^(?!.*\d{9})[A-Za-z0-9][A-Za-z0-9_-]{0,79}\.(?:csv|jsonl)$/.test(name);

/** Names in a folder, in order; none where the folder is away. */
export const namesIn = async (folder: string): Promise<readonly string[]> => {
  try {
    return (await readdir(folder)).toSorted();
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
};

/** Makes what happened to the names in a folder survive a loss of power. */
export const settle = async (...folders: readonly string[]): Promise<void> => {
  for (const folder of folders) {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
};

/** Moves a file between folders of one file system, for good. */
export const move = async (from: readonly [string, string], to: readonly [string, string]): Promise<void> => {
  await rename(join(...from), join(...to));
  await settle(to[0], from[0]);
};

/** Removes a name, for good; one that is not there is fine. */
export const remove = async (folder: string, name: string): Promise<void> => {
  await rm(join(folder, name), { force: true });
  await settle(folder);
};
