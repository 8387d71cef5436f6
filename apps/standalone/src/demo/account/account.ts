import type { Level } from '@knooppunt/signals';
import { findPayloadType } from '@knooppunt/signals';
import type { ReaderName } from '../cast.js';
import type { Delivered, DemoResult, Reading } from '../result.js';
import { examplesOf, isOwn, isShielded, seenByType, shownLevels, typesSeen } from '../seen.js';
import type { Example, SeenOfType } from '../seen.js';
import { counter } from './format.js';
import { accountText } from './layout.js';
import type { Section, Table } from './layout.js';
import type { Texts } from './texts.js';

const labelOf = (type: string, { locale }: Texts): string => {
  const label = findPayloadType(type)?.label;
  return `${type} ${(locale.startsWith('nl') ? label?.nl : label?.en) ?? ''}`;
};

const fieldLabel = (type: string, field: string, { locale }: Texts): string => {
  const label = findPayloadType(type)?.fields.find(({ name }) => name === field)?.label;
  const text = (locale.startsWith('nl') ? label?.nl : label?.en) ?? field;
  return /^\p{Lu}{2}/u.test(text) ? text : text.slice(0, 1).toLowerCase() + text.slice(1);
};

const deliveries = (delivered: readonly Delivered[], texts: Texts): Table => {
  const number = counter(texts.locale);
  const groups = Map.groupBy(delivered, ({ part, type }) => `${part} ${type}`);
  return {
    head: [texts.columns.who, texts.columns.type, texts.columns.count],
    numbersFrom: 2,
    rows: [...groups.values()].flatMap((of) =>
      of.slice(0, 1).map(({ part, type }) => [texts.parts[part], labelOf(type, texts), number(of.length)]),
    ),
  };
};

const placeOf = ({ reader, atTable }: Reading, texts: Texts): string => {
  if (reader === 'director') return texts.bureau;
  return atTable ? texts.atTable : texts.invited;
};

const rowOf = (seen: SeenOfType | undefined, type: string, reader: ReaderName, texts: Texts): readonly string[] => {
  const number = counter(texts.locale);
  if (!seen) return [type, isOwn(type, reader) ? texts.ownDelivery : texts.nothing];
  const counted = (level: Level): string => {
    const count = seen.levels[level] ?? 0;
    return count === 0 ? '·' : number(count);
  };
  return [type, number(seen.items), ...shownLevels.map(counted)];
};

/** Per reader and payload type, how many fields were shown at each level. */
const sightings = ({ meeting }: DemoResult, texts: Texts): Table => ({
  head: [
    texts.columns.reader,
    texts.columns.code,
    texts.columns.items,
    ...shownLevels.map((level) => texts.levels[level]),
  ],
  numbersFrom: 2,
  rows: meeting.readings.flatMap((reading) => {
    const seen = seenByType(reading);
    const names = [texts.parts[reading.reader], `(${placeOf(reading, texts)})`];
    return typesSeen(meeting).map((type, at) => [names[at] ?? '', ...rowOf(seen[type], type, reading.reader, texts)]);
  }),
});

const valueText = (value: unknown, { locale }: Texts): string | undefined => {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? counter(locale)(value) : JSON.stringify(value);
};

const exampleRow = (
  { type }: Example,
  { reader, field }: Example['shown'][number],
  texts: Texts,
): readonly string[] => {
  const who = texts.parts[reader];
  if (!field) return [who, isOwn(type, reader) ? texts.exampleOwn : texts.exampleNothing, ''];
  const level = texts.levels[field.niveau as Level];
  return [who, texts.exampleSaid({ level, value: valueText(field.waarde, texts) }), field.grondslag];
};

const exampleBlocks = (result: DemoResult, texts: Texts): readonly (string | Table)[] =>
  examplesOf(result.meeting, result.signals.residents[0] ?? '').flatMap((example) => [
    `${texts.example[example.of]}:`,
    {
      head: [texts.columns.reader, texts.columns.shown, texts.columns.article],
      rows: example.shown.map((shown) => exampleRow(example, shown, texts)),
    },
  ]);

const weigherFields = ({ weighing }: DemoResult, texts: Texts): string =>
  weighing.weigherSaw
    .map(({ field, level }) => `${fieldLabel('S2', field, texts)} (${texts.levels[level as Level]})`)
    .join(', ');

const markNames = (names: readonly string[], texts: Texts): string =>
  names.map((name) => texts.marks[name] ?? name).join('; ');

const auditBlocks = ({ audit: { totals } }: DemoResult, texts: Texts): readonly string[] => {
  if (totals.length === 0) return [texts.notAudited];
  return totals.map((one) =>
    one.exit > 1 ? texts.unreadable(one.command) : texts.audited(one, markNames(one.asRecorded, texts)),
  );
};

const sectionsOf = (result: DemoResult, texts: Texts): readonly Section[] => {
  const { signals, weighing, meeting, audit, requests } = result;
  const { headings } = texts;
  return [
    { heading: headings.beforehand, blocks: [texts.madeUp(result)] },
    {
      heading: headings.signals,
      blocks: [
        ...signals.imported.map((found) => texts.imported(found, result)),
        texts.secrecy,
        texts.found(signals),
        deliveries(signals.delivered, texts),
        texts.repeated(signals.repeated.isSame),
        texts.refused(signals.refused),
      ],
    },
    {
      heading: headings.weighing,
      blocks: [
        texts.prepared(weighing),
        texts.weigherSaw(weigherFields(result, texts)),
        texts.decided(weighing, signals.rotterdam.length),
        texts.neverLearns(weighing.unknownElsewhere),
      ],
    },
    {
      heading: headings.case,
      blocks: [
        texts.opened(result.case),
        texts.linked(result.case),
        texts.needed(result.case),
        texts.tooEarly(result.case.refused),
        texts.phase,
      ],
    },
    { heading: headings.requests, blocks: [texts.requested(requests)] },
    {
      heading: headings.meeting,
      blocks: [texts.convened(meeting), sightings(result, texts), texts.howToRead, ...exampleBlocks(result, texts)],
    },
    { heading: headings.outsider, blocks: [texts.outside(meeting)] },
    {
      heading: headings.audit,
      blocks: [texts.checkpoints(audit), ...auditBlocks(result, texts)],
    },
    {
      heading: headings.notYet,
      blocks: [
        ...(audit.unset.length > 0 ? [texts.unset(markNames(audit.unset, texts))] : []),
        texts.shielded(isShielded(result)),
        texts.notYet,
      ],
    },
  ];
};

/** The account of a run, for people: what happened, who saw what, what was checked, what is made up and what is not there. */
export const accountOf = (result: DemoResult, texts: Texts): string =>
  accountText(texts.title(result), sectionsOf(result, texts));
