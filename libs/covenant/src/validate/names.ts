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

const membersOf = (groups: Groups, name: string): readonly string[] | undefined =>
  Object.hasOwn(groups, name) ? groups[name] : undefined;

/** All that some names stand for, groups among it, each once: groups that share members would multiply without end. */
const reached = (names: readonly string[], groups: Groups): ReadonlySet<string> => {
  const met = new Set(names);
  // a set gives what is added while it is gone through
  for (const name of met) for (const member of membersOf(groups, name) ?? []) met.add(member);
  return met;
};

/** Names in the dimensions of a rule that nothing in the documents or the registry bears. */
export const nameProblems = (rule: Naming, known: Known, groups: Groups): readonly Problem[] =>
  (Object.keys(known) as Dimension[]).flatMap((dimension) =>
    [...reached(itemsOf(rule[dimension]), groups)]
      .filter((name) => !known[dimension].has(name) && !Object.hasOwn(groups, name))
      .map((name) => problem('unknown-name', `${dimension}: unknown \`${name}\``, rule.id, { name, dimension })),
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

/** Groups that hold themselves or lead to one that does: what is left when those without such a member are taken out. */
const cyclicIn = (groups: Groups): ReadonlySet<string> => {
  const left = new Map(
    Object.entries(groups).map(([name, members]) => [
      name,
      new Set(members.filter((member) => Object.hasOwn(groups, member))),
    ]),
  );
  const holders = new Map<string, string[]>();
  for (const [name, members] of left) {
    for (const member of members) holders.set(member, [...(holders.get(member) ?? []), name]);
  }
  const ended = [...left].filter(([, members]) => members.size === 0).map(([name]) => name);
  for (const name of ended) {
    left.delete(name);
    for (const holder of holders.get(name) ?? []) {
      const members = left.get(holder);
      members?.delete(name);
      // a list gives what is added while it is gone through
      if (members?.size === 0) ended.push(holder);
    }
  }
  return new Set(left.keys());
};

/** More words, and more groups in groups, than any covenant that people read has. */
const mostWords = 10_000;
const deepest = 32;

/** What a group is when it is written in full, repeats and all: how many words, and how many groups in each other. */
type Size = { readonly words: number; readonly height: number };

/** How many words each group stands for: so long do decisions take to read it. Endless where groups go too deep. */
const lengthsOf = (groups: Groups): ((name: string) => number) => {
  const known = new Map<string, Size>();
  const sizeOf = (name: string, depth: number): Size => {
    const members = membersOf(groups, name);
    if (members === undefined) return { words: 1, height: 0 };
    if (depth > deepest) return { words: Infinity, height: 1 };
    const size = known.get(name);
    if (size !== undefined) return size;
    // one that holds itself is told as such
    known.set(name, { words: 1, height: 1 });
    const found = members.reduce<Size>(
      (all, member) => {
        const { words, height } = sizeOf(member, depth + 1);
        return { words: all.words + words, height: Math.max(all.height, height + 1) };
      },
      { words: 0, height: 1 },
    );
    known.set(name, found);
    return found;
  };
  return (name) => {
    const { words, height } = sizeOf(name, 1);
    return height > deepest ? Infinity : words;
  };
};

/** A group may not hold itself, nor take the name of a thing: then a word would mean something else than it says. */
export const groupProblems = ({ covenant }: Documents, known: Known): readonly Problem[] => {
  const lengthOf = lengthsOf(covenant.groups);
  const cyclic = cyclicIn(covenant.groups);
  return Object.entries(covenant.groups).flatMap(([name, members]) => {
    const isName = (word: string) => Object.values(known).some((words) => words.has(word)) || word === 'any';
    const strangers = members.filter((member) => !isName(member) && !Object.hasOwn(covenant.groups, member));
    return [
      ...(isName(name) ? [problem('shadowing-group', `group \`${name}\` bears the name of something else`)] : []),
      ...(cyclic.has(name) ? [problem('cyclic-group', `group \`${name}\` holds a group that holds itself`)] : []),
      ...(lengthOf(name) > mostWords
        ? [problem('exploding-group', `group \`${name}\` stands for more than ${mostWords} words, or goes too deep`)]
        : []),
      ...strangers.map((member) =>
        problem('unknown-name', `group \`${name}\`: unknown \`${member}\``, undefined, {
          name: member,
          dimension: 'group',
        }),
      ),
    ];
  });
};
