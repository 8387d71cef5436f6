import type { Documents } from '../compiled/clauses.js';
import { nominalDays } from '../semantics/covenant-1.obligations.js';
import type { ObligationDefinition } from '../model.js';
import { always, never } from './diagrams.js';
import type { Diagram } from './diagrams.js';
import type { Cell, Reaches } from './reach.js';
import type { Row } from './rows.js';

/** The obligations of a field: of whose supply it is, under which documents. */
export type DutyScope = { readonly documents: Documents; readonly from: string };

/** One value that an obligation can come to, or one thing that it lists, with the rules that say it and when it stands. */
export type DutyValue = { readonly value: string; readonly rows: readonly Row[]; readonly when: Diagram };

/** How an obligation combines; what nobody declared is a list that is kept whole (covenant/1). */
export const definitionOf = ({ law, covenant }: Documents, name: string): ObligationDefinition => {
  if (law.obligations !== undefined && Object.hasOwn(law.obligations, name)) return law.obligations[name] as never;
  return (Object.hasOwn(covenant.obligations, name) && covenant.obligations[name]) || { combine: 'union' };
};

/** How far a value lies from the strictest; of a list there is no such order. */
export const rankOf = (definition: ObligationDefinition, value: string): number =>
  definition.combine === 'shortest' ? (nominalDays(value) ?? 0) : (definition.order?.indexOf(value) ?? 0);

const spelledOut = ({ documents, from }: DutyScope, name: string, item: string): readonly string[] => {
  if (name !== 'label' || (item !== 'supplier' && item !== 'own')) return [item];
  const { parties } = documents.covenant;
  return Object.hasOwn(parties, from) ? (parties[from]?.secrecy ?? []) : [];
};

/** The rules of a cell that state each value of an obligation. */
const rowsByValue = (cell: Cell, name: string, scope: DutyScope): Map<string, Row[]> => {
  const found = new Map<string, Row[]>();
  for (const [row] of [...cell.permits, ...cell.caps]) {
    if (!Object.hasOwn(row.obligations, name)) continue;
    for (const value of [row.obligations[name] ?? []].flat().flatMap((item) => spelledOut(scope, name, item))) {
      found.set(value, [...(found.get(value) ?? []), row]);
    }
  }
  return found;
};

/** The names of all obligations that a rule of a cell states. */
export const dutiesIn = ({ permits, caps }: Cell): readonly string[] =>
  [...permits, ...caps].flatMap(([row]) => Object.keys(row.obligations));

/**
 * What an obligation comes to wherever a field is shown: of an ordered one, the facts under which each value is the
 * strictest that is stated; of a list, the facts under which each thing is on it.
 */
export const dutyValues = (reaches: Reaches, cell: Cell, name: string, scope: DutyScope): readonly DutyValue[] => {
  const { diagrams } = reaches;
  const definition = definitionOf(scope.documents, name);
  const stated = [...rowsByValue(cell, name, scope)];
  if (definition.combine === 'union') {
    return stated.map(([value, rows]) => ({ value, rows, when: reaches.anyOf(rows) }));
  }
  const strictestFirst = stated.toSorted(
    ([a], [b]) => rankOf(definition, a) - rankOf(definition, b) || (a < b ? -1 : 1),
  );
  let taken: Diagram = never;
  return strictestFirst.map(([value, rows]) => {
    const stands = reaches.anyOf(rows);
    const when = diagrams.minus(stands, taken);
    taken = diagrams.or(taken, stands);
    return { value, rows, when };
  });
};

/** When no value of an obligation stands. */
export const dutyAbsent = ({ diagrams }: Reaches, values: readonly DutyValue[]): Diagram =>
  values.reduce<Diagram>((rest, { when }) => diagrams.minus(rest, when), always);
