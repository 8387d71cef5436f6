import { describe } from '@jest/globals';
import { changesContract } from './changes.contract.js';
import type { ReadStoreBench } from './fixtures.js';
import { groupContract } from './group.contract.js';
import { positionsContract } from './positions.contract.js';
import { tablesContract } from './tables.contract.js';

/** What every read store promises (port.ts), checked through the port alone. */
export const readStoreContract = (name: string, prepare: () => Promise<ReadStoreBench>): void => {
  describe(`read store: ${name}`, () => {
    tablesContract(prepare);
    changesContract(prepare);
    positionsContract(prepare);
    groupContract(prepare);
  });
};
