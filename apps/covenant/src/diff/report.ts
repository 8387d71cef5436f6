import { basisOf, newProcessing, suppliersWidened, widenings } from '@knooppunt/covenant';
import type { CovenantChange, CovenantDifference, FactCondition, NewProcessing, Period } from '@knooppunt/covenant';
import { filled, painted } from '@knooppunt/platform';
import type { InBoth, Language, Terminal } from '@knooppunt/platform';
import { blockWords, listed } from '../check/block-words.js';
import { registryView } from '../reading/read-covenant.js';
import type { ReadPair } from '../reading/read-covenant.js';
import { levelTexts } from '../level.texts.js';
import { changeTexts, factTexts, newProcessingTexts } from './change.texts.js';

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
    const [before, after] = [levelTexts[aspect.before][language], levelTexts[aspect.after][language]];
    return text('level', language, { before, after });
  }
  const none = changeTexts.noDuty[language];
  return text('duty', language, {
    duty: aspect.duty,
    before: aspect.before ?? none,
    after: aspect.after ?? none,
  });
};

/** The step of a level, before what it is a step of. */
const stepWords = ({ aspect }: CovenantChange, language: Language): string =>
  aspect.kind === 'level'
    ? text('levelStep', language, {
        before: levelTexts[aspect.before][language],
        after: levelTexts[aspect.after][language],
      })
    : '';

const factWords = (fact: string, values: FactCondition[string], language: Language): string =>
  filled(factTexts[values.join()] ?? { nl: fact, en: fact }, language, { fact });

const conditionWords = (condition: FactCondition, language: Language): string =>
  Object.entries(condition)
    .map(([fact, values]) => factWords(fact, values, language))
    .join(` ${changeTexts.and[language]} `);

const whenWords = ({ when, aspect }: CovenantChange, language: Language): readonly string[] => {
  if (when.some((condition) => Object.keys(condition).length === 0)) {
    return [changeTexts[aspect.kind === 'duty' ? 'shown' : 'always'][language]];
  }
  return when.map((condition, at) => {
    const lead = at === 0 ? changeTexts.when[language] : changeTexts.or[language];
    return `${lead} ${conditionWords(condition, language)}`;
  });
};

/** Caps of both versions that may hold the level lower, and so are part of when it is as high as this. */
const unloweredWords = (change: CovenantChange, compared: Compared, language: Language): readonly string[] => {
  const { law, covenant } = change.isWider ? compared.after : compared.before;
  const caps = [...law.document.caps, ...covenant.document.rules].filter(({ cap }) => cap !== undefined);
  const ids = caps.filter(({ id, cap }) => cap !== 'withhold' && change.provided.includes(id)).map(({ id }) => id);
  if (ids.length === 0) return [];
  return [text(ids.length === 1 ? 'unlowered' : 'unloweredByMore', language, { rules: listed(ids, language) })];
};

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

/** A duty that comes from the defaults of both versions: it is told once, for all that those speak of. */
const isByDefault = ({ decidedBy }: CovenantChange): boolean =>
  [decidedBy.before, decidedBy.after].every((ids) => ids.length === 1 && ids[0] === 'defaults');

/** Changes for the same reason: of each field by its own steps, for a level that a field lacks rounds down. */
type Told = readonly [CovenantChange, ...CovenantChange[]];

const reasonsOf = (change: CovenantChange, compared: Compared, language: Language): readonly string[] => [
  ...whenWords(change, language),
  ...unloweredWords(change, compared, language),
  ...decidedWords(change, compared, language),
];

const blockLines = (
  change: CovenantChange,
  lead: string,
  compared: Compared,
  language: Language,
): readonly string[] => {
  const { parties } = (change.isWider ? compared.after : compared.before).covenant.document;
  const { periods } = compared.difference;
  return change.blocks.map((block) => `       ${lead}${blockWords(block, { language, parties, periods })}`);
};

const toldLines = (changes: Told, compared: Compared, language: Language): readonly string[] => {
  const [first, ...more] = changes;
  const { aspect, isWider } = first;
  if (isByDefault(first) && aspect.kind === 'duty') {
    return [aspectWords(first, language), `     - ${text('byDefault', language, { duty: aspect.duty })}`];
  }
  const reasons = reasonsOf(first, compared, language).map((line) => `     - ${line}`);
  if (more.length === 0) {
    return [aspectWords(first, language), ...blockLines(first, '', compared, language), ...reasons];
  }
  return [
    changeTexts[isWider ? 'levelMore' : 'levelLess'][language],
    ...changes.flatMap((change) => blockLines(change, stepWords(change, language), compared, language)),
    ...reasons,
  ];
};

/** The changes of one direction, numbered; what has the same reason, or reads the same, is told together. */
const numbered = (changes: readonly CovenantChange[], compared: Compared, language: Language): readonly string[] => {
  const alike = Map.groupBy(changes, (change) =>
    change.aspect.kind === 'level' ? reasonsOf(change, compared, language).join('\n') : change,
  );
  const told = new Map(
    [...alike.values()].map((some) => {
      const lines = toldLines(some as unknown as Told, compared, language);
      return [lines.join('\n'), lines] as const;
    }),
  );
  return [...told.values()].flatMap(([title = '', ...rest], at) => [
    `${String(at + 1).padStart(3)}. ${title}`,
    ...rest,
  ]);
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
export const consequencesOf = ({ before, after, difference }: Compared) => {
  const [law, now] = [after.law.document, after.covenant.document];
  const lasting = difference.term?.isWider === true ? suppliersWidened(law, undefined, now, registryView) : [];
  const widened = widenings(difference).flatMap(({ suppliers }) => suppliers);
  return {
    suppliers: [...new Set([...lasting, ...widened])].toSorted(),
    newProcessing: newProcessing(law, before.covenant.document, now, registryView),
  };
};

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
      : ['', painted(terminal, 'bold', changeTexts[name][language]), ...numbered(some, compared, language)];
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
