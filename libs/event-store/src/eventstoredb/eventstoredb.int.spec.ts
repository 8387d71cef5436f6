import { jest } from '@jest/globals';
import { eventStoreContract } from '../../test/contract.js';
import type { ContractEngine } from '../../test/contract.js';
import { startEventStoreDbServer } from '../../../../test/eventstoredb-server/server.js';
import { openEventStoreDb } from './open.js';
import type { EventStoreDbOptions } from './options.js';

// Real sockets on a machine that may be busy with other suites.
jest.setTimeout(30_000);

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

const openEngine = async (
  server: { readonly batchAppend: boolean },
  options: Partial<EventStoreDbOptions>,
): Promise<ContractEngine> => {
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
eventStoreContract('eventstoredb, batch append', async () => openEngine({ batchAppend: true }, {}), traits);
eventStoreContract(
  'eventstoredb, append',
  async () => openEngine({ batchAppend: true }, { appends: 'single' }),
  traits,
);

const url = process.env['EVENTSTOREDB_URL'];
if (url !== undefined) {
  eventStoreContract('batch append, at EVENTSTOREDB_URL', async () => openAt(url, {}), traits);
  eventStoreContract('append, at EVENTSTOREDB_URL', async () => openAt(url, { appends: 'single' }), traits);
}
