import { basisOf } from '@knooppunt/covenant';
import type { AnalysisFinding, Finding } from '@knooppunt/covenant';
import { counted, filled, painted } from '@knooppunt/platform';
import type { InBoth, Language, Terminal } from '@knooppunt/platform';
import type { Place } from '../reading/document-refused.js';
import { placeOfProblem, sentenceOfProblem } from '../reading/located.js';
import type { ReadPair } from '../reading/read-covenant.js';
import { blockWords, listed } from './block-words.js';
import { checkTexts, findingTexts, guessedFrom, neverMatchesTexts, severityTexts } from './finding.texts.js';

/** A finding as it is told: where, what, and what is listed under it. */
export type ToldFinding = {
  readonly finding: Finding;
  readonly place: Place;
  readonly sentence: InBoth;
  readonly details: Readonly<Record<Language, readonly string[]>>;
};

const isAnalysed = (finding: Finding): finding is AnalysisFinding => 'where' in finding;

const inBoth = (make: (language: Language) => string): InBoth => ({ nl: make('nl'), en: make('en') });

const valuesOf = ({ names, rules, code }: AnalysisFinding, language: Language): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(Object.entries(names).map(([name, values]) => [name, listed(values, language)])),
  rules: listed(rules, language),
  ...(code === 'betrays-fact' && { by: guessedFrom[names['by']?.[0] ?? 'level']?.[language] ?? '' }),
});

const sentenceOf = (finding: AnalysisFinding): InBoth => {
  const { code, names } = finding;
  const text =
    code === 'never-matches'
      ? (neverMatchesTexts[names['reason']?.[0] ?? ''] ?? neverMatchesTexts['combination'])
      : findingTexts[code];
  return inBoth((language) => filled(text ?? { nl: code, en: code }, language, valuesOf(finding, language)));
};

/** Findings whose names are fields by payload type. */
const byType: readonly string[] = ['supplied-and-never-seen', 'never-seen', 'revealed-to-all'];

const detailsOf = (finding: AnalysisFinding, { covenant }: ReadPair, language: Language): readonly string[] => {
  const { blocks = [], code, names } = finding;
  const { parties } = covenant.document;
  if (byType.includes(code)) {
    const alike = Map.groupBy(Object.entries(names), ([, fields]) => fields.join(', '));
    return [...alike].map(([fields, types]) => `${types.map(([type]) => type).join(', ')}: ${fields}`);
  }
  return blocks.map((block) => blockWords(block, { language, parties }));
};

/** What there is to tell of a finding, in both languages. */
export const toldOf = (pair: ReadPair, finding: Finding): ToldFinding => {
  if (!isAnalysed(finding)) {
    const { problem } = finding;
    const none = { nl: [], en: [] };
    return { finding, place: placeOfProblem(pair, problem), sentence: sentenceOfProblem(problem), details: none };
  }
  const { document, path } = finding.where;
  return {
    finding,
    place: pair[document].places.at(path),
    sentence: sentenceOf(finding),
    details: { nl: detailsOf(finding, pair, 'nl'), en: detailsOf(finding, pair, 'en') },
  };
};

const ruleWords = ({ law, covenant }: ReadPair, { rules }: Finding): string => {
  const [id] = rules;
  if (id === undefined) return '';
  const basis = basisOf(law.document, covenant.document, id);
  return basis === undefined ? `${id}: ` : `${id} (${basis}): `;
};

const colours = { fout: 'red', waarschuwing: 'yellow', inlichting: 'bold' } as const;

/** One finding for people, in the form that editors jump to, and what is listed under it. */
export const findingText = (
  pair: ReadPair,
  { finding, place, sentence, details }: ToldFinding,
  language: Language,
  terminal: Pick<Terminal, 'hasColours'>,
): string => {
  const { severity, code } = finding;
  const where = `${place.file}:${place.line}:${place.column}`;
  const grave = painted(terminal, colours[severity], severityTexts[severity][language]);
  const head = `${where}: ${grave}: ${ruleWords(pair, finding)}${sentence[language]} [${code}]`;
  return [head, ...details[language].map((line) => `    ${line}`), ''].join('\n');
};

/** The same for machines. */
export const findingJson = ({ finding, place, sentence }: ToldFinding, language: Language): unknown => {
  const { severity, code, rules } = finding;
  return {
    kind: 'finding',
    severity,
    code,
    rules,
    ...place,
    sentence: sentence[language],
    ...(isAnalysed(finding) ? { names: finding.names, ...(finding.blocks && { blocks: finding.blocks }) } : {}),
  };
};

const severities = ['fout', 'waarschuwing', 'inlichting'] as const;

/** How many findings of each severity. */
export const countsOf = (findings: readonly Finding[]) =>
  severities.map((severity) => ({ severity, count: findings.filter((one) => one.severity === severity).length }));

/** The last line for people. */
export const summaryText = (pair: ReadPair, findings: readonly Finding[], language: Language): string => {
  const { covenant, law } = pair;
  const counts = countsOf(findings).map(({ severity, count }) =>
    filled(checkTexts[severity], language, { count: counted(count, language) }),
  );
  const isRefused = findings.some(({ severity }) => severity === 'fout');
  return `${filled(isRefused ? checkTexts.refused : checkTexts.adoptable, language, {
    covenant: covenant.document.covenant,
    version: covenant.document.version,
    law: law.document.wet,
    lawVersion: law.document.version,
    counts: counts.join(', '),
  })}\n`;
};
