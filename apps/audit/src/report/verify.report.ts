import { toBase64 } from '@knooppunt/evidence';
import type { Finding, TreeSummary, VerifySummary } from '@knooppunt/evidence';
import { counted, filled } from '@knooppunt/platform';
import type { InBoth, Language } from '@knooppunt/platform';
import { findingTexts } from './finding.texts.js';
import { shortPosition } from './short-position.js';

const words = {
  title: {
    nl: 'Logboek gecontroleerd: {events} {events:gebeurtenis|gebeurtenissen} in {streams} {streams:stroom|stromen}, {cooperations} {cooperations:samenwerkingsverband|samenwerkingsverbanden}.',
    en: 'Log verified: {events} {events:event|events} in {streams} {streams:stream|streams}, {cooperations} {cooperations:cooperation|cooperations}.',
  },
  key: { nl: 'Sleutel: {names} (uit {from})', en: 'Key: {names} (from {from})' },
  noKey: { nl: 'Sleutel: geen; er zijn nog geen ijkpunten', en: 'Key: none; there are no checkpoints yet' },
  size: { nl: '  omvang      {size} {size:blad|bladeren}', en: '  size         {size} {size:leaf|leaves}' },
  root: { nl: '  wortel      {root}', en: '  root         {root}' },
  checkpoints: {
    nl: '  ijkpunten   {count}, het laatste dekt {size} {size:blad|bladeren} (positie {position})',
    en: '  checkpoints  {count}, the last covers {size} {size:leaf|leaves} (position {position})',
  },
  noCheckpoints: { nl: '  ijkpunten   geen', en: '  checkpoints  none' },
  unproven: {
    nl: '  onbewezen   {count} {count:ijkpunt|ijkpunten} na het eerste dat niet klopt',
    en: '  unproven     {count} {count:checkpoint|checkpoints} after the first that disagrees',
  },
  tail: {
    nl: '  staart      {count} {count:gebeurtenis|gebeurtenissen} die nog geen ijkpunt dekt: positie {from} t/m {until}',
    en: '  tail         {count} {count:event|events} that no checkpoint covers yet: position {from} to {until}',
  },
  noRecord: {
    nl: '  bladregister ontbreekt: een wijziging binnen een zegel is alleen tot tussen twee ijkpunten aan te wijzen',
    en: '  leaf record  missing: a change inside a seal can only be narrowed to between two checkpoints',
  },
  clean: { nl: 'Geen bevindingen.', en: 'No findings.' },
  findings: { nl: '{count} {count:bevinding|bevindingen}:', en: '{count} {count:finding|findings}:' },
  more: { nl: '  … en nog {count}; --json toont ze alle', en: '  … and {count} more; --json shows them all' },
  position: { nl: 'positie {from}', en: 'position {from}' },
  range: { nl: 'positie {from} t/m {until}', en: 'position {from} to {until}' },
  whole: { nl: 'geheel', en: 'as a whole' },
} as const satisfies Readonly<Record<string, InBoth>>;

/** What the readable report of verify is made of. */
export type VerifyReport = {
  readonly summary: VerifySummary;
  readonly findings: readonly Finding[];
  readonly total: number;
  readonly keys: { readonly names: readonly string[]; readonly from: string };
};

const placeOf = ({ position, until }: Finding, language: Language): string => {
  if (position === null) return filled(words.whole, language);
  const from = shortPosition(position);
  return until === undefined
    ? filled(words.position, language, { from })
    : filled(words.range, language, { from, until: shortPosition(until) });
};

const treeLines = (tree: TreeSummary, language: Language): readonly string[] => {
  const number = (count: number): string => counted(count, language);
  const { lastCovered, tail } = tree;
  return [
    '',
    tree.id,
    filled(words.size, language, { size: number(tree.size) }),
    filled(words.root, language, { root: toBase64(tree.root) }),
    lastCovered
      ? filled(words.checkpoints, language, {
          count: number(tree.checkpoints),
          size: number(lastCovered.size),
          position: shortPosition(lastCovered.position),
        })
      : filled(words.noCheckpoints, language),
    ...(tree.unproven > 0 ? [filled(words.unproven, language, { count: number(tree.unproven) })] : []),
    ...(tail
      ? [
          filled(words.tail, language, {
            count: number(tail.events),
            from: shortPosition(tail.from),
            until: shortPosition(tail.until),
          }),
        ]
      : []),
    ...(tree.hasLeafRecord ? [] : [filled(words.noRecord, language)]),
  ];
};

const findingLines = ({ findings, total }: VerifyReport, language: Language): readonly string[] => {
  if (total === 0) return [filled(words.clean, language)];
  return [
    filled(words.findings, language, { count: counted(total, language) }),
    ...findings.map(
      (finding) =>
        `  ${placeOf(finding, language)}: ${findingTexts[finding.code][language]} [${finding.code}: ${finding.detail}]`,
    ),
    ...(total > findings.length
      ? [filled(words.more, language, { count: counted(total - findings.length, language) })]
      : []),
  ];
};

/** The report of verify for people. */
export const verifyText = (report: VerifyReport, language: Language): string => {
  const { summary, keys } = report;
  const title = filled(words.title, language, {
    events: counted(summary.events, language),
    streams: counted(summary.streams, language),
    cooperations: counted(summary.cooperations.length, language),
  });
  const key =
    keys.names.length > 0
      ? filled(words.key, language, { names: keys.names.join(', '), from: keys.from })
      : filled(words.noKey, language);
  const trees = summary.cooperations.flatMap((tree) => treeLines(tree, language));
  return [title, key, ...trees, '', ...findingLines(report, language), ''].join('\n');
};

/** The summary of verify for machines. */
export const verifySummaryJson = ({ summary, total, keys }: VerifyReport): unknown => ({
  kind: 'summary',
  command: 'verify',
  ...summary,
  findings: total,
  keys: keys.names,
  cooperations: summary.cooperations.map((tree) => ({ ...tree, root: toBase64(tree.root) })),
});
