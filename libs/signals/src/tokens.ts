import type { FieldType, Payload, PayloadType } from './model.js';
import { isPlainObject, member } from './checks/shape.js';
import type { PlainObject } from './checks/shape.js';
import { nameTokens } from './name-tokens.js';
import type { NameTokenKind } from './name-tokens.js';
import { foldId } from './normal-ids.js';
import type { IdKind } from './normal-ids.js';
import { fieldsOfBlock } from './registry/registry.js';

/** A kind of blind match token; tokens of different kinds never meet. */
export type TokenKind = Exclude<IdKind, 'parket'> | NameTokenKind;

/** One value to be made into a blind token: whose it is (`p1`, `c1`, `matter`), its kind, and its normal form. */
export type TokenValue = { readonly ref: string; readonly kind: TokenKind; readonly value: string };

/** Kinds of fields that are an id by themselves. A prosecution number is of a case, not of a person: it makes no token. */
const idsOfTypes: readonly (readonly [FieldType, Exclude<IdKind, 'parket'>])[] = [
  ['bsn', 'bsn'],
  ['v-number', 'vnr'],
  ['kvk-number', 'kvk'],
  ['bag-id', 'bag'],
  ['document-number', 'document'],
  ['number-plate', 'plate'],
  ['cadastral-id', 'cadastral'],
];

const idsOfCompanies = [
  ['kvkNr', 'kvk'],
  ['rsin', 'rsin'],
  ['vestigingsNr', 'vestiging'],
] as const;

const valuesOfType = (
  type: PayloadType,
  block: 'person' | 'company' | 'matter',
  fieldType: FieldType,
  holder: PlainObject,
): readonly unknown[] =>
  fieldsOfBlock(type, block)
    .filter((field) => field.type === fieldType)
    .map(({ name }) => member(holder, name));

const textsOf = (values: readonly unknown[]): readonly string[] =>
  values.filter((value): value is string => typeof value === 'string');

const idTokens = (
  type: PayloadType,
  block: 'person' | 'company' | 'matter',
  holder: PlainObject,
  ref: string,
): readonly TokenValue[] =>
  idsOfTypes.flatMap(([fieldType, kind]) =>
    textsOf(valuesOfType(type, block, fieldType, holder)).map((value) => ({ ref, kind, value: foldId(kind, value) })),
  );

const personTokens = (type: PayloadType, person: PlainObject, ref: string): readonly TokenValue[] => {
  const [birthDate] = textsOf(valuesOfType(type, 'person', 'birth-date', person));
  const names = birthDate === undefined ? [] : textsOf(valuesOfType(type, 'person', 'name', person));
  return [
    ...idTokens(type, 'person', person, ref),
    ...names.flatMap((name) => nameTokens(name, birthDate ?? '').map((token) => ({ ref, ...token }))),
  ];
};

const companyTokens = (type: PayloadType, party: PlainObject, ref: string): readonly TokenValue[] => [
  ...idTokens(type, 'company', party, ref),
  ...valuesOfType(type, 'company', 'company', party)
    .filter(isPlainObject)
    .flatMap((company) =>
      idsOfCompanies.flatMap(([name, kind]) =>
        textsOf([member(company, name)]).map((value) => ({ ref, kind, value: foldId(kind, value) })),
      ),
    ),
];

/**
 * The values by which this contribution may be matched, in normal form: made into HMACs by the gateway before sealing
 * and never stored as they are (design §5, R44-R46). A name counts only together with a date of birth.
 */
export const tokenValuesOf = (type: PayloadType, payload: Payload): readonly TokenValue[] => [
  ...(payload.persons ?? []).flatMap((person) => personTokens(type, person, person.ref)),
  ...(payload.companies ?? []).flatMap((company) => companyTokens(type, company, company.ref)),
  ...idTokens(type, 'matter', payload.matter ?? {}, 'matter'),
];
