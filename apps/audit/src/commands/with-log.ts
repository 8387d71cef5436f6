import { join } from 'node:path';
import { LeafFiles } from '../sources/leaf-files.js';
import { privateCopyOf } from '../sources/private-copy.js';
import { SqliteSource } from '../sources/sqlite-source.js';

/** The parts of a data folder that an audit reads. */
export type OpenLog = { readonly source: SqliteSource; readonly leaves: LeafFiles };

/** Opens leaf records and a private copy of the log, and removes the copy whatever happens. Throws `Unreadable`. */
export const withLog = async <Result>(data: string, use: (log: OpenLog) => Result): Promise<Result> => {
  const file = join(data, 'events.sqlite');
  const leaves = LeafFiles.open(data);
  try {
    const copy = await privateCopyOf(file);
    try {
      const source = SqliteSource.open(copy.file, file);
      try {
        return use({ source, leaves });
      } finally {
        source.close();
      }
    } finally {
      copy.remove();
    }
  } finally {
    leaves.close();
  }
};
