import type { CalendarDate, Json } from '@knooppunt/kernel';
import { assertNever } from '@knooppunt/kernel';
import { ageOn, earliestDayOf, isPartialDate, latestDayOf } from './checks/partial-date.js';
import { levels } from './model.js';
import type { FieldDefinition, FieldType, Level } from './model.js';
import { companyKey, foldAddress, foldName, postcodeDigits } from './normal-form.js';
import { foldId } from './normal-ids.js';
import type { IdKind } from './normal-ids.js';

/**
 * Makes the pseudonym of a value in normal form. The caller keys it (cooperation, recipient, case), so that it differs
 * across recipients and cases (policy-engine §3.2).
 */
export type Pseudonym = (kind: string, value: string) => string;

/** What a transform needs besides the value: the day of the decision and the caller's pseudonyms. */
export type TransformContext = { readonly on: CalendarDate; readonly pseudonym: Pseudonym };

const ageBands = [
  [12, '0-11'],
  [16, '12-15'],
  [18, '16-17'],
  [23, '18-22'],
] as const;

const ageBand = (age: number): string => ageBands.find(([below]) => age < below)?.[1] ?? '23+';

/** The band of an age, where the known part of the date leaves no doubt on that day. */
const birthBand = (birthDate: string, on: CalendarDate): string | undefined => {
  if (!isPartialDate(birthDate)) return undefined;
  const [oldest, youngest] = [earliestDayOf(birthDate), latestDayOf(birthDate)].map((day) => ageBand(ageOn(day, on)));
  return oldest === youngest ? oldest : undefined;
};

const countBands = [
  [1, '0'],
  [5, '1-4'],
  [10, '5-9'],
  [20, '10-19'],
] as const;

const countBand = (count: number): string => countBands.find(([below]) => count < below)?.[1] ?? '20+';

const decades = Array.from({ length: 16 }, (_, zeros) => `1${'0'.repeat(zeros)}-${'9'.repeat(zeros + 1)}`);

/** 0, 1-9, 10-99, 100-999 …: the power of ten that an amount in whole euros lies in. */
const decadeBand = (amount: number): string => (amount === 0 ? '0' : (decades[String(amount).length - 1] as string));

const whole = (value: Json, band: (amount: number) => string): string | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? band(value) : undefined;

const text = (value: Json, change: (given: string) => string | undefined): string | undefined =>
  typeof value === 'string' ? change(value) : undefined;

const groupOf = ({ codes }: FieldDefinition, code: string): string | undefined =>
  codes !== undefined && Object.hasOwn(codes, code) ? (codes[code] ?? undefined) : undefined;

/** The groups of some codes, each once and in order, so that neither number nor order of the codes shows. */
const groupsOf = (value: Json, field: FieldDefinition): Json | undefined => {
  if (!Array.isArray(value)) return undefined;
  const groups = value.map((code) => (typeof code === 'string' ? groupOf(field, code) : undefined));
  const known = [...new Set(groups.filter((group) => group !== undefined))].toSorted();
  return known.length === 0 ? undefined : known;
};

type Generalise = (value: Json, field: FieldDefinition, context: TransformContext) => Json | undefined;

const generalisers: Partial<Readonly<Record<FieldType, Generalise>>> = {
  'birth-date': (value, _field, { on }) => text(value, (given) => birthBand(given, on)),
  address: (value) => text(value, postcodeDigits),
  date: (value) => text(value, (given) => (/^\d{4}/.test(given) ? given.slice(0, 4) : undefined)),
  count: (value) => whole(value, countBand),
  money: (value) => whole(value, decadeBand),
  code: (value, field) => text(value, (given) => groupOf(field, given)),
  'code-list': groupsOf,
};

type NormalForm = readonly [string, (value: Json) => string | undefined];

const idForm = (kind: IdKind): NormalForm => [kind, (value) => text(value, (given) => foldId(kind, given))];

/** Kind of the pseudonym and the normal form it is made of. */
const normalForms: Partial<Readonly<Record<FieldType, NormalForm>>> = {
  bsn: idForm('bsn'),
  'v-number': idForm('vnr'),
  'bag-id': idForm('bag'),
  'document-number': idForm('document'),
  'cadastral-id': idForm('cadastral'),
  name: ['name', (value) => text(value, foldName)],
  address: ['address', (value) => text(value, foldAddress)],
  company: ['company', companyKey],
  // The number or name alone gives the same pseudonym as a company that has it.
  'kvk-number': ['company', (value) => text(value, (kvkNr) => companyKey({ kvkNr }))],
  'company-name': ['company', (value) => text(value, (name) => companyKey({ name }))],
};

const pseudonymise = ({ type }: FieldDefinition, value: Json, { pseudonym }: TransformContext): string | undefined => {
  const [kind, normalise] = normalForms[type] ?? [];
  const normal = normalise?.(value);
  return kind === undefined || normal === undefined ? undefined : pseudonym(kind, normal);
};

/** All but the last three characters starred; a shorter text is starred whole. */
const mask = (value: Json): string | undefined =>
  text(
    value,
    (given) =>
      `${'*'.repeat(given.length > 3 ? given.length - 3 : given.length)}${given.length > 3 ? given.slice(-3) : ''}`,
  );

/** The highest level of this field that is not above the one asked: what a field lacks rounds down (policy-engine §3.2). */
export const roundDown = (field: FieldDefinition, level: Level): Level => {
  if (level === 'withhold' || level === 'exists') return level;
  const asked = levels.indexOf(level);
  return field.levels.findLast((own) => levels.indexOf(own) <= asked) ?? 'exists';
};

/**
 * What a party sees of a field's value at a level. Nothing at withhold and exists, where the level rounds down to them,
 * and where the value has nothing to show at it (a code without group, a partial date across two age bands).
 * It reads the original value only and never fails: what it cannot read it does not show.
 */
export const transformField = (
  field: FieldDefinition,
  level: Level,
  value: Json,
  context: TransformContext,
): Json | undefined => {
  const own = roundDown(field, level);
  switch (own) {
    case 'withhold':
    case 'exists':
      return undefined;
    case 'pseudonymise':
      return pseudonymise(field, value, context);
    case 'generalise':
      return generalisers[field.type]?.(value, field, context);
    case 'mask':
      return mask(value);
    case 'reveal':
      return value;
    default:
      return assertNever(own);
  }
};
