import { eventStoreContract } from '../../test/contract.js';
import type { ContractEngine } from '../../test/contract.js';
import { startEventStoreDbServer } from '../../../../test/eventstoredb-server/server.js';
import type { ServerOptions } from '../../../../test/eventstoredb-server/server.js';
import { openEventStoreDb } from './open.js';
import type { EventStoreDbOptions } from './options.js';

const openAt = async (connectionString: string, options: Partial<EventStoreDbOptions>): Promise<ContractEngine> => {
  const open = async () => openEventStoreDb({ connectionString, ...options });
  const store = await open();
  let current = store;
  return {
    store,
    reopen: async () => {
      await current.close();
      current = await open();
      return current;
    },
    dispose: async () => current.close(),
  };
};

const openEngine = async (server: ServerOptions, options: Partial<EventStoreDbOptions>): Promise<ContractEngine> => {
  const running = await startEventStoreDbServer(server);
  const engine = await openAt(running.connectionString, options);
  return {
    ...engine,
    dispose: async () => {
      await engine.dispose();
      await running.stop();
    },
  };
};

const traits = { contiguousPositions: false };
const url = process.env['EVENTSTOREDB_URL'] ?? '';
if (url !== '') {
  eventStoreContract('batch append, at EVENTSTOREDB_URL', async () => openAt(url, {}), traits);
  eventStoreContract('append, at EVENTSTOREDB_URL', async () => openAt(url, { appends: 'single' }), traits);
}
// `npm run test:eventstoredb` asks for the real server alone.
if (url === '' || process.env['EVENTSTOREDB_ONLY'] === undefined) {
  eventStoreContract('eventstoredb, batch append', async () => openEngine({ batchAppend: true }, {}), traits);
  const single = { appends: 'single' } as const;
  eventStoreContract('eventstoredb, append', async () => openEngine({ batchAppend: true }, single), traits);
  // As a server is found: used for years, others writing to it now, and repeats dropped that come too early.
  const livedIn = { livedIn: true, dropsFirstRepeatMs: 20 };
  eventStoreContract('eventstoredb, lived in, batch append', async () => openEngine(livedIn, {}), traits);
  const forgetful = { ...livedIn, repeatsWithoutPosition: true };
  eventStoreContract('eventstoredb, lived in, append', async () => openEngine(forgetful, single), traits);
}
