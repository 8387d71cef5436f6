import type { Documents } from '../compiled/clauses.js';
import type { RegistryView } from '../validate/problem.js';
import { addBit, hasBit, isMet, meet, membersOfBoth, noBits } from './bits.js';
import type { Bits } from './bits.js';
import type { Change, Delta, Difference, TermChange } from './change.js';
import { deltasOf } from './deltas.js';
import { blocksOf } from './fold.js';
import type { Spot } from './fold.js';
import { ladderOf, Reaches, shutCell } from './reach.js';
import type { Cell, Ladder } from './reach.js';
import type { Row } from './rows.js';
import { spaceOf } from './space.js';
import type { Period } from './space.js';
import { tableOf } from './table.js';
import type { Table } from './table.js';
import { walk } from './walk.js';
import type { Situation } from './walk.js';

/** Where each rule speaks and what it says there, as text: rules of two covenants with the same text do the same. */
const textsOf = (table: Table): readonly string[] => {
  const { space, rows } = table;
  const fields = new Map(
    space.sources.flatMap((source) =>
      source.fields.map((field) => [`${field.name} ${field.category}`, field] as const),
    ),
  );
  const sets = [
    ...space.sources.map((source) => table.ofSource(source)),
    ...table.ofPhase,
    ...table.ofAct,
    ...table.ofPeriod,
    ...[...fields.values()].map((field) => table.ofField(field)),
  ];
  return rows.map((row, at) => {
    // a rule for any recipient means another thing where one of them is known to its own covenant alone
    const readers = space.readers.map((reader, of) => {
      const speaks = hasBit(table.ofReader[of] ?? noBits(0), at);
      return speaks && table.isRecipient(row.side, reader) ? '2' : String(Number(speaks));
    });
    return [row.meaning, readers.join(''), sets.map((bits) => Number(hasBit(bits, at))).join('')].join('\n');
  });
};

/** Rules of either covenant that the other one does not have. Where none of these speaks, nothing has changed. */
const changedRows = (table: Table): Bits => {
  const texts = textsOf(table);
  const ofSides = [0, 1].map((side) => new Set(texts.filter((_, at) => table.rows[at]?.side === side)));
  const changed = noBits(table.rows.length);
  for (const [at, row] of table.rows.entries()) {
    const isAlike = ofSides[1 - row.side]?.has(texts[at] ?? '') ?? false;
    if (row.kind !== 'assertion' && !isAlike) addBit(changed, at);
  }
  return changed;
};

/** No rule need speak of a kind that a law lets in or drops: then every question is compared. */
const haveSameKinds = ([a, b]: readonly [Documents, Documents]): boolean =>
  JSON.stringify(a.law.kinds) === JSON.stringify(b.law.kinds);

type Side = { readonly cell: Cell; readonly meanings: string; readonly key: string };

/** A change while it is being found. */
type Found = { readonly delta: Delta; readonly provided: Set<string>; readonly spots: Spot[] };

/** What one question brings to a change: some of its fields. */
type Share = { readonly found: Found; readonly fields: string[] };

/** Compares questions one after the other; those of which the same rules speak, once. */
class Comparison {
  private readonly reaches = new Reaches();
  private readonly known = new Map<string, readonly Share[]>();
  private readonly deltas = new Map<string, readonly Delta[]>();
  private readonly found = new Map<string, Found>();
  private readonly within: Bits;
  /** By row: a number for what it does, so that sets of rules are soon held beside each other. */
  private readonly meanings: readonly number[];
  private readonly unchanged: ReadonlySet<Row>;

  constructor(
    private readonly table: Table,
    private readonly sides: readonly [Documents, Documents],
    private readonly changed: Bits,
    /** Whether a question of which no changed rule speaks can have changed all the same. */
    private readonly isTotal: boolean,
  ) {
    this.within = noBits(table.rows.length);
    const texts = [...new Set(table.rows.map(({ meaning }) => meaning))];
    const numbers = new Map(texts.map((text, at) => [text, at]));
    this.meanings = table.rows.map(({ meaning }) => numbers.get(meaning) ?? -1);
    this.unchanged = new Set(table.rows.filter((_, at) => !hasBit(changed, at)));
  }

  run(): readonly Change[] {
    walk(this.table, (situation) => this.compare(situation), this.isTotal ? undefined : this.changed);
    return [...this.found.values()]
      .map(({ delta, provided, spots }) => ({ ...delta, provided: [...provided].toSorted(), blocks: blocksOf(spots) }))
      .toSorted((a, b) => Number(b.isWider) - Number(a.isWider));
  }

  private compare(situation: Situation): void {
    const { source, reader, phase, act, period, rows } = situation;
    const isOpen = [0, 1].map((side) => this.table.isOpen(side, source, reader, act));
    const key = [source.type, act === 'levering', rows.join(), isOpen.join(), this.secrecyOf(source.from)].join(' ');
    const shares = this.known.get(key) ?? this.sharesOf(situation, isOpen);
    this.known.set(key, shares);
    for (const { found, fields } of shares) found.spots.push({ source, reader, phase, act, period, fields });
  }

  /** Whose secrecy a field of this supplier falls under: all that its duties owe to who supplied it. */
  private secrecyOf(from: string): string {
    return JSON.stringify(this.sides.map(({ covenant }) => covenant.parties[from]?.secrecy ?? []));
  }

  private sharesOf(situation: Situation, isOpen: readonly boolean[]): readonly Share[] {
    const { source, act, rows } = situation;
    const shares = new Map<Found, Share>();
    for (const [field, covering] of this.table.fieldsOf(source)) {
      // a supply brings its fields; that it is there follows from them
      if (act === 'levering' && field.name === '_exists') continue;
      meet(rows, covering, this.within);
      if (!this.isTotal && !isMet(this.within, this.changed)) continue;
      const ladder = ladderOf(field, act);
      const [before, after] = [this.side(0, isOpen, ladder), this.side(1, isOpen, ladder)];
      if (before.meanings === after.meanings) continue;
      for (const delta of this.deltasOf(before, after, ladder, source.from)) {
        const found = this.foundOf(delta);
        const share = shares.get(found) ?? { found, fields: [] };
        shares.set(found, share);
        share.fields.push(field.name);
      }
    }
    return [...shares.values()];
  }

  private side(side: 0 | 1, isOpen: readonly boolean[], ladder: Ladder): Side {
    if (isOpen[side] !== true) return { cell: shutCell(ladder), meanings: 'shut', key: 'shut' };
    const at = membersOfBoth(this.within, this.table.ofSide[side] ?? this.within);
    const rows = at.flatMap((one) => this.table.rows[one] ?? []);
    const key = at.join();
    const meanings = [...new Set(at.map((one) => this.meanings[one] ?? -1))].toSorted((a, b) => a - b).join();
    return { cell: this.reaches.cell(rows, ladder, key), meanings, key };
  }

  private deltasOf(before: Side, after: Side, ladder: Ladder, from: string): readonly Delta[] {
    const key = JSON.stringify([before.key, after.key, ladder.levels, this.secrecyOf(from)]);
    const known = this.deltas.get(key);
    if (known !== undefined) return known;
    const [old, now] = this.sides;
    const made = deltasOf(this.reaches, {
      before: before.cell,
      after: after.cell,
      ladder,
      scopes: [
        { documents: old, from },
        { documents: now, from },
      ],
      isUnchanged: (row) => this.unchanged.has(row),
    });
    this.deltas.set(key, made);
    return made;
  }

  private foundOf(delta: Delta): Found {
    const { aspect, when, decidedBy } = delta;
    const key = JSON.stringify([aspect, when, decidedBy]);
    const found = this.found.get(key) ?? { delta, provided: new Set<string>(), spots: [] };
    this.found.set(key, found);
    for (const id of delta.provided) found.provided.add(id);
    return found;
  }
}

const daysOf = ({ covenant: { valid } }: Documents): Period => ({ from: valid.from, until: valid.until });

const termOf = (before: Documents, after: Documents): TermChange | undefined => {
  const [was, is] = [daysOf(before), daysOf(after)];
  if (was.from === is.from && was.until === is.until) return undefined;
  return { before: was, after: is, isWider: is.from < was.from || is.until > was.until };
};

/**
 * How the meaning of two covenants differs, each under its own law, over every situation that can exist with this registry:
 * acts, suppliers and what they may bring, recipients and their purposes, phases, days of dated law, and all facts, each
 * true, false or unknown. Sound and complete with respect to covenant/1; the order, splitting and naming of rules and
 * groups do not show. Source: policy-engine §3.6.
 */
export const diff = (before: Documents, after: Documents, registry: RegistryView): Difference => {
  const sides = [before, after] as const;
  const space = spaceOf(sides, registry);
  const table = tableOf(sides, space);
  const term = termOf(before, after);
  return {
    changes: new Comparison(table, sides, changedRows(table), !haveSameKinds(sides)).run(),
    ...(term !== undefined && { term }),
    periods: space.periods,
  };
};
