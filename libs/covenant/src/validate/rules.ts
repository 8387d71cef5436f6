import type { CovenantDocument, LawDocument, ObligationDefinition, Obligations, Rule } from '../model.js';
import { clausesOf, levelOrder } from '../semantics/covenant-1.js';
import { nominalDays } from '../semantics/covenant-1.obligations.js';
import { problem } from './problem.js';
import type { Problem } from './problem.js';

type Documents = { readonly law: LawDocument; readonly covenant: CovenantDocument };

const dimensionsOfAPermit = ['from', 'to', 'type', 'fields', 'purpose', 'phase'] as const;

/** Exactly one of permit and cap, at a level that there is; a permit states every dimension, so that nothing is implied. */
export const effectProblems = (rule: Rule): readonly Problem[] => {
  if ((rule.permit === undefined) === (rule.cap === undefined)) {
    return [problem('permit-or-cap', 'exactly one of permit and cap', rule.id)];
  }
  const level = rule.permit ?? rule.cap ?? 'withhold';
  const missing = rule.permit === undefined ? [] : dimensionsOfAPermit.filter((name) => rule[name] === undefined);
  return [
    ...(levelOrder.includes(level) ? [] : [problem('unknown-level', `unknown level \`${level}\``, rule.id)]),
    ...missing.map((name) => problem('permit-dimensions', `a permit states its \`${name}\``, rule.id)),
  ];
};

/** The law only takes away, is dated, and speaks in no words that a covenant could fill in. */
export const lawRuleProblems = (law: LawDocument): readonly Problem[] => [
  ...law.caps.flatMap((rule) => [
    ...(rule.permit === undefined ? [] : [problem('law-permits', 'the law layer permits nothing', rule.id)]),
    ...(rule.in === undefined ? [problem('not-dated', 'a rule of law says from when it is in force', rule.id)] : []),
    ...(JSON.stringify(rule.purpose ?? '').includes('"own"')
      ? [problem('law-own', '`own` has a meaning only in a covenant', rule.id)]
      : []),
  ]),
  ...[...law.guards, ...law.caps].flatMap((rule) =>
    rule.in !== undefined && rule.in[1] !== 'open' && rule.in[1] < rule.in[0]
      ? [problem('ends-before-it-begins', 'the last day lies before the first', rule.id)]
      : [],
  ),
];

/**
 * A level above withhold that depends on a fact the reader does not know tells him the fact, unless the rule declares
 * what it lets him guess. A withheld field tells nothing: it looks like an absent one.
 */
export const observableProblems = ({ law, covenant }: Documents, rule: Rule): readonly Problem[] => {
  const declared = rule.observable ?? [];
  const facts = { ...covenant.facts, ...law.facts };
  const seen = new Set(Object.entries(facts).flatMap(([name, fact]) => [name, fact.seenAs ?? name]));
  const betrayed = clausesOf(rule)
    .flatMap((clause) => Object.keys(clause))
    .filter((name) => Object.hasOwn(facts, name) && facts[name]?.known === 'hidden')
    .filter((name) => !declared.includes(name) && !declared.includes(facts[name]?.seenAs ?? name));
  return [
    ...(rule.cap === 'withhold' ? [] : betrayed).map((name) =>
      problem('betrays-fact', `the level lets its reader guess \`${name}\``, rule.id),
    ),
    ...declared
      .filter((name) => !seen.has(name))
      .map((name) => problem('unknown-fact', `observable: unknown \`${name}\``, rule.id)),
  ];
};

const isValueOf = ({ combine, order }: ObligationDefinition, value: string | readonly string[]): boolean => {
  if (combine === 'union') return true;
  if (typeof value !== 'string') return false;
  return combine === 'shortest' ? nominalDays(value) !== undefined : (order ?? []).includes(value);
};

/** Obligations that nobody declared, or whose value their definition cannot combine. */
export const obligationProblems = (
  { law, covenant }: Documents,
  obligations: Obligations | undefined,
  rule?: string,
): readonly Problem[] => {
  const definitions = { ...covenant.obligations, ...law.obligations };
  return Object.entries(obligations ?? {}).flatMap(([name, value]) => {
    const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
    if (definition === undefined) return [problem('unknown-obligation', `unknown obligation \`${name}\``, rule)];
    return isValueOf(definition, value) ? [] : [problem('obligation-value', `\`${name}\`: no value of its kind`, rule)];
  });
};
