import { join } from 'node:path';
import { shownAddress } from './addresses.js';
import { eventStoreAddress, eventStoreDbCopyOf } from './eventstoredb-copy.js';
import { privateCopyOf } from './private-copy.js';
import type { PrivateCopy } from './private-copy.js';
import { SqliteSource } from './sqlite-source.js';

/** Where a log lies: the data folder of a hub, or the address of an EventStoreDB (or a file that holds it). */
export type LogPlace = { readonly data: string; readonly eventstore?: string | undefined };

const copyOf = async ({
  data,
  eventstore,
}: LogPlace): Promise<{ readonly copy: PrivateCopy; readonly name: string }> => {
  if (eventstore === undefined) {
    const name = join(data, 'events.sqlite');
    return { copy: await privateCopyOf(name), name };
  }
  const address = eventStoreAddress(eventstore);
  return { copy: await eventStoreDbCopyOf(address), name: shownAddress(address) };
};

/**
 * Opens a private copy of a log for reading and takes it away whatever happens; the hub that writes the log goes on.
 * Throws `LogUnreadable`.
 */
export const withOfflineLog = async <Result>(
  place: LogPlace,
  use: (source: SqliteSource) => Result | Promise<Result>,
): Promise<Result> => {
  const { copy, name } = await copyOf(place);
  try {
    const source = SqliteSource.open(copy.file, name);
    try {
      // What is open stays readable without a name, and a run that is killed leaves no copy of a log behind.
      copy.remove();
      return await use(source);
    } finally {
      source.close();
    }
  } finally {
    copy.remove();
  }
};
