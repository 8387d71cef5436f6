import type { StoredDecision } from '@knooppunt/cases';
import type { DecidedField } from '@knooppunt/covenant';
import { groupOrder, byDimension, changes } from './impact-report.js';
import type { Because, Change, ChangeCounts, ImpactGroup, ImpactReport } from './impact-report.js';
import type { FieldOutcome, Verdict } from './verdicts.js';

type Growing = { -readonly [K in keyof ImpactGroup]: ImpactGroup[K] } & { examples: string[] };
type Counts = Record<Change, number>;
/** What a change is counted by besides field and rule. */
export type Dimensions = Pick<ImpactGroup, 'recipientKind' | 'supplierKind' | 'payloadType' | 'purpose' | 'phase'>;

const examplesAtMost = 5;
/** More ways to change than this are counted, not listed: a report that nobody reads must not fill the memory. */
const groupsAtMost = 20_000;

const noCounts = (): Counts => ({ allowed: 0, raised: 0, refused: 0, lowered: 0, kept: 0, withheld: 0 });

/** What one more block adds. Made once for all blocks that were and are decided alike; `times` counts since the last drain. */
export type Effect = {
  readonly counts: ChangeCounts;
  readonly decisions: number;
  readonly unsure: number;
  readonly missing: readonly string[];
  readonly groups: readonly { readonly group: Growing; readonly isSure: boolean }[];
  times: number;
};

/** Was the item there for its reader then, and is it under the draft? */
export type Seen = {
  readonly was: boolean;
  readonly is: boolean;
  readonly head: Verdict;
  /** The permit that let the reader know of it then. */
  readonly headPermit: string | undefined;
};

const ladders = new WeakMap<DecidedField, ReadonlyMap<string, number>>();
/** Where a level stands in the field's own order; withhold is 0, what it lacks -1. */
const heightOf = (level: string, field: DecidedField): number => {
  const ladder =
    ladders.get(field) ?? new Map(['withhold', 'exists', ...field.levels].map((one, height) => [one, height]));
  ladders.set(field, ladder);
  return ladder.get(level) ?? -1;
};

const changeOf = (from: number, to: number): Change => {
  if (from <= 0) return to <= 0 ? 'withheld' : 'allowed';
  if (to <= 0) return 'refused';
  if (from === to) return 'kept';
  return to > from ? 'raised' : 'lowered';
};

const byField = (lists: StoredDecision['permits']): ReadonlyMap<string, string> =>
  new Map(Object.entries(lists).flatMap(([name, fields]) => fields.map((field) => [field, name] as const)));

type Cause = { readonly because: Because; readonly rule: string | null };

const causeOf = (
  change: Change,
  { permit, cap, guard }: Pick<FieldOutcome, 'permit' | 'cap'> & { readonly guard: string | undefined },
  seen: Seen,
  then: string | undefined,
): Cause => {
  if (change === 'allowed' || change === 'raised') return { because: 'permit', rule: permit ?? null };
  if (guard !== undefined) return { because: 'guard', rule: guard };
  if (!seen.is) return { because: 'envelope', rule: seen.head.fields[0]?.cap ?? seen.headPermit ?? null };
  return cap === undefined ? { because: 'no-permit', rule: then ?? null } : { because: 'cap', rule: cap };
};

/** Counts what a draft changes: blocks that are alike are looked at once and counted often. */
export class ImpactTally {
  private readonly totals = noCounts();
  private readonly groups = new Map<string, Growing>();
  private readonly missing = new Map<string, number>();
  private decisions = 0;
  private unsure = 0;
  private readonly pending = new Set<Effect>();

  /** The effect of a block that was decided so, and comes to these verdicts under the draft. */
  effectOf(dimensions: Dimensions, decision: StoredDecision, verdicts: readonly Verdict[], seen: Seen): Effect {
    const [levels, permits] = [byField(decision.levels), byField(decision.permits)];
    const counts = noCounts();
    const groups: { group: Growing; isSure: boolean }[] = [];
    const isHeadSure = seen.head.fields[0]?.isSure === true;
    const missing = new Set<string>();
    let [decisions, unsure] = [0, 0];
    for (const verdict of verdicts) {
      const [guard] = verdict.refusedBy;
      for (const outcome of verdict.fields) {
        const { name } = outcome.field;
        const from = seen.was ? (levels.get(name) ?? 'withhold') : 'withhold';
        const to = seen.is ? outcome.level : 'withhold';
        const change = changeOf(heightOf(from, outcome.field), heightOf(to, outcome.field));
        const isSure = outcome.isSure && isHeadSure;
        decisions++;
        counts[change]++;
        if (!isSure) {
          unsure++;
          for (const fact of outcome.isSure ? seen.head.missing : verdict.missing) missing.add(fact);
        }
        if (change === 'kept' || change === 'withheld') continue;
        const cause = causeOf(change, { ...outcome, guard }, seen, permits.get(name));
        const group = this.group(dimensions, { change, field: name, from, to, ...cause });
        if (group) groups.push({ group, isSure });
      }
    }
    return { counts, decisions, unsure, missing: [...missing], groups, times: 0 };
  }

  /** One more block (`sign` 1), or one that was counted and is taken back (-1). */
  count(effect: Effect, sign: 1 | -1, disclosure: string): void {
    effect.times += sign;
    this.pending.add(effect);
    for (const { group } of effect.groups) {
      if (sign < 0) group.examples = group.examples.filter((id) => id !== disclosure);
      else if (group.examples.length < examplesAtMost && group.examples.at(-1) !== disclosure) {
        group.examples.push(disclosure);
      }
    }
  }

  /** Adds up what has been counted; in steps, for a caller that must not hold up others. */
  *drain(): Generator<void, void, undefined> {
    for (const effect of this.pending) {
      const { times, counts } = effect;
      effect.times = 0;
      this.decisions += times * effect.decisions;
      this.unsure += times * effect.unsure;
      for (const change of changes) this.totals[change] += times * counts[change];
      for (const { group, isSure } of effect.groups) {
        group.count += times;
        if (!isSure) group.unsure += times;
      }
      for (const name of effect.missing) this.missing.set(name, (this.missing.get(name) ?? 0) + times * effect.unsure);
      yield;
    }
    this.pending.clear();
  }

  /** What has been counted so far. */
  report(): Pick<ImpactReport, 'decisions' | 'totals' | 'unsure' | 'missingFacts' | 'by' | 'groups'> {
    for (const _step of this.drain());
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

  private group(
    { recipientKind, supplierKind, payloadType, purpose, phase }: Dimensions,
    changed: Pick<ImpactGroup, 'change' | 'field' | 'from' | 'to' | 'because' | 'rule'>,
  ): Growing | undefined {
    const { change, field, from, to, because, rule } = changed;
    const key = `${recipientKind} ${supplierKind} ${payloadType} ${purpose} ${phase} ${change} ${field} ${from} ${to} ${because} ${rule}`;
    const known = this.groups.get(key);
    if (known || this.groups.size >= groupsAtMost) return known;
    const dimensions = { recipientKind, supplierKind, payloadType, purpose, phase };
    const made: Growing = { ...dimensions, ...changed, count: 0, unsure: 0, examples: [] };
    this.groups.set(key, made);
    return made;
  }
}
