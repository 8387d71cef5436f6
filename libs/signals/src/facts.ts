import { plusYears } from '@knooppunt/kernel';
import type { CalendarDate } from '@knooppunt/kernel';
import type { LocalParty, Payload, PayloadType } from './model.js';
import { isPartialDate, latestDayOf } from './checks/partial-date.js';
import { member } from './checks/shape.js';
import { fieldsOfBlock } from './registry/registry.js';

/** What the covenant's facts need of a contribution, computed before sealing (design §5). Sealed in the facts block. */
export type ContributionFacts = {
  /** Per person the first day on which this person is surely eighteen; absent where no date of birth is known. */
  readonly adultFrom: Readonly<Record<string, CalendarDate>>;
  /** Persons that the supplier marks as a possible victim. */
  readonly possibleVictim: Readonly<Record<string, true>>;
  readonly handlingCode?: string;
  readonly bpgCode?: string;
};

/**
 * The first day on which somebody born then is surely eighteen. A partial date counts as the last day that it can mean,
 * so that a doubt never makes a child an adult (R26); nothing where the date cannot be read.
 */
export const adultFromOf = (birthDate: unknown): CalendarDate | undefined =>
  typeof birthDate === 'string' && isPartialDate(birthDate) ? plusYears(latestDayOf(birthDate), 18) : undefined;

const birthDatesOf = (type: PayloadType, person: LocalParty): readonly unknown[] =>
  fieldsOfBlock(type, 'person')
    .filter((field) => field.type === 'birth-date')
    .map(({ name }) => member(person, name));

const adultFromOfPerson = (type: PayloadType, person: LocalParty): readonly [string, CalendarDate][] =>
  birthDatesOf(type, person).flatMap((birthDate) => {
    const from = adultFromOf(birthDate);
    return from === undefined ? [] : [[person.ref, from]];
  });

/** Computes the facts of a checked payload. A mark that nobody sets is not there; it never says `minor: true`. */
export const factsOf = (type: PayloadType, payload: Payload): ContributionFacts => {
  const persons = payload.persons ?? [];
  const marked = persons.filter(({ possibleVictim }) => possibleVictim === true);
  return {
    adultFrom: Object.fromEntries(persons.flatMap((person) => adultFromOfPerson(type, person))),
    possibleVictim: Object.fromEntries(marked.map(({ ref }) => [ref, true as const])),
    ...(payload.handling?.handlingCode === undefined ? {} : { handlingCode: payload.handling.handlingCode }),
    ...(payload.handling?.bpgCode === undefined ? {} : { bpgCode: payload.handling.bpgCode }),
  };
};
