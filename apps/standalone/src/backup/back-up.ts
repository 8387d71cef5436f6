import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbeddedEventStore } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import { DomainError, streamName } from '@knooppunt/kernel';
import { keysInEmbeddedMessaging } from '@knooppunt/messaging';
import { copySqliteFile } from '@knooppunt/sqlite';
import { forgetDeliveries } from '@knooppunt/vault';
import { engineFiles } from '../engines/embedded.js';

/** There is no embedded hub's data in the folder. */
export class NothingToBackUp extends DomainError {
  readonly code = 'standalone/nothing-to-back-up';

  constructor() {
    super('the folder holds no data of an embedded hub');
  }
}

/** The place for the copy is taken. */
export class BackupPlaceTaken extends DomainError {
  readonly code = 'standalone/backup-place-taken';

  constructor() {
    super('the folder for the copy exists and is not empty');
  }
}

/** What a copy holds: up to which position of the log; deliveries in the register that were younger than the log, left out. */
export type BackedUp = { readonly head: string; readonly leftOut: number };

/**
 * The order in which the engines are copied, so that nothing is lost that was acknowledged before the first of them:
 * messages, for what they say to be handled lies in every later copy of the log, and what does not is delivered again; then the
 * log; then the keys, for every key that the copy of the log names was kept before it. Read models come from the log.
 */
const order = [engineFiles.messages, engineFiles.events, engineFiles.vault] as const;

const isIn =
  (store: EventStore, keys: ReadonlySet<string>) =>
  async (contribution: string): Promise<boolean> =>
    keys.has(contribution) || (await store.read(streamName('contribution', contribution), { maxCount: 1 })).length > 0;

/** A register that is younger than the log beside it must not say of a delivery that it is there. */
const fit = async (folder: string): Promise<BackedUp> => {
  const store = await openEmbeddedEventStore({ file: join(folder, engineFiles.events) });
  try {
    const keys = keysInEmbeddedMessaging(join(folder, engineFiles.messages));
    const leftOut = await forgetDeliveries(join(folder, engineFiles.vault), isIn(store, keys));
    return { head: (await store.head()) ?? '', leftOut };
  } finally {
    await store.close();
  }
};

/**
 * Copies the data of an embedded hub, at work or not, into a new folder that appears when all of it is there. Without root key,
 * checkpoint key, read models and leaf files. Errors: `standalone/nothing-to-back-up`, `standalone/backup-place-taken`, and those
 * of the system. Source: docs/operations.md, Back up.
 */
export const backUp = async (data: string, to: string): Promise<BackedUp> => {
  if (!order.every((file) => existsSync(join(data, file)))) throw new NothingToBackUp();
  if (existsSync(to) && readdirSync(to).length > 0) throw new BackupPlaceTaken();
  const part = `${to}.part-${process.pid}`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true, mode: 0o700 });
  try {
    for (const file of order) copySqliteFile(join(data, file), join(part, file));
    const done = await fit(part);
    rmSync(to, { recursive: true, force: true });
    renameSync(part, to);
    return done;
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
};
