import type { Level } from '@knooppunt/signals';
import type { Condition, CovenantDocument, Guard, LawDocument, Obligations, Rule, Selector } from '../model.js';
import { clausesOf } from '../semantics/covenant-1.js';
import { inPhases, readingOf } from './reading.js';
import type { Reading } from './reading.js';

/** The documents that are compiled together. */
export type Documents = { readonly law: LawDocument; readonly covenant: CovenantDocument };

/** What a clause does. A rule without effect decides nothing, but its facts are asked and so belong in the record. */
export type Kind = 'guard' | 'permit' | 'cap' | 'silent';

/** The order of clauses: all guards, then all permits, and so on; of one kind by id of their rule. */
export const kinds: readonly Kind[] = ['guard', 'permit', 'cap', 'silent'];

/** What a rule or guard speaks of besides fields, its groups spelled out. Read once, into sets of clauses. */
export type Readings = {
  readonly act: Reading;
  readonly from: Reading;
  readonly to: Reading;
  readonly type: Reading;
  readonly purpose: Reading;
  readonly phase: Reading;
};

/** One effect of one rule under one of its conditions. A rule with three alternatives is three clauses of one number. */
export type Clause = {
  readonly kind: Kind;
  /** Number of its rule among the rules of both documents. */
  readonly rule: number;
  readonly level: Level;
  readonly condition: Condition;
  readonly fields: Reading;
  readonly obligations: Obligations;
  /** First and last day (`open`) of a rule of law. */
  readonly dated: Rule['in'];
};

/** Guards and rules of both documents, numbered: what a deciding number stands for. */
export type NumberedRule = { readonly id: string; readonly basis: string };

type Effect = Pick<Clause, 'kind' | 'level' | 'obligations'>;

/** Reads selectors by the groups of their document; the same words once. */
class SelectorReader {
  private readonly known = new Map<string, Reading>();

  constructor(private readonly groups: CovenantDocument['groups']) {}

  of(selector: Selector = 'any'): Reading {
    const key = JSON.stringify(selector);
    const reading = this.known.get(key) ?? readingOf(selector, this.groups);
    this.known.set(key, reading);
    return reading;
  }

  all(rule: Omit<Rule, 'permit' | 'cap'>): Readings {
    return {
      act: this.of(rule.at ?? 'inzage'),
      from: this.of(rule.from),
      to: this.of(rule.to),
      type: this.of(rule.type),
      purpose: this.of(rule.purpose),
      phase: inPhases(this.of(rule.phase)),
    };
  }
}

type Read = {
  readonly rule: Omit<Rule, 'permit' | 'cap'>;
  readonly reader: SelectorReader;
  readonly dated: Rule['in'];
  readonly effects: readonly Effect[];
  readonly conditions: readonly Condition[];
};

const effectsOf = ({ permit, cap, obligations = {} }: Rule, defaults: Obligations): readonly Effect[] => {
  const effects: Effect[] = [];
  if (permit !== undefined)
    effects.push({ kind: 'permit', level: permit, obligations: { ...defaults, ...obligations } });
  if (cap !== undefined) effects.push({ kind: 'cap', level: cap, obligations });
  return effects.length > 0 ? effects : [{ kind: 'silent', level: 'withhold', obligations: {} }];
};

const asking: readonly Effect[] = [{ kind: 'guard', level: 'withhold', obligations: {} }];

const readGuard = (guard: Guard, reader: SelectorReader): Read => ({
  rule: guard,
  reader,
  dated: guard.in,
  effects: asking,
  conditions: [guard.require],
});

const byId = (a: Read, b: Read): number => (a.rule.id < b.rule.id ? -1 : Number(a.rule.id > b.rule.id));

/**
 * Guards, and rules of both documents, each by id whatever the documents' order. The law is read without the groups of any
 * covenant, and only the law is dated.
 */
const readDocuments = ({ law, covenant }: Documents): readonly Read[] => {
  const [lawReader, covenantReader] = [new SelectorReader({}), new SelectorReader(covenant.groups)];
  const read = (rule: Rule, reader: SelectorReader, dated: Rule['in']): Read => ({
    rule,
    reader,
    dated,
    effects: effectsOf(rule, covenant.defaults.obligations),
    conditions: clausesOf(rule),
  });
  const ofLaw = law.caps.filter(({ cap }) => cap !== undefined).map((rule) => read(rule, lawReader, rule.in));
  const ofCovenant = covenant.rules.map((rule) => read(rule, covenantReader, undefined));
  const guards = law.guards.map((guard) => readGuard(guard, lawReader));
  return [...guards.toSorted(byId), ...[...ofLaw, ...ofCovenant].toSorted(byId)];
};

/** What documents come to: rules by number, clauses in canonical order, and at the place of each clause what it speaks of. */
export type Numbered = {
  readonly rules: readonly NumberedRule[];
  readonly clauses: readonly Clause[];
  readonly readings: readonly Readings[];
};

/** Every guard and rule of both documents as numbered rules and their clauses. */
export const clausesIn = (documents: Documents): Numbered => {
  const read = readDocuments(documents);
  const spoken = read.flatMap(({ rule, reader, effects, conditions, dated }, number) => {
    const [readings, fields] = [reader.all(rule), reader.of(rule.fields)];
    return effects.flatMap((effect) =>
      conditions.map((condition) => ({ clause: { ...effect, rule: number, condition, fields, dated }, readings })),
    );
  });
  const inOrder = kinds.flatMap((kind) => spoken.filter(({ clause }) => clause.kind === kind));
  return {
    rules: read.map(({ rule: { id, basis } }) => ({ id, basis })),
    clauses: inOrder.map(({ clause }) => clause),
    readings: inOrder.map(({ readings }) => readings),
  };
};
