import { fromBase64, toBase64 } from './base64.js';
import { originOf, parseCheckpoint } from './checkpoint.js';
import type { Checkpoint } from './checkpoint.js';
import { NoteUnreadable } from './errors.js';
import { hashBytes } from './merkle.js';
import type { Sha256 } from './merkle.js';
import { checkSignature, formatNote, parseNote } from './note.js';
import type { SignedNote, VerifierKey, VerifySignature } from './note.js';
import { isConsistent, isIncluded } from './proofs.js';

const header = 'c2sp.org/tlog-proof@v1';
const hashesAtMost = 63;
const number = /^(?:0|[1-9]\d{0,15})$/;

/**
 * That one leaf is in a signed tree: its index, the audit path and the checkpoint as it was signed. `extra` may carry the leaf
 * hash, so that the proof can be read alone; it is worth nothing but by the path that leads from it to the root.
 * Source: C2SP tlog-proof, RFC 6962 §2.1.1.
 */
export type InclusionProof = {
  readonly index: number;
  readonly path: readonly Uint8Array[];
  readonly extra?: Uint8Array;
  readonly checkpoint: SignedNote;
};

/** That the tree of `old` leaves is the beginning of a signed tree. Source: C2SP tlog-witness, RFC 6962 §2.1.2. */
export type ConsistencyProof = {
  readonly old: number;
  readonly path: readonly Uint8Array[];
  readonly checkpoint: SignedNote;
};

const written = (lines: readonly string[], path: readonly Uint8Array[], checkpoint: SignedNote): string =>
  [...lines, ...path.map(toBase64), '', formatNote(checkpoint)].join('\n');

/** Writes an inclusion proof as C2SP tlog-proof. */
export const formatInclusionProof = ({ index, path, extra, checkpoint }: InclusionProof): string =>
  written([header, ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]), `index ${index}`], path, checkpoint);

/** Writes a consistency proof as the body that a C2SP witness takes (tlog-witness, add-checkpoint). */
export const formatConsistencyProof = ({ old, path, checkpoint }: ConsistencyProof): string =>
  written([`old ${old}`], path, checkpoint);

/** Lines before the first empty one, and the note behind it. */
const split = (text: string): { readonly lines: readonly string[]; readonly checkpoint: SignedNote } => {
  const end = text.indexOf('\n\n');
  if (end < 0) throw new NoteUnreadable('proof');
  return { lines: text.slice(0, end).split('\n'), checkpoint: parseNote(text.slice(end + 2)) };
};

const hashOf = (line: string): Uint8Array => {
  const hash = fromBase64(line);
  if (hash?.length !== hashBytes) throw new NoteUnreadable('proof');
  return hash;
};

const pathOf = (lines: readonly string[]): readonly Uint8Array[] => {
  if (lines.length > hashesAtMost) throw new NoteUnreadable('proof');
  return lines.map(hashOf);
};

const numberIn = (line: string | undefined, word: string): number => {
  const [name, digits = '', ...rest] = line?.split(' ') ?? [];
  const value = Number(digits);
  if (name !== word || rest.length > 0 || !number.test(digits) || !Number.isSafeInteger(value)) {
    throw new NoteUnreadable('proof');
  }
  return value;
};

/** Is this the beginning of an inclusion proof? Any other proof is one of consistency. */
export const isInclusionProof = (text: string): boolean => text.startsWith(`${header}\n`);

/** Reads C2SP tlog-proof. Throws `evidence/note-unreadable`. */
export const parseInclusionProof = (text: string): InclusionProof => {
  const { lines, checkpoint } = split(text);
  const [first, second = '', ...others] = lines;
  if (first !== header) throw new NoteUnreadable('proof');
  if (!second.startsWith('extra ')) return { index: numberIn(second, 'index'), path: pathOf(others), checkpoint };
  const extra = fromBase64(second.slice('extra '.length));
  const [third, ...path] = others;
  if (!extra) throw new NoteUnreadable('proof');
  return { index: numberIn(third, 'index'), path: pathOf(path), extra, checkpoint };
};

/** Reads the body of a C2SP witness request. Throws `evidence/note-unreadable`. */
export const parseConsistencyProof = (text: string): ConsistencyProof => {
  const { lines, checkpoint } = split(text);
  const [first, ...path] = lines;
  return { old: numberIn(first, 'old'), path: pathOf(path), checkpoint };
};

/** What is needed to check a proof: hashes and signatures of the platform, and the verifier keys that are trusted. */
export type ProofCheck = {
  readonly sha256: Sha256;
  readonly verifySignature: VerifySignature;
  readonly keys: readonly VerifierKey[];
};

/**
 * What became of a proof. `key-unknown`: no signature is of a trusted key; `signature-bad`: one is, and is wrong;
 * `origin-differs`: the checkpoint is of another log than its key's, or the two are of different logs.
 */
export type ProofVerdict =
  'proven' | 'key-unknown' | 'signature-bad' | 'origin-differs' | 'not-included' | 'not-consistent';

const isOfKey = (origin: string, name: string): boolean => origin.startsWith(originOf(name, ''));

/** Is a checkpoint signed by a trusted key, for a log of that key? Throws `evidence/note-unreadable`. */
const signedBy = (
  { text, signatures }: SignedNote,
  { keys, verifySignature }: ProofCheck,
): { readonly checkpoint: Checkpoint; readonly verdict: ProofVerdict } => {
  const checkpoint = parseCheckpoint(text);
  const checks = signatures.map((line) => ({ line, check: checkSignature(text, line, keys, verifySignature) }));
  const good = checks.filter(({ check }) => check === 'good');
  // Who holds no key of a witness may pass its line over; one that a known key should have made must be right.
  if (checks.some(({ check }) => check === 'bad' || check === 'unreadable')) {
    return { checkpoint, verdict: 'signature-bad' };
  }
  if (good.length === 0) return { checkpoint, verdict: 'key-unknown' };
  const isOwn = good.some(({ line }) => isOfKey(checkpoint.origin, line.name));
  return { checkpoint, verdict: isOwn ? 'proven' : 'origin-differs' };
};

/** Checks that the leaf with this hash is in the signed tree. Throws `evidence/note-unreadable`. */
export const checkInclusionProof = (proof: InclusionProof, leaf: Uint8Array, by: ProofCheck): ProofVerdict => {
  const { checkpoint, verdict } = signedBy(proof.checkpoint, by);
  if (verdict !== 'proven') return verdict;
  const { size, root } = checkpoint;
  return isIncluded(by.sha256, { index: proof.index, size, leaf, root }, proof.path) ? 'proven' : 'not-included';
};

/** Checks that the tree of an older checkpoint is the beginning of the proof's. Throws `evidence/note-unreadable`. */
export const checkConsistencyProof = (proof: ConsistencyProof, older: SignedNote, by: ProofCheck): ProofVerdict => {
  const [first, second] = [signedBy(older, by), signedBy(proof.checkpoint, by)];
  if (first.verdict !== 'proven') return first.verdict;
  if (second.verdict !== 'proven') return second.verdict;
  const [from, to] = [first.checkpoint, second.checkpoint];
  if (from.origin !== to.origin) return 'origin-differs';
  if (proof.old !== from.size) return 'not-consistent';
  const claim = { size1: from.size, size2: to.size, root1: from.root, root2: to.root };
  return isConsistent(by.sha256, claim, proof.path) ? 'proven' : 'not-consistent';
};

/** The leaf hash that a proof carries with it, where it does. */
export const carriedLeaf = ({ extra }: InclusionProof): Uint8Array | undefined =>
  extra?.length === hashBytes ? extra : undefined;
