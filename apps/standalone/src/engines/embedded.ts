import { join } from 'node:path';
import { openEmbeddedEventStore } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import { openEmbeddedMessaging } from '@knooppunt/messaging';
import type { EmbeddedMessaging } from '@knooppunt/messaging';
import { openEmbeddedReadStore } from '@knooppunt/read-store';
import type { ReadStore } from '@knooppunt/read-store';
import { openEmbeddedVault } from '@knooppunt/vault';
import type { Vault } from '@knooppunt/vault';

/** The files of the embedded engines in a data folder. */
export const engineFiles = {
  vault: 'vault.sqlite',
  events: 'events.sqlite',
  messages: 'messages.sqlite',
  reads: 'read.sqlite',
} as const;

/** The embedded engines, one file each (design §4). */
export type Engines = {
  readonly store: EventStore;
  readonly messaging: EmbeddedMessaging;
  readonly readStore: ReadStore;
  readonly vault: Vault;
  readonly close: () => Promise<void>;
};

/**
 * Opens (or makes) all stores of a data folder. `rootKey` replaces the key file in tests. `onEnded` is told when one has
 * ended by itself (a disk failed): what is on disk decides, so the process has to begin anew.
 */
export const openEngines = async (
  folder: string,
  { rootKey, onEnded }: { readonly rootKey?: Uint8Array; readonly onEnded?: (error: Error) => void } = {},
): Promise<Engines> => {
  const file = (name: string): string => join(folder, name);
  const told = onEnded ? { onEnded } : {};
  const vault = await openEmbeddedVault({
    file: file(engineFiles.vault),
    rootKeyFile: file('root.key'),
    ...(rootKey ? { rootKey } : {}),
    ...told,
  });
  const store = await openEmbeddedEventStore({ file: file(engineFiles.events), ...told });
  const messaging = await openEmbeddedMessaging({ file: file(engineFiles.messages), ...told });
  const readStore = await openEmbeddedReadStore({ file: file(engineFiles.reads) });
  const close = async (): Promise<void> => {
    await messaging.close();
    await readStore.close();
    await store.close();
    await vault.close();
  };
  return { store, messaging, readStore, vault, close };
};
