import type { Kind } from '@knooppunt/kernel';
import type { CovenantDocument, LawDocument } from '../model.js';
import type { RegistryView } from '../validate/problem.js';
import type { Change, Difference } from './change.js';
import { diff } from './difference.js';
import { visibleUnder } from './visible.js';

/** A widening with the kinds of organisation whose data it widens: those that supply what is seen, kept or passed on more. */
export type Widening = Change & { readonly suppliers: readonly Kind[] };

const suppliersOf = ({ blocks }: Change): readonly Kind[] =>
  [...new Set(blocks.flatMap(({ from }) => from))].toSorted();

/** The changes of a difference by which more is seen, supplied or allowed. */
export const widenings = ({ changes }: Difference): readonly Widening[] =>
  changes.filter(({ isWider }) => isWider).map((change) => ({ ...change, suppliers: suppliersOf(change) }));

/** A covenant that permits nothing: what the first one is compared with. */
const emptyBefore = (covenant: CovenantDocument): CovenantDocument => ({ ...covenant, rules: [], assertions: [] });

/**
 * The kinds of organisation of whose data a new covenant lets more be seen, kept or passed on than the old one, under the
 * law that is in force; each must sign it. Without an old one, all of whose data anything is seen. A longer time in force
 * widens the data of all of them. Sorted.
 */
export const suppliersWidened = (
  law: LawDocument,
  old: CovenantDocument | undefined,
  next: CovenantDocument,
  registry: RegistryView,
): readonly Kind[] => {
  const after = { law, covenant: next };
  const seen = (): readonly Kind[] => [...visibleUnder(after, registry).suppliers].toSorted();
  if (old === undefined) return seen();
  const difference = diff({ law, covenant: old }, after, registry);
  const lasting = difference.term?.isWider === true ? seen() : [];
  return [...new Set([...lasting, ...widenings(difference).flatMap(({ suppliers }) => suppliers)])].toSorted();
};

/** What a new covenant lets be seen that nobody could see anything of before: a new kind of processing where any is named. */
export type NewProcessing = {
  readonly categories: readonly string[];
  readonly types: readonly string[];
  readonly recipients: readonly string[];
  readonly purposes: readonly string[];
};

const added = (before: ReadonlySet<string>, after: ReadonlySet<string>): readonly string[] =>
  [...after].filter((name) => !before.has(name)).toSorted();

/**
 * Categories, payload types, kinds of recipient and purposes of which nobody could see anything under the old covenant and
 * somebody can under the new one. Where there is any, it is a new kind of processing, which waits for the RAC's advice
 * (R69, BGS 1.13). Undefined where there is none; without an old covenant everything is new.
 */
export const newProcessing = (
  law: LawDocument,
  old: CovenantDocument | undefined,
  next: CovenantDocument,
  registry: RegistryView,
): NewProcessing | undefined => {
  const before = visibleUnder({ law, covenant: old ?? emptyBefore(next) }, registry);
  const after = visibleUnder({ law, covenant: next }, registry);
  const found: NewProcessing = {
    categories: added(before.categories, after.categories),
    types: added(before.types, after.types),
    recipients: added(before.recipients, after.recipients),
    purposes: added(before.purposes, after.purposes),
  };
  return Object.values(found).some((names) => names.length > 0) ? found : undefined;
};
