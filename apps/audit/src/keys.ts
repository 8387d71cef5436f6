import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NoteUnreadable, parseVerifierKey } from '@knooppunt/evidence';
import type { VerifierKey } from '@knooppunt/evidence';
import { sha256 } from './crypto.js';
import { Unreadable } from './unreadable.js';

/** The verifier keys of a run, and where they came from. */
export type TrustedKeys = { readonly keys: readonly VerifierKey[]; readonly from: string };

const parsed = (text: string, from: string): readonly VerifierKey[] => {
  try {
    return text
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.startsWith('#'))
      .map((line) => parseVerifierKey(sha256, line));
  } catch (error) {
    if (error instanceof NoteUnreadable) throw new Unreadable('bad-key', from);
    throw error;
  }
};

const textOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

/**
 * The keys that checkpoints are checked with: `--key` as a verifier key or as a file of them, else `<data>/checkpoint.pub`.
 * No key at all where that file is missing. Throws `Unreadable`: bad-key.
 */
export const trustedKeys = (data: string, given: string | undefined): TrustedKeys => {
  const file = given ?? join(data, 'checkpoint.pub');
  const text = textOf(file);
  if (text !== undefined) return { keys: parsed(text, file), from: file };
  return given === undefined ? { keys: [], from: file } : { keys: parsed(given, '--key'), from: '--key' };
};
