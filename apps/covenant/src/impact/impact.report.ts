import { changes, impactDimensions } from '@knooppunt/evidence';
import type { Because, Change, ImpactDimension, ImpactGroup, ImpactReport } from '@knooppunt/evidence';
import { counted, filled } from '@knooppunt/platform';
import type { InBoth, Language } from '@knooppunt/platform';
import type { Level } from '@knooppunt/signals';
import { levelTexts } from '../level.texts.js';

/** The draft that was put to the history. */
export type Draft = { readonly covenant: string; readonly version: string; readonly digest: string };

const words = {
  title: {
    nl: 'Convenant {covenant} {version} op {disclosures} vastgelegde {disclosures:verstrekking|verstrekkingen}, {decisions} {decisions:beslissing|beslissingen} over een veld.',
    en: 'Covenant {covenant} {version} on {disclosures} recorded {disclosures:disclosure|disclosures}, {decisions} {decisions:decision|decisions} over a field.',
  },
  period: { nl: 'Van {from} tot en met {until}.', en: 'From {from} up to and including {until}.' },
  since: { nl: 'Vanaf {from}.', en: 'From {from} on.' },
  upTo: { nl: 'Tot en met {until}.', en: 'Up to and including {until}.' },
  left: {
    nl: 'Buiten beschouwing: {aborted} afgebroken door het knooppunt, {own} keer een eigen levering teruggelezen, {refused} geheel geweigerde {refused:inzage|inzagen} (daarvan zijn geen feiten vastgelegd).',
    en: 'Left out: {aborted} broken off by the hub, {own} {own:reading|readings} back of an own supply, {refused} {refused:read|reads} refused whole (no facts of those are recorded).',
  },
  unjudged: { nl: 'Niet te beoordelen: {count} ({reason}).', en: 'Could not be judged: {count} ({reason}).' },
  unsure: {
    nl: 'Niet volledig te beoordelen: {count}, want de vastlegging kent niet: {facts}.',
    en: 'Could not be judged fully: {count}, for the record does not hold: {facts}.',
  },
  totals: { nl: 'Uitkomst', en: 'Outcome' },
  by: { nl: 'Veranderingen per {dimension}', en: 'Changes by {dimension}' },
  groups: { nl: 'Veranderingen, verruimingen eerst', en: 'Changes, widenings first' },
  group: {
    nl: '  {change} {count}×: {recipient} krijgt {field} van {supplier} {type}, {purpose}, fase {phase}: {from} → {to}, {because}{unsure}',
    en: '  {change} {count}×: {recipient} gets {field} of {supplier} {type}, {purpose}, phase {phase}: {from} → {to}, {because}{unsure}',
  },
  partly: { nl: ' (waarvan {count} niet volledig te beoordelen)', en: ' ({count} of them could not be judged fully)' },
  examples: { nl: '      verstrekking {ids}', en: '      disclosure {ids}' },
  more: { nl: '  … en nog {count}; --json toont ze alle', en: '  … and {count} more; --json shows them all' },
  none: { nl: 'Geen verandering.', en: 'No change.' },
} as const satisfies Readonly<Record<string, InBoth>>;

const changeWords: Readonly<Record<Change, InBoth>> = {
  allowed: { nl: 'nieuw getoond', en: 'newly allowed' },
  raised: { nl: 'verhoogd', en: 'raised' },
  refused: { nl: 'geweigerd', en: 'refused' },
  lowered: { nl: 'verlaagd', en: 'lowered' },
  kept: { nl: 'gelijk getoond', en: 'kept' },
  withheld: { nl: 'dicht gebleven', en: 'still withheld' },
};
const becauseWords: Readonly<Record<Because, InBoth>> = {
  permit: { nl: 'door {rule}', en: 'by {rule}' },
  cap: { nl: 'door plafond {rule}', en: 'by cap {rule}' },
  guard: { nl: 'door wachter {rule}', en: 'by guard {rule}' },
  'no-permit': { nl: '{rule} geeft het niet meer', en: '{rule} gives it no longer' },
  envelope: { nl: 'het stuk zelf zou er niet zijn ({rule})', en: 'the item itself would not be there ({rule})' },
};
const dimensionWords: Readonly<Record<ImpactDimension, InBoth>> = {
  recipientKind: { nl: 'ontvanger', en: 'recipient' },
  supplierKind: { nl: 'leverancier', en: 'supplier' },
  payloadType: { nl: 'soort levering', en: 'type' },
  field: { nl: 'veld', en: 'field' },
  purpose: { nl: 'doel', en: 'purpose' },
  phase: { nl: 'fase', en: 'phase' },
  rule: { nl: 'regel', en: 'rule' },
};

const shownAtMost = 40;

/** A recorded level in words; one that this build does not know as it stands. */
const levelIn = (level: string, language: Language): string =>
  Object.hasOwn(levelTexts, level) ? levelTexts[level as Level][language] : level;
const changed = changes.filter((change) => change !== 'kept' && change !== 'withheld');

const groupLines = (group: ImpactGroup, language: Language): readonly string[] => {
  const count = (value: number): string => counted(value, language);
  const { change, recipientKind, supplierKind, payloadType, because, rule, unsure, examples, ...rest } = group;
  return [
    filled(words.group, language, {
      field: rest.field,
      purpose: rest.purpose,
      phase: rest.phase,
      from: levelIn(rest.from, language),
      to: levelIn(rest.to, language),
      change: changeWords[change][language],
      count: count(rest.count),
      recipient: recipientKind,
      supplier: supplierKind,
      type: payloadType,
      because: filled(becauseWords[because], language, { rule: rule ?? '-' }),
      unsure: unsure === 0 ? '' : filled(words.partly, language, { count: count(unsure) }),
    }),
    ...(examples.length === 0 ? [] : [filled(words.examples, language, { ids: examples.slice(0, 3).join(', ') })]),
  ];
};

const totalLines = ({ totals }: ImpactReport, language: Language): readonly string[] => {
  const names = changes.map((change) => changeWords[change][language]);
  const width = Math.max(...names.map((name) => name.length));
  return [
    `${words.totals[language]}:`,
    ...changes.map((change, at) => `  ${(names[at] ?? '').padEnd(width)}  ${counted(totals[change], language)}`),
  ];
};

const dimensionLines = ({ by }: ImpactReport, dimension: ImpactDimension, language: Language): readonly string[] => {
  const values = Object.entries(by[dimension]);
  const width = Math.max(0, ...values.map(([value]) => value.length));
  const of = (counts: (typeof values)[number][1]): string =>
    changed
      .flatMap((change) => {
        const count = counts[change] ?? 0;
        return count === 0 ? [] : [`${changeWords[change][language]} ${counted(count, language)}`];
      })
      .join(', ');
  return [
    '',
    `${filled(words.by, language, { dimension: dimensionWords[dimension][language] })}:`,
    ...values.map(([value, counts]) => `  ${value.padEnd(width)}  ${of(counts)}`),
  ];
};

const changeLines = (report: ImpactReport, language: Language): readonly string[] => {
  const { groups } = report;
  if (groups.length === 0) return ['', words.none[language]];
  const rest = groups.length - shownAtMost;
  return [
    ...impactDimensions.flatMap((dimension) => dimensionLines(report, dimension, language)),
    '',
    `${words.groups[language]}:`,
    ...groups.slice(0, shownAtMost).flatMap((group) => groupLines(group, language)),
    ...(rest > 0 ? [filled(words.more, language, { count: counted(rest, language) })] : []),
  ];
};

const periodLines = ({ from, until }: ImpactReport, language: Language): readonly string[] => {
  if (from === null) return until === null ? [] : [filled(words.upTo, language, { until })];
  return [until === null ? filled(words.since, language, { from }) : filled(words.period, language, { from, until })];
};

/** What a draft would have changed, for people. */
export const impactText = (draft: Draft, report: ImpactReport, language: Language): string => {
  const count = (value: number): string => counted(value, language);
  const { disclosures, decisions, aborted, own, refusedReads, unjudged, unsure, missingFacts } = report;
  const missing = Object.entries(missingFacts).map(([name, times]) => `${name} (${count(times)})`);
  return [
    filled(words.title, language, { ...draft, disclosures: count(disclosures), decisions: count(decisions) }),
    ...periodLines(report, language),
    filled(words.left, language, { aborted: count(aborted), own: count(own), refused: count(refusedReads) }),
    ...Object.entries(unjudged).map(([reason, times]) =>
      filled(words.unjudged, language, { count: count(times), reason }),
    ),
    ...(unsure === 0 ? [] : [filled(words.unsure, language, { count: count(unsure), facts: missing.join(', ') })]),
    '',
    ...totalLines(report, language),
    ...changeLines(report, language),
    '',
  ].join('\n');
};

/** What a draft would have changed, for machines: a line per change, and the summary. */
export const impactJson = (draft: Draft, { groups, ...summary }: ImpactReport): string =>
  [
    ...groups.map((group) => ({ kind: 'change', ...group })),
    { kind: 'summary', command: 'impact', draft, ...summary, groups: groups.length },
  ]
    .map((one) => `${JSON.stringify(one)}\n`)
    .join('');
