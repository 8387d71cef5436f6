import { createSecretKey } from 'node:crypto';
import { RandomPool } from '../cipher/random-pool.js';
import { RootKeyWrong } from '../errors.js';
import { RootKeys } from '../keys/root-keys.js';
import type { Vault } from '../port.js';
import { rootKeyOf } from '../root-key.js';
import { vaultOver } from '../vault-over.js';
import { SqliteKeyStore } from './sqlite-key-store.js';

/**
 * `file`: the key store, a SQLite file of its own. `rootKeyFile`: 32 bytes, mode 0600, made at the first start.
 * `rootKey` stands in for that file where two vaults must give the same names (tests); then no file is read or made.
 * `onEnded` is told when the engine of the key store has ended by itself: the process has to begin anew.
 */
export type EmbeddedVaultOptions = {
  readonly file: string;
  readonly rootKeyFile: string;
  readonly rootKey?: Uint8Array;
  readonly onEnded?: (error: Error) => void;
};

/**
 * Opens the embedded vault. Rejects with `RootKeyOpen`, `RootKeyMissing`, `RootKeyWrong` or `RootKeyMalformed`, and leaves
 * the store as it was then. Source: design §4, leaks-and-faults §3.
 */
export const openEmbeddedVault = async (options: EmbeddedVaultOptions): Promise<Vault> => {
  const { file, onEnded } = options;
  const store = await SqliteKeyStore.open({ file, ...(onEnded ? { onEnded } : {}) });
  try {
    const source = options.rootKey ?? { file: options.rootKeyFile };
    const root = createSecretKey(rootKeyOf(source, (await store.rootCheck(null)) !== null));
    const random = new RandomPool();
    const roots = new RootKeys(root, random);
    if ((await store.rootCheck(roots.check)) !== roots.check) throw new RootKeyWrong(options.rootKeyFile);
    return vaultOver(store, { roots, names: root, random });
  } catch (error) {
    await store.close();
    throw error;
  }
};
