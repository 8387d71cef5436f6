import type { Json } from '@knooppunt/kernel';
import type { FieldDefinition, FieldType } from '@knooppunt/signals';
import { parties, phases, purposes } from './rules.js';
import { codes, someOf } from './schema.js';
import type { NeutralQuestion, Schema } from './neutral.js';

type Random = (bound: number) => number;

/** What signals share: the case in which they are read. */
export type WorkloadCase = {
  readonly id: string;
  readonly purpose: string;
  readonly phase: string;
  readonly attendees: ReadonlySet<string>;
};

/** One signal, as it lies in JSON: some 1.1 KB. */
export type WorkloadSignal = {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly caseAt: number;
  readonly receivedOn: string;
  readonly flags: Readonly<Record<string, boolean>>;
  readonly data: Readonly<Record<string, Json>>;
};

/** How values are spread: evenly (the worst for a cache) or as in practice, where few sources bring most. */
export type Spread = 'uniform' | 'skew';

const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => String(random(10))).join('');
const oneOf = <Value>(random: Random, values: readonly Value[]): Value => values[random(values.length)] as Value;
const day = (random: Random, first: number, years: number): string =>
  `${first + random(years)}-${String(1 + random(12)).padStart(2, '0')}-${String(1 + random(28)).padStart(2, '0')}`;

const given = ['Jan', 'Fatima', 'Willem', 'Sanne', 'Mohammed', 'Anna', 'Pieter', 'Noor', 'Kees', 'Aylin'];
const family = ['de Vries', 'Jansen', 'El Amrani', 'Bakker', 'Visser', 'van den Berg', 'Yılmaz', 'Smit', 'Mulder'];
const streets = ['Kerkstraat', 'Dorpsweg', 'Industrielaan', 'Havenkade', 'Molenpad'];
const towns = ['Tilburg', 'Breda', 'Eindhoven', 'Helmond', '’s-Hertogenbosch'];
const sentences = [
  'Melding over ongebruikelijke bedrijvigheid in een loods; meerdere bezoekers in de nachtelijke uren gezien.',
  'Bij een controle waren de kasboeken onvolledig en was contante omzet niet te verklaren; niemand wilde iets zeggen.',
  'In een woning staan meer personen ingeschreven dan er slaapplaatsen zijn; de huur wordt contant betaald.',
];

type Makers = Partial<Readonly<Record<FieldType, (random: Random) => Json>>>;

const makers: Makers = {
  bsn: (random) => digits(random, 9),
  name: (random) => `${oneOf(random, given)} ${oneOf(random, given)} ${oneOf(random, family)}`,
  'birth-date': (random) => day(random, 1950, 60),
  'document-number': (random) => `NX${digits(random, 7)}`,
  address: (random) =>
    `${oneOf(random, streets)} ${1 + random(300)}, ${1 + random(9)}${digits(random, 3)} AB ${oneOf(random, towns)}`,
  company: (random) => ({ kvkNr: digits(random, 8), name: `${oneOf(random, family)} Groothandel B.V.` }),
  'company-name': (random) => `${oneOf(random, family)} ${digits(random, 3)} Handelsonderneming B.V.`,
  'kvk-number': (random) => digits(random, 8),
  'wage-tax-number': (random) => `${digits(random, 9)}L01`,
  'number-plate': (random) => `${digits(random, 2)}-XXX-${digits(random, 1)}`,
  date: (random) => day(random, 2025, 1),
  count: (random) => random(40),
  money: (random) => random(250_000),
  code: (random) => oneOf(random, Object.keys(codes)),
  'code-list': (random) => someOf(random, Object.keys(codes), 1 + random(3)),
  flag: (random) => random(10) === 0,
  'opaque-token': (random) => `ref-${digits(random, 12)}`,
  text: (random) => `${oneOf(random, towns)} ${digits(random, 8)}`,
  'long-text': (random) => `${oneOf(random, sentences)} Zie ${digits(random, 6)}.`,
};

const valueOf = (random: Random, { type }: FieldDefinition): Json => makers[type]?.(random) ?? '';

/** Types of value that point at a person, a company or a place. */
const pointing: ReadonlySet<FieldType> = new Set([
  'bsn',
  'name',
  'birth-date',
  'document-number',
  'address',
  'company',
  'company-name',
  'kvk-number',
]);
/** So many persons, companies and places a case is about: matching brought its signals together for that. */
const subjectsPerCase = 3;

/** The values of the subjects of a case: one per subject and field. */
const subjectsOf = (random: Random, schema: Schema): readonly Readonly<Record<string, Json>>[] => {
  const fields = new Map(Object.values(schema).flatMap((type) => type.map((field) => [field.name, field] as const)));
  const known = [...fields.values()].filter(({ type }) => pointing.has(type));
  return Array.from({ length: subjectsPerCase }, () =>
    Object.fromEntries(known.map((field) => [field.name, valueOf(random, field)])),
  );
};

/** The first of the list most often, the tenth a tenth as often (Zipf). */
const zipf = <Value>(random: Random, values: readonly Value[], exponent: number): Value => {
  const weights = values.map((_, at) => (at + 1) ** -exponent);
  let left = (random(1_000_000) / 1_000_000) * weights.reduce((sum, weight) => sum + weight, 0);
  const found = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return values[Math.max(0, found)] as Value;
};

/** In how many of a hundred signals a fact holds. */
const shares: Readonly<Record<Spread, Readonly<Record<string, number>>>> = {
  uniform: { minor: 12, special: 20, consent: 50, expired: 5, urgent: 15, legalPerson: 40, hit: 30 },
  skew: { minor: 5, special: 8, consent: 70, expired: 1, urgent: 5, legalPerson: 30, hit: 10 },
};

const caseOf = (random: Random, spread: Spread, at: number): WorkloadCase => ({
  id: `00000000-0000-8000-8000-${String(at).padStart(12, '0')}`,
  purpose: spread === 'skew' ? zipf(random, purposes, 1.5) : oneOf(random, purposes),
  phase: spread === 'skew' ? zipf(random, ['2', '1', 'weging', '3'], 1.2) : oneOf(random, phases),
  attendees: new Set(someOf(random, parties, 4 + random(7))),
});

/** Ten signals to a case, the signals of a case one after the other: so a meeting reads them. */
export const signalsPerCase = 10;

/** Cases and their signals. The same seed gives the same ones. */
export const signalsOf = (
  random: Random,
  schema: Schema,
  spread: Spread,
  count: number,
): { readonly cases: readonly WorkloadCase[]; readonly signals: readonly WorkloadSignal[] } => {
  const types = Object.keys(schema);
  const brings = new Map(parties.map((party) => [party, someOf(random, types, 3)]));
  const cases = Array.from({ length: Math.ceil(count / signalsPerCase) }, (_, at) => caseOf(random, spread, at));
  const subjects = cases.map(() => subjectsOf(random, schema));
  const signalOf = (at: number): WorkloadSignal => {
    const caseAt = Math.floor(at / signalsPerCase);
    const source = spread === 'skew' ? zipf(random, parties, 1) : oneOf(random, parties);
    const type = spread === 'skew' ? zipf(random, brings.get(source) ?? types, 1) : oneOf(random, types);
    const subject = oneOf(random, subjects[caseAt] ?? []);
    return {
      id: `s-${String(at).padStart(8, '0')}`,
      type,
      source,
      caseAt,
      receivedOn: day(random, 2026, 1),
      flags: Object.fromEntries(Object.entries(shares[spread]).map(([fact, share]) => [fact, random(100) < share])),
      data: Object.fromEntries(
        (schema[type] ?? []).map((field) => [field.name, subject[field.name] ?? valueOf(random, field)]),
      ),
    };
  };
  return { cases, signals: Array.from({ length: count }, (_, at) => signalOf(at)) };
};

/** What one party asks of one signal in its case. */
export const questionOf = (
  signal: WorkloadSignal,
  { purpose, phase, attendees }: WorkloadCase,
  to: string,
): NeutralQuestion => ({
  from: signal.source,
  to,
  type: signal.type,
  purpose,
  phase,
  facts: { attends: attendees.has(to), ...signal.flags },
});
