import { createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { checkOf } from '../cipher/derive.js';
import { lengthPrefixed } from '../cipher/encoding.js';
import type { RandomPool } from '../cipher/random-pool.js';
import { RootKeyWrong, RootRetired } from '../errors.js';
import { RootKeys } from '../keys/root-keys.js';
import { keyBytes } from '../keys/wrapping.js';
import { rootKeyOf } from '../root-key.js';
import type { RootKeySource } from '../root-key.js';
import type { Connections, Send } from '@knooppunt/postgres';
import { bytesOfKey, textOfKey } from './rows.js';

/** Associated data of the key of names. */
export const namesName = lengthPrefixed('kp1/names');

/** The root key at work, others that open what they wrapped, and (for a new store) the key of names to begin with. */
export type RootOptions = {
  readonly rootKey: RootKeySource;
  readonly otherRootKeys?: readonly RootKeySource[];
  readonly namesKey?: Uint8Array;
};

/** The name by which a vault knows a root key; it tells nothing of it. Throws `RootKeyMissing`, `RootKeyOpen` or `RootKeyMalformed`. */
export const rootNameOf = (source: RootKeySource): string => checkOf(createSecretKey(rootKeyOf(source, true)));

const labelOf = (source: RootKeySource): string => (source instanceof Uint8Array ? 'rootKey' : source.file);

const idsIn = async (send: Send, table: 'root' | 'retired_root'): Promise<readonly unknown[]> => {
  const [answer] = await send([`SELECT id FROM ${table}`]);
  return answer?.rows.map(({ id }) => id) ?? [];
};

/**
 * Makes the root of this process known. A stranger is refused: only who opens what lies here may wrap here. A root that was
 * replaced never comes back: a process that still has it as its own works with the next one that it holds.
 */
const introduce = async (send: Send, roots: RootKeys, label: string): Promise<void> => {
  const known = await idsIn(send, 'root');
  if (known.length > 0 && !roots.checks.some((check) => known.includes(check))) throw new RootKeyWrong(label);
  const retired = await idsIn(send, 'retired_root');
  while (retired.includes(roots.check)) if (!roots.pass(roots.check)) throw new RootRetired(roots.check);
  // A role that only seals may not write here, and need not once the root is known.
  if (!known.includes(roots.check)) await send(['INSERT INTO root (id) VALUES ($1)', roots.check]);
};

/** The key of names: random, made once, wrapped under the root, and the same after the root was replaced. */
const namesKeyOf = async (send: Send, roots: RootKeys, first: Uint8Array, label: string): Promise<KeyObject> => {
  const [there] = await send(['SELECT wrapped FROM names']);
  const stored = there?.rows[0]?.['wrapped'];
  const wrapped = stored === undefined ? roots.wrap(namesName, first) : textOfKey(stored);
  if (stored === undefined)
    await send(['INSERT INTO names (root, wrapped) VALUES ($1, $2)', roots.check, bytesOfKey(wrapped)]);
  try {
    return roots.unwrap(namesName, 'names', wrapped);
  } catch {
    throw new RootKeyWrong(label);
  }
};

/**
 * Reads the root keys and holds them against the store. Rejects with `RootKeyMissing`, `RootKeyOpen`, `RootKeyMalformed` or
 * `RootKeyWrong`, and leaves the store as it was then.
 */
export const openRoot = async (
  connections: Connections,
  options: RootOptions,
  random: RandomPool,
): Promise<{ readonly roots: RootKeys; readonly names: KeyObject }> => {
  const label = labelOf(options.rootKey);
  // One process after the other: what is looked for and not found is made by one alone.
  return connections.transaction(async (send) => {
    await send(['SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', 'vault-root']);
    const isMade = (await idsIn(send, 'root')).length > 0;
    const others = (options.otherRootKeys ?? []).map((source) => createSecretKey(rootKeyOf(source, true)));
    // A new root beside one that is known is an operator's to make, never ours.
    const root = createSecretKey(rootKeyOf(options.rootKey, isMade));
    const roots = new RootKeys(root, random, others);
    await introduce(send, roots, label);
    const names = await namesKeyOf(send, roots, options.namesKey ?? random.take(keyBytes), label);
    return { roots, names };
  });
};
