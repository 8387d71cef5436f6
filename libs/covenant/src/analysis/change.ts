import type { Level } from '@knooppunt/signals';
import type { FactCondition } from './conditions.js';
import type { Period, Reader } from './space.js';

/**
 * What changes: the level of a field that is seen, whether it may be supplied at all, or a duty that comes with seeing it.
 * A duty has no `before` where it is new, and no `after` where it is lost; of a list it is one thing on it.
 */
export type Aspect =
  | { readonly kind: 'level'; readonly before: Level; readonly after: Level }
  | { readonly kind: 'supply'; readonly before: 'withhold' | 'reveal'; readonly after: 'withhold' | 'reveal' }
  | { readonly kind: 'duty'; readonly duty: string; readonly before?: string; readonly after?: string };

/** A change with its reasons, wherever it occurs. */
export type Delta = {
  readonly aspect: Aspect;
  /** More is seen, supplied or allowed than before; otherwise less. */
  readonly isWider: boolean;
  /**
   * Exactly when: one of these conditions holds, given what `provided` lets through. Of a duty: given that the field is seen
   * under both versions. An empty condition asks nothing.
   */
  readonly when: readonly FactCondition[];
  /**
   * Guards and caps that both versions have, by their names in the wider one: none of them, where it speaks, stands in the way
   * of the higher level. Of a duty there are none.
   */
  readonly provided: readonly string[];
  /** The rules that decide, before and after; `defaults` where a duty comes from the covenant's defaults. */
  readonly decidedBy: { readonly before: readonly string[]; readonly after: readonly string[] };
};

/** A set of questions: every combination of what it lists. */
export type Block = {
  readonly from: readonly string[];
  /** The payload types, each with the fields that are meant. */
  readonly types: readonly { readonly type: string; readonly fields: readonly string[] }[];
  /** The same fields in short: categories of which all fields are meant, `all`, and names. */
  readonly what: readonly string[];
  readonly to: readonly Reader[];
  readonly phases: readonly string[];
  readonly act: 'inzage' | 'levering' | 'resultaat';
  readonly periods: readonly Period[];
};

/** A change and everywhere it occurs; the blocks do not overlap. */
export type Change = Delta & { readonly blocks: readonly Block[] };

/** A covenant that is in force longer, shorter or at another time. */
export type TermChange = { readonly before: Period; readonly after: Period; readonly isWider: boolean };

/** How two covenants differ in meaning; nothing where they mean the same. Widenings come first. */
export type Difference = {
  readonly changes: readonly Change[];
  readonly term?: TermChange;
  /** Whether the law differed in the days that were compared, so that blocks name them. */
  readonly periods: readonly Period[];
};
