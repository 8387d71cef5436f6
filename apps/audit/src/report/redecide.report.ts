import type { ReleaseCode, ReleaseFinding, ReleaseSummary } from '@knooppunt/disclosure';
import type { RedecideCode, RedecideFinding, RedecideSummary, Tally } from '@knooppunt/evidence';
import { counted, filled } from '@knooppunt/platform';
import type { InBoth, Language } from '@knooppunt/platform';
import { shortPosition } from './short-position.js';

const words = {
  title: {
    nl: '{disclosures} {disclosures:verstrekking|verstrekkingen} opnieuw beslist ({aborted} daarvan door het knooppunt zelf afgebroken), uit {events} {events:gebeurtenis|gebeurtenissen}.',
    en: '{disclosures} {disclosures:disclosure|disclosures} decided again ({aborted} of them broken off by the hub itself), from {events} {events:event|events}.',
  },
  sizes: {
    nl: '{items} {items:stuk|stukken}, {blocks} {blocks:blok|blokken}, {fields} {fields:veld|velden}; {refusals} geweigerde {refusals:inzage|inzagen} in het logboek.',
    en: '{items} {items:item|items}, {blocks} {blocks:block|blocks}, {fields} {fields:field|fields}; {refusals} refused {refusals:read|reads} in the log.',
  },
  levels: { nl: 'Niveaus', en: 'Levels' },
  semantics: { nl: 'Betekenissen', en: 'Semantics' },
  recomputed: { nl: 'Feiten opnieuw berekend uit het logboek', en: 'Facts computed again from the log' },
  asRecorded: {
    nl: 'Feiten overgenomen zoals vastgelegd (de bron is verzegeld)',
    en: 'Facts taken as recorded (their source is sealed)',
  },
  compared: {
    nl: 'De gecompileerde machine besliste {compared} velden mee.',
    en: 'The compiled engine decided {compared} fields as well.',
  },
  release: {
    nl: 'Verstuurd: {blocks} verzegelde blokken opnieuw gevormd; {same} gelijk aan toen, {erased} gewist, {unanswered} toen ook niet te lezen; {unsealed} blokken van het proces liggen niet verzegeld.',
    en: 'Sent: {blocks} sealed blocks made again; {same} the same as then, {erased} erased, {unanswered} unreadable then too; {unsealed} blocks of the process are not sealed.',
  },
  released: {
    nl: 'Geen bevindingen: wat opnieuw te vormen was, is wat toen is verstuurd.',
    en: 'No findings: what could be made again is what was sent then.',
  },
  none: { nl: '  geen', en: '  none' },
  clean: {
    nl: 'Geen bevindingen: elke vastgelegde verstrekking was toegestaan zoals zij is gedaan.',
    en: 'No findings: every recorded disclosure was permitted as it was made.',
  },
  findings: { nl: '{count} {count:bevinding|bevindingen}:', en: '{count} {count:finding|findings}:' },
  more: { nl: '  … en nog {count}; --json toont ze alle', en: '  … and {count} more; --json shows them all' },
  finding: {
    nl: '  positie {position}: {text} [{code}: {detail}]',
    en: '  position {position}: {text} [{code}: {detail}]',
  },
} as const satisfies Readonly<Record<string, InBoth>>;

const texts: Readonly<Record<RedecideCode, InBoth>> = {
  'event-unreadable': { nl: 'de gebeurtenis is niet te lezen', en: 'the event cannot be read' },
  'event-unfoldable': { nl: 'de gebeurtenis past niet in haar stroom', en: 'the event does not fit its stream' },
  'record-unreadable': { nl: 'de vastlegging is niet te lezen', en: 'the record cannot be read' },
  'folded-missing': {
    nl: 'de vastlegging noemt een stroom niet waarop zij rust',
    en: 'the record does not name a stream it rests on',
  },
  'folded-ahead': {
    nl: 'de vastlegging noemt een revisie die er nog niet was',
    en: 'the record names a revision that was not there yet',
  },
  'documents-missing': { nl: 'er gold geen recht of convenant', en: 'no law or covenant was in force' },
  'documents-differ': { nl: 'er gold een ander document', en: 'another document was in force' },
  'document-digest': { nl: 'het document heeft een andere digest', en: 'the document has another digest' },
  'registry-unknown': { nl: 'deze bouw kent het register niet', en: 'this build does not know the registry' },
  'semantics-unknown': { nl: 'deze bouw kent de betekenis niet', en: 'this build does not know the semantics' },
  'person-missing': { nl: 'de lezer is nooit aangewezen', en: 'the reader was never designated' },
  'person-unauthorised': {
    nl: 'de lezer had geen geldige aanwijzing, rol, mandaat of screening',
    en: 'the reader had no valid designation, role, mandate or screening',
  },
  'recipient-differs': {
    nl: 'de ontvanger is een ander dan namens wie is gevraagd',
    en: 'the recipient is another than the one it was asked for',
  },
  'cooperation-differs': {
    nl: 'de stroom is van een ander samenwerkingsverband',
    en: 'the stream belongs to another cooperation',
  },
  'source-missing': { nl: 'wat is verstrekt, staat niet in het logboek', en: 'what was disclosed is not in the log' },
  'source-differs': { nl: 'het stuk zelf zegt iets anders', en: 'the item itself says otherwise' },
  'not-in-case': {
    nl: 'het stuk hoort niet bij deze casus of dit signaal',
    en: 'the item is not of this case or signal',
  },
  'phase-differs': { nl: 'de fase was een andere', en: 'the phase was another' },
  'under-destruction': { nl: 'het stuk werd al vernietigd', en: 'the item was under destruction' },
  'block-unknown': { nl: 'het stuk heeft dit blok niet', en: 'the item does not have this block' },
  'block-missing': { nl: 'dit blok ontbreekt in de vastlegging', en: 'this block is missing in the record' },
  'subject-differs': { nl: 'het blok gaat over een andere betrokkene', en: 'the block is about another subject' },
  'fact-differs': { nl: 'een feit komt anders uit', en: 'a fact comes out otherwise' },
  'fact-missing': { nl: 'een gebruikt feit is niet vastgelegd', en: 'a fact that was used is not recorded' },
  'fact-unused': { nl: 'een vastgelegd feit was niet nodig', en: 'a recorded fact was not needed' },
  'level-differs': { nl: 'het niveau komt anders uit', en: 'the level comes out otherwise' },
  'permit-differs': { nl: 'een andere bepaling staat het toe', en: 'another rule permits it' },
  'cap-differs': { nl: 'een andere bepaling beperkt het', en: 'another rule limits it' },
  'obligations-differ': { nl: 'er horen andere plichten bij', en: 'other obligations belong to it' },
  'transforms-differ': { nl: 'er golden andere bewerkingen van waarden', en: 'other transforms of values were in use' },
  'engines-differ': {
    nl: 'de gecompileerde machine beslist anders dan de specificatie',
    en: 'the compiled engine decides otherwise than the specification',
  },
  narrowed: {
    nl: 'vóór de vastlegging was de inzage al ingeperkt, en de vastlegging is niet ingetrokken',
    en: 'it had been narrowed before it was recorded, and the record was not taken back',
  },
};

/** What the report of redecide is made of. */
export type RedecideReport = {
  readonly summary: RedecideSummary;
  readonly findings: readonly RedecideFinding[];
  /** Of the release replay, where it was asked for. */
  readonly release?: { readonly summary: ReleaseSummary; readonly findings: readonly ReleaseFinding[] };
};

const tallyLines = (title: InBoth, tally: Tally, language: Language): readonly string[] => {
  const entries = Object.entries(tally);
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  return [
    '',
    `${title[language]}:`,
    ...(entries.length === 0
      ? [words.none[language]]
      : entries.map(([name, count]) => `  ${name.padEnd(width)}  ${counted(count, language)}`)),
  ];
};

const releaseTexts: Readonly<Record<ReleaseCode, InBoth>> = {
  'digest-differs': { nl: 'wat nu ontstaat, is niet wat is verstuurd', en: 'what is made now is not what was sent' },
  'digest-missing': { nl: 'wat is getoond, is niet vastgelegd', en: 'what was shown is not recorded' },
  'digest-unfounded': {
    nl: 'er is iets vastgelegd waar niets te tonen was',
    en: 'something is recorded where nothing could be shown',
  },
  'source-missing': { nl: 'wat is verstuurd, staat niet in het logboek', en: 'what was sent is not in the log' },
  'block-missing': { nl: 'het verzegelde blok ontbreekt', en: 'the sealed block is missing' },
  'seal-broken': { nl: 'het verzegelde blok is gewijzigd of verplaatst', en: 'the sealed block was changed or moved' },
  'key-unknown': { nl: 'de sleutel van het blok is onbekend', en: 'the key of the block is unknown' },
  'registry-unknown': { nl: 'deze bouw kent het register niet', en: 'this build does not know the registry' },
  'transforms-unknown': {
    nl: 'deze bouw kent de bewerkingen van toen niet',
    en: 'this build does not have the transforms of then',
  },
  'level-unknown': {
    nl: 'de vastlegging noemt een onbekend veld of niveau',
    en: 'the record names an unknown field or level',
  },
  'record-unreadable': { nl: 'de vastlegging is niet te lezen', en: 'the record cannot be read' },
};

type Told = { readonly position: string; readonly code: string; readonly detail: string };
type Found = { readonly total: number; readonly findings: readonly Told[] };

const findingLines = (
  { total, findings }: Found,
  { none, meanings }: { readonly none: InBoth; readonly meanings: Readonly<Record<string, InBoth>> },
  language: Language,
): readonly string[] => {
  if (total === 0) return [filled(none, language)];
  const rest = total - findings.length;
  return [
    filled(words.findings, language, { count: counted(total, language) }),
    ...findings.map(({ position, code, detail }) =>
      filled(words.finding, language, {
        position: shortPosition(position),
        text: meanings[code]?.[language] ?? code,
        code,
        detail,
      }),
    ),
    ...(rest > 0 ? [filled(words.more, language, { count: counted(rest, language) })] : []),
  ];
};

const numbersOf = (summary: object, language: Language): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(summary).flatMap(([name, value]) =>
      typeof value === 'number' ? [[name, counted(value, language)] as const] : [],
    ),
  );

const releaseLines = (release: NonNullable<RedecideReport['release']>, language: Language): readonly string[] => [
  '',
  filled(words.release, language, numbersOf(release.summary, language)),
  ...findingLines(
    { total: release.summary.findings, findings: release.findings },
    { none: words.released, meanings: releaseTexts },
    language,
  ),
];

/** The report of redecide for people. */
export const redecideText = (report: RedecideReport, language: Language): string => {
  const { summary, release } = report;
  const numbers = numbersOf(summary, language);
  return [
    filled(words.title, language, numbers),
    filled(words.sizes, language, numbers),
    ...(summary.compared === undefined ? [] : [filled(words.compared, language, numbers)]),
    ...tallyLines(words.semantics, summary.semantics, language),
    ...tallyLines(words.levels, summary.levels, language),
    ...tallyLines(words.recomputed, summary.recomputed, language),
    ...tallyLines(words.asRecorded, summary.asRecorded, language),
    '',
    ...findingLines(
      { total: summary.findings, findings: report.findings },
      { none: words.clean, meanings: texts },
      language,
    ),
    ...(release ? releaseLines(release, language) : []),
    '',
  ].join('\n');
};

/** The summary of redecide for machines. */
export const redecideSummaryJson = ({ summary, release }: RedecideReport): unknown => ({
  kind: 'summary',
  command: 'redecide',
  ...summary,
  ...(release ? { release: release.summary } : {}),
});
