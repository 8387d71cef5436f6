import type {
  CompiledType,
  Condition,
  DecidedField,
  Documents,
  Question,
  Rule,
  Selector,
  Truth,
} from '@knooppunt/covenant';
import type { PayloadType } from '@knooppunt/signals';

type Random = (bound: number) => number;
type Groups = Readonly<Record<string, readonly string[]>>;

const oneOf = <Value>(random: Random, values: readonly Value[]): Value => values[random(values.length)] as Value;
const chance = (random: Random, percent: number): boolean => random(100) < percent;

const membersOf = (word: string, groups: Groups): readonly string[] =>
  (groups[word] ?? []).length > 0 ? (groups[word] ?? []).flatMap((one) => membersOf(one, groups)) : [word];

/** A value that a selector most often selects; any at all where it selects by what it leaves out. */
const around = (random: Random, selector: Selector | undefined, groups: Groups, values: readonly string[]): string => {
  if (selector === undefined || (typeof selector === 'object' && 'except' in selector)) return oneOf(random, values);
  const named = [selector].flat().flatMap((word) => membersOf(word, groups));
  const selected = values.filter((value) => named.includes(value));
  return selected.length > 0 && chance(random, 85) ? oneOf(random, selected) : oneOf(random, values);
};

const clausesOf = ({ when }: Rule): readonly Condition[] => (when === undefined ? [] : [when].flat());
const existsField: DecidedField = { name: '_exists', category: '_', levels: [] };

/** The fields of a payload type as a covenant sees them: that there is something at all is one of them. */
export const fieldsOf = ({ fields }: PayloadType): readonly DecidedField[] => [
  existsField,
  ...fields.map(({ name, category, levels }) => ({ name, category, levels })),
];

const phases = ['weging', '1', '2', '3'];
const days = ['2026-03-02T09:30:00.000Z', '2025-02-28T22:59:59.000Z', '2025-02-28T23:00:00.000Z', 'some day'];

const phaseAround = (random: Random, { phase }: Rule): string => {
  const words = [phase ?? 'any'].flat() as readonly string[];
  const named = phases.filter((_, at) => words.some((word) => at >= phases.indexOf(word.replace('+', ''))));
  return named.length > 0 && chance(random, 85) ? oneOf(random, named) : oneOf(random, [...phases, '4']);
};

/**
 * Facts under which a permit holds, guards hold and caps fail, and then a few of them otherwise: so that most questions
 * have an answer other than nothing, and each literal decides some of them.
 */
const factsAround = (random: Random, { law, covenant }: Documents, permit: Rule): Readonly<Record<string, Truth>> => {
  const names = [...new Set([...Object.keys(law.facts), ...Object.keys(covenant.facts)])];
  const facts: Record<string, Truth> = Object.fromEntries(names.map((name) => [name, oneOf(random, [true, false])]));
  for (const rule of [...law.caps, ...covenant.rules].filter(({ cap }) => cap !== undefined)) {
    for (const clause of clausesOf(rule)) {
      const [fact, value] = oneOf(random, Object.entries(clause));
      if (chance(random, 95)) facts[fact] = !value;
    }
  }
  for (const condition of [...law.guards.map(({ require }) => require), ...clausesOf(permit)])
    Object.assign(facts, condition);
  const flips = random(4);
  for (let flip = 0; flip < flips; flip++) facts[oneOf(random, names)] = oneOf(random, [true, false, 'unknown']);
  return facts;
};

/** Questions about two documents, each drawn around one of their permits. */
export const questionsAround = (
  documents: Documents,
  types: readonly CompiledType[],
  random: Random,
): (() => Question) => {
  const { law, covenant } = documents;
  const { groups } = covenant;
  const kinds = [...law.kinds.participants, ...law.kinds.bureau];
  const permits = covenant.rules.filter(({ permit }) => permit !== undefined);
  const codesOf = (kind: string) =>
    Object.keys(covenant.parties[kind]?.purposes ?? {}).map((code) => `${kind}.${code}`);
  const purposes = kinds.flatMap(codesOf);
  return () => {
    const permit = oneOf(random, permits);
    const to = chance(random, 98) ? around(random, permit.to, groups, kinds) : 'ELSE';
    const own = codesOf(to);
    const isOwn = permit.purpose === undefined || permit.purpose === 'own' || permit.purpose === 'any';
    const purpose = around(random, isOwn ? own : permit.purpose, groups, own.length > 0 ? own : purposes);
    const type = around(
      random,
      permit.type,
      groups,
      types.map(({ id }) => id),
    );
    return {
      act: chance(random, 85) ? 'inzage' : oneOf(random, ['levering', 'resultaat']),
      from: chance(random, 98) ? around(random, permit.from, groups, kinds) : 'ELSE',
      to,
      type,
      purpose: chance(random, 95) ? purpose : oneOf(random, [...purposes, 'POL.nothing']),
      phase: phaseAround(random, permit),
      at: chance(random, 90) ? String(days[0]) : oneOf(random, days),
      fields: types.find(({ id }) => id === type)?.fields ?? [],
      facts: factsAround(random, documents, permit),
    };
  };
};
