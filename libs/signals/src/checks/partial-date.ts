import { isCalendarDate, plusYears } from '@knooppunt/kernel';
import type { CalendarDate } from '@knooppunt/kernel';

/**
 * A date of birth as the BRP may know it: `1985-04-02`, `1985-04-00` (day unknown) or `1985-00-00` (year only).
 * A wholly unknown date is no value: the field is absent (Logisch Ontwerp BRP, element 03.10).
 */
export type PartialDate = string;

const form = /^(\d{4})-(\d{2})-(\d{2})$/;

const isKnownYear = (year: string): boolean => year >= '1800' && year <= '2199';

/** Does this text have the form of a full or partial date, and can the known part exist? */
export const isPartialDate = (text: string): boolean => {
  const parts = form.exec(text);
  if (parts === null) return false;
  const [, year = '', month = '', day = ''] = parts;
  if (!isKnownYear(year)) return false;
  if (month === '00') return day === '00';
  return isCalendarDate(`${year}-${month}-${day === '00' ? '01' : day}`);
};

/** Is every part of this date known? */
export const isFullDate = (date: PartialDate): boolean => isCalendarDate(date);

/** The first day that a partial date can mean. */
export const earliestDayOf = (date: PartialDate): CalendarDate => {
  const [year, month, day] = date.split('-') as [string, string, string];
  return `${year}-${month === '00' ? '01' : month}-${day === '00' ? '01' : day}`;
};

const lastDayOfMonth = (year: string, month: string): string =>
  ['31', '30', '29', '28'].find((day) => isCalendarDate(`${year}-${month}-${day}`)) ?? '28';

/** The last day that a partial date can mean. */
export const latestDayOf = (date: PartialDate): CalendarDate => {
  const [year, month, day] = date.split('-') as [string, string, string];
  const knownMonth = month === '00' ? '12' : month;
  return `${year}-${knownMonth}-${day === '00' ? lastDayOfMonth(year, knownMonth) : day}`;
};

/** Whole years between a day of birth and another day; on 29 February born persons grow older on 1 March. */
export const ageOn = (birth: CalendarDate, on: CalendarDate): number => {
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4));
  return plusYears(birth, years) <= on ? years : years - 1;
};
