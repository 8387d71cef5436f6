import type { Codes } from '../field.js';

/** Bands of amounts in whole euros (S14): a supplier that knows no amount knows a band. */
export const amountBand: Codes = {
  '0-9999': 'onder-100000',
  '10000-99999': 'onder-100000',
  '100000-999999': 'onder-10000000',
  '1000000-9999999': 'onder-10000000',
  '10000000-99999999': 'vanaf-10000000',
  '100000000+': 'vanaf-10000000',
};

/** What the tax authority makes of a refund that was claimed (S16). */
export const vatAssessment: Codes = {
  'in-onderzoek': 'nog-open',
  aangehouden: 'nog-open',
  toegekend: 'akkoord',
  'deels-toegekend': 'akkoord',
  afgewezen: 'niet-akkoord',
  naheffing: 'niet-akkoord',
  'vermoeden-carrousel': 'niet-akkoord',
};

/** Allowances of Dienst Toeslagen (S17). */
export const allowance: Codes = {
  huurtoeslag: 'wonen-en-zorg',
  zorgtoeslag: 'wonen-en-zorg',
  kinderopvangtoeslag: 'gezin',
  'kindgebonden-budget': 'gezin',
};
