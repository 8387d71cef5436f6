import type { CoverageReport, DocumentCoverage, FactCoverage, RuleCoverage } from '@knooppunt/evidence';
import { dutchDateOf } from '@knooppunt/kernel';
import { counted, filled } from '@knooppunt/platform';
import type { InBoth, Language } from '@knooppunt/platform';

const words = {
  title: {
    nl: '{disclosures} vastgelegde {disclosures:verstrekking|verstrekkingen}, {decisions} {decisions:beslissing|beslissingen} over een veld, {refusals} {refusals:weigering|weigeringen}.',
    en: '{disclosures} recorded {disclosures:disclosure|disclosures}, {decisions} {decisions:decision|decisions} over a field, {refusals} {refusals:refusal|refusals}.',
  },
  left: {
    nl: 'Buiten beschouwing: {aborted} afgebroken door het knooppunt, {own} keer een eigen levering teruggelezen.',
    en: 'Left out: {aborted} broken off by the hub, {own} {own:reading|readings} back of an own supply.',
  },
  unjudged: { nl: 'Niet te beoordelen: {count} ({reason}).', en: 'Could not be judged: {count} ({reason}).' },
  covenant: { nl: 'Convenant', en: 'Covenant' },
  law: { nl: 'Wet', en: 'Law' },
  head: {
    nl: '{sort} {id} {version} in {cooperation}, in werking van {from} tot {until}; {disclosures} {disclosures:verstrekking|verstrekkingen}.',
    en: '{sort} {id} {version} in {cooperation}, in force from {from} until {until}; {disclosures} {disclosures:disclosure|disclosures}.',
  },
  now: { nl: 'heden', en: 'now' },
  used: {
    nl: '  {id}  besliste {decided}, gold {applied}, weigerde {refused}; laatst {last}{only}',
    en: '  {id}  decided {decided}, applied {applied}, refused {refused}; last {last}{only}',
  },
  only: { nl: '; alleen voor {organisation}', en: '; for {organisation} alone' },
  never: { nl: '  Deden niets: {ids}', en: '  Did nothing: {ids}' },
  facts: { nl: 'Feiten (waar, onwaar, onbekend)', en: 'Facts (true, false, unknown)' },
  fact: { nl: '  {name}  {true}, {false}, {unknown}', en: '  {name}  {true}, {false}, {unknown}' },
  unasked: { nl: '  Nooit gevraagd: {names}', en: '  Never asked: {names}' },
} as const satisfies Readonly<Record<string, InBoth>>;

const isUsed = ({ decided, applied, refused }: RuleCoverage): boolean => decided + applied + refused > 0;
const isAsked = (fact: FactCoverage): boolean => fact.true + fact.false + fact.unknown > 0;

const ruleLine = (rule: RuleCoverage, width: number, language: Language): string =>
  filled(words.used, language, {
    id: rule.id.padEnd(width),
    decided: counted(rule.decided, language),
    applied: counted(rule.applied, language),
    refused: counted(rule.refused, language),
    last: rule.last === null ? '-' : dutchDateOf(rule.last),
    only: rule.only === null ? '' : filled(words.only, language, { organisation: rule.only }),
  });

const documentLines = (document: DocumentCoverage, language: Language): readonly string[] => {
  const { kind, id, version, cooperation, from, until, disclosures, rules, never } = document;
  const used = rules.filter(isUsed);
  const width = Math.max(0, ...used.map((rule) => rule.id.length));
  return [
    '',
    filled(words.head, language, {
      id,
      version,
      cooperation,
      from: dutchDateOf(from),
      sort: words[kind][language],
      until: until === null ? words.now[language] : dutchDateOf(until),
      disclosures: counted(disclosures, language),
    }),
    ...used.map((rule) => ruleLine(rule, width, language)),
    ...(never.length === 0 ? [] : [filled(words.never, language, { ids: never.join(', ') })]),
  ];
};

const factLines = (facts: readonly FactCoverage[], language: Language): readonly string[] => {
  const asked = facts.filter(isAsked);
  const others = facts.filter((fact) => !isAsked(fact)).map(({ name }) => name);
  const width = Math.max(0, ...asked.map(({ name }) => name.length));
  return [
    '',
    `${words.facts[language]}:`,
    ...asked.map((fact) =>
      filled(words.fact, language, {
        name: fact.name.padEnd(width),
        true: counted(fact.true, language),
        false: counted(fact.false, language),
        unknown: counted(fact.unknown, language),
      }),
    ),
    ...(others.length === 0 ? [] : [filled(words.unasked, language, { names: others.join(', ') })]),
  ];
};

/** Which rules decided in real use, for people. */
export const coverageText = (report: CoverageReport, language: Language): string => {
  const count = (value: number): string => counted(value, language);
  const { disclosures, decisions, refusals, aborted, own, unjudged, documents, facts } = report;
  return [
    filled(words.title, language, {
      disclosures: count(disclosures),
      decisions: count(decisions),
      refusals: count(refusals),
    }),
    filled(words.left, language, { aborted: count(aborted), own: count(own) }),
    ...Object.entries(unjudged).map(([reason, times]) =>
      filled(words.unjudged, language, { count: count(times), reason }),
    ),
    ...documents.flatMap((document) => documentLines(document, language)),
    ...factLines(facts, language),
    '',
  ].join('\n');
};

/** Which rules decided in real use, for machines: a line per document and per fact, and the summary. */
export const coverageJson = ({ documents, facts, ...summary }: CoverageReport): string =>
  [
    ...documents.map(({ kind: sort, ...document }) => ({ kind: 'document', sort, ...document })),
    ...facts.map((fact) => ({ kind: 'fact', ...fact })),
    { kind: 'summary', command: 'coverage', ...summary, documents: documents.length, facts: facts.length },
  ]
    .map((one) => `${JSON.stringify(one)}\n`)
    .join('');
