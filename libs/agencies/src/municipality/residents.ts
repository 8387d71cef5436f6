import type { CalendarDate } from '@knooppunt/kernel';
import { isBsn, latestDayOf } from '@knooppunt/signals';
import type { PartialDate } from '@knooppunt/signals';
import type { Elements, PersonList } from './brp-csv.js';
import { brpDate, firstDay } from './brp-date.js';
import { beganOn, dwellingOf, isIncorrect } from './address.js';
import type { Dwelling } from './address.js';
import { familyOf } from './family.js';
import type { Family } from './family.js';

/** Somebody who lives in the municipality on the reference date. Nationality and place of birth are never read. */
export type Resident = {
  /** `anr <number>`, or the line of the list where there is no A-number: tells residents apart, never leaves the agency. */
  readonly key: string;
  readonly name: string;
  readonly bsn?: string;
  readonly birthDate?: PartialDate;
  /** Secrecy (geheimhouding, element 70.10): anything above 0. */
  readonly isSecret: boolean;
  readonly dwelling: Dwelling;
  /** Earlier dwellings in the Netherlands, newest first. */
  readonly earlier: readonly Dwelling[];
  readonly family: Family;
};

const firstOf = (list: PersonList, category: string): Elements =>
  list.occurrencesOf(category)[0]?.current ?? new Map<string, string>();

/** A list is suspended by death, emigration, ministerial decree or error from the day of element 67.10. */
const isSuspendedOn = (list: PersonList, day: CalendarDate): boolean => {
  const status = firstOf(list, '07');
  const since = status.get('67.10') ?? (status.get('67.20') === undefined ? undefined : '00000000');
  return since !== undefined && firstDay(since) <= day;
};

/** Rows of category 08 that tell where somebody lived, newest first, without what came after the day. */
const addressRowsUntil = (list: PersonList, day: CalendarDate): readonly Elements[] =>
  list
    .occurrencesOf('08')
    .flatMap(({ current, history }) => [current, ...history])
    .filter((row) => !isIncorrect(row) && beganOn(row) <= day);

/** Rows that only rewrite the same stay (a BAG id added, a street renamed) count once. */
const earlierDwellings = (rows: readonly Elements[], current: Dwelling): readonly Dwelling[] => {
  const dwellings = rows.slice(1).flatMap((row) => dwellingOf(row) ?? []);
  return dwellings.filter(
    ({ since, key }, at) =>
      since !== current.since && dwellings.findIndex((other) => other.since === since && other.key === key) === at,
  );
};

const fullName = (row: Elements): string =>
  ['02.10', '02.30', '02.40'].flatMap((element) => row.get(element) ?? []).join(' ');

const birthDateOf = (row: Elements): PartialDate | undefined => brpDate(row.get('03.10'));

const residentOn = (list: PersonList, day: CalendarDate): Resident | undefined => {
  const person = firstOf(list, '01');
  const rows = addressRowsUntil(list, day);
  const [newest] = rows;
  const dwelling = newest === undefined ? undefined : dwellingOf(newest);
  const birthDate = birthDateOf(person);
  if (dwelling === undefined || isSuspendedOn(list, day) || fullName(person) === '') return undefined;
  if (birthDate !== undefined && latestDayOf(birthDate) > day) return undefined;
  const bsn = person.get('01.20');
  const aNumber = person.get('01.10');
  return {
    key: aNumber === undefined ? `line ${list.line}` : `anr ${aNumber}`,
    name: fullName(person),
    ...(bsn !== undefined && isBsn(bsn) ? { bsn } : {}),
    ...(birthDate === undefined ? {} : { birthDate }),
    isSecret: (firstOf(list, '07').get('70.10') ?? '0') !== '0',
    dwelling,
    earlier: earlierDwellings(rows, dwelling),
    family: familyOf(list),
  };
};

/** The residents of a municipality (four digits, element 09.10) on a day, in the order of their keys. */
export const residentsOf = (
  register: readonly PersonList[],
  municipality: string,
  referenceDate: CalendarDate,
): readonly Resident[] =>
  register
    .flatMap((list) => residentOn(list, referenceDate) ?? [])
    .filter(({ dwelling }) => dwelling.municipality === municipality)
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));

/** Looks up the family of somebody whom a list names, wherever they live. */
export const familyIndex = (
  register: readonly PersonList[],
): ((identifiers: readonly string[]) => Family | undefined) => {
  const index = new Map<string, Family>();
  for (const family of register.map(familyOf)) for (const name of family.self) index.set(name, family);
  return (identifiers) => identifiers.map((name) => index.get(name)).find((family) => family !== undefined);
};
