import { canonicalJson } from '@knooppunt/kernel';
import type { DigestOf } from '@knooppunt/kernel';
import { subjectBlock } from '../check.js';
import type { BlockKind, FieldDefinition, PayloadType } from '../model.js';
import { bpgCodes, handlingCodes } from '../registry/codes/shared.js';
import { phenomena } from '../registry/phenomena.js';
import { categoriesOf, cloudEventTypeOf, fieldsOfBlock, payloadTypes } from '../registry/registry.js';
import { daySchema, fieldSchema, formSchema, uuidSchema } from './field-schema.js';
import type { Schema } from './field-schema.js';

const closed = (properties: Record<string, Schema>, required: readonly string[] = []): Schema => ({
  type: 'object',
  additionalProperties: false,
  ...(required.length === 0 ? {} : { required: [...required] }),
  properties,
});

const namesOfRequired = (fields: readonly FieldDefinition[]): readonly string[] =>
  fields.filter(({ required }) => required === true).map(({ name }) => name);

const fieldsIn = (fields: readonly FieldDefinition[]): Record<string, Schema> =>
  Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)]));

const flag: Schema = { type: 'boolean' };
const declaration = closed({ lawful: flag, quality: flag, firstProcessed: daySchema }, [
  'lawful',
  'quality',
  'firstProcessed',
]);
const report = closed(
  {
    phenomenon: { type: 'string', enum: phenomena.map(({ code }) => code) },
    region: formSchema('[a-z][a-z0-9-]{1,59}'),
    task: formSchema('(?:[A-Z]{2,4}[.])?[a-z][a-z0-9-]{0,59}'),
  },
  ['phenomenon', 'region', 'task'],
);

const handlingOf = (type: PayloadType): Schema =>
  closed(
    {
      handlingCode: { type: 'string', enum: [...handlingCodes] },
      ...(categoriesOf(type).includes('CRIM') ? { bpgCode: { type: 'string', enum: [...bpgCodes] } } : {}),
    },
    type.needsBpgCode === true ? ['bpgCode'] : [],
  );

const partiesOf = (type: PayloadType, kind: 'person' | 'company', most: number): Schema => {
  const fields = fieldsOfBlock(type, kind);
  const own: Record<string, Schema> =
    kind === 'person'
      ? { ref: formSchema('p[1-9][0-9]?'), about: formSchema('[A-Za-z0-9_-]{8,128}'), possibleVictim: flag }
      : { ref: formSchema('c[1-9][0-9]?') };
  return {
    type: 'array',
    minItems: 1,
    maxItems: most,
    items: closed({ ...own, ...fieldsIn(fields) }, ['ref', ...namesOfRequired(fields)]),
  };
};

const membersOf = (type: PayloadType): Record<string, Schema> => {
  const matter = fieldsOfBlock(type, 'matter');
  const text = fieldsOfBlock(type, 'text');
  return {
    way: { type: 'string', enum: [...type.ways] },
    request: uuidSchema,
    case: uuidSchema,
    declaration,
    report,
    handling: handlingOf(type),
    ...(type.maxPersons === 0 ? {} : { persons: partiesOf(type, 'person', type.maxPersons) }),
    ...(type.maxCompanies === 0 ? {} : { companies: partiesOf(type, 'company', type.maxCompanies) }),
    ...(matter.length === 0 ? {} : { matter: closed(fieldsIn(matter), namesOfRequired(matter)) }),
    ...(text.length === 0 ? {} : { text: closed(fieldsIn(text), namesOfRequired(text)) }),
  };
};

const memberOfBlock: Readonly<Record<BlockKind, string>> = {
  person: 'persons',
  company: 'companies',
  matter: 'matter',
  text: 'text',
  record: '',
};

const requiredOf = (type: PayloadType): readonly string[] => {
  const subject = subjectBlock(type);
  const needsText = namesOfRequired(fieldsOfBlock(type, 'text')).length > 0;
  return [
    'way',
    'declaration',
    ...(type.needsBpgCode === true ? ['handling'] : []),
    ...(subject === 'text' ? [] : [memberOfBlock[subject]]),
    ...(needsText ? ['text'] : []),
  ];
};

/** What a way in asks and forbids besides. Source: domain §2a. */
const ofWay = (type: PayloadType, way: string): Schema => {
  const only = (required: readonly string[], refused: readonly string[], more: Schema = {}): Schema => ({
    required: ['way', ...required],
    properties: { way: { const: way }, ...Object.fromEntries(refused.map((name) => [name, false])), ...more },
  });
  if (way === 'answer') return only(['request', 'case'], ['report']);
  if (way === 'supply') return only(['case'], ['request', 'report']);
  return only(['report', 'text'], ['request', 'case'], {
    text: { required: ['_text'] },
    // a signal comes before any case in which a subject could have been shown
    ...(type.maxPersons === 0 ? {} : { persons: { items: { properties: { about: false } } } }),
  });
};

/** Where the schema of a payload type is published, under the address of the API. */
export const schemaAddress = (type: PayloadType, server: string): string =>
  `${server}/v1/schemas/${cloudEventTypeOf(type)}`;

/**
 * The JSON Schema (2020-12) of `data` in the CloudEvent of a payload type: made from the registry, so that the two cannot
 * differ. Beyond it lie the check digits, the twenty-ninth of February of a partial date, references that must resolve, and
 * what the gateway alone knows (tasks of the covenant, subjects of a request): the gateway still refuses those.
 */
export const payloadSchema = (type: PayloadType, server: string): Schema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: schemaAddress(type, server),
  title: `${type.id} ${type.label.nl}`,
  description: type.label.en,
  ...closed(membersOf(type), requiredOf(type)),
  oneOf: type.ways.map((way) => ofWay(type, way)),
});

/** The types of parties: those that a CloudEvent can name, and whose schemas are published. */
export const publishedTypes: readonly PayloadType[] = payloadTypes.filter(({ id }) => id.startsWith('S'));

/** The bytes in which a schema is published, and its digest: canonical JSON (RFC 8785). */
export const publishedSchema = (
  type: PayloadType,
  server: string,
  digestOf: DigestOf,
): { readonly text: string; readonly digest: string } => {
  const text = canonicalJson(payloadSchema(type, server));
  return { text, digest: digestOf(text) };
};
