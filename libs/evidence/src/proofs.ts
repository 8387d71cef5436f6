import { ProofOutOfRange } from './errors.js';
import { CompactRange, hashBytes, sameBytes, TreeHasher } from './merkle.js';
import type { Sha256 } from './merkle.js';

/** Leaf hashes of one tree, in order. */
export type LeafHashes = readonly Uint8Array[];

/** What an inclusion proof is about: which leaf, in a tree of which size and root. */
export type InclusionClaim = {
  readonly index: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly root: Uint8Array;
};

/** What a consistency proof is about: the tree of `size1` leaves is the beginning of the tree of `size2` leaves. */
export type ConsistencyClaim = {
  readonly size1: number;
  readonly size2: number;
  readonly root1: Uint8Array;
  readonly root2: Uint8Array;
};

const rangeRoot = (hasher: TreeHasher, leaves: LeafHashes, from: number, until: number): Uint8Array => {
  const range = new CompactRange(hasher);
  for (let at = from; at < until; at++) range.append(leaves[at] as Uint8Array);
  return range.root();
};

/** The largest power of two below `size` (RFC 6962 §2.1: k < n ≤ 2k). */
const splitOf = (size: number): number => {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
};

/** The root of a tree with these leaf hashes. */
export const rootOf = (sha256: Sha256, leaves: LeafHashes): Uint8Array =>
  rangeRoot(new TreeHasher(sha256), leaves, 0, leaves.length);

/** The audit path of leaf `index` in the tree of the first `size` leaves; O(size) hashes. Throws `ProofOutOfRange`. */
export const inclusionProof = (
  sha256: Sha256,
  leaves: LeafHashes,
  index: number,
  size = leaves.length,
): Uint8Array[] => {
  if (index < 0 || index >= size || size > leaves.length) throw new ProofOutOfRange(index, size);
  const hasher = new TreeHasher(sha256);
  const path = (from: number, until: number): Uint8Array[] => {
    if (until - from === 1) return [];
    const split = from + splitOf(until - from);
    return index < split
      ? [...path(from, split), rangeRoot(hasher, leaves, split, until)]
      : [...path(split, until), rangeRoot(hasher, leaves, from, split)];
  };
  return path(0, size);
};

/** The proof that the tree of `size1` leaves begins the tree of `size2` leaves; O(size2) hashes. Throws `ProofOutOfRange`. */
export const consistencyProof = (
  sha256: Sha256,
  leaves: LeafHashes,
  size1: number,
  size2 = leaves.length,
): Uint8Array[] => {
  if (size1 < 1 || size1 > size2 || size2 > leaves.length) throw new ProofOutOfRange(size1, size2);
  const hasher = new TreeHasher(sha256);
  const path = (from: number, until: number, whole: boolean): Uint8Array[] => {
    if (until === size1) return whole ? [] : [rangeRoot(hasher, leaves, from, until)];
    const split = from + splitOf(until - from);
    return size1 <= split
      ? [...path(from, split, whole), rangeRoot(hasher, leaves, split, until)]
      : [...path(split, until, false), rangeRoot(hasher, leaves, from, split)];
  };
  return path(0, size2, true);
};

/** One step up the tree: the place of a node at its level, and of the last node there. */
type Climb = { node: number; last: number };

const isRightOrLast = ({ node, last }: Climb): boolean => node % 2 === 1 || node === last;

const up = (climb: Climb): void => {
  climb.node = Math.floor(climb.node / 2);
  climb.last = Math.floor(climb.last / 2);
};

/** A last node without a left sister moves up until it has one. */
const skipLonely = (climb: Climb): void => {
  while (climb.node % 2 === 0 && climb.node !== 0) up(climb);
};

/** Does this audit path lead from the leaf to the root? Source: RFC 9162 §2.1.3.2. */
export const isIncluded = (sha256: Sha256, claim: InclusionClaim, proof: readonly Uint8Array[]): boolean => {
  if (claim.index < 0 || claim.index >= claim.size || claim.leaf.length !== hashBytes) return false;
  const hasher = new TreeHasher(sha256);
  const climb = { node: claim.index, last: claim.size - 1 };
  let hash = claim.leaf;
  for (const sister of proof) {
    if (climb.last === 0) return false;
    if (isRightOrLast(climb)) {
      hash = hasher.node(sister, hash);
      skipLonely(climb);
    } else hash = hasher.node(hash, sister);
    up(climb);
  }
  return climb.last === 0 && sameBytes(hash, claim.root);
};

const hasPowerOfTwo = (size: number): boolean => Number.isInteger(Math.log2(size));

/** Does the proof show that the first tree is the beginning of the second? An empty tree proves nothing. Source: RFC 9162 §2.1.4.2. */
export const isConsistent = (sha256: Sha256, claim: ConsistencyClaim, proof: readonly Uint8Array[]): boolean => {
  if (claim.size1 < 1 || claim.size1 > claim.size2) return false;
  if (claim.size1 === claim.size2) return proof.length === 0 && sameBytes(claim.root1, claim.root2);
  const [seed, ...path] = hasPowerOfTwo(claim.size1) ? [claim.root1, ...proof] : proof;
  if (proof.length === 0 || !seed) return false;
  const hasher = new TreeHasher(sha256);
  const climb = { node: claim.size1 - 1, last: claim.size2 - 1 };
  while (climb.node % 2 === 1) up(climb);
  let [first, second] = [seed, seed];
  for (const sister of path) {
    if (climb.last === 0) return false;
    if (isRightOrLast(climb)) {
      first = hasher.node(sister, first);
      second = hasher.node(sister, second);
      skipLonely(climb);
    } else second = hasher.node(second, sister);
    up(climb);
  }
  return climb.last === 0 && sameBytes(first, claim.root1) && sameBytes(second, claim.root2);
};
