import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import type { ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  Equals,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsObject,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { isCalendarDate } from '@knooppunt/kernel';
import { textFault } from '@knooppunt/signals';

/** What a property rule says beside its form. `optional` members may be left out; null is never a value. */
export type RuleOptions = { readonly description: string; readonly optional?: boolean; readonly example?: unknown };
/** A rule for a list: how many items, none of them twice. */
export type ListOptions = RuleOptions & { readonly max: number; readonly min?: number };

/** Limits of free texts in UTF-16 units: a line, an explanation, a long text. All fit together in a body of 64 KB. */
export const textLimits = { line: 200, explanation: 2000, long: 8000 } as const;

/** Forms of identifiers on the wire, as JSON Schema patterns. */
export const forms = {
  uuid: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
  oin: '^[0-9]{20}$',
  code: '^[a-z0-9][a-z0-9-]{0,63}$',
  digest: '^sha256:[0-9a-f]{64}$',
  publicKey: '^ed25519:[A-Za-z0-9_-]{43}$',
  field: '^_?[A-Za-z][A-Za-z0-9]{0,63}$',
  facts: '^[A-Za-z]{1,64}:(waar|onwaar|onbekend)(,[A-Za-z]{1,64}:(waar|onwaar|onbekend)){0,63}$',
  label: "^[A-Za-zÀ-ÖØ-öø-ÿ0-9 .,'()&/-]{1,120}$",
  municipality: '^[0-9]{4}$',
  version: '^[0-9]{1,6}\\.[0-9]{1,6}\\.[0-9]{1,6}$',
  purpose: '^[A-Z]{2,5}\\.[a-z0-9-]{1,64}$',
  payloadType: '^[SZH][0-9]{1,2}$',
  block: '^[a-z][a-z0-9]{0,15}$',
  cursor: '^[A-Za-z0-9_-]{1,1024}$',
  reference: '^[A-Za-z0-9_-]{8,128}$',
  subject: '^[\\x21-\\x7e]{1,255}$',
  source: '^urn:nld:oin:[0-9]{20}:systeem:[a-z0-9][a-z0-9-]{0,63}$',
  eventType: '^nl\\.samenwerkingsverbanden\\.[a-z0-9][a-z0-9-]{0,63}\\.v[1-9][0-9]{0,2}$',
  eventId: '^[\\x21-\\x7e]{1,128}$',
  jsonType: '^application/json( ?; ?charset="?[Uu][Tt][Ff]-8"?)?$',
  schemaAddress:
    '^https://[a-z0-9.-]{1,253}/v1/schemas/nl\\.samenwerkingsverbanden\\.[a-z0-9-]{1,64}\\.v[1-9][0-9]{0,2}$',
  traceparent: '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$',
  tracestate: '^[\\x20-\\x7e]{1,512}$',
} as const;
export type FormName = keyof typeof forms;

const compiled = Object.fromEntries(
  Object.entries(forms).map(([name, form]) => [name, new RegExp(form)]),
) as unknown as Readonly<Record<FormName, RegExp>>;

/** Does this value have the named form? Values that are no text have none. */
export const hasForm = (form: FormName, value: unknown): value is string =>
  typeof value === 'string' && compiled[form].test(value);

// IsOptional would let null through; null is not an absent member
const presence = (options: RuleOptions) =>
  options.optional ? ValidateIf((_holder, value) => value !== undefined) : IsDefined();

const documented = (options: RuleOptions, schema: ApiPropertyOptions) => {
  const { description, optional, example } = options;
  const shown = example === undefined ? {} : { example };
  return ApiProperty({ ...schema, description, required: !optional, ...shown } as ApiPropertyOptions);
};

const check = (name: string, validate: (value: unknown) => boolean) => ValidateBy({ name, validator: { validate } });

/** A text of one of the named forms: an id, a code, a purpose. Fault code: the name of the form. */
export const Form = (form: FormName, options: RuleOptions) =>
  applyDecorators(
    documented(options, { type: String, pattern: forms[form], ...(form === 'uuid' ? { format: 'uuid' } : {}) }),
    presence(options),
    check(form, (value) => hasForm(form, value)),
  );

// Every item costs: comparing them with one another above all. One more than there may be says that there are too many.
const noLonger = (max: number) =>
  Transform(({ value }: { value: unknown }): unknown => (Array.isArray(value) ? value.slice(0, max + 1) : value), {
    toClassOnly: true,
  });

/** A list of texts of one form, without repeats. */
export const FormList = (form: FormName, options: ListOptions) =>
  applyDecorators(
    documented(options, {
      type: 'array',
      items: { type: 'string', pattern: forms[form] },
      minItems: options.min ?? 1,
      maxItems: options.max,
      uniqueItems: true,
    }),
    presence(options),
    noLonger(options.max),
    IsArray(),
    ArrayMinSize(options.min ?? 1),
    ArrayMaxSize(options.max),
    ArrayUnique(),
    ValidateBy({ name: form, validator: { validate: (value) => hasForm(form, value) } }, { each: true }),
  );

/** Free text for people, as the texts of a delivery: see `textFault` of the registry. Fault code: `text`. */
export const Text = (max: number, options: RuleOptions) =>
  applyDecorators(
    documented(options, { type: String, minLength: 1, maxLength: max }),
    presence(options),
    check('text', (value) => textFault(value, max, true) === undefined),
  );

/** One of a closed list. Fault code: `choice`. */
export const Choice = (values: readonly string[], options: RuleOptions) =>
  applyDecorators(
    documented(options, { type: String, enum: [...values] }),
    presence(options),
    check('choice', (value) => typeof value === 'string' && values.includes(value)),
  );

/** A list from a closed list, without repeats. */
export const ChoiceList = (values: readonly string[], options: ListOptions) =>
  applyDecorators(
    documented(options, {
      type: 'array',
      items: { type: 'string', enum: [...values] },
      minItems: options.min ?? 1,
      maxItems: options.max,
      uniqueItems: true,
    }),
    presence(options),
    noLonger(options.max),
    IsArray(),
    ArrayMinSize(options.min ?? 1),
    ArrayMaxSize(options.max),
    ArrayUnique(),
    IsIn([...values], { each: true }),
  );

/** Exactly this value. Fault code: `equals`. */
export const Exactly = (value: string, options: RuleOptions) =>
  applyDecorators(documented(options, { type: String, enum: [value] }), presence(options), Equals(value));

/** Yes or no, as JSON true or false. */
export const Flag = (options: RuleOptions) =>
  applyDecorators(documented(options, { type: Boolean }), presence(options), IsBoolean());

/** A calendar day that exists. Fault code: `date`. */
export const Day = (options: RuleOptions) =>
  applyDecorators(
    documented(options, { type: String, format: 'date' }),
    presence(options),
    check('date', isCalendarDate),
  );

const isNear = (value: unknown): boolean =>
  isCalendarDate(value) && (value as string) >= '2000-01-01' && (value as string) < '3000-01-01';

/** A calendar day on which a term can begin or end: of the years 2000 to 2999. Fault code: `date`. */
export const NearDay = (options: RuleOptions) =>
  applyDecorators(
    documented(options, { type: String, format: 'date', pattern: '^2' }),
    presence(options),
    check('date', isNear),
  );

// hours to 23: the parser of dates takes 24:00 for the next day
const momentForm = /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
const isMoment = (value: unknown): value is string => {
  const match = typeof value === 'string' ? momentForm.exec(value) : null;
  return (
    match !== null && isCalendarDate(match[1]) && match[3] !== '-00:00' && !Number.isNaN(Date.parse(value as string))
  );
};

/** A moment (RFC 3339, any offset but -00:00), handed on in UTC with milliseconds. Fault code: `moment`. Source: ADR date-time. */
export const Moment = (options: RuleOptions) =>
  applyDecorators(
    documented(options, { type: String, format: 'date-time' }),
    presence(options),
    Transform(({ value }: { value: unknown }) => (isMoment(value) ? new Date(value).toISOString() : value), {
      toClassOnly: true,
    }),
    check('moment', isMoment),
  );

type Constructor = new () => object;

// Nest calls a function for its class only where the name of the function is `type`
const lazily = (of: () => Constructor): { readonly type: () => Constructor } => ({ type: () => of() });

// What stands in a list would be checked item by item, and a list is none of them.
const noList = Transform(({ value }: { value: unknown }): unknown => (Array.isArray(value) ? [] : value), {
  toClassOnly: true,
});

/** A member that is an object of this class. */
export const Part = (of: () => Constructor, options: RuleOptions) =>
  applyDecorators(
    ApiProperty({ ...lazily(of), description: options.description, required: !options.optional }),
    presence(options),
    noList,
    IsObject(),
    ValidateNested(),
    Type(of),
  );

/** A list of objects of this class. */
export const PartList = (of: () => Constructor, options: ListOptions) =>
  applyDecorators(
    ApiProperty({
      ...lazily(of),
      isArray: true,
      description: options.description,
      required: !options.optional,
      minItems: options.min ?? 1,
      maxItems: options.max,
    }),
    presence(options),
    noLonger(options.max),
    IsArray(),
    ArrayMinSize(options.min ?? 1),
    ArrayMaxSize(options.max),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(of),
  );

/** A member whose inside another rule judges (the payload registry): any JSON object, handed on untouched. */
export const Opaque = (options: RuleOptions) =>
  applyDecorators(
    documented(options, { type: Object, additionalProperties: true }),
    presence(options),
    Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => obj[key], { toClassOnly: true }),
    IsObject(),
  );
