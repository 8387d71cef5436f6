import { describe, expect, it } from '@jest/globals';
import { sha256 } from '@knooppunt/testing';
import { CompactRange, TreeHasher } from '../merkle.js';
import { LeafWindow } from './leaf-window.js';

const hasher = new TreeHasher(sha256);
const leafOf = (at: number): Uint8Array => hasher.leaf(Uint8Array.of(at, at >>> 8, at >>> 16));
const positionOf = (at: number): string => String(at + 1).padStart(20, '0');

const reach = 64;
const windowOf = (size: number): LeafWindow => {
  const window = new LeafWindow(hasher, reach);
  for (let at = 0; at < size; at++) window.append(leafOf(at), positionOf(at));
  return window;
};
/** The roots of the tree at these sizes, each found by adding leaf after leaf. */
const rootsAt = (sizes: readonly number[]): readonly Uint8Array[] => {
  const range = new CompactRange(hasher);
  const roots = new Map<number, Uint8Array>();
  for (let at = 0; at <= Math.max(...sizes); at++) {
    if (sizes.includes(at)) roots.set(at, range.root());
    range.append(leafOf(at));
  }
  return sizes.map((size) => roots.get(size) as Uint8Array);
};

describe('a window on a growing tree', () => {
  it('gives the root at every size so far, asked in any order, and at none to come', () => {
    const window = windowOf(20);
    const sizes = [7, 3, 0, 20, 12, 13, 20];
    expect(sizes.map((size) => window.rootAt(size))).toEqual(rootsAt(sizes));
    expect([window.size, window.rootAt(21), window.rootAt(-1)]).toEqual([20, undefined, undefined]);
  });

  it('says where each leaf lies in the log', () => {
    const window = windowOf(3);
    expect([0, 1, 2, 3, -1].map((at) => window.positionAt(at))).toEqual([
      ...[0, 1, 2].map(positionOf),
      undefined,
      undefined,
    ]);
  });

  it('is copied as it is: what is added to one is not in the other', () => {
    const window = windowOf(5);
    window.rootAt(4);
    const copy = window.clone();
    window.append(leafOf(5), positionOf(5));
    copy.append(leafOf(9), positionOf(9));
    expect([window.positionAt(5), copy.positionAt(5)]).toEqual([positionOf(5), positionOf(9)]);
    expect(copy.rootAt(6)).not.toEqual(window.rootAt(6));
    const sizes = [2, 4, 5];
    expect([window.rootAt(6), ...sizes.map((size) => copy.rootAt(size))]).toEqual(rootsAt([6, ...sizes]));
  });
});

describe('a window on a tree far larger than its reach', () => {
  const size = 170;
  const window = windowOf(size);
  /** The first leaf whose place can still be told. */
  const first = Array.from({ length: size }).findIndex((_, at) => window.positionAt(at) !== undefined);
  const asked = [first, size - reach, size - reach / 2, size];
  const roots = rootsAt(asked);

  it('still gives the roots and places of the last leaves, as many as its reach', () => {
    expect(asked.map((one) => window.rootAt(one))).toEqual(roots);
    for (const one of asked.slice(1)) expect(window.positionAt(one - 1)).toBe(positionOf(one - 1));
  });

  it('has forgotten what lies further back, and gives no root there', () => {
    expect(first).toBeGreaterThan(reach / 2);
    expect(first).toBeLessThanOrEqual(size - reach);
    expect(window.positionAt(first)).toBe(positionOf(first));
    expect([window.rootAt(first - 1), window.rootAt(0)]).toEqual([undefined, undefined]);
  });

  it('gives every root that it can, at every length on the way', () => {
    const growing = new LeafWindow(hasher, reach);
    const all = rootsAt(Array.from({ length: 400 }, (_, at) => at));
    for (let at = 0; at < 399; at++) {
      growing.append(leafOf(at), positionOf(at));
      const sizes = [Math.max(0, at + 1 - reach), Math.max(0, at - 9), at + 1];
      expect(sizes.map((one) => growing.rootAt(one))).toEqual(sizes.map((one) => all[one]));
    }
  });

  it('is copied as it is', () => {
    const copy = window.clone();
    expect([copy.size, copy.rootAt(first - 1)]).toEqual([size, undefined]);
    expect([copy.rootAt(first), copy.rootAt(size)]).toEqual([roots[0], roots[3]]);
    for (let at = size; at < 3 * size; at++) copy.append(leafOf(at), positionOf(at));
    expect([copy.positionAt(first), copy.rootAt(3 * size)]).toEqual([undefined, rootsAt([3 * size])[0]]);
  });
});
