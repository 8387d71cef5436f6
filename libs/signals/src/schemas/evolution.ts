import { canonicalJson } from '@knooppunt/kernel';
import type { Json } from '@knooppunt/kernel';

/** A change that takes something away from those who send: where in the schema, and what. */
export type Narrowing = { readonly at: string; readonly what: NarrowingKind };
export type NarrowingKind =
  | 'removed'
  | 'newly-refused'
  | 'other-type'
  | 'newly-required'
  | 'fewer-codes'
  | 'tighter-bound'
  | 'other-form'
  | 'closed'
  | 'new-condition'
  | 'unknown-keyword';

type Node = Readonly<Record<string, Json>>;
type Compare = (before: Json | undefined, after: Json | undefined, at: string) => readonly Narrowing[];

const isNode = (value: Json | undefined): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
const same = (a: Json | undefined, b: Json | undefined): boolean =>
  a === undefined || b === undefined ? a === b : canonicalJson(a) === canonicalJson(b);
const narrowing = (at: string, what: NarrowingKind, isSo: boolean): readonly Narrowing[] =>
  isSo ? [{ at, what }] : [];

const compareType: Compare = (before, after, at) => {
  const allowed = after === 'number' && before === 'integer' ? before : after;
  return narrowing(at, 'other-type', after !== undefined && !same(before, allowed));
};

const compareCodes: Compare = (before, after, at) => {
  if (after === undefined) return [];
  const kept = new Set(listOf(after).map((code) => canonicalJson(code)));
  const isFewer = before === undefined || listOf(before).some((code) => !kept.has(canonicalJson(code)));
  return narrowing(at, 'fewer-codes', isFewer);
};

const compareRequired: Compare = (before, after, at) => {
  const known = new Set(listOf(before));
  const names = listOf(after).filter((name) => typeof name === 'string' && !known.has(name));
  return names.map((name) => ({ at: `${at}/${name as string}`, what: 'newly-required' }));
};

const bound =
  (isTighter: (before: number, after: number) => boolean): Compare =>
  (before, after, at) =>
    narrowing(
      at,
      'tighter-bound',
      typeof after === 'number' && (typeof before !== 'number' || isTighter(before, after)),
    );
const atLeast = bound((before, after) => after > before);
const atMost = bound((before, after) => after < before);

/** A form that changed cannot be compared; one that went is wider. */
const compareForm: Compare = (before, after, at) =>
  narrowing(at, 'other-form', after !== undefined && !same(before, after));

/** A member that was not named was refused where the object is closed, and anything where it is open. */
const compareProperties = (before: Node, after: Node, at: string): readonly Narrowing[] => {
  const [then, now] = [before, after].map(({ properties }) => (isNode(properties) ? properties : {})) as [Node, Node];
  const unnamed = before['additionalProperties'] === false ? false : {};
  const gone = Object.keys(then).filter((name) => !Object.hasOwn(now, name) && then[name] !== false);
  return [
    ...gone.map((name): Narrowing => ({ at: `${at}/properties/${name}`, what: 'removed' })),
    ...Object.entries(now).flatMap(([name, schema]) =>
      compareSchemas(Object.hasOwn(then, name) ? then[name] : unnamed, schema, `${at}/properties/${name}`),
    ),
  ];
};

const compareClosed: Compare = (before, after, at) => narrowing(at, 'closed', after === false && before !== false);

/** The way in that a branch is about. */
const wayOf = (branch: Json): string => {
  const properties = isNode(branch) ? branch['properties'] : undefined;
  const way = isNode(properties) ? properties['way'] : undefined;
  return isNode(way) && typeof way['const'] === 'string' ? way['const'] : '';
};

/** Branches by the way in: one for a way that there was not takes nothing from anybody. */
const compareBranches: Compare = (before, after, at) => {
  if (after === undefined) return [];
  if (before === undefined) return narrowing(at, 'new-condition', true);
  const now = new Map(listOf(after).map((branch) => [wayOf(branch), branch]));
  return listOf(before).flatMap((branch) => {
    const way = wayOf(branch);
    const place = `${at}/${way}`;
    return now.has(way) ? compareSchemas(branch, now.get(way), place) : narrowing(place, 'removed', true);
  });
};

/** Words for people, and the address, which the type fixes. */
const silent: Compare = () => [];

const keywords: Readonly<Record<string, Compare>> = {
  $schema: compareForm,
  $id: compareForm,
  title: silent,
  description: silent,
  // compared with its surroundings
  properties: silent,
  oneOf: compareBranches,
  type: compareType,
  enum: compareCodes,
  const: compareForm,
  required: compareRequired,
  additionalProperties: compareClosed,
  items: (before, after, at) => compareSchemas(before, after, at),
  pattern: compareForm,
  format: compareForm,
  uniqueItems: compareForm,
  minimum: atLeast,
  minLength: atLeast,
  minItems: atLeast,
  minProperties: atLeast,
  maximum: atMost,
  maxLength: atMost,
  maxItems: atMost,
};

/**
 * What a later schema takes away from those who keep to an earlier one: a member that went, a type, form or bound that
 * became narrower, a member that they must bring now. Empty where everything that the earlier one takes the later one takes
 * too. It knows the keywords that our schemas use, and says so of any other. Source: NL GOV profile, type; ADR 0012.
 */
export const compareSchemas = (before: Json | undefined, after: Json | undefined, at = ''): readonly Narrowing[] => {
  if (before === false || after === undefined || after === true) return [];
  if (after === false) return narrowing(at, 'newly-refused', true);
  const then = isNode(before) ? before : {};
  if (!isNode(after)) return narrowing(at, 'unknown-keyword', true);
  const names = [...new Set([...Object.keys(then), ...Object.keys(after)])];
  return [
    ...names.flatMap((name) => {
      const compare = Object.hasOwn(keywords, name) ? keywords[name] : undefined;
      const place = `${at}/${name}`;
      return compare ? compare(then[name], after[name], place) : narrowing(place, 'unknown-keyword', true);
    }),
    ...compareProperties(then, after, at),
  ];
};
