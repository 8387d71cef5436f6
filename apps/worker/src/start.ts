import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { Gate, StreamFolds } from '@knooppunt/disclosure';
import { openEventStoreDb } from '@knooppunt/event-store';
import type { Instant, Rhythm } from '@knooppunt/kernel';
import { openMatchIndex } from '@knooppunt/matching';
import { openKafkaMessaging } from '@knooppunt/messaging';
import { meteredMessaging, meteredStore, rootKeysOf, tracedMessaging, tracedStore } from '@knooppunt/platform';
import type { Metrics, Started, Tools, WorkerConfig } from '@knooppunt/platform';
import { openPostgresReadStore } from '@knooppunt/read-store';
import { openPostgresVault } from '@knooppunt/vault';
import { openCheckpointKey } from './checkpoint-key.js';
import { covenantStandings } from './covenant-round.js';
import { LeafFiles } from './leaf-files.js';
import { openRegisters } from './person-checks/registers.js';
import { SequencerLoop } from './sequencer-loop.js';
import { WitnessBoard } from './witness-post.js';
import { measure } from './worker-metrics.js';
import { Worker } from './worker.js';
import type { WorkerRhythm } from './worker.js';

/** Name of the key that signs checkpoints, as C2SP notes show it. */
export const checkpointKeyName = 'knooppunt';
const rhythm: WorkerRhythm = { sweepMs: 2_000, checkpointMs: 10_000 };
const pingMs = 1_000;
const foldedStreams = 5_000;
// Hundreds of deliveries a second ask for the same covenant and the same supplier; nobody waits for the worker's answer.
const foldRhythm: Rhythm = { atOnce: 20, everyMs: 50 };

/** All engines: topics, log, read models and keys. */
const openEngines = async (config: WorkerConfig, metrics: Metrics) => {
  const { kafka, postgres, eventStoreDb, operations } = config;
  const connectionString = postgres.url;
  const vault = await openPostgresVault({ connectionString, ...rootKeysOf(config) });
  const readStore = await openPostgresReadStore({ connectionString });
  metrics.declare('subscription', ['log']);
  const store = await openEventStoreDb({
    connectionString: eventStoreDb,
    onSubscriptionState: (state) => metrics.setState('knooppunt_subscription_state', { subscription: 'log' }, state),
  });
  const messaging = await openKafkaMessaging({ ...kafka, clientId: `worker-${operations.instance}` });
  return { vault, readStore, store, messaging };
};

/** Opens the engines and starts to follow log and topics. Errors: those of the engines. */
export const startWorker = async (config: WorkerConfig, tools: Tools): Promise<Started> => {
  const { clock, logger, metrics, tracing, fail } = tools;
  const engines = await openEngines(config, metrics);
  const { vault, readStore } = engines;
  const { opener, sealer, register, destroyer, tombstones, names } = vault;
  const store = meteredStore(tracedStore(engines.store, tracing), metrics);
  const messaging = meteredMessaging(tracedMessaging(engines.messaging, tracing), metrics);
  const now = (): Instant => clock.now();
  const alarm = (what: string, error: unknown): void => logger.error('alarm', { what }, error);
  const key = openCheckpointKey(config.checkpointKeyFile, join(config.data, 'checkpoint.pub'), checkpointKeyName);
  const leaves = new LeafFiles(join(config.data, 'evidence'));
  const witnesses = new WitnessBoard(config.witnessHours);
  const sequencer = new SequencerLoop({ store, key, leaves, clock: now, alarm, witnesses });
  const matches = await openMatchIndex({ readStore, opener });
  const gate = new Gate({ store, opener, names, clock: now, newId: () => randomUUID() });
  const registers = config.brpPartners === undefined ? undefined : openRegisters(config.brpPartners, metrics);
  const parts = {
    store,
    folds: new StreamFolds(store, foldedStreams, foldRhythm),
    messaging,
    readStore,
    register,
    destroyer,
    tombstones,
    names,
    matches,
    clock: now,
    slot: config.operations.instance,
    alarm,
    fail,
    onReplayed: (isAgreed: boolean): void =>
      metrics.increment('knooppunt_replayed_disclosures_total', { outcome: isAgreed ? 'agreed' : 'differed' }),
    ...(registers ? { personChecks: { gate, sealer, registers } } : {}),
  };
  const worker = await Worker.start(parts, sequencer, rhythm);
  const covenants = () => covenantStandings(parts);
  measure(metrics, { store, readStore, register, clock: now, messaging: engines.messaging, covenants });
  return {
    checks: [
      { name: 'event-store', check: () => engines.store.head().then(() => true) },
      { name: 'messaging', check: () => engines.messaging.ping(pingMs).then(() => true) },
      { name: 'vault', check: () => vault.ping(pingMs).then(() => true) },
      { name: 'read-store', check: () => readStore.ping(pingMs).then(() => true) },
      { name: 'following', check: async () => worker.isFollowing },
    ],
    closing: [
      { name: 'worker', close: () => worker.stop() },
      { name: 'registers', close: async () => registers?.forEach((one) => one.close()) },
      { name: 'leaf-files', close: async () => leaves.close() },
      { name: 'messaging', close: () => engines.messaging.close() },
      { name: 'event-store', close: () => engines.store.close() },
      { name: 'read-store', close: () => readStore.close() },
      { name: 'vault', close: () => vault.close() },
    ],
  };
};
