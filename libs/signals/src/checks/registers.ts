import { passesElevenTest } from './numbers.js';

/** A branch number of the trade register: twelve digits, no check digit. */
export const isBranchNumber = (text: string): boolean => /^\d{12}$/.test(text) && !/^0+$/.test(text);

/** A Dutch turnover tax number: RSIN or BSN, `B`, and two digits from 01 (what stands behind `NL` in the older VAT id). */
export const isTurnoverTaxNumber = (text: string): boolean =>
  /^\d{9}B(?!00)\d{2}$/.test(text) && passesElevenTest(text.slice(0, 9));

/** A prosecution number: office (two digits), serial number (six), year (two): `10/123456-23`, also with two hyphens. */
export const isProsecutionNumber = (text: string): boolean => /^\d{2}[/-]\d{6}-\d{2}$/.test(text);

/** Number of a travel or identity document of any country: capitals and digits, with a digit (ICAO 9303-3 leaves the form free). */
export const isDocumentNumber = (text: string): boolean => /^(?=.*\d)[A-Z0-9]{5,15}$/.test(text);

/** The Dutch series ("sidecodes") 1 to 14: where letters (X) and digits (9) stand, six in all. Source: RDW. */
export const numberPlateSeries = [
  'XX-99-99',
  '99-99-XX',
  '99-XX-99',
  'XX-99-XX',
  'XX-XX-99',
  '99-XX-XX',
  '99-XXX-9',
  '9-XXX-99',
  'XX-999-X',
  'X-999-XX',
  'XXX-99-X',
  'X-99-XXX',
  '9-XX-999',
  '999-XX-9',
] as const;

const shapeOf = (text: string): string => text.replaceAll(/[A-Z]/g, 'X').replaceAll(/\d/g, '9');
const withHyphens: ReadonlySet<string> = new Set(numberPlateSeries);
const withoutHyphens: ReadonlySet<string> = new Set(numberPlateSeries.map((series) => series.replaceAll('-', '')));

/** A Dutch number plate of any series, in capitals, with its hyphens or without any. It has no check digit. */
export const isNumberPlate = (text: string): boolean => {
  const shape = /^[A-Z0-9-]{6,8}$/.test(text) ? shapeOf(text) : '';
  return withHyphens.has(shape) || withoutHyphens.has(shape);
};

/** A cadastral designation: municipality (three letters, two digits), section, parcel, and of a flat its index: `ASD15 AB 1234 A12`. */
export const isCadastralId = (text: string): boolean =>
  /^[A-Z]{3}\d{2} [A-Z]{1,2} [1-9]\d{0,4}( A[1-9]\d{0,3})?$/.test(text);

/** A flight number: carrier (two characters, not two digits), one to four digits, and sometimes a letter. */
export const isFlightNumber = (text: string): boolean => /^(?!\d\d)[A-Z0-9]{2}\d{1,4}[A-Z]?$/.test(text);

/** A Dutch postcode: four digits, not beginning with zero, and two letters; SA, SD and SS are never given out. A space may stand between. */
export const isPostcode = (text: string): boolean => /^[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}$/.test(text);
