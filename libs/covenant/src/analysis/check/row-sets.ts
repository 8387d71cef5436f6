import { bitsWhere, membersOfBoth } from '../bits.js';
import type { Bits } from '../bits.js';
import type { Row } from '../rows.js';
import type { Table } from '../table.js';

/** Rows that are not settled yet; settling is for good. */
export const rowsWhere = ({ rows }: Table, test: (row: Row) => boolean): Bits =>
  bitsWhere(rows.length, (at) => test(rows[at] as Row));

/** The rows of a set, with their numbers. */
export const rowsIn = ({ rows }: Table, a: Bits, b: Bits = a): readonly (readonly [at: number, row: Row])[] =>
  membersOfBoth(a, b).flatMap((at) => {
    const row = rows[at];
    return row === undefined ? [] : [[at, row] as const];
  });

/** Is it a rule that this covenant itself states? */
export const isOwnRule = ({ kind, place }: Row): boolean =>
  place.document === 'covenant' && (kind === 'permit' || kind === 'cap');
