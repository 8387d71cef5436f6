import { isCalendarDate, plusDays } from '@knooppunt/kernel';
import type { Documents } from '../compiled/clauses.js';
import type { CovenantDocument, DecidedField, LawDocument, Question } from '../model.js';
import { levelOrder } from '../semantics/covenant-1.js';
import { phases } from '../semantics/covenant-1.selectors.js';
import type { RegistryView } from '../validate/problem.js';

export type Act = Question['act'];

/** A type with a kind of organisation that may bring it, and the fields that it has. */
export type Source = {
  readonly type: string;
  readonly from: string;
  readonly fields: readonly DecidedField[];
  /** Whether it is supplied at all: not what the process itself writes, nor what nobody may bring yet. */
  readonly isSupplied: boolean;
};
/** A kind of recipient with a purpose: one of its own list, or of another's where the law does not forbid it (R02). */
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

/** The purposes (`KIND.code`) that a covenant knows. */
const purposesOf = ({ parties }: CovenantDocument): readonly string[] =>
  Object.entries(parties).flatMap(([kind, { purposes }]) => Object.keys(purposes).map((code) => `${kind}.${code}`));

/** The kinds that a law knows: participants, and the bureau that works for them. */
export const kindsOf = ({ kinds }: LawDocument): readonly string[] => [...kinds.participants, ...kinds.bureau];

/** Is a purpose on the list of the recipient itself (R02)? */
export const isOwnPurpose = ({ to, purpose }: Reader): boolean => purpose.startsWith(`${to}.`);

/** From the first day of some periods to the last; there is at least one. */
export const wholeOf = (periods: readonly Period[]): Period => ({
  from: (periods[0] as Period).from,
  until: (periods.at(-1) as Period).until,
});

/**
 * Does a law refuse every question for a purpose of another's list? A fact that comes from the purpose of the question is
 * then no free fact: a guard that requires it always shuts such questions out (R02, WGS 1.7(1)(a)).
 */
export const bindsPurpose = ({ guards, facts }: LawDocument, time: Period): boolean => {
  const binding = guards.filter(({ require, phase }) => {
    const asked = Object.entries(require).filter(([fact]) => facts[fact]?.from === 'question.purpose');
    return asked.some(([, value]) => value) && (phase === undefined || phase === 'any');
  });
  const isBound = (act: string): boolean =>
    binding.some(
      ({ at, in: [from, until] }) =>
        [at ?? 'inzage'].flat().includes(act) && from <= time.from && (until === 'open' || until >= time.until),
    );
  return isBound('inzage') && isBound('resultaat');
};

/** Who can ask for what: each recipient for its own purposes, and for those of others where no law keeps it from it. */
const readersOf = (sides: readonly Documents[], time: Period): readonly Reader[] => {
  const purposes = [...new Set(sides.flatMap(({ covenant }) => purposesOf(covenant)))];
  const isFree = sides.some(({ law }) => !bindsPurpose(law, time));
  const kinds = new Set([
    ...sides.flatMap(({ covenant }) => Object.keys(covenant.parties)),
    ...sides.flatMap(({ law }) => (isFree ? kindsOf(law) : [])),
  ]);
  return [...kinds].flatMap((to) =>
    purposes.map((purpose) => ({ to, purpose })).filter((reader) => isFree || isOwnPurpose(reader)),
  );
};

const dayFrom = (day: string, days: number): string => plusDays(`${day}T00:00:00.000Z`, days).slice(0, 10);

/** The days on which the law begins to be another. */
const turnsOf = ({ guards, caps }: LawDocument): readonly string[] =>
  [...guards, ...caps].flatMap(({ in: period }) =>
    period === undefined ? [] : [period[0], ...(isCalendarDate(period[1]) ? [dayFrom(period[1], 1)] : [])],
  );

/** The time of all these covenants together, cut where one of their laws changes. */
const periodsOf = (sides: readonly Documents[]): readonly Period[] => {
  const first = sides.map(({ covenant }) => covenant.valid.from).toSorted()[0] as string;
  const last = sides
    .map(({ covenant }) => covenant.valid.until)
    .toSorted()
    .at(-1) as string;
  const turns = sides.flatMap(({ law }) => turnsOf(law)).filter((day) => first < day && day <= last);
  const begins = [first, ...new Set(turns.toSorted())];
  return begins.map((from, at) => {
    const next = begins[at + 1];
    return { from, until: next === undefined ? last : dayFrom(next, -1) };
  });
};

/** Every situation that one of some covenants could be asked about, with this registry of payload types. */
export const spaceOf = (sides: readonly Documents[], registry: RegistryView): Space => {
  const periods = periodsOf(sides);
  return {
    sources: registry.types.flatMap((type) => {
      const fields = fieldsOf(type);
      const { ways, open = true } = type;
      const isSupplied = open && (ways === undefined || ways.some((way) => way !== 'process'));
      return type.suppliers.map((from) => ({ type: type.id, from, fields, isSupplied }));
    }),
    readers: readersOf(sides, wholeOf(periods)),
    phases,
    acts,
    periods,
  };
};
