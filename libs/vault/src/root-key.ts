import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { randomBytes, randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { RootKeyMalformed, RootKeyMissing, RootKeyOpen } from './errors.js';

/** Bytes of a root key. */
const rootKeyBytes = 32;

const isAbsent = (error: unknown): boolean => (error as { code?: unknown }).code === 'ENOENT';
const isThere = (error: unknown): boolean => (error as { code?: unknown }).code === 'EEXIST';

/**
 * The 32 bytes of a root key file; undefined where there is no file. Throws `RootKeyOpen` when anybody but its owner has a
 * right to it, `RootKeyMalformed` when it is not 32 bytes.
 */
const readRootKey = (file: string): Buffer | undefined => {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
  try {
    const { mode, size } = fstatSync(descriptor);
    if ((mode & 0o077) !== 0) throw new RootKeyOpen(file, (mode & 0o777).toString(8).padStart(4, '0'));
    const root = Buffer.alloc(rootKeyBytes);
    if (size !== rootKeyBytes || readSync(descriptor, root) !== rootKeyBytes) throw new RootKeyMalformed(file);
    return root;
  } finally {
    closeSync(descriptor);
  }
};

const syncFolder = (folder: string): void => {
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
};

/**
 * Makes a root key file (0600) and gives what lies there afterwards: of two that start at once, both get the same key.
 * It stands whole under its name or not at all, also when the power fails.
 */
const makeRootKey = (file: string): Buffer => {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  const descriptor = openSync(draft, 'wx', 0o600);
  const root = randomBytes(rootKeyBytes);
  try {
    writeSync(descriptor, root);
    fsyncSync(descriptor);
    linkSync(draft, file);
  } catch (error) {
    if (!isThere(error)) throw error;
  } finally {
    closeSync(descriptor);
    unlinkSync(draft);
  }
  syncFolder(folder);
  const made = readRootKey(file);
  if (!made) throw new RootKeyMalformed(file);
  return made;
};

/** Where a root key comes from: its 32 bytes, or the file (0600) that holds them. */
export type RootKeySource = Uint8Array | { readonly file: string };

/**
 * The bytes of a root key. A file is made where there is none yet and no store was made with it (`isMade`). Throws
 * `RootKeyMissing`, `RootKeyOpen` or `RootKeyMalformed`.
 */
export const rootKeyOf = (source: RootKeySource, isMade: boolean): Uint8Array => {
  if (source instanceof Uint8Array) {
    if (source.length !== rootKeyBytes) throw new RootKeyMalformed('rootKey');
    return source;
  }
  const there = readRootKey(source.file);
  if (there) return there;
  if (isMade) throw new RootKeyMissing(source.file);
  return makeRootKey(source.file);
};
