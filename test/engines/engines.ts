import type { EngineAddresses } from '../../apps/standalone/src/engines/cluster.js';
import { startEventStoreDbServer } from '../eventstoredb-server/server.js';
import type { EventStoreDbServer } from '../eventstoredb-server/server.js';
import { throwawayPostgres } from '../postgres/throwaway.js';
import { brokerMissing, startBroker } from './broker.js';

/** Real Kafka and PostgreSQL, and the stand-in of EventStoreDB, for as long as a test runs. */
export type Engines = {
  readonly addresses: EngineAddresses;
  readonly store: EventStoreDbServer;
  stop(): Promise<void>;
};

/** Starts all of them; undefined, with a word on standard error, where one cannot be started here. */
export const startEngines = async (): Promise<Engines | undefined> => {
  const why = brokerMissing();
  if (why !== undefined) {
    process.stderr.write(`no engines: ${why}\n`);
    return undefined;
  }
  const postgres = await throwawayPostgres();
  if (!postgres) return undefined;
  const [broker, store] = await Promise.all([startBroker(), startEventStoreDbServer()]);
  return {
    addresses: { kafka: broker.address, postgres: postgres.connectionString, eventStoreDb: store.connectionString },
    store,
    stop: async () => {
      await Promise.all([broker.stop(), store.stop(), postgres.stop()]);
    },
  };
};
