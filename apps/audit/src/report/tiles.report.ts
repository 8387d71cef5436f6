import { counted, filled } from '@knooppunt/platform';
import type { InBoth, Language } from '@knooppunt/platform';
import type { TilesWritten } from '../proofs/writing-tiles.js';

const words = {
  written: {
    nl: '{cooperation}: {tiles} {tiles:tegel|tegels} en {bundles} {bundles:bundel|bundels} voor een ondertekende boom van {size} {size:blad|bladeren}, in {folder}.',
    en: '{cooperation}: {tiles} {tiles:tile|tiles} and {bundles} {bundles:bundle|bundles} for a signed tree of {size} {size:leaf|leaves}, in {folder}.',
  },
  warning: {
    nl: 'Alleen voor auditors: de tegels noemen de hash van elk blad en tonen hoe het logboek groeide.',
    en: 'For auditors only: the tiles name the hash of every leaf and show how the log grew.',
  },
} as const satisfies Readonly<Record<string, InBoth>>;

/** What was written, for people. */
export const tilesText = (written: TilesWritten, language: Language): string => {
  const { cooperation, folder, tiles, bundles, size } = written;
  const values = {
    cooperation,
    folder,
    tiles: counted(tiles, language),
    bundles: counted(bundles, language),
    size: counted(size, language),
  };
  return `${filled(words.written, language, values)}\n${words.warning[language]}\n`;
};

/** What was written, for machines. */
export const tilesJson = (written: TilesWritten): string =>
  `${JSON.stringify({ kind: 'summary', command: 'tiles', ...written, findings: 0 })}\n`;
