import { eventStoreContract } from '../../test/contract.js';
import type { ContractEngine } from '../../test/contract.js';
import { startEventStoreDbServer } from '../../../../test/eventstoredb-server/server.js';
import { openEventStoreDb } from './open.js';
import type { EventStoreDbOptions } from './options.js';

const openEngine = async (
  server: { readonly batchAppend: boolean },
  options: Partial<EventStoreDbOptions>,
): Promise<ContractEngine> => {
  const running = await startEventStoreDbServer(server);
  const open = async () => openEventStoreDb({ connectionString: running.connectionString, ...options });
  const store = await open();
  let current = store;
  return {
    store,
    reopen: async () => {
      await current.close();
      current = await open();
      return current;
    },
    dispose: async () => {
      await current.close();
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
