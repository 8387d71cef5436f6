import { describe, expect, it } from '@jest/globals';
import { sha256 } from '@knooppunt/testing';
import { leafHash, TreeHasher } from './merkle.js';
import { rootOf } from './proofs.js';
import { TileBuilder, tilePath } from './tiles.js';
import type { Tile } from './tiles.js';

const leavesOf = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, at) => leafHash(sha256, new TextEncoder().encode(`leaf ${at}`)));
const tilesOf = (leaves: readonly Uint8Array[]): readonly Tile[] => {
  const builder = new TileBuilder(new TreeHasher(sha256));
  return [...leaves.flatMap((leaf) => builder.append(leaf)), ...builder.partial()];
};
const anyLeaf = sha256(new Uint8Array(0));
const shapeOf = (size: number) => {
  const shapes: Record<string, number> = {};
  for (const { level, width } of tilesOf(Array.from({ length: size }, () => anyLeaf))) {
    const name = `${level} ${width === 256 ? 'full' : width}`;
    shapes[name] = (shapes[name] ?? 0) + 1;
  }
  return shapes;
};

describe('the tiles of a tree', () => {
  it('are those that the specification counts for 70,000 leaves and for 256', () => {
    expect(shapeOf(70_000)).toEqual({ '0 full': 273, '0 112': 1, '1 full': 1, '1 17': 1, '2 1': 1 });
    expect(shapeOf(256)).toEqual({ '0 full': 1, '1 1': 1 });
  });

  it('are none for an empty tree, and one partial tile for one leaf', () => {
    expect(tilesOf([])).toEqual([]);
    const [leaf] = leavesOf(1);
    expect(tilesOf(leavesOf(1))).toEqual([{ level: 0, index: 0, width: 1, bytes: new Uint8Array(leaf as Uint8Array) }]);
  });

  it('are counted from zero at each level', () => {
    const indexes = tilesOf(leavesOf(600)).map(({ level, index, width }) => [level, index, width]);
    expect(indexes.toSorted(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d)).toEqual([
      [0, 0, 256],
      [0, 1, 256],
      [0, 2, 88],
      [1, 0, 2],
    ]);
  });

  it('hold above the leaves the root of each full tile below', () => {
    const leaves = leavesOf(600);
    const above = tilesOf(leaves).find(({ level }) => level === 1);
    const roots = [leaves.slice(0, 256), leaves.slice(256, 512)].map((part) => rootOf(sha256, part));
    expect(Buffer.from(above?.bytes ?? [])).toEqual(Buffer.concat(roots));
  });

  it.each([
    [0, 0, 256, 'tile/0/000'],
    [1, 1_234_067, 256, 'tile/1/x001/x234/067'],
    [0, 999, 3, 'tile/0/999.p/3'],
    [0, 1000, 256, 'tile/0/x001/000'],
  ])('lie at the address of level %d, index %d, width %d', (level, index, width, path) => {
    expect(tilePath({ level, index, width })).toBe(path);
  });

  it('have bundles of entries beside them', () => {
    expect(tilePath({ level: 'entries', index: 5, width: 256 })).toBe('tile/entries/005');
  });
});
