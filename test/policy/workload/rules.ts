import { categories, fieldNames, someOf } from './schema.js';
import type { Names, NeutralRule, Schema } from './neutral.js';

type Random = (bound: number) => number;

/** Fourteen parties: the participants of WGS 2.19, as names only. */
export const parties = 'POL KMAR OM FIOD BD DOU TOE NLA UWV IND BURG COLL PROV NVWA'.split(' ');
/** Six purposes, of one list (`KIND.code`), so that they are six for every recipient. */
export const purposes = ['duiding', 'aanpak', 'bibob', 'uitbuiting', 'ondermijning', 'fraude'].map(
  (code) => `RIEC.${code}`,
);
/** The phases that `covenant/1` knows: four, where the measured prototype had five. */
export const phases = ['weging', '1', '2', '3'];
/** Boolean facts; the first is one of the recipient, the others are of the signal. */
export const facts = ['attends', 'minor', 'special', 'consent', 'expired', 'urgent', 'legalPerson', 'hit'];

const chance = (random: Random, percent: number): boolean => random(100) < percent;
const between = (random: Random, least: number, most: number): number => least + random(most - least + 1);
const some = (random: Random, values: readonly string[], most: number): readonly string[] =>
  someOf(random, values, between(random, 1, most)).toSorted();
const allOr = (random: Random, percent: number, values: readonly string[], most: number): Names =>
  chance(random, percent) ? 'all' : some(random, values, most);

/** A number of the list, the first as often as its weight in a hundred says. */
const weighted = (random: Random, weights: readonly (readonly [level: number, percent: number])[]): number => {
  let left = random(100);
  const found = weights.find(([, percent]) => {
    left -= percent;
    return left < 0;
  });
  return found?.[0] ?? 0;
};
const permitLevels = [
  [5, 45],
  [4, 15],
  [3, 15],
  [2, 13],
  [1, 12],
] as const;
const capLevels = [
  [0, 50],
  [1, 12],
  [2, 16],
  [3, 12],
  [4, 10],
] as const;

const fieldsOf = (random: Random): NeutralRule['fields'] => {
  const way = random(100);
  if (way < 8) return 'all';
  if (way < 55) return { categories: some(random, categories, 3) };
  return { names: someOf(random, fieldNames, between(random, 2, 10)).toSorted() };
};

const whenOf = (random: Random, isPermit: boolean): Readonly<Record<string, boolean>> => {
  const count = random(3) + (!isPermit && chance(random, 70) ? 1 : 0);
  return Object.fromEntries(someOf(random, facts, count).map((fact) => [fact, chance(random, isPermit ? 50 : 75)]));
};

const ruleOf = (random: Random, at: number, isPermit: boolean, types: readonly string[]): NeutralRule => ({
  id: `${isPermit ? 'P' : 'C'}-${String(at + 1).padStart(4, '0')}`,
  effect: isPermit ? 'permit' : 'cap',
  level: weighted(random, isPermit ? permitLevels : capLevels),
  from: allOr(random, 30, parties, 4),
  to: allOr(random, 20, parties, 5),
  types: allOr(random, 15, types, 4),
  fields: fieldsOf(random),
  purposes: allOr(random, 35, purposes, 3),
  phases: allOr(random, 35, phases, 2),
  when: whenOf(random, isPermit),
  ...(chance(random, 40) && { retain: ['P30D', 'P90D', 'P180D', 'P1Y'][random(4)] as string }),
  ...(chance(random, 20) && { onward: 'forbidden' as const }),
});

/** So many rules, five permits for every three caps. */
export const rulesOf = (random: Random, schema: Schema, count: number): readonly NeutralRule[] =>
  Array.from({ length: count }, (_, at) => ruleOf(random, at, at < count * 0.625, Object.keys(schema)));
