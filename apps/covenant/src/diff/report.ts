import { basisOf, newProcessing, widenings } from '@knooppunt/covenant';
import type { CovenantChange, CovenantDifference, FactCondition, NewProcessing, Period } from '@knooppunt/covenant';
import { filled, painted } from '@knooppunt/platform';
import type { InBoth, Language, Terminal } from '@knooppunt/platform';
import { blockWords, listed } from '../check/block-words.js';
import { registryView } from '../reading/read-covenant.js';
import type { ReadPair } from '../reading/read-covenant.js';
import { changeTexts, factTexts, levelWords, newProcessingTexts } from './change.texts.js';

/** Two covenants, each with its law, and how they differ. */
export type Compared = { readonly before: ReadPair; readonly after: ReadPair; readonly difference: CovenantDifference };

const text = (
  name: keyof typeof changeTexts,
  language: Language,
  values: Readonly<Record<string, string>> = {},
): string => filled(changeTexts[name], language, values);

const versionWords = ({ covenant, law }: ReadPair, language: Language): string =>
  text('versions', language, {
    covenant: covenant.document.covenant,
    version: covenant.document.version,
    law: law.document.wet,
    lawVersion: law.document.version,
  });

const aspectWords = ({ aspect }: CovenantChange, language: Language): string => {
  if (aspect.kind === 'supply') return text(aspect.after === 'reveal' ? 'supplyAllowed' : 'supplyStopped', language);
  if (aspect.kind === 'level') {
    const [before, after] = [levelWords[aspect.before][language], levelWords[aspect.after][language]];
    return text('level', language, { before, after });
  }
  const none = changeTexts.noDuty[language];
  return text('duty', language, {
    duty: aspect.duty,
    before: aspect.before ?? none,
    after: aspect.after ?? none,
  });
};

const factWords = (fact: string, values: FactCondition[string], language: Language): string =>
  filled(factTexts[values.join()] ?? { nl: fact, en: fact }, language, { fact });

const conditionWords = (condition: FactCondition, language: Language): string => {
  const parts = Object.entries(condition).map(([fact, values]) => factWords(fact, values, language));
  return parts.length === 0 ? changeTexts.always[language] : parts.join(` ${changeTexts.and[language]} `);
};

const whenWords = ({ when }: CovenantChange, language: Language): readonly string[] =>
  when.map((condition, at) => {
    const lead = at === 0 ? changeTexts.when[language] : changeTexts.or[language];
    return `${lead} ${conditionWords(condition, language)}`;
  });

/** Rules with their articles, as one version knows them; what it means that there are none. */
const rulesWords = (ids: readonly string[], { law, covenant }: ReadPair, none: string, language: Language): string => {
  if (ids.length === 0) return none;
  const words = ids.map((id) => {
    const basis = basisOf(law.document, covenant.document, id);
    if (id === 'defaults') return changeTexts.defaults[language];
    return basis === undefined ? id : `${id} (${basis})`;
  });
  return listed(words, language);
};

const decidedWords = (change: CovenantChange, { before, after }: Compared, language: Language): readonly string[] => {
  const { aspect, decidedBy } = change;
  const none = changeTexts[aspect.kind === 'supply' ? 'noStop' : 'noRule'][language];
  const noneOfDuty = aspect.kind === 'duty' ? changeTexts.noDuty[language] : none;
  return [
    `${changeTexts.before[language]} ${rulesWords(decidedBy.before, before, noneOfDuty, language)}`,
    `${changeTexts.after[language]} ${rulesWords(decidedBy.after, after, noneOfDuty, language)}`,
  ];
};

const changeLines = (change: CovenantChange, at: number, compared: Compared, language: Language): readonly string[] => {
  const { parties } = (change.isWider ? compared.after : compared.before).covenant.document;
  const { periods } = compared.difference;
  return [
    `${String(at + 1).padStart(3)}. ${aspectWords(change, language)}`,
    ...change.blocks.map((block) => `       ${blockWords(block, { language, parties, periods })}`),
    ...[...whenWords(change, language), ...decidedWords(change, compared, language)].map((line) => `     - ${line}`),
  ];
};

const termLines = ({ term }: CovenantDifference, language: Language): readonly string[] => {
  if (term === undefined) return [];
  const days = ({ from, until }: Period): string => `${from} ${changeTexts.until[language]} ${until}`;
  return ['', text('term', language, { before: days(term.before), after: days(term.after) })];
};

const newWords = (found: NewProcessing | undefined, language: Language): readonly string[] => {
  if (found === undefined) return [];
  const what = Object.entries(newProcessingTexts).flatMap(([name, words]: [string, InBoth]) => {
    const names = found[name as keyof NewProcessing];
    return names.length === 0 ? [] : [`${words[language]} ${listed(names, language)}`];
  });
  return [text('newProcessing', language, { what: what.join('; ') })];
};

const factLines = ({ before, after, difference }: Compared, language: Language): readonly string[] => {
  const asked = new Set(difference.changes.flatMap(({ when }) => when.flatMap((condition) => Object.keys(condition))));
  const facts = [after.law, before.law, after.covenant, before.covenant].reduce(
    (all, { document }) => ({ ...document.facts, ...all }),
    {} as ReadPair['law']['document']['facts'],
  );
  const lines = [...asked].toSorted().map((name) => `  ${name}: ${facts[name]?.is ?? '?'}`);
  return lines.length === 0 ? [] : ['', changeTexts.facts[language], ...lines];
};

/** Suppliers whose data the new version widens, and what it makes visible for the first time. */
export const consequencesOf = ({ before, after, difference }: Compared) => ({
  suppliers: [...new Set(widenings(difference).flatMap(({ suppliers }) => suppliers))].toSorted(),
  newProcessing: newProcessing(after.law.document, before.covenant.document, after.covenant.document, registryView),
});

/** The difference for the steering group: widenings first, each in few lines. */
export const differenceText = (
  compared: Compared,
  language: Language,
  terminal: Pick<Terminal, 'hasColours'>,
): string => {
  const { before, after, difference } = compared;
  const { changes, term } = difference;
  const title = text('title', language, {
    before: versionWords(before, language),
    after: versionWords(after, language),
  });
  if (changes.length === 0 && term === undefined) return `${title}\n\n${changeTexts.none[language]}\n`;
  const { suppliers, newProcessing: fresh } = consequencesOf(compared);
  const part = (name: 'wider' | 'narrower', some: readonly CovenantChange[]): readonly string[] =>
    some.length === 0
      ? []
      : [
          '',
          `${painted(terminal, 'bold', changeTexts[name][language])} (${some.length})`,
          ...some.flatMap((change, at) => changeLines(change, at, compared, language)),
        ];
  const hasLimits = changes.some(({ provided }) => provided.length > 0);
  return [
    painted(terminal, 'bold', title),
    ...termLines(difference, language),
    ...part(
      'wider',
      changes.filter(({ isWider }) => isWider),
    ),
    ...part(
      'narrower',
      changes.filter(({ isWider }) => !isWider),
    ),
    '',
    ...(hasLimits ? [changeTexts.provided[language]] : []),
    ...(suppliers.length === 0 ? [] : [text('signatures', language, { suppliers: listed(suppliers, language) })]),
    ...newWords(fresh, language),
    ...factLines(compared, language),
    '',
  ].join('\n');
};
