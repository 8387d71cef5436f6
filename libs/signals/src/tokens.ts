import type { FieldType, Payload, PayloadType } from './model.js';
import { isFullDate } from './checks/partial-date.js';
import { isPlainObject, member } from './checks/shape.js';
import type { PlainObject } from './checks/shape.js';
import { foldName } from './normal-form.js';
import { fieldsOfBlock } from './registry/registry.js';

/** A kind of blind match token; tokens of different kinds never meet. */
export type TokenKind = 'bsn' | 'vnr' | 'kvk' | 'rsin' | 'bag' | 'name-birth';

/** One value to be made into a blind token: whose it is (`p1`, `c1`, `matter`), its kind, and its normal form. */
export type TokenValue = { readonly ref: string; readonly kind: TokenKind; readonly value: string };

const namesOfType = (type: PayloadType, block: 'person' | 'company' | 'matter', fieldType: FieldType) =>
  fieldsOfBlock(type, block)
    .filter((field) => field.type === fieldType)
    .map(({ name }) => name);

const textsOf = (source: PlainObject, names: readonly string[]): readonly string[] =>
  names.map((name) => member(source, name)).filter((value): value is string => typeof value === 'string');

const personTokens = (type: PayloadType, person: PlainObject, ref: string): readonly TokenValue[] => {
  const texts = (fieldType: FieldType) => textsOf(person, namesOfType(type, 'person', fieldType));
  const [birthDate] = texts('birth-date').filter(isFullDate);
  return [
    ...texts('bsn').map((value) => ({ ref, kind: 'bsn' as const, value })),
    ...texts('v-number').map((value) => ({ ref, kind: 'vnr' as const, value })),
    ...texts('bag-id').map((value) => ({ ref, kind: 'bag' as const, value })),
    ...(birthDate === undefined
      ? []
      : texts('name').map((name) => ({ ref, kind: 'name-birth' as const, value: `${foldName(name)}|${birthDate}` }))),
  ];
};

const companyTokens = (type: PayloadType, party: PlainObject, ref: string): readonly TokenValue[] =>
  namesOfType(type, 'company', 'company')
    .map((name) => member(party, name))
    .filter(isPlainObject)
    .flatMap((company) => [
      ...textsOf(company, ['kvkNr']).map((value) => ({ ref, kind: 'kvk' as const, value })),
      ...textsOf(company, ['rsin']).map((value) => ({ ref, kind: 'rsin' as const, value })),
    ]);

/**
 * The values by which this contribution may be matched, in normal form: made into HMACs by the gateway before sealing
 * and never stored as they are (design §5, R44-R46). Exact only; a name counts together with a full date of birth.
 */
export const tokenValuesOf = (type: PayloadType, payload: Payload): readonly TokenValue[] => [
  ...(payload.persons ?? []).flatMap((person) => personTokens(type, person, person.ref)),
  ...(payload.companies ?? []).flatMap((company) => companyTokens(type, company, company.ref)),
  ...textsOf(payload.matter ?? {}, namesOfType(type, 'matter', 'bag-id')).map((value) => ({
    ref: 'matter',
    kind: 'bag' as const,
    value,
  })),
];
