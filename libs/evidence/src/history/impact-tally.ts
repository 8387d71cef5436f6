import type { StoredDecision } from '@knooppunt/cases';
import type { DecidedField } from '@knooppunt/covenant';
import { groupOrder, byDimension } from './impact-report.js';
import type { Because, Change, ImpactGroup, ImpactReport } from './impact-report.js';

type Growing = { -readonly [K in keyof ImpactGroup]: ImpactGroup[K] } & { examples: string[] };

/** What a change is counted by besides field, levels and rule; `text` is the same for the same. */
export type Dimensions = Pick<ImpactGroup, 'recipientKind' | 'supplierKind' | 'payloadType' | 'purpose' | 'phase'> & {
  readonly text: string;
};

/** One field decision that comes out otherwise. */
export type Changed = Pick<ImpactGroup, 'change' | 'field' | 'from' | 'to'> & {
  readonly because: Because;
  readonly rule: string | null;
};

/** One more time (1), or one that was counted and is taken back (-1). */
export type Sign = 1 | -1;

const examplesAtMost = 5;
/** More ways to change than this are counted, not listed: a report that nobody reads must not fill the memory. */
const groupsAtMost = 20_000;

const ladders = new WeakMap<DecidedField, ReadonlyMap<string, number>>();

/** Where a level stands in the field's own order; withhold is 0, what it lacks -1. */
const heightOf = (level: string, field: DecidedField): number => {
  const known = ladders.get(field);
  if (known) return known.get(level) ?? -1;
  ladders.set(field, new Map(['withhold', 'exists', ...field.levels].map((one, height) => [one, height])));
  return heightOf(level, field);
};

/** How one level becomes another in the order of the field. */
export const changeOf = (field: DecidedField, from: string, to: string): Change => {
  if (from === to) return from === 'withhold' ? 'withheld' : 'kept';
  const [was, is] = [heightOf(from, field), heightOf(to, field)];
  if (was <= 0) return is <= 0 ? 'withheld' : 'allowed';
  if (is <= 0) return 'refused';
  return is > was ? 'raised' : 'lowered';
};

/** Under which key of a decision a field stands: its level, or the permit that gave it. */
export const keyIn = (lists: StoredDecision['permits'], field: string): string | undefined => {
  for (const key in lists) if (lists[key]?.includes(field)) return key;
  return undefined;
};

/** Counts what a draft changes. */
export class ImpactTally {
  private readonly totals = { allowed: 0, raised: 0, refused: 0, lowered: 0, kept: 0, withheld: 0 };
  private readonly groups = new Map<string, Growing>();
  private readonly missing = new Map<string, number>();
  private decisions = 0;
  private unsure = 0;

  /** A field decision, and how it comes out. */
  decision(change: Change, sign: Sign): void {
    this.decisions += sign;
    this.totals[change] += sign;
  }

  /** A field decision that rests on facts which the record does not hold. */
  open(missing: readonly string[], sign: Sign): void {
    this.unsure += sign;
    for (const name of missing) this.missing.set(name, (this.missing.get(name) ?? 0) + sign);
  }

  /** A field decision that comes out otherwise, in one disclosure. */
  changed(
    dimensions: Dimensions,
    changed: Changed,
    { sign, isSure, disclosure }: { readonly sign: Sign; readonly isSure: boolean; readonly disclosure: string },
  ): void {
    const group = this.group(dimensions, changed);
    if (!group) return;
    group.count += sign;
    if (!isSure) group.unsure += sign;
    if (sign < 0) group.examples = group.examples.filter((id) => id !== disclosure);
    else if (group.examples.length < examplesAtMost && group.examples.at(-1) !== disclosure) {
      group.examples.push(disclosure);
    }
  }

  /** What has been counted so far. */
  report(): Pick<ImpactReport, 'decisions' | 'totals' | 'unsure' | 'missingFacts' | 'by' | 'groups'> {
    const groups = [...this.groups.values()].filter(({ count }) => count > 0).toSorted(groupOrder);
    const missing = [...this.missing].filter(([, count]) => count > 0).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return {
      decisions: this.decisions,
      totals: { ...this.totals },
      unsure: this.unsure,
      missingFacts: Object.fromEntries(missing),
      by: byDimension(groups),
      groups,
    };
  }

  private group(dimensions: Dimensions, changed: Changed): Growing | undefined {
    const { change, field, from, to, because, rule } = changed;
    const key = `${dimensions.text} ${field} ${from} ${to} ${because} ${rule}`;
    const known = this.groups.get(key);
    if (known || this.groups.size >= groupsAtMost) return known;
    const { text: _text, ...named } = dimensions;
    const made: Growing = { ...named, change, field, from, to, because, rule, count: 0, unsure: 0, examples: [] };
    this.groups.set(key, made);
    return made;
  }
}
