import type { KeyObject } from 'node:crypto';
import { plusDays } from '@knooppunt/kernel';
import type { Uuid } from '@knooppunt/kernel';
import type { RandomPool } from './cipher/random-pool.js';
import { KeyRing } from './keys/key-ring.js';
import { KeyTree } from './keys/key-tree.js';
import { KeyedRegister } from './keys/register.js';
import type { RootKeys } from './keys/root-keys.js';
import { RingOpener, TreeSealer } from './keys/seals.js';
import type { KeyStore } from './keys/store.js';
import { RootedNames } from './names/keyed-names.js';
import type { Vault } from './port.js';

/** `roots` wrap the months' keys; `names` is the key of all keyed names: the root itself, or one that outlives it. */
export type VaultKeys = { readonly roots: RootKeys; readonly names: KeyObject; readonly random: RandomPool };

/** A vault over any engine: all cryptography is here and above, the engine keeps wrapped bytes only. */
export const vaultOver = (store: KeyStore, { roots, names, random }: VaultKeys): Vault => {
  const tree = new KeyTree(roots, store, random);
  const ring = new KeyRing(store, tree);
  return {
    sealer: new TreeSealer(tree, store, random),
    opener: new RingOpener(ring, store),
    register: new KeyedRegister(store, tree),
    requests: { remember: (request) => store.remember(request, plusDays(request.at, -1)) },
    destroyer: {
      // Forgotten also when the engine could not finish: the rows are gone by then, and no cache may know more than they.
      destroy: (owner: Uuid) => store.destroy(owner).finally(() => ring.forget()),
    },
    tombstones: {
      applied: () => store.applied(),
      move: (from, to) => store.moveApplied(from, to),
      living: async (keyIds) => {
        const found = await store.keys(keyIds);
        // Who asks acts on the answer: no cache of this process may know better.
        ring.forget();
        return found.filter(({ state }) => state === 'alive').map(({ keyId }) => keyId);
      },
    },
    names: new RootedNames(names, random),
    ping: (limitMs) => store.ping(limitMs),
    close: async () => {
      ring.forget();
      await store.close();
    },
  };
};
