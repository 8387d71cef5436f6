import { join } from 'node:path';
import { StreamFolds } from '@knooppunt/disclosure';
import { openEventStoreDb } from '@knooppunt/event-store';
import type { Instant } from '@knooppunt/kernel';
import { openMatchIndex } from '@knooppunt/matching';
import { openKafkaMessaging } from '@knooppunt/messaging';
import type { Clock, JsonLogger, WorkerConfig } from '@knooppunt/platform';
import { openPostgresReadStore } from '@knooppunt/read-store';
import { openPostgresVault } from '@knooppunt/vault';
import { openCheckpointKey } from './checkpoint-key.js';
import { LeafFiles } from './leaf-files.js';
import { SequencerLoop } from './sequencer-loop.js';
import { Worker } from './worker.js';
import type { WorkerRhythm } from './worker.js';

/** Name of the key that signs checkpoints, as C2SP notes show it. */
export const checkpointKeyName = 'knooppunt';
const rhythm: WorkerRhythm = { sweepMs: 2_000, checkpointMs: 10_000 };

/** All engines: topics, log, read models and keys. */
const openEngines = async ({ kafka, postgres, rootKeyFile, eventStoreDb, operations }: WorkerConfig) => {
  const connectionString = postgres.url;
  const vault = await openPostgresVault({ connectionString, rootKey: { file: rootKeyFile } });
  const readStore = await openPostgresReadStore({ connectionString });
  const store = await openEventStoreDb({ connectionString: eventStoreDb });
  const messaging = await openKafkaMessaging({ ...kafka, clientId: `worker-${operations.instance}` });
  const close = async (): Promise<void> => {
    await messaging.close();
    await store.close();
    await readStore.close();
    await vault.close();
  };
  return { vault, readStore, store, messaging, close };
};

/** A worker that follows log and topics. */
export type RunningWorker = { readonly worker: Worker; readonly close: () => Promise<void> };

/** Opens the engines and starts to follow. Errors: those of the engines. */
export const startWorker = async (
  config: WorkerConfig,
  { clock, logger }: { readonly clock: Clock; readonly logger: JsonLogger },
): Promise<RunningWorker> => {
  const engines = await openEngines(config);
  const { vault, readStore, store, messaging } = engines;
  const { opener, register, destroyer, names } = vault;
  const now = (): Instant => clock.now();
  const alarm = (what: string, error: unknown): void => logger.error('alarm', { what }, error);
  const key = openCheckpointKey(config.checkpointKeyFile, join(config.data, 'checkpoint.pub'), checkpointKeyName);
  const leaves = new LeafFiles(join(config.data, 'evidence'));
  const sequencer = new SequencerLoop({ store, key, leaves, clock: now, alarm });
  const matches = await openMatchIndex({ readStore, opener });
  const folds = new StreamFolds(store);
  const slot = config.operations.instance;
  const parts = { store, folds, messaging, readStore, register, destroyer, names, matches, clock: now, slot, alarm };
  const worker = await Worker.start(parts, sequencer, rhythm);
  const close = async (): Promise<void> => {
    await worker.stop();
    leaves.close();
    await engines.close();
  };
  return { worker, close };
};
