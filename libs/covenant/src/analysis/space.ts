import { isCalendarDate, plusDays } from '@knooppunt/kernel';
import type { Documents } from '../compiled/clauses.js';
import type { CovenantDocument, DecidedField, LawDocument, Question } from '../model.js';
import { levelOrder } from '../semantics/covenant-1.js';
import { phases } from '../semantics/covenant-1.selectors.js';
import type { RegistryView } from '../validate/problem.js';

export type Act = Question['act'];

/** A type with a kind of organisation that may bring it, and the fields that it has. */
export type Source = { readonly type: string; readonly from: string; readonly fields: readonly DecidedField[] };
/** A kind of recipient with one of the purposes on its own list (R02). */
export type Reader = { readonly to: string; readonly purpose: string };
/** Days, both included, on which the law is the same. */
export type Period = { readonly from: string; readonly until: string };

/** Every situation that can exist, but for the facts: each combination of these. */
export type Space = {
  readonly sources: readonly Source[];
  readonly readers: readonly Reader[];
  readonly phases: readonly string[];
  readonly acts: readonly Act[];
  readonly periods: readonly Period[];
};

export const existsField: DecidedField = { name: '_exists', category: '_', levels: [] };
const acts: readonly Act[] = ['inzage', 'levering', 'resultaat'];

/** The fields of a type as the engine sees them, `_exists` first where the registry leaves it out. */
export const fieldsOf = (type: RegistryView['types'][number]): readonly DecidedField[] => {
  const own = type.fields.map(({ name, category, levels = levelOrder.slice(2) }) => ({ name, category, levels }));
  return own.some(({ name }) => name === existsField.name) ? own : [existsField, ...own];
};

const readersOf = ({ parties }: CovenantDocument): readonly Reader[] =>
  Object.entries(parties).flatMap(([to, { purposes }]) =>
    Object.keys(purposes).map((code) => ({ to, purpose: `${to}.${code}` })),
  );

const dayFrom = (day: string, days: number): string => plusDays(`${day}T00:00:00.000Z`, days).slice(0, 10);

/** The days on which the law begins to be another. */
const turnsOf = ({ guards, caps }: LawDocument): readonly string[] =>
  [...guards, ...caps].flatMap(({ in: period }) =>
    period === undefined ? [] : [period[0], ...(isCalendarDate(period[1]) ? [dayFrom(period[1], 1)] : [])],
  );

/** The time of all these covenants together, cut where one of their laws changes. */
const periodsOf = (sides: readonly Documents[]): readonly Period[] => {
  const first = sides.map(({ covenant }) => covenant.valid.from).toSorted()[0] ?? '';
  const last =
    sides
      .map(({ covenant }) => covenant.valid.until)
      .toSorted()
      .at(-1) ?? '';
  const turns = sides.flatMap(({ law }) => turnsOf(law)).filter((day) => first < day && day <= last);
  const begins = [first, ...new Set(turns.toSorted())];
  return begins.map((from, at) => {
    const next = begins[at + 1];
    return { from, until: next === undefined ? last : dayFrom(next, -1) };
  });
};

const distinct = <Thing>(things: readonly Thing[]): readonly Thing[] => [
  ...new Map(things.map((thing) => [JSON.stringify(thing), thing])).values(),
];

/** Every situation that one of some covenants could be asked about, with this registry of payload types. */
export const spaceOf = (sides: readonly Documents[], registry: RegistryView): Space => ({
  sources: registry.types.flatMap((type) => {
    const fields = fieldsOf(type);
    return type.suppliers.map((from) => ({ type: type.id, from, fields }));
  }),
  readers: distinct(sides.flatMap(({ covenant }) => readersOf(covenant))),
  phases,
  acts,
  periods: periodsOf(sides),
});
