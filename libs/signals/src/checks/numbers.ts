const nineDigits = /^\d{9}$/;

/** The 11-test of BSN and RSIN: (9a+8b+7c+6d+5e+4f+3g+2h−i) divisible by 11. Nine digits; all zeros is no number. */
export const passesElevenTest = (digits: string): boolean => {
  if (!nineDigits.test(digits) || digits === '000000000') return false;
  const sum = Array.from(digits).reduce((total, digit, at) => total + Number(digit) * (at === 8 ? -1 : 9 - at), 0);
  return sum % 11 === 0;
};

/** A citizen service number: nine digits, leading zeros kept, 11-test (Wet algemene bepalingen bsn). */
export const isBsn = passesElevenTest;

/** A legal-person number (RSIN): the same form and test as a BSN. */
export const isRsin = passesElevenTest;

/** An alien number: ten digits; it has no public check digit. */
export const isVNumber = (text: string): boolean => /^\d{10}$/.test(text) && !/^0+$/.test(text);

/** A trade-register number: eight digits, no check digit. */
export const isKvkNumber = (text: string): boolean => /^\d{8}$/.test(text) && text !== '00000000';

/** A wage tax number: RSIN or BSN of the employer, `L`, and two digits. */
export const isWageTaxNumber = (text: string): boolean =>
  /^\d{9}L\d{2}$/.test(text) && passesElevenTest(text.slice(0, 9));

/** Object types of the BAG: 01 dwelling, 02 mooring, 03 pitch, 10 building, 20 number designation, 30 public space. */
const bagTypes: ReadonlySet<string> = new Set(['01', '02', '03', '10', '20', '30']);

/** A BAG id: municipality (four digits), object type (two), serial number (ten). */
export const isBagId = (text: string): boolean =>
  /^\d{16}$/.test(text) && text.slice(0, 4) !== '0000' && bagTypes.has(text.slice(4, 6));

/** An identifier of the hub: a lower-case UUID. */
export const isUuid = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);

/** A reference that the hub gave a reader for a subject: keyed to that reader, so it has the form of no register. */
export const isSubjectReference = (text: string): boolean => /^[A-Za-z0-9_-]{8,128}$/.test(text);

/** A contribution of the hub, or what looks like one: its id, a UUID. */
export const isContributionId = isUuid;

/** A number that the hub or a care domain made up for somebody, so that it tells nothing. */
export const isOpaqueToken = (text: string): boolean => /^[A-Za-z0-9_-]{16,64}$/.test(text);
