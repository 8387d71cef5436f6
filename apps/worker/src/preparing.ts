import { topicsOf } from '@knooppunt/contracts';
import type { Instant } from '@knooppunt/kernel';
import { decodeEvent, openEventStoreDb } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import { matchTables } from '@knooppunt/matching';
import { openKafkaMessaging } from '@knooppunt/messaging';
import { rootKeysOf } from '@knooppunt/platform';
import type { Clock, PrepareConfig } from '@knooppunt/platform';
import { allProjections, supplyRights } from '@knooppunt/projections';
import { migratePostgresReadStore } from '@knooppunt/read-store';
import { migratePostgresVault, openPostgresVault } from '@knooppunt/vault';
import { found, isFounded } from './founding.js';
import { readFounding } from './founding-file.js';

/** What was prepared: topics that are there, whether the founding facts were written now, and warnings (Dutch sentences). */
export type Prepared = {
  readonly topics: number;
  readonly isFoundedNow: boolean;
  /** What an operator must look at; nothing of it stopped the preparation. */
  readonly warnings: readonly string[];
};

const prepareTables = async ({ postgres, migrator, gatewayRole }: PrepareConfig): Promise<void> => {
  const connectionString = migrator.url;
  const applicationRole = decodeURIComponent(new URL(postgres.url).username);
  await migratePostgresReadStore({
    connectionString,
    applicationRole,
    projections: [...allProjections, matchTables],
    readers: gatewayRole === undefined ? [] : [{ role: gatewayRole, projections: [supplyRights] }],
  });
  const sealing = gatewayRole === undefined ? [] : [gatewayRole];
  await migratePostgresVault({ connectionString, roles: { whole: [applicationRole], sealing } });
};

/** A group whose offsets were forgotten before the messages were begins anew; harmless, but it takes its time. */
export const offsetsWarnings = (offsetsMs: number | undefined, retentionMs: number): readonly string[] => {
  if (offsetsMs === undefined)
    return ['Hoe lang Kafka onthoudt waar een groep was, is niet te zien: zie offsets.retention.minutes.'];
  if (offsetsMs > retentionMs) return [];
  const minutes = retentionMs / 60_000;
  return [
    `Kafka vergeet waar een groep was (offsets.retention.minutes ${offsetsMs / 60_000}) voordat zijn berichten weg zijn: kies meer dan ${minutes}.`,
  ];
};

const prepareTopics = async ({ kafka, partitions }: PrepareConfig): Promise<Pick<Prepared, 'topics' | 'warnings'>> => {
  const { retentionMs } = kafka;
  const { topics, groups } = topicsOf({
    signalPartitions: partitions,
    signalRetentionMs: retentionMs,
    noticeRetentionMs: retentionMs,
    checkpointRetentionMs: retentionMs,
  });
  const messaging = await openKafkaMessaging({ ...kafka, clientId: 'prepare' });
  try {
    await messaging.prepare(topics, groups);
    const offsetsMs = await messaging.offsetsRetentionMs();
    const warnings = offsetsWarnings(offsetsMs, retentionMs);
    return { topics: topics.length + groups.length, warnings };
  } finally {
    await messaging.close();
  }
};

/**
 * Refuses a log that begins with somebody else's events: every reader would stop at them, and better before anything is
 * written. Errors: those of `decodeEvent`, and of the engine.
 */
export const requireOwnLog = async (store: EventStore): Promise<void> => {
  const [first] = await store.readAll({ maxCount: 1 });
  if (first) decodeEvent(first);
};

const prepareLog = async (config: PrepareConfig, clock: Clock): Promise<boolean> => {
  const { postgres, eventStoreDb, provider } = config;
  const founding = readFounding(config.founding);
  const vault = await openPostgresVault({ connectionString: postgres.url, ...rootKeysOf(config) });
  try {
    const store = await openEventStoreDb({ connectionString: eventStoreDb });
    try {
      await requireOwnLog(store);
      if (await isFounded(store)) return false;
      const { sealer, names } = vault;
      await found({ store, sealer, names, clock: (): Instant => clock.now(), provider }, founding);
      return true;
    } finally {
      await store.close();
    }
  } finally {
    await vault.close();
  }
};

/**
 * Everything that has to be there before gateway, hub and worker start: the tables of read models and vault (as the role
 * that owns them), the topics, and the founding facts in an empty log. Repeating it changes nothing that is there.
 * Errors: `worker/founding-invalid`, and those of the engines.
 */
export const prepare = async (config: PrepareConfig, clock: Clock): Promise<Prepared> => {
  readFounding(config.founding);
  await prepareTables(config);
  const { topics, warnings } = await prepareTopics(config);
  return { topics, warnings, isFoundedNow: await prepareLog(config, clock) };
};
