import type { Instant } from '@knooppunt/kernel';
import { openEventStoreDb } from '@knooppunt/event-store';
import { matchTables } from '@knooppunt/matching';
import { openKafkaMessaging } from '@knooppunt/messaging';
import type { Clock, PrepareConfig } from '@knooppunt/platform';
import { allProjections } from '@knooppunt/projections';
import { openPostgresReadStore } from '@knooppunt/read-store';
import { openPostgresVault } from '@knooppunt/vault';
import { found, isFounded } from './founding.js';
import { readFounding } from './founding-file.js';
import { topicsWith } from './worker.js';

/** What was prepared: topics that are there, and whether the founding facts were written now. */
export type Prepared = { readonly topics: number; readonly isFoundedNow: boolean };

/**
 * Everything that has to be there before gateway, hub and worker start: the tables of read models and vault (as the role
 * that owns them), the topics, and the founding facts in an empty log. Repeating it changes nothing that is there.
 * Errors: `worker/founding-invalid`, and those of the engines.
 */
export const prepare = async (config: PrepareConfig, clock: Clock): Promise<Prepared> => {
  const { kafka, partitions, postgres, migrator, rootKeyFile, eventStoreDb, provider } = config;
  const founding = readFounding(config.founding);
  const roles = { connectionString: postgres.url, migratorConnectionString: migrator.url };
  const readStore = await openPostgresReadStore(roles);
  try {
    await readStore.migrate([...allProjections, matchTables]);
  } finally {
    await readStore.close();
  }
  const topics = topicsWith(partitions);
  const messaging = await openKafkaMessaging({ ...kafka, clientId: 'prepare' });
  try {
    await messaging.createTopics(topics);
  } finally {
    await messaging.close();
  }
  const vault = await openPostgresVault({ ...roles, rootKey: { file: rootKeyFile } });
  const store = await openEventStoreDb({ connectionString: eventStoreDb });
  try {
    const isFoundedNow = !(await isFounded(store));
    const { sealer, names } = vault;
    if (isFoundedNow) await found({ store, sealer, names, clock: (): Instant => clock.now(), provider }, founding);
    return { topics: topics.length, isFoundedNow };
  } finally {
    await store.close();
    await vault.close();
  }
};
