import { isCalendarDate, isInstant } from './instant.js';

/**
 * The kinds of value that an event may hold in the clear: ids, codes, instants, counts. No free text.
 *
 * `label` is a public name of an organisation; `document` is a covenant or law, public by nature. Source: ADR 0001.
 */
export type ClearScalar =
  | 'uuid'
  | 'oin'
  | 'code'
  | 'instant'
  | 'date'
  | 'count'
  | 'flag'
  | 'digest'
  | 'token'
  | 'revision'
  | 'stream'
  | 'label'
  | 'document';
export type ClearShape =
  | ClearScalar
  | { readonly list: ClearShape }
  | { readonly map: ClearShape }
  | { readonly record: { readonly [name: string]: ClearShape } }
  | { readonly optional: ClearShape };

export const list = <S extends ClearShape>(of: S) => ({ list: of }) as const;
export const map = <S extends ClearShape>(of: S) => ({ map: of }) as const;
export const record = <R extends { readonly [name: string]: ClearShape }>(of: R) => ({ record: of }) as const;
export const optional = <S extends ClearShape>(of: S) => ({ optional: of }) as const;

type OptionalKeys<R> = { [K in keyof R]: R[K] extends { readonly optional: ClearShape } ? K : never }[keyof R];
type RecordOf<R extends { readonly [name: string]: ClearShape }> = {
  readonly [K in Exclude<keyof R, OptionalKeys<R>>]: ClearValue<R[K]>;
} & { readonly [K in OptionalKeys<R>]?: ClearValue<R[K]> };

/** The TypeScript type of a shape. */
export type ClearValue<S> = S extends 'count'
  ? number
  : S extends 'flag'
    ? boolean
    : S extends 'document'
      ? string
      : S extends ClearScalar
        ? string
        : S extends { readonly list: infer I }
          ? readonly ClearValue<I>[]
          : S extends { readonly map: infer V }
            ? { readonly [key: string]: ClearValue<V> }
            : S extends { readonly record: infer R }
              ? R extends { readonly [name: string]: ClearShape }
                ? RecordOf<R>
                : never
              : S extends { readonly optional: infer O }
                ? ClearValue<O>
                : never;

const text = (form: RegExp) => (value: unknown) => typeof value === 'string' && form.test(value);
const scalarTests: Readonly<Record<ClearScalar, (value: unknown) => boolean>> = {
  uuid: text(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
  oin: text(/^\d{20}$/),
  code: text(/^[A-Za-z0-9_][A-Za-z0-9._:@/+-]{0,127}$/),
  instant: isInstant,
  date: isCalendarDate,
  count: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  flag: (value) => typeof value === 'boolean',
  digest: text(/^sha256:[0-9a-f]{64}$/),
  token: text(/^[A-Za-z0-9_+/=-]{1,512}$/),
  revision: text(/^(-1|\d{1,20})$/),
  stream: text(/^[a-z]+-[A-Za-z0-9-]{1,100}$/),
  label: text(/^[\p{L}\p{N} .,'()&/-]{1,120}$/u),
  document: (value) => typeof value === 'string',
};

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Does a value fit its shape? The same as no `misfits`, without a path for every member of what nearly always fits. */
const fits = (shape: ClearShape, value: unknown): boolean => {
  if (typeof shape === 'string') return scalarTests[shape](value);
  if ('optional' in shape) return value === undefined || fits(shape.optional, value);
  if ('list' in shape) return Array.isArray(value) && value.every((item) => fits(shape.list, item));
  if (!isPlainObject(value)) return false;
  if ('map' in shape) {
    return Object.keys(value).every((key) => scalarTests.code(key) && fits(shape.map, value[key]));
  }
  const { record: members } = shape;
  for (const key in members) if (!fits(members[key] as ClearShape, value[key])) return false;
  return Object.keys(value).every((key) => Object.hasOwn(members, key));
};

/** Every place where a value does not fit its shape, as paths without values; empty when it fits. */
export const misfits = (shape: ClearShape, value: unknown, path = 'data'): string[] =>
  fits(shape, value) ? [] : misfitsIn(shape, value, path);

const misfitsIn = (shape: ClearShape, value: unknown, path: string): string[] => {
  if (typeof shape === 'string') return scalarTests[shape](value) ? [] : [path];
  if ('optional' in shape) return value === undefined ? [] : misfits(shape.optional, value, path);
  if ('list' in shape) {
    return Array.isArray(value) ? value.flatMap((item, at) => misfits(shape.list, item, `${path}[${at}]`)) : [path];
  }
  if (!isPlainObject(value)) return [path];
  if ('map' in shape) {
    return Object.entries(value).flatMap(([key, item]) =>
      scalarTests.code(key) ? misfits(shape.map, item, `${path}.${key}`) : [`${path}: key`],
    );
  }
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(shape.record, key));
  return [
    ...unknown.map((key) => `${path}: unknown \`${key}\``),
    ...Object.entries(shape.record).flatMap(([key, item]) => misfits(item, value[key], `${path}.${key}`)),
  ];
};
