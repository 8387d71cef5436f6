import type { Documents } from '../compiled/clauses.js';
import type { Guard, Obligations, Rule } from '../model.js';
import { phases } from '../semantics/covenant-1.selectors.js';
import { actsOf, capFacts, fieldsOf, inForce, knownToHold, permitFacts, scopeOf } from './conditions.js';
import type { Groups } from './conditions.js';
import { all, literal, oneOf, within } from './text.js';

/** One rule as a Cedar policy, in parts: what it is asked about, and how far it goes. */
export type CedarPolicy = {
  readonly id: string;
  readonly effect: 'permit' | 'forbid';
  /** Names of actions; never empty. */
  readonly acts: readonly string[];
  /** Whether it applies to a question, whatever the field; undefined where it always does. */
  readonly applies: string | undefined;
  /** Whether it speaks of the field; undefined where of every one. */
  readonly fields: string | undefined;
  /** Whether it reaches the height that is asked; undefined where every one. */
  readonly reach: string | undefined;
  readonly annotations: Readonly<Record<string, string>>;
};

const noted = (obligations: Obligations | undefined): Readonly<Record<string, string>> =>
  obligations === undefined || Object.keys(obligations).length === 0
    ? {}
    : { obligations: JSON.stringify(obligations) };

const notesOf = ({ basis, obligations, observable }: Rule): Readonly<Record<string, string>> => ({
  basis,
  ...noted(obligations),
  ...(observable !== undefined && { observable: observable.join(', ') }),
});

const permitOf = (rule: Rule, groups: Groups): CedarPolicy => ({
  id: rule.id,
  effect: 'permit',
  acts: actsOf(rule, groups),
  applies: all(scopeOf(rule, groups), permitFacts(rule)),
  fields: fieldsOf(rule, groups),
  reach: rule.permit === 'withhold' ? 'false' : `context.height <= resource.heights.${String(rule.permit)}`,
  annotations: notesOf(rule),
});

const capOf = (rule: Rule, groups: Groups): CedarPolicy => ({
  id: rule.id,
  effect: 'forbid',
  acts: actsOf(rule, groups),
  applies: all(inForce(rule), scopeOf(rule, groups), capFacts(rule)),
  fields: fieldsOf(rule, groups),
  reach: rule.cap === 'withhold' ? undefined : `context.height > resource.heights.${String(rule.cap)}`,
  annotations: notesOf(rule),
});

const guardOf = (guard: Guard): CedarPolicy => {
  const holds = knownToHold(guard.require);
  return {
    id: guard.id,
    effect: 'forbid',
    acts: actsOf(guard, {}),
    applies: all(inForce(guard), scopeOf(guard, {}), holds === undefined ? 'false' : `!(${holds})`),
    fields: undefined,
    reach: undefined,
    annotations: { basis: guard.basis },
  };
};

const everyAct = ['levering', 'inzage', 'resultaat'];

/** What nobody declared gets nothing, even from a permit for any: kinds and phases of the law, purposes of the covenant. */
const unknownName = ({ law, covenant }: Documents): CedarPolicy => {
  const kinds = [...law.kinds.participants, ...law.kinds.bureau];
  const purposes = Object.entries(covenant.parties).flatMap(([kind, party]) =>
    Object.keys(party.purposes).map((code) => `${kind}.${code}`),
  );
  const known = all(
    within('context.from', 'Kind', kinds),
    within('principal', 'Kind', kinds),
    oneOf('context.phase', phases),
    oneOf('context.purpose', purposes),
  );
  return {
    id: 'unknown-name',
    effect: 'forbid',
    acts: everyAct,
    applies: `!(${String(known)})`,
    fields: undefined,
    reach: undefined,
    annotations: { basis: 'WGS 2.19, 2.23(6)' },
  };
};

/** A rule that can speak of no act is none. */
const speaks = ({ acts }: CedarPolicy): boolean => acts.length > 0;

/** Every rule and guard of two documents that may come into force together, law first. */
export const policiesOf = ({ law, covenant }: Documents): readonly CedarPolicy[] =>
  [
    unknownName({ law, covenant }),
    ...law.guards.map(guardOf),
    ...law.caps.map((rule) => capOf(rule, {})),
    ...covenant.rules.map((rule) =>
      rule.permit === undefined ? capOf(rule, covenant.groups) : permitOf(rule, covenant.groups),
    ),
  ].filter(speaks);

const headOf = (acts: readonly string[]): string => {
  const actions = acts.map((act) => `Action::${literal(act)}`);
  if (actions.length === everyAct.length) return '(principal, action, resource)';
  return `(principal, action ${actions.length === 1 ? `== ${String(actions[0])}` : `in [${actions.join(', ')}]`}, resource)`;
};

const written = (effect: CedarPolicy['effect'], acts: readonly string[], asked: string | undefined): string =>
  `${effect} ${headOf(acts)}${asked === undefined ? '' : `\nwhen { ${asked} }`};`;

/** A policy as it stands in the export: with its id and what Cedar does not decide as annotations. */
export const policyText = ({ id, effect, acts, applies, fields, reach, annotations }: CedarPolicy): string =>
  [
    ...Object.entries({ id, ...annotations }).map(([name, value]) => `@${name}(${literal(value)})`),
    written(effect, acts, all(applies, fields, reach)),
  ].join('\n');

/** The same rule as a permit without field and height: a reason of the answer says that it applies to the question. */
export const applicabilityText = ({ acts, applies }: CedarPolicy): string => written('permit', acts, applies);

/** The same rule as a permit that asks of the field alone, under any act: a reason of the answer says that it speaks of it. */
export const coverageText = ({ fields }: CedarPolicy): string => written('permit', everyAct, fields);
