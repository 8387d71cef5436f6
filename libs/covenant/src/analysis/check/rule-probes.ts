import { addBit, hasBit, isMet, noBits, removeBit } from '../bits.js';
import type { Bits } from '../bits.js';
import { always, never } from '../diagrams.js';
import type { Diagram } from '../diagrams.js';
import { dutyValues } from '../duties.js';
import type { Cell } from '../reach.js';
import type { Row } from '../rows.js';
import type { AnalysisFinding, FindingCode, Severity } from './finding.js';
import type { Instruments, Look, Probe } from './probe.js';
import { isOwnRule, rowsIn, rowsWhere } from './row-sets.js';

const findingOf = (code: FindingCode, severity: Severity, row: Row): AnalysisFinding => ({
  severity,
  code,
  rules: [row.id],
  where: row.place,
  names: {},
});

/** A probe that looks at rows until each has done a thing once. */
const untilEach = (
  { table }: Instruments,
  unsettled: Bits,
  does: (row: Row, look: Look, at: number) => boolean,
): Pick<Probe, 'wants' | 'look'> => ({
  wants: ({ rows }) => isMet(rows, unsettled),
  look: (look) => {
    for (const [at, row] of rowsIn(table, look.rows, unsettled)) if (does(row, look, at)) removeBit(unsettled, at);
  },
});

/** Why no point is spoken of: the first dimension that leaves nothing. */
const emptyDimension = ({ table }: Instruments, at: number): string => {
  const { space } = table;
  const sources = space.sources.filter((source) => hasBit(table.ofSource(source), at));
  if (sources.length === 0) return 'source';
  const isCovered = sources.some(({ fields }) => fields.some((field) => hasBit(table.ofField(field), at)));
  if (!isCovered) return 'fields';
  return table.ofReader.some((bits) => hasBit(bits, at)) ? 'combination' : 'reader';
};

/** Rules that speak of no point at all. */
export const matching = (instruments: Instruments): Probe => {
  const { table } = instruments;
  const unmatched = rowsWhere(table, isOwnRule);
  const probe = untilEach(instruments, unmatched, () => true);
  return {
    ...probe,
    findings: () =>
      rowsIn(table, unmatched).map(([at, row]) => ({
        ...findingOf('never-matches', 'waarschuwing', row),
        names: { reason: [emptyDimension(instruments, at)] },
      })),
  };
};

const isSame = (a: readonly Diagram[], b: readonly Diagram[]): boolean => a.every((set, at) => set === b[at]);

/** Does leaving a rule out change when a duty of a shown field has which value? */
const changesDuty = ({ documents, reaches }: Instruments, row: Row, look: Look, without: Cell): boolean => {
  const { diagrams } = reaches;
  const shown = look.cell.reach[1] ?? never;
  if (look.ladder.act === 'levering' || shown === never) return false;
  const scope = { documents, from: look.situation.source.from };
  const stands = (cell: Cell, duty: string): string =>
    JSON.stringify(
      dutyValues(reaches, cell, duty, scope)
        .map(({ value, when }) => [value, diagrams.and(when, shown)] as const)
        .filter(([, when]) => when !== never)
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
  return Object.keys(row.obligations).some((duty) => stands(look.cell, duty) !== stands(without, duty));
};

/** Rules that speak somewhere, and without which everything would be as it is: leave-one-out at every point. */
export const deciding = (instruments: Instruments): Probe => {
  const { table, reaches } = instruments;
  const idle = rowsWhere(table, isOwnRule);
  const matched = noBits(table.rows.length);
  const probe = untilEach(instruments, idle, (row, look, at) => {
    addBit(matched, at);
    const without = reaches.build(
      look.speaking.filter((one) => one !== row),
      look.ladder,
    );
    return !isSame(look.cell.reach, without.reach) || changesDuty(instruments, row, look, without);
  });
  return {
    ...probe,
    findings: () => rowsIn(table, idle, matched).map(([, row]) => findingOf('never-decides', 'waarschuwing', row)),
  };
};

const guardsHold = ({ reaches }: Instruments, { guards }: Cell): Diagram =>
  guards.reduce<Diagram>((all, row) => reaches.diagrams.and(all, reaches.applies(row)), always);

/** Caps below which nothing is ever permitted: they lower no level, and stop no supply. */
export const biting = (instruments: Instruments): Probe => {
  const { table, reaches } = instruments;
  const idle = rowsWhere(table, (row) => isOwnRule(row) && row.kind === 'cap' && row.level !== 'reveal');
  const matched = noBits(table.rows.length);
  const bites = (row: Row, { cell, ladder }: Look, at: number): boolean => {
    const { diagrams } = reaches;
    addBit(matched, at);
    const [, most] = cell.caps.find(([one]) => one === row) ?? [row, Infinity];
    const above =
      ladder.act === 'levering' && most === 0
        ? always
        : reaches.anyOf(cell.permits.filter(([, given]) => given > most).map(([one]) => one));
    const within = diagrams.and(guardsHold(instruments, cell), diagrams.and(above, reaches.applies(row)));
    return within !== never;
  };
  return {
    ...untilEach(instruments, idle, bites),
    findings: () => rowsIn(table, idle, matched).map(([, row]) => findingOf('never-bites', 'inlichting', row)),
  };
};

/** Permits that the law withholds wherever they apply: what they seem to give, nobody ever gets. */
export const lawful = (instruments: Instruments): Probe => {
  const { table, reaches } = instruments;
  const stopped = rowsWhere(table, (row) => isOwnRule(row) && row.kind === 'permit' && row.level !== 'withhold');
  const matched = noBits(table.rows.length);
  const stops = new Map<Row, Set<string>>();
  const isLetThrough = (row: Row, { cell }: Look, at: number): boolean => {
    const { diagrams } = reaches;
    addBit(matched, at);
    const ofLaw = cell.caps.filter(([one, most]) => one.place.document === 'law' && most === 0).map(([one]) => one);
    const open = diagrams.minus(guardsHold(instruments, cell), reaches.anyOf(ofLaw));
    if (diagrams.and(open, reaches.applies(row)) !== never) return true;
    const ids = stops.get(row) ?? new Set<string>();
    stops.set(row, ids);
    for (const { id } of [...cell.guards, ...ofLaw]) ids.add(id);
    return false;
  };
  const probe = untilEach(instruments, stopped, isLetThrough);
  return {
    wants: (point) => point.situation.act !== 'levering' && probe.wants(point),
    look: probe.look,
    findings: () =>
      rowsIn(table, stopped, matched).map(([, row]) => ({
        ...findingOf('law-always-withholds', 'fout', row),
        names: { stops: [...(stops.get(row) ?? [])].toSorted() },
      })),
  };
};
