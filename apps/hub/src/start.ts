import { randomUUID } from 'node:crypto';
import { api, apiVersion } from '@knooppunt/contracts';
import { Gate } from '@knooppunt/disclosure';
import { openEventStoreDb } from '@knooppunt/event-store';
import type { Instant } from '@knooppunt/kernel';
import { openMatchIndex } from '@knooppunt/matching';
import { createHttpApp, meteredStore, rootKeysOf, tracedStore, verifierFor } from '@knooppunt/platform';
import type { HubConfig, Started, Tools } from '@knooppunt/platform';
import { supplyRights } from '@knooppunt/projections';
import { knownValues, openPostgresReadStore } from '@knooppunt/read-store';
import { openPostgresVault } from '@knooppunt/vault';
import { HubModule, refusalRecorder } from './hub.module.js';
import { TombstoneGuard } from './tombstone-guard.js';

const pingMs = 1_000;

/** The engines that the hub reaches: the log, the read models and the keys. Never the topics. */
const openEngines = async (config: HubConfig) => {
  const { postgres, eventStoreDb } = config;
  const connectionString = postgres.url;
  const vault = await openPostgresVault({ connectionString, ...rootKeysOf(config) });
  const readStore = await openPostgresReadStore({ connectionString });
  const store = await openEventStoreDb({ connectionString: eventStoreDb });
  return { vault, readStore, store };
};

/** Opens the engines and makes the HTTP server. Errors: those of the engines. */
export const startHub = async (config: HubConfig, tools: Tools): Promise<Started> => {
  const { clock, logger, metrics, tracing, isReady } = tools;
  const engines = await openEngines(config);
  const { vault, readStore } = engines;
  const { opener, sealer, names, requests, tombstones } = vault;
  const store = meteredStore(tracedStore(engines.store, tracing), metrics);
  const now = (): Instant => clock.now();
  const newId = () => randomUUID();
  const onError = (error: unknown): void => logger.error('alarm', { what: 'hub/tombstones' }, error);
  const guard = new TombstoneGuard({ store: engines.store, tombstones, onError });
  const gate = new Gate({ store, opener, names, clock: now, newId });
  const matches = await openMatchIndex({ readStore, opener });
  const parts = { store, readStore, gate, sealer, names, requests, matches, clock: now, newId };
  const serves = knownValues(readStore, supplyRights, { table: 'documents', column: 'cooperation' });
  const app = await createHttpApp(HubModule.with(parts), {
    clock,
    logger,
    metrics,
    tracing,
    apiVersion,
    edge: config.edge,
    health: isReady,
    isOpen: guard.isOpen,
    verifier: verifierFor(config.identity, { clock, serves }),
    recordRefusal: refusalRecorder(parts),
    openApi: api,
    ...(config.securityTxt ? { securityTxt: config.securityTxt } : {}),
  });
  guard.begin();
  return {
    checks: [
      { name: 'event-store', check: () => engines.store.head().then(() => true) },
      { name: 'vault', check: () => vault.ping(pingMs).then(() => true) },
      { name: 'read-store', check: () => readStore.ping(pingMs).then(() => true) },
      { name: 'tombstones', check: () => guard.check() },
    ],
    listen: () => app.listen(config.http.port, config.http.host),
    closing: [
      { name: 'http', close: () => app.close() },
      { name: 'tombstones', close: () => guard.stop() },
      { name: 'event-store', close: () => engines.store.close() },
      { name: 'read-store', close: () => readStore.close() },
      { name: 'vault', close: () => vault.close() },
    ],
  };
};
