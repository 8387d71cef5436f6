import type { Condition, CovenantDocument, LawDocument, Truth } from '../model.js';
import { clausesOf } from '../semantics/covenant-1.js';

const single = (condition: Condition): readonly (readonly [string, boolean])[] => {
  const entries = Object.entries(condition);
  return entries.length === 1 ? entries : [];
};

/**
 * Each declared fact at the value at which it hinders nothing: guards hold, no fact by itself makes a cap withhold, and
 * what only a permit asks is false. For questions in which a person states what matters and leaves the rest; a decision
 * about somebody never rests on it.
 */
export const unhinderedFacts = (law: LawDocument, covenant: CovenantDocument): Readonly<Record<string, Truth>> => {
  const declared = [...Object.keys(law.facts), ...Object.keys(covenant.facts)].map((name) => [name, false] as const);
  const stops = [...law.caps, ...covenant.rules].filter(({ cap }) => cap === 'withhold');
  const avoided = stops
    .flatMap((rule) => clausesOf(rule).flatMap(single))
    .map(([name, value]) => [name, !value] as const);
  const required = law.guards.flatMap(({ require }) => Object.entries(require));
  return Object.fromEntries([...declared, ...avoided, ...required]);
};
