import type { CovenantDocument, LawDocument, Problem } from '@knooppunt/covenant';
import type { InBoth } from '@knooppunt/platform';
import type { DocumentFault, Place } from './document-refused.js';
import type { Path, PlaceIndex } from './place-index.js';
import { problemSentences } from './problem.texts.js';

/** A document as far as finding a place in it asks. */
export type Placed<Document> = { readonly document: Document; readonly places: PlaceIndex };
type Pair = { readonly law: Placed<LawDocument>; readonly covenant: Placed<CovenantDocument> };
type Id = { readonly id?: unknown };

/** The first word in backticks: what a problem is about. */
const quotedIn = (detail: string): string | undefined => /`([^`]*)`/.exec(detail)?.[1];

const within = (list: unknown, name: string, id: string): readonly Path[] =>
  Array.isArray(list) ? list.flatMap((one: Id | null, at) => (one?.id === id ? [[name, at] as const] : [])) : [];

const rulesNamed = ({ law, covenant }: Pair, id: string): readonly (readonly [PlaceIndex, Path])[] => [
  ...within(covenant.document.rules, 'rules', id).map((path) => [covenant.places, path] as const),
  ...within(covenant.document.assertions, 'assertions', id).map((path) => [covenant.places, path] as const),
  ...within(law.document.guards, 'guards', id).map((path) => [law.places, path] as const),
  ...within(law.document.caps, 'caps', id).map((path) => [law.places, path] as const),
];

/** Where the rule, guard, cap or assertion of this id stands; the last of them where there are several. */
export const placeOfRule = (pair: Pair, id: string): Place | undefined => {
  const found = rulesNamed(pair, id).at(-1);
  return found?.[0].at(found[1]);
};

const dimensions = ['from', 'to', 'type', 'fields', 'purpose', 'phase', 'at', 'observable'];

const placeInRule = (pair: Pair, { rule = '', detail }: Problem): Place | undefined => {
  const found = rulesNamed(pair, rule).at(-1);
  if (found === undefined) return undefined;
  const [places, path] = found;
  const word = quotedIn(detail);
  const [, dimension = ''] = /^(\w+): /.exec(detail) ?? [];
  if (word === undefined) return places.at(path);
  return places.of(word, dimensions.includes(dimension) ? [...path, dimension] : path);
};

/** `covenant.rules[3].when: …` is what a shape says of a value. */
const placeOfShape = ({ law, covenant }: Pair, detail: string): Place | undefined => {
  const [, root, steps = ''] = /^(law|covenant)((?:\.[A-Za-z][\w-]*|\[\d+\])*): /.exec(detail) ?? [];
  if (root === undefined) return undefined;
  const path = [...steps.matchAll(/\.([A-Za-z][\w-]*)|\[(\d+)\]/g)].map(([, name, at]) => name ?? Number(at));
  const { places } = root === 'law' ? law : covenant;
  const unknown = /: unknown member `([^`]*)`$/.exec(detail)?.[1];
  return places.at(unknown === undefined ? path : [...path, unknown]);
};

/** The part of the covenant that a problem without a rule is about. */
const partOf: Readonly<Record<string, Path>> = {
  'unknown-semantics': ['semantics'],
  levels: ['levels'],
  phases: ['phases'],
  'other-law': ['under'],
  'ends-before-it-begins': ['valid'],
  'unknown-kind': ['parties'],
  'redefined-fact': ['facts'],
  'redefined-obligation': ['obligations'],
  'shadowing-group': ['groups'],
  'cyclic-group': ['groups'],
  'unknown-name': ['groups'],
  'unknown-obligation': ['defaults'],
  'obligation-value': ['defaults'],
  'other-registry': ['schema'],
  'other-cooperation': ['cooperations'],
  'superseded-version': ['supersedes'],
  'superseded-digest': ['supersedes'],
  'superseded-itself': ['supersedes'],
  'version-reused': ['version'],
  'overlapping-validity': ['valid'],
  'other-covenant': ['covenant'],
};

/** Problems that quote what is elsewhere, not what stands in the covenant. */
const quotesOthers = new Set(['other-law', 'other-registry']);

const placeInCovenant = ({ covenant }: Pair, { code, detail }: Problem): Place => {
  const part = partOf[code] ?? [];
  const word = quotesOthers.has(code) ? undefined : quotedIn(detail);
  return word === undefined ? covenant.places.at(part) : covenant.places.of(word, part);
};

/** Where in the documents a problem lies: the word that it names, else its rule, else the part of the covenant. */
export const placeOfProblem = (pair: Pair, problem: Problem): Place =>
  placeOfShape(pair, problem.detail) ??
  (problem.rule === undefined ? undefined : placeInRule(pair, problem)) ??
  placeInCovenant(pair, problem);

/** What a problem means for a lawyer, in both languages. A code without a sentence of its own is said in its own words. */
export const sentenceOfProblem = ({ code, detail }: Problem): InBoth => {
  const known = Object.hasOwn(problemSentences, code) ? problemSentences[code] : undefined;
  const fill = (text: string): string =>
    text.replaceAll(/\{(name|more)\}/g, (_, what) => (what === 'name' ? (quotedIn(detail) ?? '') : detail));
  return known === undefined ? { nl: detail, en: detail } : { nl: fill(known.nl), en: fill(known.en) };
};

/** A problem as a fault at its place. */
export const faultOfProblem = (pair: Pair, problem: Problem): DocumentFault => ({
  ...placeOfProblem(pair, problem),
  code: problem.code,
  ...(problem.rule !== undefined && { rule: problem.rule }),
  sentence: sentenceOfProblem(problem),
});
