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

/** A last node without a left sister moves up until it has one. Were it the first of its level, the climb would have ended. */
const skipLonely = (climb: Climb): void => {
  while (climb.node % 2 === 0) up(climb);
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

/** Is `[start, end)` a node of some tree, or the right edge of one: does it begin at a multiple of a power of two that holds it? */
const isSubtree = (start: number, end: number): boolean => {
  if (!Number.isSafeInteger(end) || start < 0 || start > end) return false;
  let width = 1;
  while (width < end - start) width *= 2;
  return start % width === 0;
};

const half = (number: number): number => Math.floor(number / 2);

/** Climbs with the first leaf, the last leaf and the last node of the tree, until a step to the right is open. */
const climbWithin = (claim: { readonly start: number; readonly end: number; readonly size: number }) => {
  let [first, last, end] = [claim.start, claim.end - 1, claim.size - 1];
  // Two that are the same stay so on the way up: the right edge of a part that is the right edge of the tree.
  while (first !== last && (last === end || last % 2 === 1)) [first, last, end] = [half(first), half(last), half(end)];
  return { first, last, end };
};

/** What a proof about a part of a tree claims: the leaves from `start` up to `end` are so hashed in the tree of `size` leaves. */
export type SubtreeClaim = {
  readonly start: number;
  readonly end: number;
  readonly size: number;
  readonly part: Uint8Array;
  readonly root: Uint8Array;
};

/**
 * Does the proof show that a part of a tree is in it? A tree is the part that begins at 0; an empty part has the empty hash and
 * needs no proof. Source: RFC 9162 §2.1.4.2, and draft-ietf-plants-merkle-tree-certs §4.4 for parts that begin elsewhere.
 */
export const isConsistentPart = (sha256: Sha256, claim: SubtreeClaim, proof: readonly Uint8Array[]): boolean => {
  const { start, end, size, part, root } = claim;
  if (!isSubtree(start, end) || end > size) return false;
  const hasher = new TreeHasher(sha256);
  if (start === end) return proof.length === 0 && sameBytes(part, hasher.empty());
  const climb = climbWithin(claim);
  const isWhole = climb.first === climb.last;
  const [seed, ...path] = isWhole ? [part, ...proof] : proof;
  if (!seed) return false;
  let [inner, outer] = [seed, seed];
  const step = (): void => {
    [climb.first, climb.last, climb.end] = [half(climb.first), half(climb.last), half(climb.end)];
  };
  for (const sister of path) {
    if (climb.end === 0) return false;
    if (climb.last % 2 === 1 || climb.last === climb.end) {
      if (climb.first < climb.last) inner = hasher.node(sister, inner);
      outer = hasher.node(sister, outer);
      while (climb.last % 2 === 0) step();
    } else outer = hasher.node(outer, sister);
    step();
  }
  return climb.end === 0 && sameBytes(inner, part) && sameBytes(outer, root);
};

/** Does this audit path lead from leaf `index` to the root of the part of a tree from `start` up to `end`? */
export const isIncludedInPart = (
  sha256: Sha256,
  claim: Pick<SubtreeClaim, 'start' | 'end' | 'part'> & Pick<InclusionClaim, 'index' | 'leaf'>,
  proof: readonly Uint8Array[],
): boolean => {
  const { start, end, index, leaf, part } = claim;
  if (!isSubtree(start, end)) return false;
  return isIncluded(sha256, { index: index - start, size: end - start, leaf, root: part }, proof);
};

/** Does the proof show that the first tree is the beginning of the second? An empty tree proves nothing. Source: RFC 9162 §2.1.4.2. */
export const isConsistent = (sha256: Sha256, claim: ConsistencyClaim, proof: readonly Uint8Array[]): boolean => {
  const { size1, size2, root1, root2 } = claim;
  return size1 >= 1 && isConsistentPart(sha256, { start: 0, end: size1, size: size2, part: root1, root: root2 }, proof);
};
