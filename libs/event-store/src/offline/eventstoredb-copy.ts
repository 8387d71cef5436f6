import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openEventStoreDb } from '../eventstoredb/open.js';
import type { EventStore } from '../port.js';
import { isDomainError } from '@knooppunt/kernel';
import { LogUnreadable } from './log-unreadable.js';
import { secretOf, shownAddress } from './addresses.js';
import type { PrivateCopy } from './private-copy.js';
import { privateFolder } from './private-folder.js';

const pageSize = 1_000;
const schema = `
  CREATE TABLE events (
    position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL,
    event_id TEXT NOT NULL, type TEXT NOT NULL, data BLOB NOT NULL
  );
  CREATE INDEX by_stream ON events (stream, revision);`;

/** `--eventstore` itself, or what the file holds that it names. Throws `LogUnreadable` no-access. */
export const eventStoreAddress = (given: string): string =>
  secretOf(given, /^(?:esdb|kurrentdb|kdb)(?:\+discover)?:\/\//u);

const fill = async (store: EventStore, database: DatabaseSync): Promise<void> => {
  const head = await store.head();
  if (head === undefined) return;
  const insert = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)');
  let page = await store.readAll({ maxCount: pageSize });
  for (;;) {
    database.exec('BEGIN');
    for (const { position, stream, revision, id, type, bytes } of page) {
      // What is appended from now on belongs to the next audit; else a busy log would never end.
      if (position <= head) insert.run(BigInt(position), stream, revision, id, type, bytes);
    }
    database.exec('COMMIT');
    const last = page.at(-1)?.position;
    if (last === undefined || last >= head || page.length < pageSize) return;
    page = await store.readAll({ after: last, maxCount: pageSize });
  }
};

// The code of the error below says more than the one of opening: connection refused, access denied.
const reasonOf = (error: unknown): string => {
  const { code, reason, cause } = error as {
    readonly code: string;
    readonly reason?: string;
    readonly cause?: unknown;
  };
  return isDomainError(cause) ? reasonOf(cause) : (reason ?? code);
};

/**
 * Copies the log of an EventStoreDB, up to where it ends now, into a private file that reads like the embedded store's.
 * The id column of a row is that of the envelope where the database keeps it under the digest of its bytes, and another
 * one where not, so that verify names the row. Throws `LogUnreadable` no-eventstore.
 */
export const eventStoreDbCopyOf = async (address: string): Promise<PrivateCopy> => {
  const { folder, remove } = privateFolder();
  const file = join(folder, 'events.sqlite');
  const database = new DatabaseSync(file);
  try {
    database.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; ${schema}`);
    const store = await openEventStoreDb({ connectionString: address });
    try {
      await fill(store, database);
    } finally {
      await store.close();
    }
    database.close();
    return { file, remove };
  } catch (error) {
    if (database.isOpen) database.close();
    remove();
    if (isDomainError(error)) throw new LogUnreadable('no-eventstore', shownAddress(address), reasonOf(error));
    throw error;
  }
};
