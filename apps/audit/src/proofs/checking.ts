import { readFileSync, statSync } from 'node:fs';
import {
  carriedLeaf,
  checkConsistencyProof,
  checkInclusionProof,
  isInclusionProof,
  leafHash,
  NoteUnreadable,
  parseCheckpoint,
  parseConsistencyProof,
  parseInclusionProof,
  parseNote,
} from '@knooppunt/evidence';
import type { ProofVerdict, SignedNote, VerifierKey } from '@knooppunt/evidence';
import { sha256, verifySignature } from '../crypto.js';
import type { Options } from '../options.js';
import { Unreadable } from '../unreadable.js';

/** What a proof that somebody else made turned out to be, and what it speaks of. */
export type Checked = {
  readonly proof: 'inclusion' | 'consistency';
  readonly verdict: ProofVerdict;
  readonly origin: string;
  readonly size: number;
  /** Index of the leaf, or size of the older tree. */
  readonly from: number;
};

/** Far more than any proof, and than any event with the blocks of a whole delivery; what is larger is neither. */
const largestFile = 4 * 1024 * 1024;

const bytesOf = (file: string): Uint8Array => {
  try {
    const found = statSync(file);
    const isReadable = found.isDirectory() || (found.isFile() && found.size <= largestFile);
    if (!isReadable) throw new Unreadable('too-large', file, '4 MiB');
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable('no-access', file, String((error as NodeJS.ErrnoException).code));
  }
};

const textOf = (file: string): string => new TextDecoder().decode(bytesOf(file));

const read = <Result>(file: string, parse: () => Result): Result => {
  try {
    return parse();
  } catch (error) {
    if (error instanceof NoteUnreadable) throw new Unreadable('bad-proof', file, error.part);
    throw error;
  }
};

const about = (note: SignedNote): Pick<Checked, 'origin' | 'size'> => {
  const { origin, size } = parseCheckpoint(note.text);
  return { origin, size };
};

/**
 * Checks a proof with verifier keys alone: of inclusion with the bytes of the event (`--leaf`) or else the leaf hash that it
 * carries, of consistency with an older checkpoint (`--older`, or the file beside it). Throws `Unreadable`: no-access,
 * bad-proof, no-leaf, too-large.
 */
export const checkFile = (
  file: string,
  keys: readonly VerifierKey[],
  { leaf, older }: Pick<Options, 'leaf' | 'older'>,
): Checked => {
  const by = { sha256, verifySignature, keys };
  const text = textOf(file);
  if (isInclusionProof(text)) {
    const proof = read(file, () => parseInclusionProof(text));
    const hash = leaf === undefined ? carriedLeaf(proof) : leafHash(sha256, bytesOf(leaf));
    if (!hash) throw new Unreadable('no-leaf', file);
    const verdict = read(file, () => checkInclusionProof(proof, hash, by));
    return { proof: 'inclusion', verdict, from: proof.index, ...about(proof.checkpoint) };
  }
  const proof = read(file, () => parseConsistencyProof(text));
  const olderFile = older ?? `${file}.older`;
  const note = read(olderFile, () => {
    const found = parseNote(textOf(olderFile));
    parseCheckpoint(found.text);
    return found;
  });
  const verdict = read(file, () => checkConsistencyProof(proof, note, by));
  return { proof: 'consistency', verdict, from: proof.old, ...about(proof.checkpoint) };
};
