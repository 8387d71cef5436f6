import type { CovenantDocument, Rule, Selector } from '@knooppunt/covenant';

/** What there is to show: types of payload, with their fields by category. */
export type ShownTypes = readonly {
  readonly id: string;
  readonly fields: readonly { readonly name: string; readonly category: string }[];
}[];

type Groups = CovenantDocument['groups'];
type Words = string | readonly string[];

const whole: readonly string[] = ['any', 'content'];

const wordsOf = (words: Words, groups: Groups): readonly string[] =>
  (typeof words === 'string' ? [words] : words).flatMap((word) =>
    Object.hasOwn(groups, word) ? wordsOf(groups[word] ?? [], groups) : [word],
  );

const isOneOf = (words: Words, names: readonly string[], groups: Groups): boolean =>
  wordsOf(words, groups).some((word) => whole.includes(word) || names.includes(word));

/** Does a selector take something that goes by these names? */
const takes = (selector: Selector | undefined, names: readonly string[], groups: Groups): boolean => {
  if (selector === undefined) return true;
  if (typeof selector === 'string' || Array.isArray(selector)) return isOneOf(selector as Words, names, groups);
  const { of, except } = selector as Extract<Selector, { except: unknown }>;
  return (of === undefined || isOneOf(of, names, groups)) && !isOneOf(except, names, groups);
};

type Shown = { readonly types: ReadonlySet<string>; readonly categories: ReadonlySet<string> };

/** Types of which a covenant permits anything of at all, and categories of their fields. */
const shownBy = ({ rules, groups }: CovenantDocument, all: ShownTypes): Shown => {
  const permits = rules.filter(({ permit }) => permit !== undefined && permit !== 'withhold');
  const shown = all.flatMap(({ id, fields }) => {
    const ofType = permits.filter(({ type }: Rule) => takes(type, [id], groups));
    return fields
      .filter(({ name, category }) => ofType.some((rule) => takes(rule.fields, [name, category], groups)))
      .map(({ category }) => ({ id, category }));
  });
  return {
    types: new Set(shown.map(({ id }) => id)),
    categories: new Set(shown.map(({ category }) => category)),
  };
};

const purposesOf = ({ parties }: CovenantDocument): readonly string[] =>
  Object.entries(parties).flatMap(([kind, { purposes }]) => Object.keys(purposes).map((code) => `${kind}.${code}`));

const anew = (next: Iterable<string>, former: Iterable<string>, what: string): readonly string[] => {
  const known = new Set(former);
  return [...next]
    .filter((value) => !known.has(value))
    .toSorted()
    .map((value) => `${what}:${value}`);
};

/**
 * What a version does that the one in force does not do at all, as codes: a party or a purpose that it did not name
 * (`party:KMAR`, `purpose:POL.opsporing`), a type of payload or a category of fields of which it permitted nothing to anybody
 * (`type:S30`, `category:SEX`). Such a new kind of processing waits for the advice of the committee (R69, BGS 1.13). Who sees
 * more of what was shown before is a widening, for suppliers to sign.
 */
export const newProcessing = (
  former: CovenantDocument | undefined,
  next: CovenantDocument,
  types: ShownTypes,
): readonly string[] => {
  if (!former) return [];
  const [before, after] = [shownBy(former, types), shownBy(next, types)];
  return [
    ...anew(Object.keys(next.parties), Object.keys(former.parties), 'party'),
    ...anew(purposesOf(next), purposesOf(former), 'purpose'),
    ...anew(after.types, before.types, 'type'),
    ...anew(after.categories, before.categories, 'category'),
  ];
};
