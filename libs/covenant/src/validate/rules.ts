import type { CovenantDocument, LawDocument, ObligationDefinition, Obligations, Rule } from '../model.js';
import { levelOrder } from '../semantics/covenant-1.js';
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

/** What a rule says that its level lets a reader guess is a fact, or what a fact is seen as. */
export const observableProblems = ({ law, covenant }: Documents, rule: Rule): readonly Problem[] => {
  const facts = Object.entries({ ...covenant.facts, ...law.facts });
  const seen = new Set(facts.flatMap(([name, fact]) => [name, fact.seenAs ?? name]));
  return (rule.observable ?? [])
    .filter((name) => !seen.has(name))
    .map((name) => problem('unknown-fact', `observable: unknown \`${name}\``, rule.id));
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
