import { heightOf, levelOrder } from '../../semantics/covenant-1.js';
import { bitsWhere, hasBit, isMet, membersOfBoth } from '../bits.js';
import type { Bits } from '../bits.js';
import { never } from '../diagrams.js';
import type { Row } from '../rows.js';
import type { AnalysisFinding } from './finding.js';
import type { Instruments } from './probe.js';
import { isOwnRule } from './row-sets.js';

/** Where a permit speaks, dimension by dimension: it speaks wherever all of them agree. */
type Extent = {
  readonly row: Row;
  readonly at: number;
  readonly sources: Bits;
  readonly readers: Bits;
  readonly moments: Bits;
};

/** Phase, act and days together: what guards look at. */
type Moment = { readonly rows: readonly (Bits | undefined)[] };

const momentsOf = ({ table }: Instruments): readonly Moment[] =>
  table.ofPhase.flatMap((phase) =>
    table.space.acts.flatMap((act, of) =>
      act === 'levering' ? [] : table.ofPeriod.map((period) => ({ rows: [phase, table.ofAct[of], period] })),
    ),
  );

const speaksAt =
  (at: number) =>
  (bits: Bits | undefined): boolean =>
    bits !== undefined && hasBit(bits, at);

const extentsOf = ({ table }: Instruments, moments: readonly Moment[]): readonly Extent[] => {
  const { sources } = table.space;
  return table.rows.flatMap((row, at) => {
    if (!isOwnRule(row) || row.kind !== 'permit') return [];
    const speaks = speaksAt(at);
    return [
      {
        row,
        at,
        sources: bitsWhere(sources.length, (of) => {
          const source = sources[of];
          return source !== undefined && speaks(table.ofSource(source));
        }),
        readers: bitsWhere(table.ofReader.length, (of) => speaks(table.ofReader[of])),
        moments: bitsWhere(moments.length, (of) => moments[of]?.rows.every(speaks) ?? false),
      },
    ];
  });
};

/** Can both permits be known to hold at one of these moments, with its guards? */
const canHoldTogether = (
  { table, reaches }: Instruments,
  a: Extent,
  b: Extent,
  moments: readonly Moment[],
): boolean => {
  const { diagrams } = reaches;
  const both = diagrams.and(reaches.applies(a.row), reaches.applies(b.row));
  if (both === never) return false;
  return membersOfBoth(a.moments, b.moments).some((of) => {
    const guards = table.rows.filter(
      ({ kind }, at) => kind === 'guard' && (moments[of]?.rows.every(speaksAt(at)) ?? false),
    );
    return guards.reduce((open, guard) => diagrams.and(open, reaches.applies(guard)), both) !== never;
  });
};

/** Names of fields that both permits cover and that they give different levels. */
const contested = ({ table }: Instruments, a: Extent, b: Extent): readonly string[] => {
  const met = new Set<string>();
  const names = new Set<string>();
  for (const of of membersOfBoth(a.sources, b.sources)) {
    const source = table.space.sources[of];
    if (source === undefined || met.has(source.type)) continue;
    met.add(source.type);
    for (const field of source.fields) {
      const bits = table.ofField(field);
      const isBoth = hasBit(bits, a.at) && hasBit(bits, b.at);
      if (isBoth && heightOf(a.row.level, field) !== heightOf(b.row.level, field)) names.add(field.name);
    }
  }
  return [...names];
};

const isHigher = (a: Row, b: Row): boolean => levelOrder.indexOf(a.level) > levelOrder.indexOf(b.level);

/** Permits of another level that can apply to one field in one situation: the highest counts. For information. */
export const overlapping = (instruments: Instruments): readonly AnalysisFinding[] => {
  const moments = momentsOf(instruments);
  const extents = extentsOf(instruments, moments);
  return extents.flatMap((low): readonly AnalysisFinding[] => {
    const over = extents.flatMap((high) => {
      const isMeeting =
        isHigher(high.row, low.row) && isMet(high.sources, low.sources) && isMet(high.readers, low.readers);
      if (!isMeeting || !canHoldTogether(instruments, high, low, moments)) return [];
      const fields = contested(instruments, high, low);
      return fields.length === 0 ? [] : [{ id: high.row.id, fields }];
    });
    if (over.length === 0) return [];
    return [
      {
        severity: 'inlichting',
        code: 'overlapping-permits',
        rules: [low.row.id, ...over.map(({ id }) => id)],
        where: low.row.place,
        names: { fields: [...new Set(over.flatMap(({ fields }) => fields))].toSorted() },
      },
    ];
  });
};
