import type { Fault } from '../model.js';

/** An object as JSON makes it; arrays and null are none. Only its own members are ever read. */
export type PlainObject = Readonly<Record<string, unknown>>;

/** Is this a plain object? */
export const isPlainObject = (value: unknown): value is PlainObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value of an own member; what is inherited (`constructor`, `__proto__`) is not there. */
export const member = (object: PlainObject, name: string): unknown =>
  Object.hasOwn(object, name) ? object[name] : undefined;

/** A fault at a place. */
export const fault = (pointer: string, code: string): Fault => ({ pointer, code });

/**
 * Members that nobody knows, reported once at their parent: the name of an unknown member may itself be personal data,
 * so it never comes back.
 */
export const unknownMembers = (object: PlainObject, known: readonly string[], pointer: string): readonly Fault[] =>
  Object.keys(object).every((name) => known.includes(name)) ? [] : [fault(pointer, 'unknown-member')];
