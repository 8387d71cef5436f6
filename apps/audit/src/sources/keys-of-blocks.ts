import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { privateCopyOf, secretOf, shownAddress } from '@knooppunt/event-store';
import { isDomainError } from '@knooppunt/kernel';
import { openEmbeddedVault, openPostgresVault } from '@knooppunt/vault';
import type { Vault } from '@knooppunt/vault';
import type { Options } from '../options.js';
import { Unreadable } from '../unreadable.js';

const rootFaults = [
  'vault/root-key-missing',
  'vault/root-key-open',
  'vault/root-key-wrong',
  'vault/root-key-malformed',
];

const wrong = (error: unknown, { place, root }: { readonly place: string; readonly root: string }): unknown => {
  if (!isDomainError(error)) return error;
  const { code } = error as unknown as { readonly code: string };
  return rootFaults.includes(code)
    ? new Unreadable('no-root-key', root, code)
    : new Unreadable('no-vault', place, code);
};

/**
 * Opens a copy of the embedded vault. The copy is off the disk as soon as it is open, so that wrapped keys lie nowhere twice
 * when this ends, however it ends: what is erased later must not live on in a copy.
 */
const embedded = async (file: string, rootKeyFile: string): Promise<Vault> => {
  const copy = await privateCopyOf(file);
  try {
    const vault = await openEmbeddedVault({ file: copy.file, rootKeyFile });
    await vault.opener.reach();
    return vault;
  } finally {
    copy.remove();
  }
};

/**
 * The keys that open blocks, for the release replay: those of the data folder, or of a PostgreSQL. Throws `Unreadable`:
 * no-root-key, no-vault; and `LogUnreadable` where the file of the keys cannot be copied.
 */
export const openKeys = async ({ data, postgres, 'root-key': given }: Options): Promise<Vault> => {
  const root = given ?? join(data, 'root.key');
  // A root key that is not there would be made: never here.
  if (!existsSync(root)) throw new Unreadable('no-root-key', root, 'ENOENT');
  const connectionString = postgres === undefined ? undefined : secretOf(postgres, /^postgres(?:ql)?:\/\//u);
  const place = connectionString === undefined ? join(data, 'vault.sqlite') : shownAddress(connectionString);
  try {
    if (connectionString === undefined) return await embedded(place, root);
    return await openPostgresVault({ connectionString, rootKey: { file: root } });
  } catch (error) {
    throw wrong(error, { place, root });
  }
};
