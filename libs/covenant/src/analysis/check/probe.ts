import type { Documents } from '../../compiled/clauses.js';
import type { DecidedField } from '../../model.js';
import type { Bits } from '../bits.js';
import type { Cell, Ladder, Reaches } from '../reach.js';
import type { Row } from '../rows.js';
import type { Table } from '../table.js';
import type { Situation } from '../walk.js';
import type { AnalysisFinding } from './finding.js';

/** What every probe looks with. */
export type Instruments = { readonly documents: Documents; readonly table: Table; readonly reaches: Reaches };

/** A question without its facts. */
export type Question = Omit<Situation, 'rows'>;

/**
 * One field of one question; `rows` are those that speak of both, and are overwritten by the next. `questions` are all to the
 * same recipient of which the same rules speak; it is whole once every point has been offered.
 */
export type Point = {
  readonly situation: Situation;
  readonly questions: readonly Question[];
  readonly field: DecidedField;
  readonly rows: Bits;
};

/** A point with what its rules make of it. */
export type Look = Point & { readonly speaking: readonly Row[]; readonly cell: Cell; readonly ladder: Ladder };

/**
 * Looks for one kind of finding, point by point. It is shown a point only where it wants it: most things are settled early,
 * and what is settled is not asked again. That keeps the check exact and quick at once.
 */
export type Probe = {
  readonly wants: (point: Point) => boolean;
  readonly look: (look: Look) => void;
  /** What it found, once it has been offered every point. */
  readonly findings: () => readonly AnalysisFinding[];
};
