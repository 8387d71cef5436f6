import type { Level } from '@knooppunt/signals';
import type { DecidedField } from '../model.js';
import { heightOf } from '../semantics/covenant-1.js';
import { Conditions } from './conditions.js';
import { always, Diagrams, never } from './diagrams.js';
import type { Diagram } from './diagrams.js';
import type { Row } from './rows.js';
import type { Act } from './space.js';

/** What can become of a field in a question: its levels, lowest first. Supply knows two: it may come in, or not. */
export type Ladder = { readonly field: DecidedField; readonly act: Act; readonly levels: readonly Level[] };

/** The levels that a field can get under an act. */
export const ladderOf = (field: DecidedField, act: Act): Ladder => ({
  field,
  act,
  levels: act === 'levering' ? ['withhold', 'reveal'] : ['withhold', 'exists', ...field.levels],
});

/** The rows of one covenant that speak of one field in one question, with the height that each has there. */
export type Cell = {
  readonly guards: readonly Row[];
  readonly permits: readonly (readonly [row: Row, height: number])[];
  readonly caps: readonly (readonly [row: Row, height: number])[];
  /** By height: the facts under which the field gets at least that. Height 0 is always reached. */
  readonly reach: readonly Diagram[];
};

/**
 * Says exactly when each level is reached: every guard known to hold, a permit at least that high known to hold, and every
 * lower cap known to fail. Of a supply: every guard known to hold, and every cap at withhold known to fail (WGS 1.5).
 * Source: covenant/1.
 */
export class Reaches {
  readonly diagrams = new Diagrams();
  readonly conditions = new Conditions(this.diagrams);
  private readonly applied = new Map<Row, Diagram>();
  private readonly cells = new Map<string, Cell>();

  /** When a row does what it says: a guard, permit or assertion known to hold; a cap not known to fail. */
  applies(row: Row): Diagram {
    const known = this.applied.get(row);
    if (known !== undefined) return known;
    const { diagrams } = this;
    const failing = row.clauses.reduce<Diagram>((all, one) => diagrams.and(all, diagrams.fails(one)), always);
    const holding = row.clauses.reduce<Diagram>((any, one) => diagrams.or(any, diagrams.holds(one)), never);
    const made = row.kind === 'cap' ? diagrams.minus(always, failing) : holding;
    this.applied.set(row, made);
    return made;
  }

  /** When one of some rows applies. */
  anyOf(rows: readonly Row[]): Diagram {
    return rows.reduce<Diagram>((any, row) => this.diagrams.or(any, this.applies(row)), never);
  }

  /** What some rows make of a field, `rows` in a fixed order. `key` says which rows they are. */
  cell(rows: readonly Row[], ladder: Ladder, key: string): Cell {
    // the levels of a supply are no field's: a field that is seen has a level between withhold and reveal
    const whole = `${key} ${ladder.levels.join()}`;
    const known = this.cells.get(whole);
    if (known !== undefined) return known;
    const made = this.build(rows, ladder);
    this.cells.set(whole, made);
    return made;
  }

  /** What rows make of a field that is not kept: for a trial, such as leaving one out. */
  build(rows: readonly Row[], { field, act, levels }: Ladder): Cell {
    const isSupply = act === 'levering';
    const withHeight = (kind: Row['kind']): (readonly [Row, number])[] =>
      rows.filter((row) => row.kind === kind).map((row) => [row, heightOf(row.level, field)] as const);
    const guards = rows.filter(({ kind }) => kind === 'guard');
    const permits = isSupply ? [] : withHeight('permit');
    const caps = withHeight('cap');
    const open = guards.reduce<Diagram>((all, row) => this.diagrams.and(all, this.applies(row)), always);
    const reach = levels.map((_, height) => {
      if (height === 0) return always;
      const permitted = isSupply
        ? always
        : this.anyOf(permits.filter(([, given]) => given >= height).map(([row]) => row));
      const capped = this.anyOf(caps.filter(([, most]) => most < height).map(([row]) => row));
      return this.diagrams.minus(this.diagrams.and(open, permitted), capped);
    });
    return { guards, permits, caps, reach };
  }

  /** When a field gets exactly this height. */
  exactly({ reach }: Cell, height: number): Diagram {
    return this.diagrams.minus(reach[height] ?? never, reach[height + 1] ?? never);
  }
}

/** A cell of a question that is not open: nothing is reached. */
export const shutCell = ({ levels }: Ladder): Cell => ({
  guards: [],
  permits: [],
  caps: [],
  reach: levels.map((_, height) => (height === 0 ? always : never)),
});
