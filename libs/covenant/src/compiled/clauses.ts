import type { Level } from '@knooppunt/signals';
import type { Condition, CovenantDocument, Guard, LawDocument, Obligations, Rule } from '../model.js';
import { clausesOf } from '../semantics/covenant-1.js';
import { inPhases, readingOf } from './reading.js';
import type { Reading } from './reading.js';

/** The documents that are compiled together. */
export type Documents = { readonly law: LawDocument; readonly covenant: CovenantDocument };

/** What a clause does. A rule without effect decides nothing, but its facts are asked and so belong in the record. */
export type Kind = 'guard' | 'permit' | 'cap' | 'silent';

/** The order of clauses: all guards, then all permits, and so on; of one kind by id of their rule. */
export const kinds: readonly Kind[] = ['guard', 'permit', 'cap', 'silent'];

/** What a rule or guard speaks of, its groups spelled out. */
export type Readings = {
  readonly act: Reading;
  readonly from: Reading;
  readonly to: Reading;
  readonly type: Reading;
  readonly purpose: Reading;
  readonly phase: Reading;
  readonly fields: Reading;
};

/** One effect of one rule under one of its conditions. A rule with three alternatives is three clauses of one number. */
export type Clause = {
  readonly kind: Kind;
  /** Number of its rule among the rules of both documents. */
  readonly rule: number;
  readonly level: Level;
  readonly condition: Condition;
  readonly readings: Readings;
  readonly obligations: Obligations;
  /** First and last day (`open`) of a rule of law. */
  readonly dated: Rule['in'];
};

/** Guards and rules of both documents, numbered: what a deciding number stands for. */
export type NumberedRule = { readonly id: string; readonly basis: string };

type Read = { readonly rule: Rule; readonly groups: CovenantDocument['groups']; readonly dated: Rule['in'] };

const byId = (a: Read, b: Read): number => (a.rule.id < b.rule.id ? -1 : Number(a.rule.id > b.rule.id));

/** Rules of law are dated, and read without the groups of any covenant. */
const ofLaw = (rule: Rule): Read => ({ rule, groups: {}, dated: rule.in });

const readingsOf = ({ rule, groups }: Read): Readings => ({
  act: readingOf(rule.at ?? 'inzage', groups),
  from: readingOf(rule.from, groups),
  to: readingOf(rule.to, groups),
  type: readingOf(rule.type, groups),
  purpose: readingOf(rule.purpose, groups),
  phase: inPhases(readingOf(rule.phase, groups)),
  fields: readingOf(rule.fields, groups),
});

type Effect = Pick<Clause, 'kind' | 'level' | 'obligations'>;

const effectsOf = ({ permit, cap, obligations = {} }: Rule, defaults: Obligations): readonly Effect[] => {
  const effects: Effect[] = [];
  if (permit !== undefined)
    effects.push({ kind: 'permit', level: permit, obligations: { ...defaults, ...obligations } });
  if (cap !== undefined) effects.push({ kind: 'cap', level: cap, obligations });
  return effects.length > 0 ? effects : [{ kind: 'silent', level: 'withhold', obligations: {} }];
};

const asksOfGuard: readonly Effect[] = [{ kind: 'guard', level: 'withhold', obligations: {} }];

const clausesOfRule = (
  read: Read,
  rule: number,
  effects: readonly Effect[],
  conditions: readonly Condition[],
): readonly Clause[] => {
  const readings = readingsOf(read);
  return effects.flatMap((effect) =>
    conditions.map((condition) => ({ ...effect, rule, condition, readings, dated: read.dated })),
  );
};

const inKindOrder = (clauses: readonly Clause[]): readonly Clause[] =>
  kinds.flatMap((kind) => clauses.filter((clause) => clause.kind === kind));

/** Every guard and rule of both documents as numbered rules and their clauses, in canonical order. */
export const clausesIn = ({
  law,
  covenant,
}: Documents): { readonly rules: readonly NumberedRule[]; readonly clauses: readonly Clause[] } => {
  const guards = law.guards.map(ofLaw).toSorted(byId);
  const rules = [
    ...law.caps.filter(({ cap }) => cap !== undefined).map(ofLaw),
    ...covenant.rules.map((rule): Read => ({ rule, groups: covenant.groups, dated: undefined })),
  ].toSorted(byId);
  const clauses = [
    ...guards.flatMap((read, at) => clausesOfRule(read, at, asksOfGuard, [(read.rule as Rule & Guard).require])),
    ...rules.flatMap((read, at) =>
      clausesOfRule(
        read,
        guards.length + at,
        effectsOf(read.rule, covenant.defaults.obligations),
        clausesOf(read.rule),
      ),
    ),
  ];
  return {
    rules: [...guards, ...rules].map(({ rule: { id, basis } }) => ({ id, basis })),
    clauses: inKindOrder(clauses),
  };
};
