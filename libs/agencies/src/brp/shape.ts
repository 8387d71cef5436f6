/** The answer does not fit at a place: a pointer without values. Never leaves this folder. */
export class Misfit extends Error {
  constructor(readonly place: string) {
    super(`unfit at ${place}`);
  }
}

/** An object within an answer, and where it lies. */
export type Place = { readonly value: Readonly<Record<string, unknown>>; readonly pointer: string };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const memberOf = ({ value }: Place, name: string): unknown => (Object.hasOwn(value, name) ? value[name] : undefined);

/** The object under a name; undefined where there is none. */
export const objectAt = (parent: Place, name: string): Place | undefined => {
  const value = memberOf(parent, name);
  const pointer = `${parent.pointer}/${name}`;
  if (value === undefined) return undefined;
  if (!isObject(value)) throw new Misfit(pointer);
  return { value, pointer };
};

/** The objects of an array that must be there. */
export const arrayAt = (parent: Place, name: string): readonly Place[] => {
  const value = memberOf(parent, name);
  const pointer = `${parent.pointer}/${name}`;
  if (!Array.isArray(value)) throw new Misfit(pointer);
  return value.map((item: unknown, at) => {
    if (!isObject(item)) throw new Misfit(`${pointer}/${at}`);
    return { value: item, pointer: `${pointer}/${at}` };
  });
};

/** A text of a form; undefined where there is none. */
export const textAt = (parent: Place, name: string, form: RegExp): string | undefined => {
  const value = memberOf(parent, name);
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || !form.test(value)) throw new Misfit(`${parent.pointer}/${name}`);
  return value;
};

/** A code of one of the register's tables. */
export const codeAt = (parent: Place, name: string): string | undefined =>
  textAt(parent, name, /^[A-Za-z0-9 .]{1,20}$/);

/** A whole number within limits that must be there. */
export const wholeAt = (parent: Place, name: string, least: number, most: number): number => {
  const value = memberOf(parent, name);
  if (!Number.isSafeInteger(value) || (value as number) < least || (value as number) > most) {
    throw new Misfit(`${parent.pointer}/${name}`);
  }
  return value as number;
};

/** A flag that is left out where it is not set. */
export const flagAt = (parent: Place, name: string): boolean => {
  const value = memberOf(parent, name) ?? false;
  if (typeof value !== 'boolean') throw new Misfit(`${parent.pointer}/${name}`);
  return value;
};
