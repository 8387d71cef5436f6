import { randomUUID } from 'node:crypto';
import { api, apiVersion } from '@knooppunt/contracts';
import type { Instant } from '@knooppunt/kernel';
import { openKafkaMessaging } from '@knooppunt/messaging';
import { Metrics, createHttpApp, verifierFor } from '@knooppunt/platform';
import type { Clock, GatewayConfig, JsonLogger } from '@knooppunt/platform';
import { supplyRights } from '@knooppunt/projections';
import { knownValues, openPostgresReadStore } from '@knooppunt/read-store';
import { openPostgresVault } from '@knooppunt/vault';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { GatewayModule, edgeRefusalRecorder } from './gateway.module.js';

/** The engines that the gateway reaches: topics, one read model, and the keys to seal. Never the event store (design §2). */
const openEngines = async ({ kafka, postgres, rootKeyFile, operations }: GatewayConfig) => {
  const connectionString = postgres.url;
  const vault = await openPostgresVault({ connectionString, rootKey: { file: rootKeyFile } });
  const readStore = await openPostgresReadStore({ connectionString });
  const messaging = await openKafkaMessaging({ ...kafka, clientId: `gateway-${operations.instance}` });
  const close = async (): Promise<void> => {
    await messaging.close();
    await readStore.close();
    await vault.close();
  };
  return { vault, readStore, messaging, close };
};

/** A gateway that can listen. */
export type Gateway = { readonly app: NestFastifyApplication; readonly close: () => Promise<void> };

/** Opens the engines and makes the HTTP server; it does not listen yet. Errors: those of the engines. */
export const startGateway = async (
  config: GatewayConfig,
  { clock, logger }: { readonly clock: Clock; readonly logger: JsonLogger },
): Promise<Gateway> => {
  const engines = await openEngines(config);
  const { vault, readStore, messaging } = engines;
  const { register, sealer, names } = vault;
  const now = (): Instant => clock.now();
  const parts = { register, sealer, names, messaging, readStore, clock: now, newId: () => randomUUID() };
  const serves = knownValues(readStore, supplyRights, { table: 'documents', column: 'cooperation' });
  const app = await createHttpApp(GatewayModule.with(parts), {
    clock,
    logger,
    metrics: new Metrics(),
    apiVersion,
    verifier: verifierFor(config.identity, { clock, serves }),
    recordRefusal: edgeRefusalRecorder(parts),
    openApi: api,
  });
  const close = async (): Promise<void> => {
    await app.close();
    await engines.close();
  };
  return { app, close };
};
