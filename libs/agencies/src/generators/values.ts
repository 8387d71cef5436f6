import type { CalendarDate } from '@knooppunt/kernel';
import type { FieldDefinition, FieldType } from '@knooppunt/signals';
import { numberPlateSeries } from '@knooppunt/signals';
import type { CastPerson } from './cast.js';
import { employerOf } from './company.js';
import { dayAfter } from './days.js';
import { rsinOf } from './random.js';
import type { Random } from './random.js';

/** What the fields of one delivery are made from: one source of chance, the person and place it is about, and the day. */
export type Scene = {
  readonly random: Random;
  readonly seed: number;
  readonly person: CastPerson;
  readonly on: CalendarDate;
  /** Local parties that a reference may name, without the one that refers. */
  readonly others: readonly string[];
  readonly extreme: Extreme | undefined;
};

/** Texts at their longest, or in every script and with every mark that may stand in them. */
export type Extreme = 'longest' | 'unicode';

/** Longest texts that the registry takes, in UTF-16 code units. */
const most: Partial<Readonly<Record<FieldType, number>>> = {
  name: 200,
  address: 200,
  text: 500,
  'company-name': 200,
  'long-text': 8000,
};

const scripts = 'Żáïŀëñøŕ Åłéèç-Ðëļŧå 王小明 عبد الله Ελένη Ольга नेहा 🇳🇱 e\u0301 ﬁ';

/** A text as extreme as asked; as it is where nothing is asked. */
export const inExtreme = (ordinary: string, type: FieldType, extreme: Extreme | undefined): string => {
  if (extreme === 'unicode') return `${ordinary} ${scripts}`.slice(0, most[type]).toWellFormed();
  return extreme === 'longest' ? ordinary.padEnd(most[type] ?? 0, ` ${ordinary}`) : ordinary;
};

const letters = ['B', 'D', 'F', 'G', 'H', 'J', 'K', 'L', 'N', 'P', 'R', 'S', 'T', 'V', 'X', 'Z'] as const;
const plateOf = (random: Random): string =>
  random
    .pick(numberPlateSeries)
    .replaceAll('X', () => random.pick(letters))
    .replaceAll('9', () => random.digits(1));

const sentences = [
  'Betrokkene verklaarde dat een ander het paspoort bewaart en het loon inhoudt voor huur en vervoer.',
  'Een getuige zag elke ochtend hetzelfde busje, dat laat in de avond terugkwam.',
  'De administratie vermeldt minder uren dan er lampen brandden en machines liepen.',
  'Twee anderen noemden dezelfde schuld voor de reis, die eerst moest worden afbetaald.',
] as const;
const positions = ['Kok', 'Magazijnmedewerker', 'Schoonmaker', 'Oogstmedewerker', 'Chauffeur'] as const;
const codenames = ['Ankerplaats', 'Duinpan', 'Veenweg', 'Zeedijk', 'Boomgaard'] as const;
const places = ['ASD15', 'RTD12', 'UTT00', 'HRM03', 'DHG28'] as const;
const carriers = ['KL', 'HV', 'TK', 'LO', 'W6'] as const;

/** What a text field says, where its name tells more than that it is a text. */
const textsByName: Readonly<Record<string, (scene: Scene) => string>> = {
  position: ({ random }) => random.pick(positions),
  investigation: ({ random }) => `${random.pick(codenames)} ${random.between(10, 99)}`,
  network: ({ random }) => `Netwerk ${random.pick(codenames)}`,
  omConsentRef: ({ random }) => `OM-${random.between(2024, 2026)}-${random.digits(5)}`,
};

/** Counts and amounts that stay within what such a field means; others have the range of their type. */
const ranges: Readonly<Record<string, readonly [number, number]>> = {
  floorArea: [28, 180],
  registrations: [7, 24],
  households: [4, 24],
  registrationsIn12m: [2, 20],
  hoursPerWeek: [48, 90],
  prevOwners: [0, 9],
  violations: [0, 6],
  year: [2016, 2025],
  children: [0, 4],
  household: [1, 7],
  wozValue: [140_000, 900_000],
  price: [140_000, 1_200_000],
  mortgage: [0, 1_000_000],
  catalogueValue: [9000, 140_000],
  wage: [9000, 52_000],
};

const uuidOf = (random: Random): string => {
  const hex = Array.from({ length: 32 }, () => random.between(0, 15).toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
};

const codesOf = ({ codes = {} }: FieldDefinition): readonly [string, ...string[]] =>
  Object.keys(codes) as [string, ...string[]];

const someCodes = (field: FieldDefinition, { random, extreme }: Scene): readonly string[] => {
  const all = codesOf(field);
  if (extreme === 'longest') return all;
  const first = random.between(0, all.length - 1);
  return all.slice(first, first + random.between(1, 3));
};

const whole = (
  { name, least = 0, most: highest }: FieldDefinition,
  { random, extreme }: Scene,
  usual: number,
): number => {
  if (extreme === 'longest') return highest ?? Number.MAX_SAFE_INTEGER;
  const [low, high] = ranges[name] ?? [least, highest ?? usual];
  return random.between(low, high);
};

type Make = (scene: Scene, field: FieldDefinition) => unknown;
const texts: Make = (scene, field) => {
  const ordinary = textsByName[field.name]?.(scene) ?? scene.random.pick(sentences);
  return inExtreme(ordinary, field.type, scene.extreme);
};

const makers: Readonly<Partial<Record<FieldType, Make>>> = {
  name: ({ person, extreme }) => inExtreme(person.name, 'name', extreme),
  'birth-date': ({ person }) => person.birthDate,
  bsn: ({ person }) => person.bsn,
  'v-number': ({ random }) => `2${random.digits(9)}`,
  text: texts,
  'long-text': texts,
  address: ({ person, extreme }) => inExtreme(person.address, 'address', extreme),
  'bag-id': ({ person }) => person.bagId,
  company: ({ seed, extreme }) => {
    const employer = employerOf(seed);
    return { ...employer, name: inExtreme(employer.name, 'company-name', extreme) };
  },
  'company-name': ({ seed, extreme }) => inExtreme(employerOf(seed).name, 'company-name', extreme),
  'kvk-number': ({ seed }) => employerOf(seed).kvkNr,
  'wage-tax-number': ({ seed, random }) => `${employerOf(seed).rsin}L0${random.between(1, 3)}`,
  'turnover-tax-number': ({ seed, random }) => `${employerOf(seed).rsin}B0${random.between(1, 3)}`,
  'prosecution-number': ({ random }) =>
    `${random.pick(['01', '10', '13', '16', '23'])}/${random.digits(6)}-${random.between(20, 26)}`,
  'document-number': ({ random }) => `${random.pick(letters)}${random.pick(letters)}${random.digits(7)}`,
  'number-plate': ({ random }) => plateOf(random),
  'cadastral-id': ({ random }) => `${random.pick(places)} ${random.pick(letters)} ${random.between(1, 9999)}`,
  'flight-number': ({ random }) => `${random.pick(carriers)}${random.between(100, 2999)}`,
  'contribution-id': ({ random }) => uuidOf(random),
  'opaque-token': ({ random }) => `slachtoffer-${random.digits(8)}`,
  date: ({ random, on }, { name }) =>
    dayAfter(on, name === 'validTo' ? random.between(30, 500) : -random.between(3, 600)),
  count: (scene, field) => whole(field, scene, 30),
  money: (scene, field) => whole(field, scene, 90_000),
  flag: ({ random }) => random.between(0, 1) === 1,
  code: ({ random }, field) => random.pick(codesOf(field)),
  'code-list': (scene, field) => someCodes(field, scene),
  reference: ({ random, others }) => (others.length === 0 ? undefined : random.pick(others as [string, ...string[]])),
};

/** The value of one field in a scene; undefined where nothing is known of it there. */
export const valueOf = (field: FieldDefinition, scene: Scene): unknown => makers[field.type]?.(scene, field);

/** Numbers for a person of whom the register knows none. */
export const inventedBsn = (random: Random): string => rsinOf(random);
