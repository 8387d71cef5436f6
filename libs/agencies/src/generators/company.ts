import { randomOf, rsinOf } from './random.js';

/** A company as a payload names it. */
export type Company = { readonly name: string; readonly kvkNr: string; readonly rsin: string };

/** Numbers that the trade register publishes for tests (developers.kvk.nl). */
const kvkNumbers = ['69599084', '68727720', '90004760', '68750110', '69599068', '69599076', '55344526'] as const;
const firstWords = ['Uitzendbureau', 'Schoonmaakbedrijf', 'Logistiek', 'Tuinbouw', 'Horecadiensten'] as const;
const lastWords = ['De Halte', 'Westpoort', 'Zonneveld', 'Het Anker', 'Noorderlicht'] as const;

/** A made-up employer: the same seed names the same one in every kind of payload, so that agencies meet in a case. */
export const employerOf = (seed: number): Company => {
  const random = randomOf(seed, 'employer');
  return {
    name: `${random.pick(firstWords)} ${random.pick(lastWords)} B.V.`,
    kvkNr: random.pick(kvkNumbers),
    rsin: rsinOf(random),
  };
};
