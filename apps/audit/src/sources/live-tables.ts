import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LogUnreadable, privateCopyOf, privateFolder, secretOf, shownAddress } from '@knooppunt/event-store';
import type { PrivateCopy } from '@knooppunt/event-store';
import { isDomainError } from '@knooppunt/kernel';
import { allProjections } from '@knooppunt/projections';
import { copyPostgresReadStore, openEmbeddedReadStore } from '@knooppunt/read-store';
import type { ReadStore } from '@knooppunt/read-store';
import type { Options } from '../options.js';
import { Unreadable } from '../unreadable.js';

/** A private copy of the live read models, opened, and the file that it lies in. */
export type LiveTables = { readonly store: ReadStore; readonly file: string; readonly close: () => Promise<void> };

/** The file of the embedded read models, copied; one that is not there is not called a log. */
const fileCopyOf = async (name: string): Promise<PrivateCopy> => {
  try {
    return await privateCopyOf(name);
  } catch (error) {
    if (error instanceof LogUnreadable && error.fault === 'no-file') throw new Unreadable('no-read-models', name);
    throw error;
  }
};

const causeOf = (error: unknown): string => {
  const { code, cause } = error as { readonly code?: string; readonly cause?: unknown };
  return cause === undefined ? (code ?? 'error') : causeOf(cause);
};

const postgresCopyOf = async (given: string): Promise<PrivateCopy> => {
  const connectionString = secretOf(given, /^postgres(?:ql)?:\/\//u);
  const { folder, remove } = privateFolder();
  const file = join(folder, 'read.sqlite');
  try {
    await copyPostgresReadStore({ connectionString, file, projections: allProjections });
    return { file, remove };
  } catch (error) {
    remove();
    if (isDomainError(error)) throw new Unreadable('no-postgres', shownAddress(connectionString), causeOf(error));
    throw error;
  }
};

/** Throws `Unreadable` damaged-page or no-database, with what SQLite says. */
const checkPages = (file: string, name: string): void => {
  const database = new DatabaseSync(file);
  try {
    const said = database.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'];
    if (said !== 'ok') throw new Unreadable('damaged-page', name, String(said).replaceAll(/\s+/g, ' ').slice(0, 200));
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable('no-database', name);
  } finally {
    database.close();
  }
};

/**
 * Copies the live read models: `read.sqlite` of the data folder, or those of a PostgreSQL as one moment saw them. To be done
 * before the log is copied: read models follow the log, never the reverse. Throws `Unreadable`: no-read-models, no-access,
 * damaged-wal, damaged-page, moving, no-database, no-postgres.
 */
export const openLiveTables = async ({ data, postgres }: Options): Promise<LiveTables> => {
  const name = join(data, 'read.sqlite');
  const { file, remove } = postgres === undefined ? await fileCopyOf(name) : await postgresCopyOf(postgres);
  try {
    checkPages(file, postgres === undefined ? name : file);
    const store = await openEmbeddedReadStore({ file });
    const close = async (): Promise<void> => {
      await store.close();
      remove();
    };
    return { store, file, close };
  } catch (error) {
    remove();
    throw error;
  }
};
