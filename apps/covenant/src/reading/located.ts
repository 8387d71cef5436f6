import { shapePlaceOf } from '@knooppunt/covenant';
import type { CovenantDocument, LawDocument, Problem } from '@knooppunt/covenant';
import { filled } from '@knooppunt/platform';
import type { InBoth } from '@knooppunt/platform';
import type { DocumentFault, Place } from './document-refused.js';
import type { Path, PlaceIndex } from './place-index.js';
import { dimensionWords, impossible, problemSentences } from './problem.texts.js';
import { shapeWords } from './shape.texts.js';

/** A document as far as finding a place in it asks. */
export type Placed<Document> = { readonly document: Document; readonly places: PlaceIndex };
type Pair = { readonly law: Placed<LawDocument>; readonly covenant: Placed<CovenantDocument> };
type Id = { readonly id?: unknown };

/** The word of the document that a problem is about: the one that it names, else the first that it quotes. */
const wordOf = ({ detail, values }: Problem): string | undefined => values?.['name'] ?? /`([^`]*)`/.exec(detail)?.[1];

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

const placeInRule = (pair: Pair, problem: Problem): Place | undefined => {
  const { rule = '', detail } = problem;
  const found = rulesNamed(pair, rule).at(-1);
  if (found === undefined) return undefined;
  const [places, path] = found;
  const word = wordOf(problem);
  const [, dimension = ''] = /^(\w+): /.exec(detail) ?? [];
  if (word === undefined) return places.at(path);
  return places.of(word, dimensions.includes(dimension) ? [...path, dimension] : path);
};

const placeOfShape = (pair: Pair, { code, detail }: Problem): Place | undefined => {
  const place = code === 'shape' ? shapePlaceOf(detail) : undefined;
  if (place === undefined) return undefined;
  const { document, path, what } = place;
  const unknown = /^unknown member `(.*)`$/s.exec(what)?.[1];
  return pair[document].places.at(unknown === undefined ? path : [...path, unknown]);
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
  'exploding-group': ['groups'],
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

const placeInCovenant = ({ covenant }: Pair, problem: Problem): Place => {
  const part = partOf[problem.code] ?? [];
  const word = quotesOthers.has(problem.code) ? undefined : wordOf(problem);
  return word === undefined ? covenant.places.at(part) : covenant.places.of(word, part);
};

/** Where in the documents a problem lies: the word that it names, else its rule, else the part of the covenant. */
export const placeOfProblem = (pair: Pair, problem: Problem): Place =>
  placeOfShape(pair, problem) ??
  (problem.rule === undefined ? undefined : placeInRule(pair, problem)) ??
  placeInCovenant(pair, problem);

/** A place in a document as people read it: `rules › 4 › when`; of the whole of it, its name. */
const written = (document: 'law' | 'covenant', path: Path): InBoth => {
  const steps = path.map((step) => (typeof step === 'number' ? step + 1 : step)).join(' › ');
  if (steps !== '') return { nl: steps, en: steps };
  return document === 'law' ? { nl: 'de wet', en: 'the law' } : { nl: 'het convenant', en: 'the covenant' };
};

type Values = Readonly<Record<'nl' | 'en', Readonly<Record<string, string>>>>;

/** What stands in the places of a sentence, per language where it has words of its own. */
const valuesOf = (problem: Problem): Values => {
  const { code, detail, values = {} } = problem;
  const same = { ...values, name: wordOf(problem) ?? '' };
  const shape = code === 'shape' ? shapePlaceOf(detail) : undefined;
  const what = shape === undefined ? { nl: detail, en: detail } : shapeWords(shape.what);
  const path = shape === undefined ? undefined : written(shape.document, shape.path);
  const kind = dimensionWords[values['dimension'] ?? ''];
  const inLanguage = (language: 'nl' | 'en') => ({
    ...same,
    what: what[language],
    path: path?.[language] ?? '',
    kind: kind?.[language] ?? '',
  });
  return { nl: inLanguage('nl'), en: inLanguage('en') };
};

const templateOf = ({ code, values }: Problem): InBoth | undefined => {
  if (code === 'assertion-broken' && values?.['from'] === undefined) return impossible;
  return Object.hasOwn(problemSentences, code) ? problemSentences[code] : undefined;
};

/** What a problem means for a lawyer, in both languages. A code without a sentence of its own is said in its own words. */
export const sentenceOfProblem = (problem: Problem): InBoth => {
  const template = templateOf(problem);
  if (template === undefined) return { nl: problem.detail, en: problem.detail };
  const values = valuesOf(problem);
  return { nl: filled(template, 'nl', values.nl), en: filled(template, 'en', values.en) };
};

/** A problem as a fault at its place. */
export const faultOfProblem = (pair: Pair, problem: Problem): DocumentFault => ({
  ...placeOfProblem(pair, problem),
  code: problem.code,
  ...(problem.rule !== undefined && { rule: problem.rule }),
  sentence: sentenceOfProblem(problem),
});
