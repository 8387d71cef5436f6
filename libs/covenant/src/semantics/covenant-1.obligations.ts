import type { CovenantDocument, LawDocument, ObligationDefinition, Obligations } from '../model.js';

const duration = /^P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const daysOfPart = [365.25, 365.25 / 12, 7, 1, 1 / 24, 1 / 1440, 1 / 86_400] as const;

/** Nominal length in days of an ISO 8601 duration (mean Gregorian month and year); undefined where it is none. */
export const nominalDays = (text: string): number | undefined =>
  duration
    .exec(text)
    ?.slice(1)
    .reduce((days, part, at) => days + Number(part ?? 0) * (daysOfPart[at] ?? 0), 0);

const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** The first of some values: lowest rank, and among equals the first by text, so that no order of rules shows. */
const lowest = (values: readonly string[], rank: (value: string) => number): string =>
  values.toSorted((a, b) => rank(a) - rank(b) || byText(a, b))[0] ?? '';

const merged = (
  values: readonly string[],
  definition: ObligationDefinition | undefined,
): string | readonly string[] => {
  if (definition?.combine === 'shortest') return lowest(values, (value) => nominalDays(value) ?? 0);
  if (definition?.combine === 'strictest') return lowest(values, (value) => definition.order?.indexOf(value) ?? 0);
  return [...new Set(values)].toSorted(byText); // union; what nobody declared is kept whole too, rather than dropped
};

/** Definitions of the obligations: the law's own stand before the covenant's. */
const definitionOf = (law: LawDocument, covenant: CovenantDocument, name: string): ObligationDefinition | undefined => {
  if (law.obligations !== undefined && Object.hasOwn(law.obligations, name)) return law.obligations[name];
  return Object.hasOwn(covenant.obligations, name) ? covenant.obligations[name] : undefined;
};

/**
 * The obligations of one shown field: those of all rules that applied to it, each name combined as its definition says
 * (shortest duration, strictest by declared order, union). The label `supplier`, also written `own`, stands for the
 * secrecy regimes of the supplier's kind (WGS 1.11). Names and lists come sorted.
 */
export const mergeObligations = (
  law: LawDocument,
  covenant: CovenantDocument,
  from: string,
  applied: readonly Obligations[],
): Obligations => {
  const secrecy = Object.hasOwn(covenant.parties, from) ? (covenant.parties[from]?.secrecy ?? []) : [];
  const values = new Map<string, string[]>();
  for (const [name, value] of applied.flatMap((obligations) => Object.entries(obligations))) {
    const collected = values.get(name) ?? [];
    values.set(name, collected);
    for (const item of typeof value === 'string' ? [value] : value) {
      const isPlaceholder = name === 'label' && (item === 'supplier' || item === 'own');
      collected.push(...(isPlaceholder ? secrecy : [item]));
    }
  }
  const names = [...values.keys()].toSorted(byText);
  return Object.fromEntries(
    names.map((name) => [name, merged(values.get(name) ?? [], definitionOf(law, covenant, name))]),
  );
};
