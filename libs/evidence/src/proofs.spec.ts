import { describe, expect, it } from '@jest/globals';
import { sha256 } from '@knooppunt/testing';
import { leafHash, TreeHasher } from './merkle.js';
import {
  consistencyProof,
  inclusionProof,
  isConsistent,
  isConsistentPart,
  isIncluded,
  isIncludedInPart,
  rootOf,
} from './proofs.js';

const leaves = Array.from({ length: 17 }, (_, at) => leafHash(sha256, Uint8Array.of(at)));
const rootAt = (size: number) => rootOf(sha256, leaves.slice(0, size));
const hashOf = (at: number): Uint8Array => leaves[at] as Uint8Array;
const other = leafHash(sha256, Uint8Array.of(99));
const outOfRange = (from: number, size: number) =>
  expect.objectContaining({ code: 'evidence/proof-out-of-range', from, size });

describe('an inclusion proof', () => {
  it('leads from every leaf to the root, in a tree of every size, and from no other leaf, place, size or root', () => {
    for (let size = 1; size <= leaves.length; size++) {
      for (let index = 0; index < size; index++) {
        const proof = inclusionProof(sha256, leaves, index, size);
        const claim = { index, size, leaf: hashOf(index), root: rootAt(size) };
        expect(isIncluded(sha256, claim, proof)).toBe(true);
        expect(isIncluded(sha256, { ...claim, leaf: other }, proof)).toBe(false);
        expect(isIncluded(sha256, { ...claim, root: other }, proof)).toBe(false);
        expect(isIncluded(sha256, claim, [...proof, other])).toBe(false);
        expect(proof.length > 0 && isIncluded(sha256, claim, proof.slice(0, -1))).toBe(false);
        expect(size > 1 && isIncluded(sha256, { ...claim, index: (index + 1) % size }, proof)).toBe(false);
      }
    }
  });

  it('is there for the leaves of the tree alone', () => {
    expect(inclusionProof(sha256, leaves, 16)).toEqual(inclusionProof(sha256, leaves, 16, 17));
    expect(() => inclusionProof(sha256, leaves, -1)).toThrow(outOfRange(-1, 17));
    expect(() => inclusionProof(sha256, leaves, 17)).toThrow(outOfRange(17, 17));
    expect(() => inclusionProof(sha256, leaves, 4, 4)).toThrow(outOfRange(4, 4));
    expect(() => inclusionProof(sha256, leaves, 4, 18)).toThrow(outOfRange(4, 18));
    expect(() => inclusionProof(sha256, leaves, 0, 0)).toThrow(outOfRange(0, 0));
  });

  it('shows nothing of a leaf outside the tree, or of what is no hash', () => {
    const proof = inclusionProof(sha256, leaves, 0, 1);
    const claim = { index: 0, size: 1, leaf: hashOf(0), root: rootAt(1) };
    expect(isIncluded(sha256, claim, proof)).toBe(true);
    expect(isIncluded(sha256, { ...claim, index: -1 }, proof)).toBe(false);
    expect(isIncluded(sha256, { ...claim, index: 1 }, proof)).toBe(false);
    expect(isIncluded(sha256, { ...claim, leaf: new Uint8Array(), root: new Uint8Array() }, proof)).toBe(false);
  });
});

describe('a path longer than its tree is high', () => {
  it('leads nowhere, though it end at the root that is claimed', () => {
    const hasher = new TreeHasher(sha256);
    const forged = hasher.node(other, hashOf(0));
    expect(isIncluded(sha256, { index: 0, size: 1, leaf: hashOf(0), root: forged }, [other])).toBe(false);
    const root = hasher.node(other, hasher.node(hashOf(0), hashOf(1)));
    expect(isIncluded(sha256, { index: 0, size: 2, leaf: hashOf(0), root }, [hashOf(1), other])).toBe(false);
  });
});

describe('a consistency proof', () => {
  it('leads from every tree to every tree that it begins, and to no other', () => {
    for (let size2 = 1; size2 <= leaves.length; size2++) {
      for (let size1 = 1; size1 <= size2; size1++) {
        const proof = consistencyProof(sha256, leaves, size1, size2);
        const claim = { size1, size2, root1: rootAt(size1), root2: rootAt(size2) };
        expect(isConsistent(sha256, claim, proof)).toBe(true);
        expect(isConsistent(sha256, { ...claim, root1: other }, proof)).toBe(false);
        expect(isConsistent(sha256, { ...claim, root2: other }, proof)).toBe(false);
        expect(isConsistent(sha256, claim, [...proof, other])).toBe(false);
        expect(proof.length > 0 && isConsistent(sha256, claim, proof.slice(0, -1))).toBe(false);
      }
    }
  });

  it('is there for trees that have been', () => {
    expect(consistencyProof(sha256, leaves, 16)).toEqual(consistencyProof(sha256, leaves, 16, 17));
    expect(consistencyProof(sha256, leaves, 17)).toEqual([]);
    expect(() => consistencyProof(sha256, leaves, 0)).toThrow(outOfRange(0, 17));
    expect(() => consistencyProof(sha256, leaves, 5, 4)).toThrow(outOfRange(5, 4));
    expect(() => consistencyProof(sha256, leaves, 5, 18)).toThrow(outOfRange(5, 18));
  });

  it('from an empty tree shows nothing, nor does one from a larger tree to a smaller', () => {
    const claim = { size1: 0, size2: 4, root1: rootAt(0), root2: rootAt(4) };
    expect(isConsistent(sha256, claim, [])).toBe(false);
    expect(isConsistent(sha256, { size1: 4, size2: 3, root1: rootAt(4), root2: rootAt(3) }, [])).toBe(false);
    expect(isConsistent(sha256, { size1: 3, size2: 4, root1: rootAt(3), root2: rootAt(4) }, [])).toBe(false);
  });
});

describe('a part of a tree', () => {
  const partOf = (start: number, end: number) => rootOf(sha256, leaves.slice(start, end));

  it('begins at a multiple of the power of two that holds it', () => {
    for (const [start, end] of [
      [0, 8],
      [8, 12],
      [4, 6],
      [12, 17],
    ] as const) {
      const claim = { start, end, index: start, leaf: hashOf(start), part: partOf(start, end) };
      const proof = inclusionProof(sha256, leaves.slice(start, end), 0);
      expect([start, end, isIncludedInPart(sha256, claim, proof)]).toEqual([start, end, start !== 12]);
    }
    for (const [start, end] of [
      [1, 3],
      [2, 5],
      [6, 4],
      [-4, 0],
      [0, 0.5],
    ] as const) {
      const claim = { start, end, index: start, leaf: hashOf(0), part: partOf(0, 1) };
      expect(isIncludedInPart(sha256, claim, [])).toBe(false);
    }
  });

  it('is in its tree wherever it begins, and no other part is', () => {
    const tree = { size: 17, root: rootAt(17) };
    const inside = [
      { start: 8, end: 12, proof: [partOf(12, 16), partOf(0, 8), hashOf(16)] },
      { start: 12, end: 16, proof: [partOf(8, 12), partOf(0, 8), hashOf(16)] },
      { start: 16, end: 17, proof: [partOf(0, 16)] },
      { start: 0, end: 16, proof: [hashOf(16)] },
    ];
    for (const { start, end, proof } of inside) {
      const claim = { start, end, ...tree, part: partOf(start, end) };
      expect([start, isConsistentPart(sha256, claim, proof)]).toEqual([start, true]);
      expect([start, isConsistentPart(sha256, { ...claim, part: other }, proof)]).toEqual([start, false]);
    }
    const whole = { start: 4, end: 8, size: 8, part: partOf(4, 8), root: rootAt(8) };
    expect(isConsistentPart(sha256, whole, [partOf(0, 4)])).toBe(true);
  });

  it('that is empty has the empty hash and needs no proof', () => {
    const empty = { start: 4, end: 4, size: 8, part: rootAt(0), root: rootAt(8) };
    expect(isConsistentPart(sha256, empty, [])).toBe(true);
    expect(isConsistentPart(sha256, empty, [other])).toBe(false);
    expect(isConsistentPart(sha256, { ...empty, part: other }, [])).toBe(false);
  });

  it('is in no tree that ends before it', () => {
    const claim = { start: 0, end: 4, size: 3, part: partOf(0, 4), root: rootAt(3) };
    expect(isConsistentPart(sha256, claim, [])).toBe(false);
  });

  it('that begins before the tree, or ends within a leaf, is none, though its path fits', () => {
    const proof = inclusionProof(sha256, leaves, 0, 4);
    const claim = { index: 0, start: 0, end: 4, leaf: hashOf(0), part: rootAt(4) };
    expect(isIncludedInPart(sha256, claim, proof)).toBe(true);
    expect(isIncludedInPart(sha256, { ...claim, index: -4, start: -4, end: 0 }, proof)).toBe(false);
    expect(isIncludedInPart(sha256, { ...claim, end: 4.5 }, proof)).toBe(false);
  });

  it('that is larger than its tree is in none, though both roots are the same', () => {
    expect(isConsistentPart(sha256, { start: 0, end: 4, size: 3, part: rootAt(4), root: rootAt(4) }, [])).toBe(false);
    expect(isConsistentPart(sha256, { start: 0, end: 4, size: 4, part: rootAt(4), root: rootAt(4) }, [])).toBe(true);
  });

  it('that ends before it begins is none, though a path fit it', () => {
    const [left, right] = [partOf(0, 4), partOf(4, 8)];
    const claim = { start: 6, end: 4, size: 8, part: left, root: rootAt(8) };
    expect(isConsistentPart(sha256, claim, [left, right])).toBe(false);
  });

  it('is shown by no proof that lacks its first step', () => {
    expect(isConsistentPart(sha256, { start: 0, end: 3, size: 5, part: rootAt(3), root: rootAt(5) }, [])).toBe(false);
  });
});
