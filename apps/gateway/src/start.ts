import { randomUUID } from 'node:crypto';
import { api, apiVersion } from '@knooppunt/contracts';
import type { Instant } from '@knooppunt/kernel';
import { openKafkaMessaging } from '@knooppunt/messaging';
import { createHttpApp, rootKeysOf, tracedMessaging, verifierFor } from '@knooppunt/platform';
import type { GatewayConfig, Started, Tools } from '@knooppunt/platform';
import { supplyRights } from '@knooppunt/projections';
import { knownValues, openPostgresReadStore } from '@knooppunt/read-store';
import type { ReadStore } from '@knooppunt/read-store';
import { openPostgresVault } from '@knooppunt/vault';
import { KeysSettled } from './keys-settled.js';
import { GatewayModule, edgeRefusalRecorder, openFileDrop, readDropFile } from './gateway.module.js';

const pingMs = 1_000;

/** The engines that the gateway reaches: topics, one read model, and the keys to seal. Never the event store (design §2). */
const openEngines = async (config: GatewayConfig) => {
  const { kafka, postgres, operations } = config;
  const connectionString = postgres.url;
  const vault = await openPostgresVault({ connectionString, ...rootKeysOf(config) });
  const readStore = await openPostgresReadStore({ connectionString });
  const messaging = await openKafkaMessaging({ ...kafka, clientId: `gateway-${operations.instance}` });
  return { vault, readStore, messaging };
};

/** Is there any covenant in force? Before the worker has followed the first one, nobody can bring anything. */
const hasRights = async (readStore: ReadStore): Promise<boolean> => {
  const table = readStore.tableName(supplyRights, 'documents');
  return (await readStore.db.selectFrom(table).select('cooperation').limit(1).executeTakeFirst()) !== undefined;
};

/** Opens the engines and makes the HTTP server. Errors: those of the engines. */
export const startGateway = async (config: GatewayConfig, tools: Tools): Promise<Started> => {
  const { clock, logger, metrics, tracing, isReady } = tools;
  const folders = config.fileDrop === undefined ? [] : readDropFile(config.fileDrop);
  const { vault, readStore, messaging } = await openEngines(config);
  const { register, sealer, names, tombstones } = vault;
  const settled = new KeysSettled({
    tombstones,
    readStore,
    onError: (error) => logger.error('alarm', { what: 'gateway/tombstones' }, error),
  });
  const parts = {
    register,
    sealer,
    names,
    messaging: tracedMessaging(messaging, tracing),
    readStore,
    clock: (): Instant => clock.now(),
    newId: () => randomUUID(),
    capacity: config.capacity,
  };
  const serves = knownValues(readStore, supplyRights, { table: 'documents', column: 'cooperation' });
  const app = await createHttpApp(GatewayModule.with(parts), {
    clock,
    logger,
    metrics,
    tracing,
    apiVersion,
    edge: config.edge,
    health: isReady,
    isOpen: settled.isOpen,
    verifier: verifierFor(config.identity, { clock, serves }),
    recordRefusal: edgeRefusalRecorder(parts),
    openApi: api,
  });
  settled.begin();
  const fileDrop = openFileDrop(app, { folders, isOpen: settled.isOpen, serves, logger, metrics });
  return {
    checks: [
      { name: 'messaging', check: () => messaging.ping(pingMs).then(() => true) },
      { name: 'vault', check: () => vault.ping(pingMs).then(() => true) },
      { name: 'read-store', check: () => readStore.ping(pingMs).then(() => true) },
      { name: 'supply-rights', check: () => hasRights(readStore) },
      { name: 'tombstones', check: async () => settled.isOpen() },
    ],
    listen: async () => {
      await app.listen(config.http.port, config.http.host);
      fileDrop.begin();
    },
    closing: [
      { name: 'file-drop', close: () => fileDrop.stop() },
      { name: 'http', close: () => app.close() },
      { name: 'tombstones', close: async () => settled.stop() },
      { name: 'messaging', close: () => messaging.close() },
      { name: 'read-store', close: () => readStore.close() },
      { name: 'vault', close: () => vault.close() },
    ],
  };
};
