import type { StoredDecision } from '@knooppunt/cases';
import type { DecidedField } from '@knooppunt/covenant';
import { groupOrder, byDimension, changes } from './impact-report.js';
import type { Because, Change, ChangeCounts, ImpactGroup, ImpactReport } from './impact-report.js';
import type { Shape } from './record-walk.js';
import type { FieldOutcome } from './shape-judge.js';

type Growing = { -readonly [K in keyof ImpactGroup]: ImpactGroup[K] } & { examples: string[] };
type Counts = Record<Change, number>;

const examplesAtMost = 5;
/** More ways to change than this are counted, not listed: a report that nobody reads must not fill the memory. */
const groupsAtMost = 20_000;

const noCounts = (): Counts => ({ allowed: 0, raised: 0, refused: 0, lowered: 0, kept: 0, withheld: 0 });

/** What one more block of a shape adds. Made once per shape; `times` counts blocks since it was last drained. */
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
  readonly head: FieldOutcome;
  /** The permit that let the reader know of it then. */
  readonly headPermit: string | undefined;
};

const heightOf = (level: string, { levels }: DecidedField): number => ['withhold', 'exists', ...levels].indexOf(level);

const changeOf = (from: number, to: number): Change => {
  if (from <= 0) return to <= 0 ? 'withheld' : 'allowed';
  if (to <= 0) return 'refused';
  if (from === to) return 'kept';
  return to > from ? 'raised' : 'lowered';
};

const nameIn = (lists: StoredDecision['permits'], field: string): string | undefined =>
  Object.keys(lists).find((key) => lists[key]?.includes(field));

const causeOf = (
  change: Change,
  outcome: FieldOutcome,
  seen: Seen,
  then: string | undefined,
): { readonly because: Because; readonly rule: string | null } => {
  if (change === 'allowed' || change === 'raised') return { because: 'permit', rule: outcome.permit ?? null };
  const [guard] = outcome.refusedBy;
  if (guard !== undefined) return { because: 'guard', rule: guard };
  if (!seen.is) return { because: 'envelope', rule: seen.head.cap ?? seen.headPermit ?? null };
  return outcome.cap === undefined
    ? { because: 'no-permit', rule: then ?? null }
    : { because: 'cap', rule: outcome.cap };
};

/** Counts what a draft changes: shapes are judged once and counted often. */
export class ImpactTally {
  private readonly totals = noCounts();
  private readonly groups = new Map<string, Growing>();
  private readonly missing = new Map<string, number>();
  private decisions = 0;
  private unsure = 0;
  private readonly pending = new Set<Effect>();

  /** The effect of one block of this shape, whose outcomes under the draft are given. */
  effectOf(shape: Shape, outcomes: readonly FieldOutcome[], seen: Seen): Effect {
    const counts = noCounts();
    const groups: { group: Growing; isSure: boolean }[] = [];
    let unsure = 0;
    for (const outcome of outcomes) {
      const { field } = outcome;
      const was = nameIn(shape.decision.levels, field.name) ?? 'withhold';
      const [from, to] = [seen.was ? was : 'withhold', seen.is ? outcome.level : 'withhold'];
      const change = changeOf(heightOf(from, field), heightOf(to, field));
      const isSure = outcome.isSure && seen.head.isSure;
      counts[change]++;
      if (!isSure) unsure++;
      if (change === 'kept' || change === 'withheld') continue;
      const cause = causeOf(change, outcome, seen, nameIn(shape.decision.permits, field.name));
      const group = this.group(shape, { change, field: field.name, from, to, ...cause });
      if (group) groups.push({ group, isSure });
    }
    const lacking = outcomes.flatMap((one) => (one.isSure ? [] : one.missing));
    const missing = unsure === 0 ? [] : [...new Set([...lacking, ...(seen.head.isSure ? [] : seen.head.missing)])];
    return { counts, decisions: outcomes.length, unsure, missing, groups, times: 0 };
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
    { recipientKind, supplierKind, payloadType, purpose, phase }: Shape,
    changed: Pick<ImpactGroup, 'change' | 'field' | 'from' | 'to' | 'because' | 'rule'>,
  ): Growing | undefined {
    const dimensions = { recipientKind, supplierKind, payloadType, purpose, phase, ...changed };
    const key = JSON.stringify(dimensions);
    const known = this.groups.get(key);
    if (known || this.groups.size >= groupsAtMost) return known;
    const made: Growing = { ...dimensions, count: 0, unsure: 0, examples: [] };
    this.groups.set(key, made);
    return made;
  }
}
