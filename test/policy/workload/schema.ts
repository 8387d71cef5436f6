import type { FieldCategory, FieldDefinition, FieldType, Level } from '@knooppunt/signals';
import type { Schema } from './neutral.js';

type Random = (bound: number) => number;
type Word = readonly [name: string, type: FieldType];

/** The levels of a type of value, as the payload registry gives them (libs/signals/src/registry/field.ts). */
const levelsOf: Partial<Readonly<Record<FieldType, readonly Level[]>>> = {
  name: ['pseudonymise', 'reveal'],
  'birth-date': ['generalise', 'reveal'],
  bsn: ['pseudonymise', 'mask', 'reveal'],
  'document-number': ['pseudonymise', 'mask', 'reveal'],
  address: ['pseudonymise', 'generalise', 'reveal'],
  company: ['pseudonymise', 'reveal'],
  'company-name': ['pseudonymise', 'reveal'],
  'kvk-number': ['pseudonymise', 'reveal'],
  'wage-tax-number': ['mask', 'reveal'],
  'number-plate': ['mask', 'reveal'],
  date: ['generalise', 'reveal'],
  count: ['generalise', 'reveal'],
  money: ['generalise', 'reveal'],
  code: ['generalise', 'reveal'],
  'code-list': ['generalise', 'reveal'],
};

const vocabulary: Partial<Readonly<Record<FieldCategory, readonly Word[]>>> = {
  ID: [
    ['bsn', 'bsn'],
    ['surname', 'name'],
    ['givenNames', 'name'],
    ['birthDate', 'birth-date'],
    ['birthPlace', 'text'],
    ['documentNumber', 'document-number'],
    ['nationality', 'code'],
  ],
  CON: [
    ['phone', 'text'],
    ['email', 'text'],
    ['iban', 'text'],
  ],
  RES: [
    ['address', 'address'],
    ['formerAddress', 'address'],
    ['residents', 'count'],
    ['municipality', 'text'],
  ],
  FIN: [
    ['income', 'money'],
    ['debt', 'money'],
    ['assets', 'money'],
    ['cash', 'money'],
    ['mortgage', 'money'],
    ['benefits', 'code-list'],
  ],
  COM: [
    ['kvkNumber', 'kvk-number'],
    ['tradeName', 'company-name'],
    ['employer', 'company'],
    ['wageTaxNumber', 'wage-tax-number'],
    ['legalForm', 'code'],
    ['turnover', 'money'],
    ['permits', 'code-list'],
  ],
  VEH: [
    ['plate', 'number-plate'],
    ['make', 'text'],
    ['sightings', 'count'],
    ['owner', 'name'],
  ],
  CRIM: [
    ['antecedents', 'code-list'],
    ['suspicions', 'code-list'],
    ['mutations', 'count'],
    ['weapons', 'flag'],
  ],
  HEA: [
    ['careNeed', 'code'],
    ['diagnosis', 'text'],
    ['medication', 'flag'],
    ['youthCare', 'flag'],
  ],
  ENF: [
    ['observedOn', 'date'],
    ['inspectedOn', 'date'],
    ['score', 'count'],
    ['reference', 'opaque-token'],
    ['officer', 'opaque-token'],
    ['source', 'code'],
  ],
  EMP: [
    ['summary', 'long-text'],
    ['account', 'long-text'],
    ['remarks', 'text'],
  ],
};

/** The codes of every coded field, each with the group that it is generalised to. */
export const codes: Readonly<Record<string, string>> = {
  'nl-a1': 'groep-1',
  'nl-a2': 'groep-1',
  'nl-b1': 'groep-2',
  'nl-b2': 'groep-2',
  'nl-c1': 'groep-3',
  'nl-c2': 'groep-3',
};

/** Categories of the workload. */
export const categories = Object.keys(vocabulary) as readonly FieldCategory[];

const isCoded = (type: FieldType): boolean => type === 'code' || type === 'code-list';
const all: readonly FieldDefinition[] = categories.flatMap((category) =>
  (vocabulary[category] ?? []).map(([name, type]): FieldDefinition => ({
    name,
    type,
    category,
    block: 'matter',
    levels: levelsOf[type] ?? ['reveal'],
    label: { nl: name, en: name },
    ...(isCoded(type) && { codes }),
  })),
);

/** Names of all fields of the workload. */
export const fieldNames: readonly string[] = all.map(({ name }) => name);

/** What no payload type lacks. */
const always = ['bsn', 'surname', 'birthDate', 'address', 'summary', 'score', 'observedOn'];
const typeCount = 12;
const fieldsPerType = 25;

/** Some of these, each once, in an order that the seed gives. */
export const someOf = <Value>(random: Random, values: readonly Value[], count: number): Value[] => {
  const left = [...values];
  return Array.from({ length: Math.min(count, values.length) }, () => left.splice(random(left.length), 1)[0] as Value);
};

/** Twelve payload types of 25 fields, with the types of value, levels and transforms of the product. */
export const schemaOf = (random: Random): Schema => {
  const fixed = all.filter(({ name }) => always.includes(name));
  const others = all.filter(({ name }) => !always.includes(name));
  const fieldsOfOne = () => [...fixed, ...someOf(random, others, fieldsPerType - fixed.length)];
  return Object.fromEntries(
    Array.from({ length: typeCount }, (_, at) => [`T${String(at + 1).padStart(2, '0')}`, fieldsOfOne()]),
  );
};
