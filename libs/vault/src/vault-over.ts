import type { KeyObject } from 'node:crypto';
import type { Uuid } from '@knooppunt/kernel';
import { RandomPool } from './cipher/random-pool.js';
import { KeyRing } from './keys/key-ring.js';
import { KeyTree } from './keys/key-tree.js';
import { KeyedRegister } from './keys/register.js';
import { RingOpener, TreeSealer } from './keys/seals.js';
import type { KeyStore } from './keys/store.js';
import { RootedNames } from './names/keyed-names.js';
import type { Vault } from './port.js';

/** A vault over any engine: all cryptography is here and above, the engine keeps wrapped bytes only. */
export const vaultOver = (store: KeyStore, root: KeyObject): Vault => {
  const random = new RandomPool();
  const tree = new KeyTree(root, store, random);
  const ring = new KeyRing(store, tree);
  return {
    sealer: new TreeSealer(tree, store, random),
    opener: new RingOpener(ring),
    register: new KeyedRegister(store, tree),
    destroyer: {
      // Forgotten also when the engine could not finish: the rows are gone by then, and no cache may know more than they.
      destroy: (owner: Uuid) => store.destroy(owner).finally(() => ring.forget()),
    },
    names: new RootedNames(root, random),
    close: async () => {
      ring.forget();
      await store.close();
    },
  };
};
