import { createSecretKey } from 'node:crypto';
import { checkOf } from '../cipher/derive.js';
import { RootKeyMalformed, RootKeyMissing, RootKeyWrong } from '../errors.js';
import type { Vault } from '../port.js';
import { vaultOver } from '../vault-over.js';
import { makeRootKey, readRootKey, rootKeyBytes } from './root-key.js';
import { SqliteKeyStore } from './sqlite-key-store.js';

/**
 * `file`: the key store, a SQLite file of its own. `rootKeyFile`: 32 bytes, mode 0600, made at the first start.
 * `rootKey` stands in for that file where two vaults must give the same names (tests); then no file is read or made.
 */
export type EmbeddedVaultOptions = {
  readonly file: string;
  readonly rootKeyFile: string;
  readonly rootKey?: Uint8Array;
};

const rootOf = ({ rootKeyFile, rootKey }: EmbeddedVaultOptions, isMade: boolean): Uint8Array => {
  if (rootKey) {
    if (rootKey.length !== rootKeyBytes) throw new RootKeyMalformed('rootKey');
    return rootKey;
  }
  const there = readRootKey(rootKeyFile);
  if (there) return there;
  if (isMade) throw new RootKeyMissing(rootKeyFile);
  return makeRootKey(rootKeyFile);
};

/**
 * Opens the embedded vault. Rejects with `RootKeyOpen`, `RootKeyMissing`, `RootKeyWrong` or `RootKeyMalformed`, and leaves
 * the store as it was then. Source: design §4, leaks-and-faults §3.
 */
export const openEmbeddedVault = async (options: EmbeddedVaultOptions): Promise<Vault> => {
  const store = await SqliteKeyStore.open(options.file);
  try {
    const root = createSecretKey(rootOf(options, (await store.rootCheck(null)) !== null));
    const check = checkOf(root);
    if ((await store.rootCheck(check)) !== check) throw new RootKeyWrong(options.rootKeyFile);
    return vaultOver(store, root);
  } catch (error) {
    await store.close();
    throw error;
  }
};
