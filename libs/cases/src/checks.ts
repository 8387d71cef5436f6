import { canonicalJson } from '@knooppunt/kernel';
import type { Json } from '@knooppunt/kernel';
import { CodeUnknown, ListInvalid, TextMissing } from './common.errors.js';

/** Refuses an empty list and a list that names something twice. Throws `cases/list-invalid`. */
export const requireDistinct = (name: string, values: readonly string[]): void => {
  if (values.length === 0 || new Set(values).size !== values.length) throw new ListInvalid(name);
};

/** Refuses a code that its closed list does not hold. Throws `cases/code-unknown`. */
export const requireCode = (name: string, codes: readonly string[], value: string): void => {
  if (!codes.includes(value)) throw new CodeUnknown(name);
};

/** Refuses a missing text; `length` counts the characters of what is sealed. Throws `cases/text-missing`. */
export const requireText = (name: string, length: number): void => {
  if (length === 0) throw new TextMissing(name);
};

/** Are two values the same as JSON, whatever the order of their members? An absent member equals an undefined one. */
export const isSame = (one: unknown, other: unknown): boolean =>
  canonicalJson(JSON.parse(JSON.stringify(one)) as Json) === canonicalJson(JSON.parse(JSON.stringify(other)) as Json);

/** The entry of a record under this key, own members only: a key such as `constructor` finds nothing. */
export const lookUp = <Value>(record: { readonly [key: string]: Value }, key: string): Value | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** The record without this key. */
export const without = <Value>(record: { readonly [key: string]: Value }, key: string): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));

/** This object without its undefined members, which JSON would drop and a catalogue shape refuses. */
export const present = <T extends object>(data: T): T =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)) as T;
