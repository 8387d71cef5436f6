import type { BlockKind, FieldCategory, FieldDefinition, FieldType, Level } from '../model.js';

/** The levels that a kind of value has besides withhold and exists, lowest first (domain §2a, "Levels per field"). */
const levelsOfType: Readonly<Record<Exclude<FieldType, 'code' | 'code-list'>, readonly Level[]>> = {
  name: ['pseudonymise', 'reveal'],
  'birth-date': ['generalise', 'reveal'],
  bsn: ['pseudonymise', 'mask', 'reveal'],
  'v-number': ['pseudonymise', 'mask', 'reveal'],
  text: ['reveal'],
  'long-text': ['reveal'],
  address: ['pseudonymise', 'generalise', 'reveal'],
  'bag-id': ['pseudonymise', 'reveal'],
  company: ['pseudonymise', 'reveal'],
  'company-name': ['pseudonymise', 'reveal'],
  'kvk-number': ['pseudonymise', 'reveal'],
  'wage-tax-number': ['mask', 'reveal'],
  'turnover-tax-number': ['mask', 'reveal'],
  'prosecution-number': ['reveal'],
  'document-number': ['pseudonymise', 'mask', 'reveal'],
  'number-plate': ['mask', 'reveal'],
  'cadastral-id': ['pseudonymise', 'reveal'],
  'flight-number': ['reveal'],
  'contribution-id': ['reveal'],
  'opaque-token': ['reveal'],
  date: ['generalise', 'reveal'],
  count: ['generalise', 'reveal'],
  money: ['generalise', 'reveal'],
  flag: ['reveal'],
  reference: ['reveal'],
  explanations: ['reveal'],
  id: ['reveal'],
  'id-list': ['reveal'],
  instant: ['reveal'],
};

/** A closed list of codes: value -> group, or null where there is no group to generalise to. */
export type Codes = Readonly<Record<string, string | null>>;

type Options = {
  readonly required?: boolean;
  readonly codes?: Codes;
  readonly least?: number;
  readonly most?: number;
};

const levelsFor = (type: FieldType, codes: Codes | undefined): readonly Level[] => {
  if (type !== 'code' && type !== 'code-list') return levelsOfType[type];
  const grouped = codes !== undefined && Object.values(codes).some((group) => group !== null);
  return grouped ? ['generalise', 'reveal'] : ['reveal'];
};

const build = (base: Omit<FieldDefinition, 'levels'>, levels: readonly Level[]): FieldDefinition => ({
  ...base,
  levels,
});

/**
 * Makes the fields of one block: `blockFields('person')('bsn', 'bsn', 'ID', ['BSN', 'citizen number'])`.
 * The levels follow from the type, so that no payload type can give one kind of value other levels than the next.
 */
export const blockFields =
  (block: BlockKind) =>
  (name: string, type: FieldType, category: FieldCategory, [nl, en]: readonly [string, string]) =>
  (options: Options = {}): FieldDefinition =>
    build({ name, type, category, block, label: { nl, en }, ...options }, levelsFor(type, options.codes));

/** A field of a process record: a clear column, revealed or not (design §5). */
export const recordField = (
  name: string,
  type: FieldType,
  [nl, en]: readonly [string, string],
  codes?: Codes,
): FieldDefinition =>
  build({ name, type, category: '_', block: 'record', label: { nl, en }, ...(codes === undefined ? {} : { codes }) }, [
    'reveal',
  ]);
