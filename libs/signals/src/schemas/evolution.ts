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
  | 'other-condition'
  | 'unknown-keyword';

type Node = Readonly<Record<string, Json>>;
type Compare = (before: Json | undefined, after: Json | undefined, at: string) => readonly Narrowing[];

const isNode = (value: Json | undefined): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
const same = (a: Json | undefined, b: Json | undefined): boolean =>
  a === undefined || b === undefined ? a === b : canonicalJson(a) === canonicalJson(b);
const narrowing = (at: string, what: NarrowingKind, isSo: boolean): readonly Narrowing[] => (isSo ? [{ at, what }] : []);

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
  return listOf(after)
    .filter((name) => !known.has(name))
    .map((name) => ({ at: `${at}/${String(name)}`, what: 'newly-required' }));
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

const conditionOf = (value: Json): string => (isNode(value) ? canonicalJson(value['if'] ?? null) : '');

/** The way in that a condition is about; a condition about a way that there was not takes nothing from anybody. */
const wayOf = (value: Json): Json | undefined => {
  const condition = isNode(value) ? value['if'] : undefined;
  const properties = isNode(condition) ? condition['properties'] : undefined;
  const way = isNode(properties) ? properties['way'] : undefined;
  return isNode(way) ? way['const'] : undefined;
};

const waysOf = (schema: Node): readonly Json[] => {
  const { properties } = schema;
  const way = isNode(properties) ? properties['way'] : undefined;
  return isNode(way) ? listOf(way['enum']) : [];
};

const compareConditions = (before: Node, after: Node, at: string): readonly Narrowing[] => {
  const then = new Map(listOf(before['allOf']).map((value) => [conditionOf(value), value]));
  return listOf(after['allOf']).flatMap((value, nth) => {
    const place = `${at}/allOf/${nth}`;
    const known = then.get(conditionOf(value));
    if (isNode(known) && isNode(value)) return compareSchemas(known['then'], value['then'], `${place}/then`);
    const way = wayOf(value);
    return narrowing(place, 'new-condition', way === undefined || waysOf(before).includes(way));
  });
};

/** Words for people, and the address, which the type fixes. */
const silent: Compare = () => [];

const keywords: Readonly<Record<string, Compare>> = {
  $schema: compareForm,
  $id: compareForm,
  title: silent,
  description: silent,
  // compared with their surroundings
  properties: silent,
  allOf: silent,
  if: silent,
  then: silent,
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
    ...compareConditions(then, after, at),
  ];
};
