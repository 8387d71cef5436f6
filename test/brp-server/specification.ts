import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { default as addFormats } from 'ajv-formats';

type Schema = {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly discriminator?: { readonly mapping: Readonly<Record<string, string>> };
};
type Specification = { readonly components: { readonly schemas: Readonly<Record<string, Schema>> } };

const file = new URL('../fixtures/brp/brp-personen-openapi.json', import.meta.url);
const specification = JSON.parse(readFileSync(file, 'utf8')) as Specification;
const ajv = new Ajv2020({ strict: false, allErrors: true, unicodeRegExp: false });
(addFormats as unknown as (to: Ajv2020) => void)(ajv);
ajv.addSchema(specification, 'brp');

const schemaAt = (reference: string): Schema =>
  specification.components.schemas[reference.split('/').at(-1) ?? ''] ?? {};

/** Does this fit a named schema of the specification? Pointers of what does not, without values. */
export const misfitsOf = (name: string, value: unknown): readonly string[] => {
  const validate = ajv.getSchema(`brp#/components/schemas/${name}`);
  if (!validate) throw new TypeError(`the specification has no schema ${name}`);
  if (validate(value) === true) return [];
  return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A schema with all that it refers to: itself, what it is made of, and every subtype that its discriminator names. */
const partsOf = (schema: Schema): readonly Schema[] => {
  const inner = [
    ...(schema.$ref === undefined ? [] : [schemaAt(schema.$ref)]),
    ...(schema.allOf ?? []),
    ...(schema.items ? [schema.items] : []),
  ];
  return [schema, ...inner.flatMap(partsOf)];
};
const withSubtypes = (schema: Schema): readonly Schema[] => {
  const parts = partsOf(schema);
  const references = parts.flatMap(({ discriminator }) => Object.values(discriminator?.mapping ?? {}));
  return [...parts, ...references.flatMap((reference) => partsOf(schemaAt(reference)))];
};

/** The official register has names in letters that the specification's own pattern leaves out; it answers them all the same. */
const ofTheRegister = /\/naam\/(voornamen|geslachtsnaam) pattern$/;

/** Every misfit of an answer, its subtypes included: each object with a `type` is held against the schema of that name. */
export const misfitsOfAnswer = (answer: unknown): readonly string[] => {
  const names: Readonly<Record<string, string>> = {
    Datum: 'VolledigeDatum',
    RaadpleegMetBurgerservicenummer: 'RaadpleegMetBurgerservicenummerResponse',
  };
  const inside = (value: unknown): readonly string[] => {
    if (Array.isArray(value)) return value.flatMap(inside);
    if (!isObject(value)) return [];
    const { type } = value;
    const own = typeof type === 'string' ? misfitsOf(names[type] ?? type, value) : [];
    return [...own, ...Object.values(value).flatMap(inside)];
  };
  return inside(answer).filter((misfit) => !ofTheRegister.test(misfit));
};

/** What is answered unasked may not be asked; nor may what does not exist (`fields` of PersonenQuery). */
const unasked: ReadonlySet<string> = new Set(
  'inOnderzoek geheimhoudingPersoonsgegevens opschortingBijhouding rni verificatie'.split(' '),
);
export const isField = (path: string): boolean => {
  const names = path.split('.');
  if (names.some((name) => unasked.has(name))) return false;
  let schemas = withSubtypes(schemaAt('Persoon'));
  for (const name of names) {
    schemas = schemas.flatMap(({ properties }) => {
      const next = properties?.[name];
      return next ? withSubtypes(next) : [];
    });
    if (schemas.length === 0) return false;
  }
  return true;
};
