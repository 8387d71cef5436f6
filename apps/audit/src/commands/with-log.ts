import { join } from 'node:path';
import type { Options } from '../options.js';
import { shownAddress } from '../sources/addresses.js';
import { eventStoreAddress, eventStoreDbCopyOf } from '../sources/eventstoredb-copy.js';
import { LeafFiles } from '../sources/leaf-files.js';
import { privateCopyOf } from '../sources/private-copy.js';
import type { PrivateCopy } from '../sources/private-copy.js';
import { SqliteSource } from '../sources/sqlite-source.js';

/** The parts of a data folder that an audit reads. */
export type OpenLog = { readonly source: SqliteSource; readonly leaves: LeafFiles };

const copyOf = async ({
  data,
  eventstore,
}: Pick<Options, 'data' | 'eventstore'>): Promise<{ readonly copy: PrivateCopy; readonly name: string }> => {
  if (eventstore === undefined) {
    const name = join(data, 'events.sqlite');
    return { copy: await privateCopyOf(name), name };
  }
  const address = eventStoreAddress(eventstore);
  return { copy: await eventStoreDbCopyOf(address), name: shownAddress(address) };
};

/** Opens leaf records and a private copy of the log, and removes the copy whatever happens. Throws `Unreadable`. */
export const withLog = async <Result>(
  options: Pick<Options, 'data' | 'eventstore'>,
  use: (log: OpenLog) => Result | Promise<Result>,
): Promise<Result> => {
  const { data } = options;
  const leaves = LeafFiles.open(data);
  try {
    const { copy, name } = await copyOf(options);
    try {
      const source = SqliteSource.open(copy.file, name);
      try {
        return await use({ source, leaves });
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
