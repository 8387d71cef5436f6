import type { LawDocument } from '../../model.js';
import { isMet } from '../bits.js';
import { never } from '../diagrams.js';
import { definitionOf, rankOf } from '../duties.js';
import type { Row } from '../rows.js';
import type { AnalysisFinding } from './finding.js';
import type { Instruments, Look, Probe } from './probe.js';
import { isOwnRule, rowsWhere } from './row-sets.js';

type Claim = { readonly row: Row; readonly duty: string; readonly value: string };

/** Duties of the law, one value each, that a rule of the covenant sets for itself. Of a list nothing is ever looser. */
const claimsOf = ({ obligations = {} }: LawDocument, row: Row): readonly Claim[] =>
  isOwnRule(row)
    ? Object.entries(row.own).flatMap(([duty, value]) =>
        Object.hasOwn(obligations, duty) && typeof value === 'string' ? [{ row, duty, value }] : [],
      )
    : [];

/** Whether what a claim is of is shown anywhere, and the rules of law that are stricter there. */
type Standing = { isShown: boolean; readonly stricter: Set<string> };

/** Duties of a covenant's rule that are looser than the law's own wherever it applies: they are never what counts. */
export const loosening = ({ documents, table, reaches }: Instruments): Probe => {
  const claims = table.rows.flatMap((row) => claimsOf(documents.law, row));
  const open = new Map<Claim, Standing>(claims.map((claim) => [claim, { isShown: false, stricter: new Set() }]));
  const waiting = rowsWhere(table, (row) => claims.some((claim) => claim.row === row));
  const weigh = (claim: Claim, state: Standing, { cell, speaking }: Look): void => {
    const definition = definitionOf(documents, claim.duty);
    const isStricter = ({ place, obligations }: Row): boolean => {
      const value = obligations[claim.duty];
      if (place.document !== 'law' || typeof value !== 'string') return false;
      return rankOf(definition, value) < rankOf(definition, claim.value);
    };
    const { diagrams } = reaches;
    const shown = diagrams.and(cell.reach[1] ?? never, reaches.applies(claim.row));
    const stricter = speaking.filter(isStricter);
    if (diagrams.minus(shown, reaches.anyOf(stricter)) !== never) open.delete(claim);
    if (shown === never) return;
    state.isShown = true;
    for (const { id } of stricter) state.stricter.add(id);
  };
  return {
    wants: ({ situation, rows }) => situation.act !== 'levering' && open.size > 0 && isMet(rows, waiting),
    look: (look) => {
      for (const [claim, state] of open) if (look.speaking.includes(claim.row)) weigh(claim, state, look);
    },
    findings: () =>
      [...open].flatMap(([{ row, duty, value }, { isShown, stricter }]): readonly AnalysisFinding[] =>
        isShown
          ? [
              {
                severity: 'fout',
                code: 'looser-than-law',
                rules: [row.id],
                where: { ...row.place, path: [...row.place.path, 'obligations'] },
                names: { duty: [duty], value: [value], stricter: [...stricter].toSorted() },
              },
            ]
          : [],
      ),
  };
};

/** Duties that a rule of law sets and that the law does not define: then the covenant says how they combine. */
export const undefinedDuties = ({ caps, obligations = {} }: LawDocument): readonly AnalysisFinding[] => {
  const rules = Map.groupBy(
    caps.flatMap(({ id, obligations: own = {} }, at) => Object.keys(own).map((duty) => ({ id, at, duty }))),
    ({ duty }) => duty,
  );
  return [...rules]
    .filter(([duty]) => !Object.hasOwn(obligations, duty))
    .map(([duty, setting]) => ({
      severity: 'waarschuwing',
      code: 'law-duty-undefined',
      rules: setting.map(({ id }) => id),
      where: { document: 'law', path: ['caps', setting[0]?.at ?? 0, 'obligations'] },
      names: { duty: [duty] },
    }));
};
