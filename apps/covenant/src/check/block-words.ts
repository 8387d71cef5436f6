import type { CovenantDocument, Period, QuestionBlock } from '@knooppunt/covenant';
import type { InBoth, Language } from '@knooppunt/platform';
import { findPayloadType } from '@knooppunt/signals';

/** What the words for a set of questions are made with. `periods`: all that were looked at; fewer in a block are named. */
export type WordsContext = {
  readonly language: Language;
  readonly parties: CovenantDocument['parties'];
  readonly periods?: readonly Period[];
};

const words = {
  any: { nl: 'alles', en: 'everything' },
  content: { nl: 'alle velden', en: 'all fields' },
  _exists: { nl: 'dat het er is', en: 'that it is there' },
  _text: { nl: 'de toelichting', en: 'the explanation' },
  everyone: { nl: 'iedere ontvanger', en: 'every recipient' },
  everyoneBut: { nl: 'iedere ontvanger behalve', en: 'every recipient but' },
  everySupplier: { nl: 'elke leverancier', en: 'every supplier' },
  everyPhase: { nl: 'elke fase', en: 'every phase' },
  phase: { nl: 'fase', en: 'phase' },
  weighing: { nl: 'weging', en: 'weighing' },
  from: { nl: 'van', en: 'from' },
  to: { nl: 'aan', en: 'to' },
  by: { nl: 'door', en: 'by' },
  and: { nl: 'en', en: 'and' },
  resultaat: { nl: 'in een resultaat', en: 'in a result' },
  until: { nl: 't/m', en: 'to' },
} as const satisfies Readonly<Record<string, InBoth>>;

/** `a, b en c`. */
export const listed = (items: readonly string[], language: Language): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${words.and[language]} ${items.at(-1) ?? ''}`;

const fieldWord = (name: string, language: Language): string =>
  name === 'any' || name === 'content' || name === '_exists' || name === '_text' ? words[name][language] : name;

/** `S19 Werkplekcontrole`, or ids alone where there are several. */
const typeWords = (types: QuestionBlock['types'], language: Language): string => {
  const ids = types.map(({ type }) => type);
  const [only, ...more] = ids;
  if (only === undefined || more.length > 0) return listed(ids, language);
  const label = findPayloadType(only)?.label[language];
  return label === undefined ? only : `${only} ${label}`;
};

/** The purposes of a kind, as its party has them. */
const codesOf = (kind: string, { parties }: WordsContext): readonly string[] =>
  Object.keys(parties[kind]?.purposes ?? {});

/** Kinds of recipient, each with the purposes that are meant where those are not all it has. */
const kindWords = (to: QuestionBlock['to'], context: WordsContext): string =>
  listed(
    [...Map.groupBy(to, (reader) => reader.to)].map(([kind, readers]) => {
      const codes = readers.map(({ purpose }) =>
        purpose.startsWith(`${kind}.`) ? purpose.slice(kind.length + 1) : purpose,
      );
      return codesOf(kind, context).length === codes.length ? kind : `${kind} (${codes.join(', ')})`;
    }),
    context.language,
  );

/** Recipients, by those that are left out where nearly all are meant. */
const readerWords = (to: QuestionBlock['to'], context: WordsContext): string => {
  const { parties, language } = context;
  const meant = new Set(to.map(({ purpose }) => purpose));
  const others = Object.keys(parties).flatMap((kind) =>
    codesOf(kind, context)
      .map((code) => ({ to: kind, purpose: `${kind}.${code}` }))
      .filter(({ purpose }) => !meant.has(purpose)),
  );
  if (others.length === 0) return words.everyone[language];
  const isNearlyAll = to.length > 8 && others.length <= 4;
  return isNearlyAll ? `${words.everyoneBut[language]} ${kindWords(others, context)}` : kindWords(to, context);
};

const supplierWords = ({ from, types }: QuestionBlock, language: Language): string => {
  const suppliers = new Set(types.flatMap(({ type }) => findPayloadType(type)?.suppliers ?? []).map(String));
  const isAll = from.length > 3 && [...suppliers].every((kind) => from.includes(kind));
  return isAll ? words.everySupplier[language] : listed(from, language);
};

const phaseWords = (phases: readonly string[], language: Language): string => {
  if (phases.length === 4) return words.everyPhase[language];
  const numbered = phases.filter((phase) => phase !== 'weging');
  const weighing = phases.includes('weging') ? [words.weighing[language]] : [];
  return listed(
    [...weighing, ...(numbered.length > 0 ? [`${words.phase[language]} ${listed(numbered, language)}`] : [])],
    language,
  );
};

const periodWords = ({ periods }: QuestionBlock, context: WordsContext): readonly string[] =>
  context.periods === undefined || periods.length === context.periods.length
    ? []
    : periods.map(({ from, until }) => `${from} ${words.until[context.language]} ${until}`);

/** A set of questions in one line: `S19 Werkplekcontrole: COM en ENF, van NLA aan COLL, fase 1, 2 en 3`. */
export const blockWords = (block: QuestionBlock, context: WordsContext): string => {
  const { language } = context;
  const what = listed(
    block.what.map((name) => fieldWord(name, language)),
    language,
  );
  const isSupply = block.act === 'levering';
  const who = isSupply
    ? `${words.by[language]} ${supplierWords(block, language)}`
    : `${words.from[language]} ${supplierWords(block, language)} ${words.to[language]} ${readerWords(block.to, context)}`;
  return [
    `${typeWords(block.types, language)}: ${what}`,
    who,
    phaseWords(block.phases, language),
    ...(block.act === 'resultaat' ? [words.resultaat[language]] : []),
    ...periodWords(block, context),
  ].join('; ');
};
