import type { Level } from '@knooppunt/signals';
import type { Assertion } from '../analysis/assertion.js';
import { addBit, hasBit, membersOfBoth, noBits, removeBit } from '../analysis/bits.js';
import type { Bits } from '../analysis/bits.js';
import { never } from '../analysis/diagrams.js';
import { ladderOf, Reaches } from '../analysis/reach.js';
import type { Ladder } from '../analysis/reach.js';
import type { Row } from '../analysis/rows.js';
import { spaceOf } from '../analysis/space.js';
import type { Period } from '../analysis/space.js';
import { tableOf } from '../analysis/table.js';
import type { FieldRows, Table } from '../analysis/table.js';
import { walk } from '../analysis/walk.js';
import type { Situation } from '../analysis/walk.js';
import type { Documents } from '../compiled/clauses.js';
import type { DecidedField } from '../model.js';
import { heightOf } from '../semantics/covenant-1.js';
import { problem } from './problem.js';
import type { Problem, RegistryView } from './problem.js';

/** Where a promise is broken, or a `can` kept: one point of the decision space. */
type Point = Readonly<Record<'from' | 'purpose' | 'type' | 'field' | 'phase', string>>;

const pointOf = ({ source, reader, phase }: Situation, { name }: DecidedField): Point => ({
  from: source.from,
  purpose: reader.purpose,
  type: source.type,
  field: name,
  phase,
});

const breachOf = (id: string, point: Point | undefined, { from: day }: Period): Problem => {
  if (point === undefined) return problem('assertion-broken', `at no point, from ${day}`, id, { day });
  const { from, purpose, type, field, phase } = point;
  const words = `${from} to ${purpose}, ${type}.${field}, phase ${phase}, from ${day}`;
  return problem('assertion-broken', words, id, { ...point, day });
};

/** The height that breaks a promise, or that keeps a `can`: one that nothing reaches where the field lacks the level. */
const heightToReach = ({ atMost, can }: Assertion, { field, levels }: Ladder): number =>
  atMost === undefined ? levels.indexOf(can as Level) : heightOf(atMost, field) + 1;

/** The table of one period alone. */
const during = (table: Table, period: Period): Table => ({
  ...table,
  space: { ...table.space, periods: [period] },
  ofPeriod: [table.ofPeriod[table.space.periods.indexOf(period)] as Bits],
});

/** Tries the assertions of one covenant at every point of one period. An assertion is settled where its height is reached. */
class Trial {
  readonly settled = new Map<Row, Point>();
  private readonly met = new Set<string>();

  constructor(
    private readonly table: Table,
    private readonly reaches: Reaches,
    private readonly unsettled: Bits,
  ) {}

  run(): this {
    walk(this.table, (situation) => this.try(situation), this.unsettled);
    return this;
  }

  private try(situation: Situation): void {
    const { source, reader, rows } = situation;
    const key = `${source.type} ${rows.join()}`;
    // what is reached hangs on the type and the rules alone, and a kind that the law does not know gets nothing
    if (!this.table.isOpen(0, source, reader, 'inzage') || this.met.has(key)) return;
    this.met.add(key);
    const reached = new Map<number, DecidedField>();
    for (const one of this.table.fieldsOf(source)) this.reach(rows, one, reached);
    for (const [at, field] of [...reached].toSorted(([a], [b]) => a - b)) {
      this.settled.set(this.table.rows[at] as Row, pointOf(situation, field));
      removeBit(this.unsettled, at);
    }
  }

  /** Adds the assertions that a field settles. Whatever the act, they speak of what is seen: a supply needs no permit. */
  private reach(rows: Bits, [field, covering]: FieldRows, reached: Map<number, DecidedField>): void {
    const speaking = membersOfBoth(rows, covering);
    const open = speaking.filter((at) => hasBit(this.unsettled, at) && !reached.has(at));
    if (open.length === 0) return;
    const those = speaking.map((at) => this.table.rows[at] as Row);
    const ladder = ladderOf(field, 'inzage');
    const cell = this.reaches.cell(those, ladder, speaking.join());
    for (const at of open) {
      const row = this.table.rows[at] as Row;
      const reach = cell.reach[heightToReach(row.rule, ladder)] ?? never;
      const set = this.reaches.diagrams.and(reach, this.reaches.applies(row));
      if (set !== never) reached.set(at, field);
    }
  }
}

const breachesIn = (table: Table, reaches: Reaches, period: Period): readonly Problem[] => {
  const promises = [...table.rows.entries()].filter(([, { kind }]) => kind === 'assertion');
  const unsettled = noBits(table.rows.length);
  for (const [at] of promises) addBit(unsettled, at);
  const { settled } = new Trial(during(table, period), reaches, unsettled).run();
  const isCan = ({ rule }: Row): boolean => (rule as Assertion).can !== undefined;
  const broken = [...settled].filter(([row]) => !isCan(row));
  const impossible = promises.filter(([, row]) => isCan(row) && !settled.has(row));
  return [
    ...broken.map(([{ id }, point]) => breachOf(id, point, period)),
    ...impossible.map(([, { id }]) => breachOf(id, undefined, period)),
  ];
};

/**
 * Promises that covenant and law together do not keep, on any day of the covenant's time, each with the first such point.
 * Every point is looked at: acts, suppliers, recipients, purposes, phases, and all facts, true, false or unknown.
 */
export const assertionProblems = (documents: Documents, registry: RegistryView): readonly Problem[] => {
  const table = tableOf([documents], spaceOf([documents], registry));
  const reaches = new Reaches();
  return table.space.periods.flatMap((period) => breachesIn(table, reaches, period));
};
