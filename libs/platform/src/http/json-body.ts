import { Refused } from './platform-errors.js';

/** Deepest nesting of a body: an array in an object is two. */
export const maximumDepth = 32;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Most values of a body, objects and lists counted too: a delivery of 64 KB has a fifth of that. */
export const maximumValues = 5000;
/** Most values of a whole document. */
export const maximumDocumentValues = 50_000;
/** Most values of a batch. */
export const maximumBatchValues = 50_000;

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const comma = 0x2c;
const isOpening = (byte: number) => byte === 0x7b || byte === 0x5b;
const isClosing = (byte: number) => byte === 0x7d || byte === 0x5d;

/** Position of the quote that ends the string which begins at `start`, or the end of the bytes. */
const endOfString = (bytes: Uint8Array, start: number): number => {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return at;
};

/**
 * Looks over the bytes before anything is built: depth, how many members are named outside strings, and how many values
 * there are at most. What is checked later costs by the value, not by the byte.
 */
const survey = (bytes: Uint8Array, mostValues: number): { members: number } => {
  let depth = 0;
  let members = 0;
  let values = 1;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === quote) at = endOfString(bytes, at);
    else if (byte === colon) members++;
    else if (isClosing(byte)) depth--;
    else if (byte === comma || isOpening(byte)) values++;
    if (isOpening(byte) && ++depth > maximumDepth) throw new Refused('platform/json-te-diep');
  }
  if (values > mostValues) throw new Refused('platform/json-te-veel');
  return { members };
};

/** Names of members that reach a prototype. */
const forbiddenNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const inspectScalar = (value: unknown): void => {
  if (typeof value === 'string' && !value.isWellFormed()) throw new Refused('platform/json-ongeldig');
  // JSON.parse turns 1e999 into Infinity
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Refused('platform/json-ongeldig');
};

/** Walks what was parsed: refuses names that reach a prototype, lone surrogates and infinities; counts members. */
const inspect = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) {
    inspectScalar(value);
    return 0;
  }
  if (Array.isArray(value)) return value.reduce((sum: number, item: unknown) => sum + inspect(item), 0);
  let members = 0;
  for (const [name, member] of Object.entries(value)) {
    if (forbiddenNames.has(name)) throw new Refused('platform/json-verboden-naam');
    inspectScalar(name);
    members += 1 + inspect(member);
  }
  return members;
};

const parse = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(decoder.decode(bytes)) as unknown;
  } catch {
    // the message of JSON.parse quotes the input
    throw new Refused('platform/json-ongeldig');
  }
};

/**
 * Reads a body as strict JSON (RFC 8259, I-JSON): valid UTF-8 without BOM, at most `maximumDepth` deep, no member twice,
 * no `__proto__`, `constructor` or `prototype`, no lone surrogate, no number beyond a double, no more than so many values.
 * Throws `Refused`.
 */
export const parseJsonBody = (bytes: Uint8Array, mostValues = maximumValues): unknown => {
  const { members } = survey(bytes, mostValues);
  const value = parse(bytes);
  // a repeated name leaves fewer members than the text has colons
  if (inspect(value) !== members) throw new Refused('platform/json-dubbele-naam');
  return value;
};

/** How many values there are in a value, itself counted too. */
export const valuesIn = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, inner: unknown) => sum + valuesIn(inner), 1);
};
