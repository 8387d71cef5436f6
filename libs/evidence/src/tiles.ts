import { CompactRange, hashBytes } from './merkle.js';
import type { TreeHasher } from './merkle.js';

/** Hashes in a full tile: a subtree of height 8. */
export const hashesPerTile = 256;

/** A run of hashes at one level of the tree; `bytes` holds `width` hashes of 32 bytes. Source: C2SP tlog-tiles. */
export type Tile = {
  readonly level: number;
  readonly index: number;
  readonly width: number;
  readonly bytes: Uint8Array;
};

const digits = 3;

/** The address of a tile (or, for the level `entries`, of a bundle): `tile/0/x001/x234/067`, a partial one with `.p/<width>`. */
export const tilePath = ({
  level,
  index,
  width,
}: Pick<Tile, 'index' | 'width'> & { readonly level: number | 'entries' }) => {
  const text = String(index);
  const padded = text.padStart(Math.ceil(text.length / digits) * digits, '0');
  const groups = padded.match(/\d{3}/g) ?? [];
  const path = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${path}${width < hashesPerTile ? `.p/${width}` : ''}`;
};

class Level {
  private readonly bytes = new Uint8Array(hashesPerTile * hashBytes);
  private range: CompactRange;
  private index = 0;

  constructor(
    private readonly level: number,
    private readonly hasher: TreeHasher,
  ) {
    this.range = new CompactRange(hasher);
  }

  get isFull(): boolean {
    return this.range.size === hashesPerTile;
  }

  append(hash: Uint8Array): void {
    this.bytes.set(hash, this.range.size * hashBytes);
    this.range.append(hash);
  }

  /** The tile as it is now. */
  tile(): Tile {
    const width = this.range.size;
    return { level: this.level, index: this.index, width, bytes: this.bytes.slice(0, width * hashBytes) };
  }

  get isEmpty(): boolean {
    return this.range.size === 0;
  }

  /** The hash over a full tile; the next one begins. */
  next(): Uint8Array {
    const root = this.range.root();
    this.range = new CompactRange(this.hasher);
    this.index++;
    return root;
  }
}

/** Makes the tiles of a growing tree: give every leaf hash in order, and take the partial tiles at the end. */
export class TileBuilder {
  private readonly levels: Level[] = [];

  constructor(private readonly hasher: TreeHasher) {}

  /** Adds a leaf hash; gives the tiles that it filled, from the lowest level up. */
  append(leaf: Uint8Array): readonly Tile[] {
    const filled: Tile[] = [];
    let hash = leaf;
    for (let at = 0; ; at++) {
      const level = this.levelAt(at);
      level.append(hash);
      if (!level.isFull) return filled;
      filled.push(level.tile());
      hash = level.next();
    }
  }

  /** The tiles that are not full, as a tree of the present size has them; empty ones are none. */
  partial(): readonly Tile[] {
    return this.levels.filter(({ isEmpty }) => !isEmpty).map((level) => level.tile());
  }

  private levelAt(at: number): Level {
    const known = this.levels[at];
    if (known) return known;
    const made = new Level(at, this.hasher);
    this.levels.push(made);
    return made;
  }
}
