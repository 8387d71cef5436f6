import type { Documents } from '../compiled/clauses.js';
import type { Level } from '@knooppunt/signals';
import type { Condition, Guard, ObligationDefinition, Obligations, Rule } from '../model.js';
import { clausesOf } from '../semantics/covenant-1.js';
import type { Assertion } from './assertion.js';

/** Where a rule stands in the documents that were given. */
export type Place = { readonly document: 'law' | 'covenant'; readonly path: readonly (string | number)[] };

/** A guard, permit, cap or assertion of one of the covenants that are analysed, with all that decides what it does. */
export type Row = {
  /** Which of the covenants it is of, by its place among them. */
  readonly side: number;
  readonly kind: 'guard' | 'permit' | 'cap' | 'assertion';
  readonly id: string;
  readonly place: Place;
  readonly level: Level;
  readonly clauses: readonly Condition[];
  /** Of a permit with the covenant's defaults; `own` are those that it states itself. */
  readonly obligations: Obligations;
  readonly own: Obligations;
  readonly rule: Rule | Guard | Assertion;
  /** What it does where it speaks, as text: rows with the same text are interchangeable there. */
  readonly meaning: string;
};

type Bare = Omit<Row, 'meaning'>;

const sortedEntries = (object: object): string =>
  JSON.stringify(Object.entries(object).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** What an obligation means here: how it combines, and whose secrecy a placeholder stands for. */
const dutyMeaning = ({ law, covenant }: Documents, name: string): readonly unknown[] => {
  const definitions: Readonly<Record<string, ObligationDefinition>> = { ...covenant.obligations, ...law.obligations };
  const secrecy = Object.entries(covenant.parties).map(([kind, party]) => [kind, party.secrecy]);
  return [name, definitions[name] ?? null, name === 'label' ? secrecy : null];
};

const meaningOf = (documents: Documents, { kind, level, clauses, obligations }: Bare): string =>
  JSON.stringify([
    kind,
    level,
    clauses.map(sortedEntries).toSorted(),
    sortedEntries(obligations),
    Object.keys(obligations)
      .toSorted()
      .map((name) => dutyMeaning(documents, name)),
  ]);

/** All rows of one covenant and its law: guards and caps of the law, then rules and assertions of the covenant. */
export const rowsOf = (documents: Documents, side: number): readonly Row[] => {
  const { law, covenant } = documents;
  const ofRule = (rule: Rule, place: Place): Bare => {
    const own = rule.obligations ?? {};
    const isPermit = rule.permit !== undefined;
    return {
      side,
      kind: isPermit ? 'permit' : 'cap',
      id: rule.id,
      place,
      level: rule.permit ?? rule.cap ?? 'withhold',
      clauses: clausesOf(rule),
      obligations: isPermit ? { ...covenant.defaults.obligations, ...own } : own,
      own,
      rule,
    };
  };
  const ofGuard = (guard: Guard, at: number): Bare => ({
    side,
    kind: 'guard',
    id: guard.id,
    place: { document: 'law', path: ['guards', at] },
    level: 'withhold',
    clauses: [guard.require],
    obligations: {},
    own: {},
    rule: guard,
  });
  const ofAssertion = (assertion: Assertion, at: number): Bare => ({
    side,
    kind: 'assertion',
    id: assertion.id,
    place: { document: 'covenant', path: ['assertions', at] },
    level: assertion.atMost ?? assertion.can ?? 'withhold',
    clauses: clausesOf(assertion),
    obligations: {},
    own: {},
    rule: assertion,
  });
  const assertions = (covenant.assertions ?? []) as unknown as readonly Assertion[];
  const bare = [
    ...law.guards.map(ofGuard),
    // a permit in the law layer permits nothing, and is refused where documents are validated
    ...law.caps.flatMap((rule, at) =>
      rule.cap === undefined
        ? []
        : [{ ...ofRule(rule, { document: 'law', path: ['caps', at] }), kind: 'cap' as const }],
    ),
    ...covenant.rules.map((rule, at) => ofRule(rule, { document: 'covenant', path: ['rules', at] })),
    ...assertions.map(ofAssertion),
  ];
  return bare.map((row) => ({ ...row, meaning: meaningOf(documents, row) }));
};
