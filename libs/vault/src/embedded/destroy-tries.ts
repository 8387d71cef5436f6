import { SqliteCallFailed } from '@knooppunt/sqlite';
import { KeysNotDestroyed } from '../errors.js';
import type { DestroyedKey } from '../port.js';

type Destruction = () => Promise<readonly DestroyedKey[]>;

const destroyTries = 3;

/**
 * Destroys again where a reader of the key file (a backup) held the checkpoint up; each try has waited for it. Rejects with
 * `KeysNotDestroyed` where that goes on, and at once where anything else fails.
 */
export const destroyedInTries = async (owner: string, destroy: Destruction): Promise<readonly DestroyedKey[]> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await destroy();
    } catch (error) {
      const isBusy = error instanceof SqliteCallFailed && error.code === 'vault/checkpoint-busy';
      if (!isBusy || attempt === destroyTries) throw new KeysNotDestroyed(owner, error);
    }
  }
};
