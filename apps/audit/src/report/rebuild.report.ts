import type { Position } from '@knooppunt/kernel';
import { counted, filled } from '@knooppunt/platform';
import type { InBoth, Language } from '@knooppunt/platform';
import type { Comparison, RebuildCode, RebuildFinding } from '../rebuild/comparing.js';
import { shortPosition } from './short-position.js';

/** What the report of rebuild is made of. */
export type RebuildReport = Comparison & { readonly events: number; readonly head: Position | undefined };

const words = {
  title: {
    nl: '{count} {count:leesmodel|leesmodellen} opnieuw gemaakt uit {events} {events:gebeurtenis|gebeurtenissen} en vergeleken.',
    en: '{count} {count:read model|read models} made anew from {events} {events:event|events} and compared.',
  },
  line: { nl: '  {name}  t/m positie {position}  {verdict}', en: '  {name}  up to position {position}  {verdict}' },
  same: { nl: 'gelijk   {digest}', en: 'same     {digest}' },
  other: { nl: 'VERSCHILT {live} ≠ {rebuilt}', en: 'DIFFERS  {live} ≠ {rebuilt}' },
  sealed: {
    nl: 'Niet vergeleken: de index van koppelkenmerken; die komt uit verzegelde blokken.',
    en: 'Not compared: the index of match tokens; it comes out of sealed blocks.',
  },
  clean: {
    nl: 'Geen bevindingen: elk leesmodel is wat het logboek ervan maakt.',
    en: 'No findings: every read model is what the log makes of it.',
  },
  findings: { nl: '{count} {count:bevinding|bevindingen}:', en: '{count} {count:finding|findings}:' },
  finding: { nl: '  {projection}: {text} [{code}: {detail}]', en: '  {projection}: {text} [{code}: {detail}]' },
  first: {
    nl: '    sinds de gebeurtenis op positie {position}: {type}, {stream}@{revision}',
    en: '    since the event at position {position}: {type}, {stream}@{revision}',
  },
  noFirst: {
    nl: '    geen gebeurtenis van het logboek verklaart deze rijen',
    en: '    no event of the log accounts for these rows',
  },
  table: {
    nl: '    {table}: {missing} {missing:rij ontbreekt|rijen ontbreken}, {extra} te veel, {changed} anders',
    en: '    {table}: {missing} {missing:row|rows} missing, {extra} too many, {changed} different',
  },
} as const satisfies Readonly<Record<string, InBoth>>;

const texts: Readonly<Record<RebuildCode, InBoth>> = {
  'rows-differ': { nl: 'de rijen zijn niet die van het logboek', en: 'the rows are not those of the log' },
  'never-followed': { nl: 'dit leesmodel is nooit gemaakt', en: 'this read model was never made' },
  'tables-differ': {
    nl: 'de tabellen zijn anders dan deze bouw ze kent',
    en: 'the tables are other than this build knows them',
  },
  'ahead-of-log': {
    nl: 'het leesmodel is verder dan het logboek: daarvan ontbreekt het einde',
    en: 'the read model is ahead of the log: the end of the log is missing',
  },
  'event-unreadable': {
    nl: 'het logboek is niet verder te lezen; zie verify',
    en: 'the log cannot be read any further; see verify',
  },
};

const shortDigest = (digest: string): string => digest.slice(0, 'sha256:'.length + 12);

const findingLines = (finding: RebuildFinding, language: Language): readonly string[] => {
  const { code, projection, detail, first, tables = [] } = finding;
  return [
    filled(words.finding, language, { projection, text: texts[code][language], code, detail }),
    ...(first ? [filled(words.first, language, { ...first, position: shortPosition(first.position) })] : []),
    ...(first === null ? [words.noFirst[language]] : []),
    ...tables.map(({ table, missing, extra, changed }) =>
      filled(words.table, language, {
        table,
        missing: counted(missing, language),
        extra: counted(extra, language),
        changed: counted(changed, language),
      }),
    ),
  ];
};

/** The report of rebuild for people. */
export const rebuildText = ({ compared, findings, events }: RebuildReport, language: Language): string => {
  const width = Math.max(0, ...compared.map(({ projection }) => projection.length));
  return [
    filled(words.title, language, { count: counted(compared.length, language), events: counted(events, language) }),
    ...compared.map(({ projection, position, live, rebuilt }) =>
      filled(words.line, language, {
        name: projection.padEnd(width),
        position: shortPosition(position),
        verdict:
          live === rebuilt
            ? filled(words.same, language, { digest: shortDigest(live) })
            : filled(words.other, language, { live: shortDigest(live), rebuilt: shortDigest(rebuilt) }),
      }),
    ),
    words.sealed[language],
    '',
    ...(findings.length === 0
      ? [words.clean[language]]
      : [
          filled(words.findings, language, { count: counted(findings.length, language) }),
          ...findings.flatMap((finding) => findingLines(finding, language)),
        ]),
    '',
  ].join('\n');
};

/** The report of rebuild for machines: a line per finding, and the summary. */
export const rebuildLinesJson = ({ compared, findings, events, head }: RebuildReport): string =>
  [
    ...findings.map((finding) => ({ kind: 'finding', ...finding })),
    {
      kind: 'summary',
      command: 'rebuild',
      events,
      head: head ?? null,
      projections: compared,
      findings: findings.length,
    },
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
