import { randomUUID } from 'node:crypto';
import { api, apiVersion } from '@knooppunt/contracts';
import { Gate } from '@knooppunt/disclosure';
import { openEventStoreDb } from '@knooppunt/event-store';
import type { Instant } from '@knooppunt/kernel';
import { openMatchIndex } from '@knooppunt/matching';
import { Metrics, createHttpApp, verifierFor } from '@knooppunt/platform';
import type { Clock, HubConfig, JsonLogger } from '@knooppunt/platform';
import { supplyRights } from '@knooppunt/projections';
import { knownValues, openPostgresReadStore } from '@knooppunt/read-store';
import { openPostgresVault } from '@knooppunt/vault';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { HubModule, refusalRecorder } from './hub.module.js';

/** The engines that the hub reaches: the log, the read models and the keys. Never the topics. */
const openEngines = async ({ postgres, rootKeyFile, eventStoreDb }: HubConfig) => {
  const connectionString = postgres.url;
  const vault = await openPostgresVault({ connectionString, rootKey: { file: rootKeyFile } });
  const readStore = await openPostgresReadStore({ connectionString });
  const store = await openEventStoreDb({ connectionString: eventStoreDb });
  const close = async (): Promise<void> => {
    await store.close();
    await readStore.close();
    await vault.close();
  };
  return { vault, readStore, store, close };
};

/** A hub that can listen. */
export type Hub = { readonly app: NestFastifyApplication; readonly close: () => Promise<void> };

/** Opens the engines and makes the HTTP server; it does not listen yet. Errors: those of the engines. */
export const startHub = async (
  config: HubConfig,
  { clock, logger }: { readonly clock: Clock; readonly logger: JsonLogger },
): Promise<Hub> => {
  const engines = await openEngines(config);
  const { vault, readStore, store } = engines;
  const { opener, sealer, names } = vault;
  const now = (): Instant => clock.now();
  const newId = () => randomUUID();
  const gate = new Gate({ store, opener, names, clock: now, newId });
  const matches = await openMatchIndex({ readStore, opener });
  const parts = { store, readStore, gate, sealer, names, matches, clock: now, newId };
  const serves = knownValues(readStore, supplyRights, { table: 'documents', column: 'cooperation' });
  const app = await createHttpApp(HubModule.with(parts), {
    clock,
    logger,
    metrics: new Metrics(),
    apiVersion,
    verifier: verifierFor(config.identity, { clock, serves }),
    recordRefusal: refusalRecorder(parts),
    openApi: api,
  });
  const close = async (): Promise<void> => {
    await app.close();
    await engines.close();
  };
  return { app, close };
};
