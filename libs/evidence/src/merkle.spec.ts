import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { sha256 } from '@knooppunt/testing';
import { CompactRange, leafHash, TreeHasher, sameBytes } from './merkle.js';
import {
  consistencyProof,
  inclusionProof,
  isConsistent,
  isConsistentPart,
  isIncluded,
  isIncludedInPart,
  rootOf,
} from './proofs.js';

const fixtures = join(import.meta.dirname, '../../../test/fixtures/merkle');

type Vector = Record<string, unknown> & { readonly proof: readonly string[] | null; readonly wantErr: boolean };

const vectors = (kind: string): readonly (readonly [string, Vector])[] =>
  readdirSync(join(fixtures, kind), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name, JSON.parse(readFileSync(join(fixtures, kind, name), 'utf8')) as Vector]);

const bytes = (value: unknown): Uint8Array => Buffer.from((value as string | null) ?? '', 'base64');
const leavesOf = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, at) => leafHash(sha256, new TextEncoder().encode(`leaf ${at}`)));

describe('RFC 6962 vectors of transparency-dev/merkle', () => {
  it.each(vectors('inclusion'))('judges the inclusion proof %s', (_name, vector) => {
    const claim = {
      index: Number(vector['leafIdx']),
      size: Number(vector['treeSize']),
      leaf: bytes(vector['leafHash']),
      root: bytes(vector['root']),
    };
    expect(isIncluded(sha256, claim, (vector.proof ?? []).map(bytes))).toBe(!vector.wantErr);
  });

  it.each(vectors('consistency'))('judges the consistency proof %s', (_name, vector) => {
    const claim = {
      size1: Number(vector['size1']),
      size2: Number(vector['size2']),
      root1: bytes(vector['root1']),
      root2: bytes(vector['root2']),
    };
    expect(isConsistent(sha256, claim, (vector.proof ?? []).map(bytes))).toBe(!vector.wantErr);
  });

  it.each(vectors('subtreeinclusion'))('judges the proof of a leaf in a part of a tree %s', (_name, vector) => {
    const claim = {
      index: Number(vector['leafIdx']),
      start: Number(vector['start']),
      end: Number(vector['end']),
      leaf: bytes(vector['leafHash']),
      part: bytes(vector['root']),
    };
    expect(isIncludedInPart(sha256, claim, (vector.proof ?? []).map(bytes))).toBe(!vector.wantErr);
  });

  it.each(vectors('subtreeconsistency'))('judges the proof of a part of a tree %s', (_name, vector) => {
    const claim = {
      start: Number(vector['start']),
      end: Number(vector['end']),
      size: Number(vector['size']),
      part: bytes(vector['root1']),
      root: bytes(vector['root2']),
    };
    expect(isConsistentPart(sha256, claim, (vector.proof ?? []).map(bytes))).toBe(!vector.wantErr);
  });

  it('are all there', () => {
    const counts = ['inclusion', 'consistency', 'subtreeinclusion', 'subtreeconsistency'].map(
      (kind) => vectors(kind).length,
    );
    expect(counts).toEqual([98, 98, 204, 118]);
  });
});

describe('a tree', () => {
  it('has the empty hash as its root while it has no leaves', () => {
    expect(rootOf(sha256, [])).toEqual(sha256(new Uint8Array(0)));
  });

  it('hashes a leaf of any length behind a zero byte', () => {
    const hasher = new TreeHasher(sha256);
    for (const length of [0, 1, 4095, 4096, 20_000]) {
      const content = new Uint8Array(length).fill(7);
      expect(hasher.leaf(content)).toEqual(sha256(Buffer.concat([Buffer.of(0), content])));
    }
  });

  it('proves every leaf to be in it, and no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), (size, seed) => {
        const leaves = leavesOf(size);
        const index = seed % size;
        const root = rootOf(sha256, leaves);
        const proof = inclusionProof(sha256, leaves, index);
        const leaf = leaves[index] as Uint8Array;
        expect(isIncluded(sha256, { index, size, leaf, root }, proof)).toBe(true);
        expect(isIncluded(sha256, { index, size, leaf: sha256(leaf), root }, proof)).toBe(false);
      }),
    );
  });

  it('proves each earlier tree to be its beginning, and a forked one not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), (size2, seed) => {
        const leaves = leavesOf(size2);
        const size1 = (seed % size2) + 1;
        const range = new CompactRange(new TreeHasher(sha256));
        for (const leaf of leaves.slice(0, size1)) range.append(leaf);
        const claim = { size1, size2, root1: range.root(), root2: rootOf(sha256, leaves) };
        const proof = consistencyProof(sha256, leaves, size1);
        expect(isConsistent(sha256, claim, proof)).toBe(true);
        expect(isConsistent(sha256, { ...claim, root1: sha256(claim.root1) }, proof)).toBe(false);
      }),
    );
  });

  it('refuses to prove what it does not hold', () => {
    expect(() => inclusionProof(sha256, leavesOf(3), 3)).toThrow('no proof from 3 in a tree of 3');
    expect(() => consistencyProof(sha256, leavesOf(3), 0)).toThrow('no proof from 0 in a tree of 3');
  });
});

describe('two runs of bytes', () => {
  it('are the same where every byte is, and none is left over', () => {
    const three = Uint8Array.of(1, 2, 3);
    expect(sameBytes(three, Uint8Array.of(1, 2, 3))).toBe(true);
    expect(sameBytes(new Uint8Array(), new Uint8Array())).toBe(true);
    for (const other of [[1, 2], [1, 2, 3, 4], [1, 2, 4], [2, 2, 3], []]) {
      expect([sameBytes(three, Uint8Array.from(other)), sameBytes(Uint8Array.from(other), three)]).toEqual([
        false,
        false,
      ]);
    }
  });
});
