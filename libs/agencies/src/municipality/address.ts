import type { CalendarDate } from '@knooppunt/kernel';
import { isBagId } from '@knooppunt/signals';
import type { Elements } from './brp-csv.js';
import { firstDay } from './brp-date.js';

/** Where somebody lives: a residential address (function W) in the Netherlands. */
export type Dwelling = {
  readonly municipality: string;
  /** One line, as an envelope has it. */
  readonly text: string;
  /** Postcode, number, letter and addition: tells dwellings apart where the BAG id is not known. */
  readonly key: string;
  readonly bagId?: string;
  /** First day at this address; absent where the register does not know it. */
  readonly since?: CalendarDate;
};

const joined = (parts: readonly (string | undefined)[], separator: string): string =>
  parts.filter((part) => part !== undefined).join(separator);

const postcodeOf = (row: Elements): string | undefined => row.get('11.60')?.replace(/^(\d{4})\s*([A-Z]{2})$/, '$1 $2');

/** `Aalbersestraat 281, 1067 MD Amsterdam`; what the register lacks is left out. */
const addressLine = (row: Elements): string => {
  const number = joined([row.get('11.20'), row.get('11.30')], '');
  const house = joined([number === '' ? undefined : number, row.get('11.40')], '-');
  const street = joined([row.get('11.15') ?? row.get('11.10'), house === '' ? undefined : house], ' ');
  const place = joined([postcodeOf(row), row.get('11.70')], ' ');
  return joined([street === '' ? row.get('12.10') : street, place === '' ? undefined : place], ', ');
};

/** A BAG id as the BAG writes it; one whose leading zero was lost on the way gets it back, others are left out. */
const bagIdOf = (row: Elements): string | undefined => {
  const padded = row.get('11.80')?.padStart(16, '0');
  return padded !== undefined && isBagId(padded) ? padded : undefined;
};

const isAbroad = (row: Elements): boolean => row.get('13.10') !== undefined || row.get('09.10') === '1999';

/** The day on which a row of category 08 began: the residence, the stay abroad, or the registration. */
export const beganOn = (row: Elements): string => firstDay(row.get('10.30') ?? row.get('13.20') ?? row.get('09.20'));

/** A row that the register itself calls incorrect (element 84.10) describes nothing. */
export const isIncorrect = (row: Elements): boolean => row.get('84.10') !== undefined;

/** The dwelling of a row of category 08; none abroad, for a postal address (function B), or without any address. */
export const dwellingOf = (row: Elements): Dwelling | undefined => {
  const text = addressLine(row);
  if (isAbroad(row) || row.get('10.10') === 'B' || text === '') return undefined;
  const bagId = bagIdOf(row);
  const since = beganOn(row);
  const key = ['11.60', '11.20', '11.30', '11.40', '11.10', '12.10'].map((element) => row.get(element) ?? '').join('|');
  return {
    municipality: row.get('09.10') ?? '',
    text,
    key,
    ...(bagId === undefined ? {} : { bagId }),
    ...(since === '0000-00-00' ? {} : { since }),
  };
};
