import { withOfflineLog } from '@knooppunt/event-store';
import type { LogPlace, SqliteSource } from '@knooppunt/event-store';
import { LeafFiles } from '../sources/leaf-files.js';

/** The parts of a data folder that an audit reads. */
export type OpenLog = { readonly source: SqliteSource; readonly leaves: LeafFiles };

/** Opens leaf records and a private copy of the log, and removes the copy whatever happens. Throws `LogUnreadable`. */
export const withLog = async <Result>(
  place: LogPlace,
  use: (log: OpenLog) => Result | Promise<Result>,
): Promise<Result> => {
  const leaves = LeafFiles.open(place.data);
  try {
    return await withOfflineLog(place, (source) => use({ source, leaves }));
  } finally {
    leaves.close();
  }
};
