import { earliestDayOf, isPartialDate } from '@knooppunt/signals';
import type { PartialDate } from '@knooppunt/signals';

/** A date of the register, `20170418` or `19850000`, as `2017-04-18` or `1985-00-00`; nothing for one wholly unknown. */
export const brpDate = (digits: string | undefined): PartialDate | undefined => {
  if (digits === undefined || !/^\d{8}$/.test(digits)) return undefined;
  const date = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  return isPartialDate(date) ? date : undefined;
};

/** The first day that a date of the register can mean; a wholly unknown one lies before every day. */
export const firstDay = (digits: string | undefined): string => {
  const date = brpDate(digits);
  return date === undefined ? '0000-00-00' : earliestDayOf(date);
};
