import { describe } from '@jest/globals';
import { groupsContract } from './groups.contract.js';
import { orderContract } from './order.contract.js';
import { poisonContract } from './poison.contract.js';
import type { MessagingBench } from './scene.js';
import { topicsContract } from './topics.contract.js';

/** What every messaging engine promises (port.ts), checked through the port alone. */
export const messagingContract = (name: string, prepare: () => Promise<MessagingBench>): void => {
  describe(`messaging: ${name}`, () => {
    topicsContract(prepare);
    orderContract(prepare);
    groupsContract(prepare);
    poisonContract(prepare);
  });
};
