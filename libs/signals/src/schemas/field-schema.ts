import type { Json } from '@knooppunt/kernel';
import { explanationNames } from '../checks/field-check.js';
import { numberPlateSeries } from '../checks/registers.js';
import { longest } from '../checks/text.js';
import type { FieldDefinition, FieldType } from '../model.js';

/** A JSON Schema (2020-12) as data. */
export type Schema = { readonly [keyword: string]: Json };

/** Characters that no text holds; as `checks/text.ts` has them, in the words of a pattern. */
const forbidden = String.raw`\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF`;
/** The same with tabs and the ends of lines let through. */
const forbiddenInLongText = String.raw`\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF`;

const textOf = (maxLength: number, without = forbidden): Schema => ({
  type: 'string',
  maxLength,
  pattern: `^[^${without}]*[^${without}\\s][^${without}]*$`,
});
const pattern = (form: string): Schema => ({ type: 'string', pattern: `^(?:${form})$` });

const whole = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const;
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const plate = numberPlateSeries
  .flatMap((series) => [series, series.replaceAll('-', '')])
  .map((series) =>
    series.replaceAll(/X+/g, ({ length }) => `[A-Z]{${length}}`).replaceAll(/9+/g, ({ length }) => `[0-9]{${length}}`),
  )
  .join('|');
const partialDate =
  '(?:1[89]|2[01])[0-9]{2}-(?:00-00|(?:0[13578]|1[02])-(?:[012][0-9]|3[01])|(?:0[469]|11)-(?:[012][0-9]|30)|02-[012][0-9])';

const kvk = pattern('(?!0{8})[0-9]{8}');
const elevenTested = pattern('[0-9]{9}');
const companyName = textOf(longest.name);

const company: Schema = {
  type: 'object',
  minProperties: 1,
  additionalProperties: false,
  properties: {
    name: companyName,
    kvkNr: kvk,
    rsin: elevenTested,
    vestigingsNr: pattern('(?!0{12})[0-9]{12}'),
  },
};

const explanation = textOf(longest.explanation, forbiddenInLongText);
const explanations: Schema = {
  type: 'object',
  additionalProperties: false,
  required: [...explanationNames],
  properties: Object.fromEntries(explanationNames.map((name) => [name, explanation])),
};

type Kind = Exclude<FieldType, 'count' | 'code' | 'code-list'>;

const kinds: Readonly<Record<Kind, Schema>> = {
  name: textOf(longest.name),
  'birth-date': pattern(partialDate),
  bsn: elevenTested,
  'v-number': pattern('(?!0{10})[0-9]{10}'),
  text: textOf(longest.text),
  'long-text': textOf(longest['long-text'], forbiddenInLongText),
  address: textOf(longest.address),
  'bag-id': pattern('(?!0000)[0-9]{4}(?:01|02|03|10|20|30)[0-9]{10}'),
  company,
  'company-name': companyName,
  'kvk-number': kvk,
  'wage-tax-number': pattern('[0-9]{9}L[0-9]{2}'),
  'turnover-tax-number': pattern('[0-9]{9}B(?!00)[0-9]{2}'),
  'prosecution-number': pattern('[0-9]{2}[/-][0-9]{6}-[0-9]{2}'),
  'document-number': pattern('(?=.*[0-9])[A-Z0-9]{5,15}'),
  'number-plate': pattern(plate),
  'cadastral-id': pattern('[A-Z]{3}[0-9]{2} [A-Z]{1,2} [1-9][0-9]{0,4}(?: A[1-9][0-9]{0,3})?'),
  'flight-number': pattern('(?![0-9]{2})[A-Z0-9]{2}[0-9]{1,4}[A-Z]?'),
  'contribution-id': pattern(uuid),
  'opaque-token': pattern('[A-Za-z0-9_-]{16,64}'),
  date: { type: 'string', format: 'date' },
  money: whole,
  flag: { type: 'boolean' },
  reference: pattern('[pc][1-9][0-9]?'),
  explanations,
  id: textOf(longest.text),
  'id-list': { type: 'array', items: textOf(longest.text) },
  instant: { type: 'string', format: 'date-time' },
};

/** A UUID in small letters. */
export const uuidSchema: Schema = pattern(uuid);
/** A text in one of our own forms. */
export const formSchema = pattern;
/** A day that exists. */
export const daySchema: Schema = kinds.date;

const valueOf = ({ type, codes = {}, least = 0, most = whole.maximum }: FieldDefinition): Schema => {
  const code: Schema = { type: 'string', enum: Object.keys(codes) };
  if (type === 'code') return code;
  if (type === 'code-list') return { type: 'array', minItems: 1, uniqueItems: true, items: code };
  return type === 'count' ? { type: 'integer', minimum: least, maximum: most } : kinds[type];
};

/** The schema of one field: its form, and its names for people. A check digit lies beyond what a schema can say. */
export const fieldSchema = (field: FieldDefinition): Schema => ({
  title: field.label.nl,
  description: field.label.en,
  ...valueOf(field),
});
