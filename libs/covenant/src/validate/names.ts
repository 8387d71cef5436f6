import type { Condition, CovenantDocument, Guard, LawDocument, Rule, Selector } from '../model.js';
import { clausesOf } from '../semantics/covenant-1.js';
import { phases } from '../semantics/covenant-1.selectors.js';
import { problem } from './problem.js';
import type { Problem, RegistryView } from './problem.js';

/** A rule, guard or assertion, as far as it names things. */
export type Naming = Partial<Omit<Rule, 'id'>> & { readonly id: string; readonly require?: Condition };
type Dimension = 'from' | 'to' | 'type' | 'fields' | 'purpose' | 'phase' | 'at';
type Known = Readonly<Record<Dimension, ReadonlySet<string>>>;
type Groups = CovenantDocument['groups'];
type Documents = { readonly law: LawDocument; readonly covenant: CovenantDocument };

const pseudoFields = ['_exists', '_text'];

/** All names that a rule may use, per dimension. `wider`: with the types and fields to come that the law knows. */
export const knownNames = ({ law, covenant }: Documents, registry: RegistryView, wider: boolean): Known => {
  const kinds = [...law.kinds.participants, ...law.kinds.bureau];
  const toCome = wider ? law.vocabulary : undefined;
  const fields = registry.types.flatMap((type) => type.fields.map(({ name }) => name));
  const purposes = Object.entries(covenant.parties).flatMap(([kind, party]) =>
    Object.keys(party.purposes).map((code) => `${kind}.${code}`),
  );
  return {
    from: new Set(kinds),
    to: new Set(kinds),
    type: new Set([...registry.types.map(({ id }) => id), ...(toCome?.types ?? [])]),
    fields: new Set([...fields, ...(toCome?.fields ?? []), ...pseudoFields, 'content', ...covenant.categories]),
    purpose: new Set([...purposes, 'own']),
    phase: new Set([...phases, ...phases.map((phase) => `${phase}+`)]),
    at: new Set(Object.keys(law.acts)),
  };
};

const itemsOf = (selector: Selector | undefined): readonly string[] => {
  if (selector === undefined || selector === 'any') return [];
  if (typeof selector === 'string') return [selector];
  if (!('except' in selector)) return selector;
  return [selector.of ?? [], selector.except].flat();
};

/** The words that some names stand for, with every group replaced by its members at any depth. */
const expand = (names: readonly string[], groups: Groups, met: readonly string[] = []): readonly string[] =>
  names.flatMap((name) =>
    Object.hasOwn(groups, name) && !met.includes(name) ? expand(groups[name] ?? [], groups, [...met, name]) : [name],
  );

/** Names in the dimensions of a rule that nothing in the documents or the registry bears. */
export const nameProblems = (rule: Naming, known: Known, groups: Groups): readonly Problem[] =>
  (Object.keys(known) as Dimension[]).flatMap((dimension) =>
    expand(itemsOf(rule[dimension]), groups)
      .filter((name) => !known[dimension].has(name))
      .map((name) => problem('unknown-name', `${dimension}: unknown \`${name}\``, rule.id)),
  );

/** The facts that a rule, guard or assertion asks. */
export const factsOf = (rule: Pick<Naming, 'when' | 'require'>): readonly string[] => [
  ...clausesOf(rule as Pick<Rule, 'when'>).flatMap((clause) => Object.keys(clause)),
  ...Object.keys(rule.require ?? {}),
];

/** Facts that neither document declares. */
export const factProblems = ({ law, covenant }: Documents, rules: readonly (Naming | Guard)[]): readonly Problem[] =>
  rules.flatMap((rule) =>
    factsOf(rule)
      .filter((fact) => !Object.hasOwn(law.facts, fact) && !Object.hasOwn(covenant.facts, fact))
      .map((fact) => problem('unknown-fact', `unknown fact \`${fact}\``, rule.id)),
  );

const isCyclic = (groups: Groups, name: string, met: readonly string[]): boolean =>
  met.includes(name) ||
  (Object.hasOwn(groups, name) && (groups[name] ?? []).some((member) => isCyclic(groups, member, [...met, name])));

/** A group may not hold itself, nor take the name of a thing: then a word would mean something else than it says. */
export const groupProblems = ({ covenant }: Documents, known: Known): readonly Problem[] =>
  Object.entries(covenant.groups).flatMap(([name, members]) => {
    const isName = (word: string) => Object.values(known).some((words) => words.has(word)) || word === 'any';
    const strangers = members.filter((member) => !isName(member) && !Object.hasOwn(covenant.groups, member));
    return [
      ...(isName(name) ? [problem('shadowing-group', `group \`${name}\` bears the name of something else`)] : []),
      ...(isCyclic(covenant.groups, name, []) ? [problem('cyclic-group', `group \`${name}\` holds itself`)] : []),
      ...strangers.map((member) => problem('unknown-name', `group \`${name}\`: unknown \`${member}\``)),
    ];
  });
