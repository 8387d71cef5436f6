import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  formatNote,
  hashesPerTile,
  noteOf,
  rootOf,
  sameBytes,
  TileBuilder,
  tilePath,
  TreeHasher,
} from '@knooppunt/evidence';
import type { Position } from '@knooppunt/kernel';
import { sha256 } from '../crypto.js';
import type { SqliteSource } from '@knooppunt/event-store';
import { Unreadable } from '../unreadable.js';
import type { Unproven } from './proving.js';
import type { TreeOfLog } from './tree-of-log.js';

/** What was written: how many tiles and bundles of entries, for a tree of which size. */
export type TilesWritten = {
  readonly cooperation: string;
  readonly folder: string;
  readonly size: number;
  readonly tiles: number;
  readonly bundles: number;
};

const entryBytesAtMost = 0xffff;

const write = (folder: string, path: string, content: Uint8Array | string): void => {
  const file = join(folder, path);
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.part`, content, { mode: 0o600 });
    renameSync(`${file}.part`, file);
  } catch (error) {
    throw new Unreadable('not-written', file, String((error as NodeJS.ErrnoException).code));
  }
};

const entryOf = (source: SqliteSource, position: Position): Uint8Array => {
  const bytes = source.rowAt(position)?.bytes ?? new Uint8Array(0);
  if (bytes.length > entryBytesAtMost) throw new Unreadable('entry-too-long', String(BigInt(position)));
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

const writeBundles = (folder: string, positions: readonly Position[], source: SqliteSource): number => {
  let bundles = 0;
  for (let at = 0; at < positions.length; at += hashesPerTile) {
    const part = positions.slice(at, at + hashesPerTile);
    const path = tilePath({ level: 'entries', index: bundles, width: part.length });
    write(folder, path, Buffer.concat(part.map((position) => entryOf(source, position))));
    bundles++;
  }
  return bundles;
};

/** The first line of the checkpoint that lies in a folder, if one does: the log that its tiles are of. */
const originIn = (folder: string): string | undefined => {
  try {
    return readFileSync(join(folder, 'checkpoint'), 'utf8').split('\n')[0];
  } catch {
    return undefined;
  }
};

/**
 * Writes the newest signed tree as C2SP tlog-tiles: hashes, and with `source` the entries too; the checkpoint last, so that a
 * folder that has one is whole. Throws `Unreadable`: not-written, entry-too-long, other-tiles.
 */
export const writeTiles = (
  tree: TreeOfLog,
  folder: string,
  source: SqliteSource | undefined,
): TilesWritten | Unproven => {
  const newest = tree.signed.at(-1);
  if (!newest) return { code: 'not-covered', detail: '0' };
  const leaves = tree.leaves.slice(0, newest.size);
  if (!sameBytes(rootOf(sha256, leaves), newest.root)) {
    return { code: 'checkpoint-mismatch', detail: String(newest.size) };
  }
  const note = noteOf(newest.data);
  const there = originIn(folder);
  // Tiles of two logs in one folder would be those of neither.
  if (there !== undefined && there !== note.text.split('\n')[0]) throw new Unreadable('other-tiles', folder, there);
  const builder = new TileBuilder(new TreeHasher(sha256));
  let tiles = 0;
  const put = (tile: ReturnType<TileBuilder['partial']>[number]): void => {
    write(folder, tilePath(tile), tile.bytes);
    tiles++;
  };
  for (const leaf of leaves) builder.append(leaf).forEach(put);
  builder.partial().forEach(put);
  const bundles = source ? writeBundles(folder, tree.positions.slice(0, newest.size), source) : 0;
  write(folder, 'checkpoint', formatNote(note));
  return { cooperation: tree.cooperation, folder, size: newest.size, tiles, bundles };
};
