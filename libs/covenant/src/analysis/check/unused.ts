import type { Documents } from '../../compiled/clauses.js';
import type { Rule, Selector } from '../../model.js';
import { factsOf } from '../../validate/names.js';
import type { AnalysisFinding, FindingCode } from './finding.js';

const dimensions = ['from', 'to', 'type', 'fields', 'purpose', 'phase', 'at'] as const;

const wordsOf = (selector: Selector | undefined): readonly string[] => {
  if (selector === undefined) return [];
  if (typeof selector === 'string') return [selector];
  return 'except' in selector ? [selector.of ?? [], selector.except].flat() : selector;
};

const reachable = (words: ReadonlySet<string>, groups: Readonly<Record<string, readonly string[]>>): Set<string> => {
  const met = new Set(words);
  for (const word of met) for (const member of (Object.hasOwn(groups, word) ? groups[word] : []) ?? []) met.add(member);
  return met;
};

/** Groups, facts and duties that a covenant defines and that nothing in it, or in the law above it, uses. */
export const unusedIn = ({ law, covenant }: Documents): readonly AnalysisFinding[] => {
  const assertions = (covenant.assertions ?? []) as unknown as readonly Rule[];
  const own = [...covenant.rules, ...assertions];
  const all = [...law.guards, ...law.caps, ...own];
  const words = new Set(own.flatMap((rule) => dimensions.flatMap((name) => wordsOf(rule[name]))));
  const groups = reachable(words, covenant.groups);
  const facts = new Set(all.flatMap((rule) => factsOf(rule)));
  const duties = new Set(
    [
      covenant.defaults.obligations,
      ...[...law.caps, ...covenant.rules].map(({ obligations }) => obligations ?? {}),
    ].flatMap((obligations) => Object.keys(obligations)),
  );
  const told = (
    code: FindingCode,
    part: 'groups' | 'facts' | 'obligations',
    used: ReadonlySet<string>,
  ): readonly AnalysisFinding[] =>
    Object.keys(covenant[part])
      .filter((name) => !used.has(name))
      .map((name) => ({
        severity: 'waarschuwing',
        code,
        rules: [],
        where: { document: 'covenant', path: [part, name] },
        names: { name: [name] },
      }));
  return [
    ...told('unused-group', 'groups', groups),
    ...told('unused-fact', 'facts', facts),
    ...told('unused-obligation', 'obligations', duties),
  ];
};
