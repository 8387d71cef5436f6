import { isCalendarDate } from '@knooppunt/kernel';
import { isBsn } from './numbers.js';
import { isNumberPlate } from './registers.js';

/** Words that announce what they stand before: `bsn:…`, `naam-…`. */
const telling: ReadonlySet<string> = new Set([
  'bsn',
  'burgerservicenummer',
  'sofinummer',
  'anummer',
  'vnummer',
  'vnr',
  'naam',
  'voornaam',
  'achternaam',
  'firstname',
  'lastname',
  'surname',
  'geboortedatum',
  'birthdate',
  'kenteken',
  'email',
  'telefoon',
]);

/** No delivery is older than the rules that it is made under: an earlier day in a mark is no day of delivery. Source: BGS 2.16. */
const firstDelivery = '2025-03-01';

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** Sixteen hexadecimal digits or more, letters and digits: drawn or computed, so that a run of digits in it means nothing. */
const drawn = /(?<![0-9a-z])(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{16,}(?![0-9a-z])/gi;

/** Nine digits in a row, or as people write them: 9999.96.964, 999 996 964. */
const nineDigits = /(?<!\d)\d{9}(?!\d)|(?<![0-9A-Za-z])(?:\d{4}[. -]\d{2}|\d{3}[. -]\d{3})[. -]\d{3}(?![0-9A-Za-z])/g;
const holdsBsn = (text: string): boolean =>
  [...text.matchAll(nineDigits)].some(([found]) => isBsn(found.replaceAll(/\D/g, '')));

const weightOf = (digits: readonly number[]): number => digits.reduce((sum, digit, at) => sum + digit * 2 ** at, 0);

/** The administration number of the BRP: no leading zero, no equal neighbours, two tests by eleven (Logisch Ontwerp BRP, 01.10). */
const isAdministrationNumber = (text: string): boolean => {
  const digits = Array.from(text, Number);
  const sum = digits.reduce((total, digit) => total + digit, 0) % 11;
  const hasRepeat = digits.some((digit, at) => digit === digits[at + 1]);
  return digits[0] !== 0 && !hasRepeat && (sum === 0 || sum === 5) && weightOf(digits) % 11 === 0;
};
const holdsAdministrationNumber = (text: string): boolean =>
  [...text.matchAll(/(?<!\d)\d{10}(?!\d)/g)].some(([found]) => isAdministrationNumber(found));

const dayForms: readonly (readonly [RegExp, string])[] = [
  [/(?<!\d)(\d{4})[-./_]?(\d{2})[-./_]?(\d{2})(?!\d)/g, '$1-$2-$3'],
  [/(?<!\d)(\d{2})[-./_](\d{2})[-./_](\d{4})(?!\d)/g, '$3-$2-$1'],
];
const isLife = (day: string): boolean => isCalendarDate(day) && day >= '1900-01-01' && day < firstDelivery;
const holdsBirthDate = (text: string): boolean =>
  dayForms.some(([form, order]) => [...text.matchAll(form)].some(([day]) => isLife(day.replace(form, order))));

const hasAddress = (text: string): boolean => /[^\s@/:]+@[^\s@/:]+\.[a-z]{2,}/i.test(text);
const holdsPhone = (text: string): boolean => /(?<!\d)06-?\d{8}(?!\d)|(?<!\d)(?:\+|00)31\d{9}(?!\d)/.test(text);

/** A plate with its hyphens wherever it stands, without them where it stands alone: `AB1234` within a longer mark is no plate. */
const holdsPlate = (text: string): boolean =>
  isNumberPlate(text) ||
  [...text.matchAll(/(?<![0-9A-Z-])[0-9A-Z]{1,3}-[0-9A-Z]{1,3}-[0-9A-Z]{1,3}(?![0-9A-Z-])/g)].some(([found]) =>
    isNumberPlate(found),
  );

/** Two words with capitals, and what may stand between a first and a last name: `Jan_de_Vries`. */
const holdsName = (text: string): boolean =>
  /(?<![\p{L}])\p{Lu}\p{Ll}+[ ._+-](?:(?:van|de|der|den|ten|ter|het|el|al|bin|von|la|le)[ ._+-]){0,3}\p{Lu}\p{Ll}+/u.test(
    text,
  );

const announces = (text: string): boolean =>
  text
    .toLowerCase()
    .split(/[^a-z]+/)
    .some((word) => telling.has(word));

const tests = [
  holdsBsn,
  holdsAdministrationNumber,
  holdsBirthDate,
  hasAddress,
  holdsPhone,
  holdsPlate,
  holdsName,
  announces,
];

/** What a mark says once its percent-encoding is undone, byte by byte: `j%40example.nl` is an address too. */
const decoded = (text: string): string =>
  text.replaceAll(/%([0-9a-f]{2})/gi, (_, byte: string) => String.fromCodePoint(Number.parseInt(byte, 16)));

/**
 * Does this mark hold what may be somebody's: a BSN or administration number that passes its test, a day of birth, an e-mail
 * address, a telephone number, a number plate, a name with capitals, or a word that announces one? For what travels in the
 * clear: attributes of an event, names of files. It errs to the careful side; a UUID never does. A name in small letters and
 * a number without a test cannot be told from any other mark. Source: NL GOV profile for CloudEvents, Privacy.
 */
export const holdsPersonalData = (text: string): boolean =>
  [...new Set([text, decoded(text)])].some((said) => {
    const rest = said.replaceAll(uuid, ' ').replaceAll(drawn, ' ');
    return tests.some((test) => test(rest));
  });
