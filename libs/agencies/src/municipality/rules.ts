import { plusYears } from '@knooppunt/kernel';
import type { CalendarDate } from '@knooppunt/kernel';
import { adultFromOf, earliestDayOf } from '@knooppunt/signals';
import { groupsOf } from './family.js';
import type { Family } from './family.js';
import type { Resident } from './residents.js';

/**
 * The numbers of the written rules (domain §2a, "Rules for S1 and S2"). Choices of a municipality, not law: they are
 * data, so that the college can answer for them. Every rule counts people and dates; none reads nationality or
 * birthplace (R23).
 */
export const thresholds = {
  /**
   * S1: at least so many people, and so many households, at one address. Six households is what the test register's
   * shelter for mothers with children has; eight is the first number that such a house does not reach.
   */
  overcrowding: { registrations: 8, households: 8 },
  /** S2: at least so many households registered at one address on one day; a family that moves house is one. */
  jointRegistration: { households: 4 },
  /** S2 looks back so many years from the reference date. */
  recentYears: 1,
} as const;

/** People who live at one address, and the family group that each belongs to. */
export type Household = { readonly resident: Resident; readonly group: number };
export type Occupied = {
  readonly key: string;
  readonly text: string;
  readonly bagId?: string;
  readonly people: readonly Household[];
};

/** Which rule of S2 a person meets. */
export type Anomaly = 'joint-registration' | 'no-adult-relative';

const dwellingKeys = (residents: readonly Resident[]): ((resident: Resident) => string) => {
  const bagIds = new Map(
    residents.flatMap(({ dwelling }) => (dwelling.bagId === undefined ? [] : [[dwelling.key, dwelling.bagId]])),
  );
  return ({ dwelling }) => dwelling.bagId ?? bagIds.get(dwelling.key) ?? dwelling.key;
};

/** Residents by address, with their family groups; ordered by address key, people in the order of `residents`. */
export const occupiedAddresses = (
  residents: readonly Resident[],
  findFamily: (identifiers: readonly string[]) => Family | undefined,
): readonly Occupied[] => {
  const keyOf = dwellingKeys(residents);
  const byKey = Map.groupBy(residents, keyOf);
  return [...byKey.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, people]) => {
      const groups = groupsOf(
        people.map(({ family }) => family),
        findFamily,
      );
      const bagId = people.find(({ dwelling }) => dwelling.bagId !== undefined)?.dwelling.bagId;
      return {
        key,
        text: people[0]?.dwelling.text ?? '',
        ...(bagId === undefined ? {} : { bagId }),
        people: people.map((resident, at) => ({ resident, group: groups[at] ?? at })),
      };
    });
};

/** How many households these people form. */
export const householdsOf = (people: readonly Household[]): number => new Set(people.map(({ group }) => group)).size;

/** People who may be the ground of a signal: secrecy takes somebody out of every ground, never out of a number. */
const grounds = (people: readonly Household[]): readonly Household[] =>
  people.filter(({ resident }) => !resident.isSecret);

/** The rule of S1: many people who are no family, at one address. */
export const isOvercrowded = ({ people }: Occupied): boolean => {
  const open = grounds(people);
  return (
    open.length >= thresholds.overcrowding.registrations && householdsOf(open) >= thresholds.overcrowding.households
  );
};

const isRecent = ({ resident }: Household, on: CalendarDate): boolean => {
  const { since } = resident.dwelling;
  return since !== undefined && since > plusYears(on, -thresholds.recentYears) && since <= on;
};

/** Registrations at an address in the twelve months up to the reference date; secrecy counts along. */
export const recentRegistrations = ({ people }: Occupied, on: CalendarDate): number =>
  people.filter((person) => isRecent(person, on)).length;

const isAdult = ({ resident }: Household, on: CalendarDate): boolean => {
  const from = adultFromOf(resident.birthDate);
  return from !== undefined && from <= on;
};

/** Surely a minor: the first day that a partial date of birth can mean counts. */
const isMinor = ({ resident: { birthDate } }: Household, on: CalendarDate): boolean =>
  birthDate !== undefined && plusYears(earliestDayOf(birthDate), 18) > on;

const registeredTogether = (person: Household, people: readonly Household[]): boolean => {
  const sameDay = grounds(people).filter(({ resident }) => resident.dwelling.since === person.resident.dwelling.since);
  return householdsOf(sameDay) >= thresholds.jointRegistration.households;
};

const hasAdultRelative = (person: Household, { people }: Occupied, on: CalendarDate): boolean =>
  people.some((other) => other !== person && other.group === person.group && isAdult(other, on));

/** The people of an address who meet a rule of S2, each with the rules that they meet. */
export const anomaliesAt = (
  occupied: Occupied,
  on: CalendarDate,
): readonly { readonly resident: Resident; readonly anomalies: readonly Anomaly[] }[] =>
  grounds(occupied.people)
    .filter((person) => isRecent(person, on))
    .flatMap((person) => {
      const alone = isMinor(person, on) && !hasAdultRelative(person, occupied, on);
      const anomalies: readonly Anomaly[] = [
        ...(registeredTogether(person, occupied.people) ? (['joint-registration'] as const) : []),
        ...(alone ? (['no-adult-relative'] as const) : []),
      ];
      return anomalies.length === 0 ? [] : [{ resident: person.resident, anomalies }];
    });
