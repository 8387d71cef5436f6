import type { Rule, Selector } from '../../model.js';
import { isEmpty, isMet } from '../bits.js';
import { always, never } from '../diagrams.js';
import type { Block } from '../change.js';
import { blocksOf } from '../fold.js';
import type { Row } from '../rows.js';
import type { Source } from '../space.js';
import type { AnalysisFinding } from './finding.js';
import { wholeCovenant } from './finding.js';
import type { Instruments, Look, Point, Probe, Question } from './probe.js';
import { rowsWhere } from './row-sets.js';

/** Categories that need a reason of their own (BGS 2.15, WGS 2.21; domain §2a). */
const specialCategories: readonly string[] = ['CRIM', 'FISC', 'HEA', 'MIG', 'SEX', 'VIC'];

/** What is known of a field of a type so far. */
type Seen = {
  readonly source: Source;
  readonly field: string;
  readonly category: string;
  isSeen: boolean;
  isSupplied: boolean;
  readonly revealedTo: Set<string>;
};

/** Fields by type, in short: `S1 address, name; S2 RES`. */
const byType = (seen: readonly Seen[]): AnalysisFinding['names'] => {
  const types = Map.groupBy(seen, ({ source }) => source.type);
  return Object.fromEntries([...types].map(([type, fields]) => [type, fields.map(({ field }) => field)]));
};

/** Fields that nobody can ever see, and fields that every kind of recipient can see in full. */
export const seeing = ({ table }: Instruments): Probe => {
  const known = new Map<string, Map<string, Seen>>();
  const kinds = new Set(table.space.readers.map(({ to }) => to));
  const seenAt = ({ situation: { source }, field }: Point): Seen => {
    const ofType = known.get(source.type) ?? new Map<string, Seen>();
    known.set(source.type, ofType);
    const seen = ofType.get(field.name) ?? {
      source,
      field: field.name,
      category: field.category,
      isSeen: false,
      isSupplied: false,
      revealedTo: new Set<string>(),
    };
    ofType.set(field.name, seen);
    return seen;
  };
  const permits = rowsWhere(table, ({ kind }) => kind === 'permit');
  const wants = (point: Point): boolean => {
    const seen = seenAt(point);
    if (point.situation.act === 'levering') return !seen.isSupplied;
    const isTold = seen.isSeen && seen.revealedTo.has(point.situation.reader.to);
    return !isTold && isMet(point.rows, permits);
  };
  const look = ({ cell, ladder, ...point }: Look): void => {
    const seen = seenAt(point);
    const isReached = (cell.reach[1] ?? never) !== never;
    if (ladder.act === 'levering') {
      seen.isSupplied ||= isReached;
      return;
    }
    seen.isSeen ||= isReached;
    if ((cell.reach.at(-1) ?? never) !== never && cell.reach.length > 2) {
      seen.revealedTo.add(point.situation.reader.to);
    }
  };
  const findings = (): readonly AnalysisFinding[] => {
    const all = [...known.values()].flatMap((ofType) => [...ofType.values()]);
    const unseen = all.filter(({ isSeen, field }) => !isSeen && field !== '_exists');
    const supplied = unseen.filter(({ isSupplied }) => isSupplied);
    const neither = unseen.filter(({ isSupplied }) => !isSupplied);
    const open = all.filter(({ revealedTo }) => kinds.size > 1 && revealedTo.size === kinds.size);
    const told = (
      code: AnalysisFinding['code'],
      severity: AnalysisFinding['severity'],
      seen: readonly Seen[],
    ): readonly AnalysisFinding[] =>
      seen.length === 0 ? [] : [{ severity, code, rules: [], where: wholeCovenant, names: byType(seen) }];
    return [
      ...told('supplied-and-never-seen', 'waarschuwing', supplied),
      ...told('never-seen', 'inlichting', neither),
      ...told('revealed-to-all', 'inlichting', open),
    ];
  };
  return { wants, look, findings };
};

/** Does a selector name what it means, rather than everything, or everything but something? */
const isNamed = (selector: Selector | undefined): boolean => {
  if (selector === undefined || selector === 'any' || selector === 'content') return false;
  return typeof selector === 'string' || !('except' in selector) || selector.of !== undefined;
};

/** A cap that lowers, and that was written for some fields or types rather than for everything. */
const isForSome = ({ kind, level, rule }: Row): boolean => {
  const { fields, type } = rule as Pick<Rule, 'fields' | 'type'>;
  return kind === 'cap' && level !== 'reveal' && (isNamed(fields) || isNamed(type));
};

type Met = { readonly questions: readonly Question[]; readonly field: string };

const blocksIn = (met: readonly Met[]): readonly Block[] =>
  blocksOf(met.flatMap(({ questions, field }) => questions.map((question) => ({ ...question, fields: [field] }))));

/** Fields of special categories that can be seen where no cap that was written for them speaks. */
export const guarding = ({ table }: Instruments): Probe => {
  const covering = rowsWhere(table, isForSome);
  const open = new Map<string, Met[]>();
  return {
    wants: ({ situation: { act }, field, rows }) =>
      act !== 'levering' && specialCategories.includes(field.category) && !isMet(rows, covering),
    look: ({ cell, questions, field }) => {
      if ((cell.reach[1] ?? never) === never) return;
      const met = open.get(field.category) ?? [];
      open.set(field.category, met);
      met.push({ questions, field: field.name });
    },
    findings: () =>
      [...open].map(([category, met]) => ({
        severity: 'waarschuwing',
        code: 'special-without-cap',
        rules: [],
        where: wholeCovenant,
        names: { category: [category] },
        blocks: blocksIn(met),
      })),
  };
};

/** Permits by which a field can be shown of which no rule says how long it may be kept (R60; AVG 5(1)(e)). */
export const retaining = ({ table, reaches }: Instruments): Probe => {
  const lacking = rowsWhere(
    table,
    ({ kind, obligations }) => kind === 'permit' && !Object.hasOwn(obligations, 'retain'),
  );
  const isNone = isEmpty(lacking);
  const found = new Map<Row, Met[]>();
  return {
    wants: ({ situation, rows }) => situation.act !== 'levering' && !isNone && isMet(rows, lacking),
    look: ({ cell, speaking, questions, field }) => {
      const { diagrams } = reaches;
      const bounded = reaches.anyOf(speaking.filter(({ obligations }) => Object.hasOwn(obligations, 'retain')));
      const endless = diagrams.and(cell.reach[1] ?? never, diagrams.minus(always, bounded));
      for (const [row] of cell.permits) {
        if (diagrams.and(endless, reaches.applies(row)) === never) continue;
        const met = found.get(row) ?? [];
        found.set(row, met);
        met.push({ questions, field: field.name });
      }
    },
    findings: () =>
      [...found].map(([row, met]) => ({
        severity: 'fout',
        code: 'no-retention',
        rules: [row.id],
        where: row.place,
        names: {},
        blocks: blocksIn(met),
      })),
  };
};
