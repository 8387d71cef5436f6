import type { BlockKind, FieldDefinition, PayloadType } from '@knooppunt/signals';

/** Members of a company by what they are. */
const ofCompanies: Readonly<Record<string, string>> = {
  'kvk-number': 'kvkNr',
  rsin: 'rsin',
  'branch-number': 'vestigingsNr',
  name: 'name',
};

const placeOf: Readonly<Record<BlockKind, string | undefined>> = {
  person: '/persons/0',
  company: '/companies/0',
  matter: '/matter',
  text: '/text',
  record: undefined,
};

const pointersOf = (field: FieldDefinition, of: string): readonly string[] => {
  const place = placeOf[field.block];
  if (place === undefined) return [];
  if (field.type === of) return [`${place}/${field.name}`];
  const inner = ofCompanies[of];
  return field.type === 'company' && inner !== undefined ? [`${place}/${field.name}/${inner}`] : [];
};

/** Where in a payload of this type a value of a kind may stand, as pointers within its data. */
export const fieldPlaces = (type: PayloadType, of: string): readonly string[] =>
  type.fields.flatMap((field) => pointersOf(field, of));
