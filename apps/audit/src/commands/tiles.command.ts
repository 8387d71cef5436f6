import type { VerifierKey } from '@knooppunt/evidence';
import { ProgressBar } from '@knooppunt/platform';
import type { Terminal } from '@knooppunt/platform';
import { trustedKeys } from '../keys.js';
import type { Options } from '../options.js';
import { cooperationIn, treeOf } from '../proofs/tree-of-log.js';
import { writeTiles } from '../proofs/writing-tiles.js';
import type { TilesWritten } from '../proofs/writing-tiles.js';
import type { Unproven } from '../proofs/proving.js';
import { unprovenJson, unprovenText } from '../report/prove.report.js';
import { tilesJson, tilesText } from '../report/tiles.report.js';
import type { SqliteSource } from '@knooppunt/event-store';
import { Unreadable, wrongUsage } from '../unreadable.js';
import { withLog } from './with-log.js';

const make = (
  source: SqliteSource,
  options: Options,
  keys: readonly VerifierKey[],
  terminal: Terminal,
): TilesWritten | Unproven => {
  const cooperation = cooperationIn(source, options.cooperation);
  const progress = new ProgressBar(terminal, 'tiles', source.size);
  const tree = treeOf(source, cooperation, keys, (done) => progress.at(done));
  progress.end();
  return writeTiles(tree, options.to ?? '', options.entries ? source : undefined);
};

/**
 * Writes the tree of a cooperation, as far as it is signed, as C2SP tlog-tiles. For auditors only: the tiles of the lowest
 * level hold the hash of every leaf, and all of them show how the log grew (leaks-and-faults, class 48). Throws `Unreadable`.
 */
export const runTiles = async (options: Options, terminal: Terminal): Promise<0 | 1> => {
  if (options.to === undefined) throw wrongUsage('--to MAP ontbreekt', '--to DIR is missing');
  const { keys, from } = trustedKeys(options.data, options.key);
  if (keys.length === 0) throw new Unreadable('no-key', from);
  const made = await withLog(options, ({ source }) => make(source, options, keys, terminal));
  const { json, language } = options;
  if ('code' in made) {
    terminal.out(json ? unprovenJson(made) : unprovenText(made, language));
    return 1;
  }
  terminal.out(json ? tilesJson(made) : tilesText(made, language));
  return 0;
};
