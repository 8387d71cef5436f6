import { always, never } from './diagrams.js';
import type { Diagram } from './diagrams.js';
import type { Aspect, Delta } from './change.js';
import { definitionOf, dutiesIn, dutyAbsent, dutyValues, rankOf } from './duties.js';
import type { DutyScope, DutyValue } from './duties.js';
import type { Cell, Ladder, Reaches } from './reach.js';
import type { Row } from './rows.js';

/** One field in one question, under two covenants. */
export type Compared = {
  readonly before: Cell;
  readonly after: Cell;
  readonly ladder: Ladder;
  readonly scopes: readonly [before: DutyScope, after: DutyScope];
  /** Does the other covenant have a rule that says the same of the same? */
  readonly isUnchanged: (row: Row) => boolean;
};

const idsOf = (rows: readonly Row[]): readonly string[] => [...new Set(rows.map(({ id }) => id))].toSorted();

/** The guards and caps below a height that the version with more has, and that are the same in the other one. */
const standing = ({ before, after, isUnchanged }: Compared, height: number, isWider: boolean): readonly Row[] => {
  const { guards, caps } = isWider ? after : before;
  return [...guards, ...caps.filter(([, most]) => most < height).map(([row]) => row)].filter(isUnchanged);
};

/** When none of some guards and caps stands in the way. */
const letThrough = (reaches: Reaches, rows: readonly Row[]): Diagram =>
  rows.reduce<Diagram>((open, row) => {
    const applies = reaches.applies(row);
    return row.kind === 'guard' ? reaches.diagrams.and(open, applies) : reaches.diagrams.minus(open, applies);
  }, always);

type Decided = { readonly height: number; readonly within: Diagram; readonly isSupply: boolean };

/** The rules that make a height within some facts: the highest permits, and what lowered or refused. */
const decidersOf = (reaches: Reaches, cell: Cell, { height, within, isSupply }: Decided): readonly Row[] => {
  const { diagrams } = reaches;
  const isMet = (a: Diagram, b: Diagram): boolean => diagrams.and(a, b) !== never;
  const above = (least: number): Diagram =>
    reaches.anyOf(cell.permits.filter(([, given]) => given >= least).map(([row]) => row));
  // what stops a view decides only where a permit would have given more; a supply needs none
  const wanted = isSupply ? within : diagrams.and(within, above(height + 1));
  const lowering = cell.caps.filter(([row, most]) => most === height && isMet(reaches.applies(row), wanted));
  const refusing = cell.guards.filter((row) => diagrams.minus(wanted, reaches.applies(row)) !== never);
  // a permit that gives less applies only where a higher one does, or the height would not be reached
  const permitting = cell.permits.filter(
    ([row, given]) => height > 0 && isMet(reaches.applies(row), diagrams.minus(within, above(given + 1))),
  );
  return [...permitting.map(([row]) => row), ...lowering.map(([row]) => row), ...refusing];
};

type Found = {
  readonly aspect: Aspect;
  readonly isWider: boolean;
  readonly within: Diagram;
  /** The facts that the change takes for granted: beyond them its conditions may say anything. */
  readonly given: Diagram;
  readonly provided: readonly Row[];
  readonly deciders: readonly [before: readonly string[], after: readonly string[]];
};

const deltaOf = (reaches: Reaches, found: Found): Delta => {
  const { diagrams, conditions } = reaches;
  const { aspect, isWider, within, given, provided, deciders } = found;
  return {
    aspect,
    isWider,
    when: conditions.of(within, diagrams.or(within, diagrams.minus(always, given))),
    provided: idsOf(provided),
    decidedBy: { before: deciders[0], after: deciders[1] },
  };
};

const levelDeltas = (reaches: Reaches, compared: Compared): readonly Delta[] => {
  const { before, after, ladder } = compared;
  const { levels, act } = ladder;
  const heights = levels.map((_, height) => height);
  return heights.flatMap((old) =>
    heights.flatMap((now) => {
      if (old === now) return [];
      const within = reaches.diagrams.and(reaches.exactly(before, old), reaches.exactly(after, now));
      if (within === never) return [];
      const change = { before: levels[old] ?? 'withhold', after: levels[now] ?? 'withhold' };
      const stops = standing(compared, Math.max(old, now), now > old);
      const provided = stops.filter((row) => letThrough(reaches, [row]) !== always);
      return [
        deltaOf(reaches, {
          aspect: (act === 'levering' ? { kind: 'supply', ...change } : { kind: 'level', ...change }) as Aspect,
          isWider: now > old,
          within,
          given: letThrough(reaches, provided),
          provided,
          deciders: [
            idsOf(decidersOf(reaches, before, { height: old, within, isSupply: act === 'levering' })),
            idsOf(decidersOf(reaches, after, { height: now, within, isSupply: act === 'levering' })),
          ],
        }),
      ];
    }),
  );
};

/** A value of a duty under one covenant; without one where the duty is absent. */
type Stated = Partial<Omit<DutyValue, 'when'>> & { readonly when: Diagram; readonly rank: number };

const statedBy = (duty: string, { rows = [] }: Stated, within: Diagram, reaches: Reaches): readonly string[] => {
  const applying = rows.filter((row) => reaches.diagrams.and(reaches.applies(row), within) !== never);
  return [...new Set(applying.map(({ id, own }) => (Object.hasOwn(own, duty) ? id : 'defaults')))].toSorted();
};

/** Pairs of what a duty was and what it becomes. Of a list each thing is a duty of its own: it is there or not. */
const dutyPairs = (
  reaches: Reaches,
  { before, after, scopes }: Compared,
  duty: string,
): readonly (readonly [Stated, Stated])[] => {
  const [earlier, latest] = [definitionOf(scopes[0].documents, duty), definitionOf(scopes[1].documents, duty)];
  const [old, now] = [dutyValues(reaches, before, duty, scopes[0]), dutyValues(reaches, after, duty, scopes[1])];
  const isOrdered = latest.combine !== 'union' && latest.combine === earlier.combine;
  const withRank = (value: DutyValue): Stated => ({ ...value, rank: isOrdered ? rankOf(latest, value.value) : 0 });
  const absent = (values: readonly DutyValue[]): Stated => ({ when: dutyAbsent(reaches, values), rank: Infinity });
  if (isOrdered) {
    const olds = [...old.map(withRank), absent(old)];
    return [...now.map(withRank), absent(now)].flatMap((one) => olds.map((other) => [other, one] as const));
  }
  const items = new Set([...old, ...now].map(({ value }) => value));
  const only = (values: readonly DutyValue[], item: string): readonly DutyValue[] =>
    values.filter(({ value }) => value === item);
  return [...items].flatMap((item) => {
    const [was, is] = [only(old, item), only(now, item)];
    return [
      ...was.map((value) => [withRank(value), absent(is)] as const),
      ...is.map((value) => [absent(was), withRank(value)] as const),
    ];
  });
};

const dutyDeltas = (reaches: Reaches, compared: Compared): readonly Delta[] => {
  const { before, after } = compared;
  const shown = reaches.diagrams.and(before.reach[1] ?? never, after.reach[1] ?? never);
  if (shown === never) return [];
  const duties = [...new Set([...dutiesIn(before), ...dutiesIn(after)])].toSorted();
  return duties.flatMap((duty) =>
    dutyPairs(reaches, compared, duty).flatMap(([old, now]) => {
      const within = reaches.diagrams.and(shown, reaches.diagrams.and(old.when, now.when));
      if (within === never || old.rank === now.rank) return [];
      return [
        deltaOf(reaches, {
          aspect: {
            kind: 'duty',
            duty,
            ...(old.value !== undefined && { before: old.value }),
            ...(now.value !== undefined && { after: now.value }),
          },
          isWider: now.rank > old.rank,
          within,
          given: shown,
          provided: [],
          deciders: [statedBy(duty, old, within, reaches), statedBy(duty, now, within, reaches)],
        }),
      ];
    }),
  );
};

/** Every way in which one field of one question comes out otherwise under the second covenant than under the first. */
export const deltasOf = (reaches: Reaches, compared: Compared): readonly Delta[] => [
  ...levelDeltas(reaches, compared),
  ...(compared.ladder.act === 'levering' ? [] : dutyDeltas(reaches, compared)),
];
