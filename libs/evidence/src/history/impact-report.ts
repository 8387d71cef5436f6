import type { CalendarDate } from '@knooppunt/kernel';

/** How a past field decision comes out under a draft; widenings first. `withheld`: then as under the draft. */
export const changes = ['allowed', 'raised', 'refused', 'lowered', 'kept', 'withheld'] as const;
export type Change = (typeof changes)[number];

/**
 * What makes the difference. `permit`: one of the draft that gives more. `cap`: one that lowers. `guard`: the question would
 * have been refused. `no-permit`: the permit of then gives it no longer. `envelope`: the reader would not know of the item.
 */
export type Because = 'permit' | 'cap' | 'guard' | 'no-permit' | 'envelope';

/** A number of field decisions for each way that they can come out. */
export type ChangeCounts = Readonly<Record<Change, number>>;

/** Field decisions that come out otherwise in one way. `unsure`: so many rest on a fact that the records do not hold. */
export type ImpactGroup = {
  readonly change: Change;
  readonly recipientKind: string;
  readonly supplierKind: string;
  readonly payloadType: string;
  readonly field: string;
  readonly purpose: string;
  readonly phase: string;
  readonly from: string;
  readonly to: string;
  readonly because: Because;
  /** The deciding rule of the draft, or of then for `no-permit`; null where no rule is named. */
  readonly rule: string | null;
  readonly count: number;
  readonly unsure: number;
  /** Some disclosures that hold such a decision, by id. */
  readonly examples: readonly string[];
};

/** The dimensions by which changes are counted. */
export const impactDimensions = [
  'recipientKind',
  'supplierKind',
  'payloadType',
  'field',
  'purpose',
  'phase',
  'rule',
] as const;
export type ImpactDimension = (typeof impactDimensions)[number];

/** What a draft would have changed in a stored history: counts and ids, no content. */
export type ImpactReport = {
  readonly from: CalendarDate | null;
  readonly until: CalendarDate | null;
  /** Records judged; broken off by the hub itself; readings back of one's own, which no covenant decides. */
  readonly disclosures: number;
  readonly aborted: number;
  readonly own: number;
  /** Reads that were refused whole: a record of them holds no facts, so a draft cannot be put to them. */
  readonly refusedReads: number;
  /** Records that could not be judged at all, by reason. */
  readonly unjudged: Readonly<Record<string, number>>;
  readonly items: number;
  readonly decisions: number;
  readonly totals: ChangeCounts;
  /** Field decisions that could not be judged fully, and how many wanted each fact that is not recorded. */
  readonly unsure: number;
  readonly missingFacts: Readonly<Record<string, number>>;
  /** Changes by dimension and value. */
  readonly by: Readonly<Record<ImpactDimension, Readonly<Record<string, Partial<ChangeCounts>>>>>;
  /** Every change, widenings first, then by number. */
  readonly groups: readonly ImpactGroup[];
};

const rank = (change: Change): number => changes.indexOf(change);
const nameOf = (group: ImpactGroup): string => {
  const { recipientKind, supplierKind, payloadType, field, purpose, phase, to, rule, from, because } = group;
  return [recipientKind, supplierKind, payloadType, field, purpose, phase, to, rule, from, because].join(' ');
};

/** Widenings first, then the larger number, then by name: one order for one history. */
export const groupOrder = (a: ImpactGroup, b: ImpactGroup): number =>
  rank(a.change) - rank(b.change) || b.count - a.count || (nameOf(a) < nameOf(b) ? -1 : 1);

/** Changes by dimension, from the groups. */
export const byDimension = (groups: readonly ImpactGroup[]): ImpactReport['by'] => {
  const entries = impactDimensions.map((dimension) => {
    const values = new Map<string, Partial<Record<Change, number>>>();
    for (const group of groups) {
      const value = group[dimension] ?? '-';
      const counts = values.get(value) ?? {};
      values.set(value, counts);
      counts[group.change] = (counts[group.change] ?? 0) + group.count;
    }
    return [dimension, Object.fromEntries([...values].toSorted(([a], [b]) => (a < b ? -1 : 1)))] as const;
  });
  return Object.fromEntries(entries) as ImpactReport['by'];
};
