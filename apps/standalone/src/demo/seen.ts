import type { StukDto } from '@knooppunt/contracts';
import { fieldsOfBlock, findPayloadType, levels } from '@knooppunt/signals';
import type { Level } from '@knooppunt/signals';
import type { Shown } from './api.js';
import type { ReaderName } from './cast.js';
import type { DemoResult, MeetingPlayed, Reading } from './result.js';

/** Levels at which something is shown, from open to least. */
export const shownLevels = levels.filter((level) => level !== 'withhold').toReversed();

/** How many fields of one payload type a reader was shown, per level. */
export type LevelCounts = Readonly<Partial<Record<Level, number>>>;
/** What a reader was shown of one payload type. */
export type SeenOfType = { readonly items: number; readonly levels: LevelCounts };

type Block = StukDto['blokken'][number];

const fieldsOf = (items: readonly StukDto[]): readonly Shown[] =>
  items.flatMap(({ blokken }) => blokken.flatMap(({ velden }) => velden));

const countsOf = (fields: readonly Shown[]): LevelCounts =>
  Object.fromEntries([...Map.groupBy(fields, ({ niveau }) => niveau)].map(([level, of]) => [level, of.length]));

/** What a reader was shown, per payload type; a type of which nothing was shown is not there. */
export const seenByType = ({ items }: Reading): Readonly<Record<string, SeenOfType>> =>
  Object.fromEntries(
    [...Map.groupBy(items, ({ soort }) => soort)].map(([type, of]) => [
      type,
      { items: of.length, levels: countsOf(fieldsOf(of)) },
    ]),
  );

/** Payload types of which anybody was shown anything, in the order of the registry's numbers. */
export const typesSeen = ({ readings }: MeetingPlayed): readonly string[] =>
  [...new Set(readings.flatMap(({ items }) => items.map(({ soort }) => soort)))].toSorted(
    (a, b) => Number(a.slice(1)) - Number(b.slice(1)),
  );

/** Did the reader's own organisation supply this type in the play? Then it is no part of its dossier (design §5). */
const suppliers: Readonly<Record<string, ReaderName>> = {
  S1: 'college',
  S2: 'college',
  S6: 'police',
  S15: 'tax',
  S19: 'inspectorate',
  S24: 'immigration',
};
export const isOwn = (type: string, reader: ReaderName): boolean => suppliers[type] === reader;

/** One field as each reader was shown it; `undefined` where it was not. */
export type Example = {
  readonly of: 'resident' | 'child' | 'incident' | 'arrears';
  readonly type: string;
  readonly field: string;
  readonly shown: readonly { readonly reader: ReaderName; readonly field: Shown | undefined }[];
};

const fieldIn = (block: Block | undefined, name: string): Shown | undefined =>
  block?.velden.find(({ veld }) => veld === name);

const hasCompanion = ({ blokken }: StukDto): boolean => blokken.some(({ blok }) => blok === 'p2');

/** The signal about the child is the one that names somebody who was with it. */
const childBlock = ({ items }: Reading): Block | undefined =>
  items.find((item) => item.soort === 'S2' && hasCompanion(item))?.blokken.find(({ blok }) => blok === 'p1');

/** The signal about a resident whom nothing shields, known by the name that open readers see. */
const residentBlock = ({ items }: Reading, name: string): Block | undefined =>
  items
    .filter(({ soort }) => soort === 'S2')
    .flatMap(({ blokken }) => blokken)
    .find((block) => fieldIn(block, 'name')?.waarde === name);

const firstWith = ({ items }: Reading, type: string, field: string): Block | undefined => {
  const definition = findPayloadType(type);
  const isPerson = definition !== undefined && fieldsOfBlock(definition, 'person').some(({ name }) => name === field);
  return items
    .filter(({ soort }) => soort === type)
    .flatMap(({ blokken }) => blokken)
    .find(({ blok }) => blok === (isPerson ? 'p1' : 'c1'));
};

/** Was neither the child's name nor that of the shielded resident shown open to anybody? */
export const isShielded = ({ meeting: { readings }, signals: { residents } }: DemoResult): boolean =>
  readings.every((reading) => {
    const child = childBlock(reading)?.velden.find(({ veld }) => veld === 'name');
    const names = fieldsOf(reading.items).flatMap(({ veld, waarde }) => (veld === 'name' ? [waarde] : []));
    return child?.niveau !== 'reveal' && !names.includes(residents[1]);
  });

/** Telling fields, beside each other: an adult's name and a child's, a crime and an amount. `resident` is the adult's name. */
export const examplesOf = ({ readings }: MeetingPlayed, resident: string): readonly Example[] => {
  const each = (block: (reading: Reading) => Block | undefined, field: string): Example['shown'] =>
    readings.map((reading) => ({ reader: reading.reader, field: fieldIn(block(reading), field) }));
  return [
    { of: 'resident', type: 'S2', field: 'name', shown: each((one) => residentBlock(one, resident), 'name') },
    { of: 'child', type: 'S2', field: 'name', shown: each(childBlock, 'name') },
    {
      of: 'incident',
      type: 'S6',
      field: 'incidentCode',
      shown: each((one) => firstWith(one, 'S6', 'incidentCode'), 'incidentCode'),
    },
    { of: 'arrears', type: 'S15', field: 'arrears', shown: each((one) => firstWith(one, 'S15', 'arrears'), 'arrears') },
  ];
};
