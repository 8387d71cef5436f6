import { findUnseen } from './unseen.js';

/** Says where a value does not have its shape, as paths without values; empty where it has. */
export type Shape = (value: unknown, path: string) => readonly string[];

const when =
  (test: (value: unknown) => boolean, what: string): Shape =>
  (value, path) =>
    test(value) ? [] : [`${path}: ${what}`];

/** A text of at least one character, all of which can be seen. */
export const text: Shape = (value, path) => {
  if (typeof value !== 'string' || value.trim() === '') return [`${path}: no text`];
  const unseen = findUnseen(value);
  return unseen === undefined ? [] : [`${path}: a character that nobody sees, ${unseen.name}`];
};
export const flag: Shape = when((value) => typeof value === 'boolean', 'not true or false');

/** One of some literal texts. */
export const oneOf = (...allowed: readonly string[]): Shape =>
  when((value) => typeof value === 'string' && allowed.includes(value), `not one of ${allowed.join(', ')}`);

/** How far into a value a fault lies: the length of its path. */
const depthOf = ([fault = '']: readonly string[]): number => fault.indexOf(': ');

/** The first shape that fits; where none does, what the one says that came furthest, of equals the last. */
export const either =
  (...shapes: readonly Shape[]): Shape =>
  (value, path) => {
    const faults = shapes.map((shape) => shape(value, path));
    if (faults.some((list) => list.length === 0)) return [];
    const furthest = Math.max(...faults.map(depthOf));
    return faults.findLast((list) => depthOf(list) === furthest) ?? [];
  };

/** A list of at least `least` items of one shape. */
export const listOf =
  (item: Shape, least = 1): Shape =>
  (value, path) => {
    if (!Array.isArray(value)) return [`${path}: no list`];
    if (value.length < least) return [`${path}: empty`];
    return value.flatMap((one, at) => item(one, `${path}[${at}]`));
  };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const keyForm = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** Names of the document's own choosing, each with a value of one shape. */
export const mapOf =
  (item: Shape, least = 0): Shape =>
  (value, path) => {
    if (!isObject(value)) return [`${path}: no map`];
    if (Object.keys(value).length < least) return [`${path}: empty`];
    return Object.entries(value).flatMap(([key, one]) =>
      keyForm.test(key) ? item(one, `${path}.${key}`) : [`${path}: a name of another form`],
    );
  };

type Members = { readonly [name: string]: Shape };

/** An object with exactly these members, of which some may be left out. A member that is not named here is refused. */
export const objectOf =
  (required: Members, optional: Members = {}): Shape =>
  (value, path) => {
    if (!isObject(value)) return [`${path}: no object`];
    const known = { ...required, ...optional };
    const unknown = Object.keys(value).filter((key) => !Object.hasOwn(known, key));
    const missing = Object.keys(required).filter((key) => !Object.hasOwn(value, key));
    return [
      ...unknown.map((key) => `${path}: unknown member \`${key}\``),
      ...missing.map((key) => `${path}: no \`${key}\``),
      ...Object.entries(known).flatMap(([key, shape]) =>
        Object.hasOwn(value, key) ? shape(value[key], `${path}.${key}`) : [],
      ),
    ];
  };
