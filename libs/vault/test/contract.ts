import { describe } from '@jest/globals';
import { destructionContract } from './destruction.contract.js';
import type { OpenVault } from './fixtures.js';
import { namesContract } from './names.contract.js';
import { registerContract } from './register.contract.js';
import { requestsContract } from './requests.contract.js';
import { sealsContract } from './seals.contract.js';
import { tombstonesContract } from './tombstones.contract.js';

export type { OpenVault, VaultUnderTest } from './fixtures.js';

/** What every vault does, whichever engine lies under it. `open` gives a fresh, empty one at each call. */
export const vaultContract = (name: string, open: OpenVault): void => {
  describe(`vault on ${name}`, () => {
    sealsContract(open);
    registerContract(open);
    requestsContract(open);
    destructionContract(open);
    tombstonesContract(open);
    namesContract(open);
  });
};
