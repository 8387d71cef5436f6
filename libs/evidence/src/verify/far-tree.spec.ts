import { describe, expect, it } from '@jest/globals';
import { CompactRange, TreeHasher } from '../merkle.js';
import { rootOf } from '../proofs.js';
import { TreeCheck } from './tree-check.js';

const positionOf = (at: number): string => String(at).padStart(20, '0');
const { imul } = Math;
/** Any function will do where only the order of leaves is asked; this one is quick. */
const quickHash = (bytes: Uint8Array): Uint8Array => {
  let hash = 0x811c9dc5;
  for (const start of [0, 33]) {
    for (let at = start; at < start + 5; at++) hash = imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  }
  const hashed = new Uint8Array(32);
  for (let at = 0; at < 4; at++) hashed[at] = hash >>> (8 * at);
  return hashed;
};
const hasher = new TreeHasher(quickHash);
const leafOf = (at: number): Uint8Array => hasher.leaf(Uint8Array.of(at, at >>> 8, at >>> 16));

describe('a tree far larger than what is kept of it', () => {
  it('says of a root too far back that it cannot be asked, of a wrong one since when, and has its tail where that begins', () => {
    const size = 170_000;
    const said: string[] = [];
    const tree = new TreeCheck(hasher, 'rotterdam', undefined, ({ code, position, until }) => {
      said.push(`${code} ${Number(position)}${until === undefined ? '' : `..${Number(until)}`}`);
    });
    const range = new CompactRange(hasher);
    for (let at = 1; at <= size; at++) {
      const leaf = leafOf(at);
      tree.add(positionOf(at), leaf);
      range.append(leaf);
      if (at === 3) tree.check(positionOf(4), { size: 2, root: rootOf(quickHash, [leafOf(1), leafOf(2)]) });
    }
    tree.check(positionOf(size), { size: 100, root: leafOf(0) });
    tree.check(positionOf(size), { size: size - 1, root: leafOf(0) });
    expect(said).toEqual([`checkpoint-out-of-reach ${size}`, `checkpoint-mismatch 3..${size - 1}`]);
    const { tail, lastCovered, root, unproven } = tree.finish();
    expect(tail).toEqual({ events: size - 2, from: positionOf(3), until: positionOf(size) });
    expect([lastCovered?.size, root, unproven]).toEqual([2, range.root(), 1]);
  });
});
