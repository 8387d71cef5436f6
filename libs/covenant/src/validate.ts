import type { Assertion } from './analysis/assertion.js';
import type { CovenantDocument, LawDocument } from './model.js';
import { levelOrder } from './semantics/covenant-1.js';
import { phases } from './semantics/covenant-1.selectors.js';
import { semanticsVersions } from './semantics/index.js';
import { assertionProblems } from './validate/assertions.js';
import { betrayalProblems } from './validate/betrayals.js';
import { covenantShape, lawShape } from './validate/document-shapes.js';
import { factProblems, groupProblems, knownNames, nameProblems } from './validate/names.js';
import { problem } from './validate/problem.js';
import type { Problem, RegistryView } from './validate/problem.js';
import { effectProblems, lawRuleProblems, observableProblems, obligationProblems } from './validate/rules.js';

type Documents = { readonly law: LawDocument; readonly covenant: CovenantDocument };

/** How far validation goes: the form of both documents, then every name and rule in them, then the covenant's assertions. */
export type ValidationDepth = 'shape' | 'names' | 'assertions';

const isSame = (a: readonly string[], b: readonly string[]): boolean => a.join(' ') === b.join(' ');

/** Levels, phases and semantics are not the covenant's to choose, and it must have been checked against this law. */
const frameProblems = ({ law, covenant }: Documents): readonly Problem[] => {
  const isKnown = Object.hasOwn(semanticsVersions, covenant.semantics) && law.semantics === covenant.semantics;
  const { under, valid } = covenant;
  const kinds = [...law.kinds.participants, ...law.kinds.bureau];
  return [
    ...(isKnown ? [] : [problem('unknown-semantics', 'covenant and law name one semantics that is known')]),
    ...(isSame(covenant.levels, levelOrder)
      ? []
      : [problem('levels', `levels are ${levelOrder.join(', ')}`, undefined, { levels: levelOrder.join(', ') })]),
    ...(isSame(covenant.phases, phases)
      ? []
      : [problem('phases', `phases are ${phases.join(', ')}`, undefined, { phases: phases.join(', ') })]),
    ...(under.law === law.wet && under.checkedAgainst === law.version
      ? []
      : [
          problem('other-law', `checked against another law than \`${law.wet}\` ${law.version}`, undefined, {
            named: `${under.law} ${under.checkedAgainst}`,
            law: `${law.wet} ${law.version}`,
          }),
        ]),
    ...(valid.from <= valid.until
      ? []
      : [problem('ends-before-it-begins', 'valid: the last day lies before the first')]),
    ...Object.keys(covenant.parties)
      .filter((kind) => !kinds.includes(kind))
      .map((kind) => problem('unknown-kind', `\`${kind}\` is no kind of the law`)),
  ];
};

/** What the law has fixed no covenant fixes anew. */
const redefinitionProblems = ({ law, covenant }: Documents): readonly Problem[] => [
  ...Object.keys(covenant.facts)
    .filter((name) => Object.hasOwn(law.facts, name))
    .map((name) => problem('redefined-fact', `\`${name}\` is a fact of the law`)),
  ...Object.keys(covenant.obligations)
    .filter((name) => Object.hasOwn(law.obligations ?? {}, name))
    .map((name) => problem('redefined-obligation', `\`${name}\` is an obligation of the law`)),
];

type Period = readonly [from: string, until: string];
type Dated = { readonly id: string; readonly in?: Period };

/** Have two periods a day in common? As a text every day comes before `open`. */
const overlap = ([from, until]: Period, [otherFrom, otherUntil]: Period): boolean =>
  from <= otherUntil && otherFrom <= until;

const idProblem = ({ id, in: second }: Dated, { in: first }: Dated): Problem =>
  first !== undefined && second !== undefined && overlap(first, second)
    ? problem('overlapping-validity', `from ${first[0]} and from ${second[0]}`, id, {
        first: first.join('/'),
        second: second.join('/'),
      })
    : problem('duplicate-id', 'an id is used once', id);

/** An id is used once, and never again: not even by a later text of the same article (policy-engine §3.1). */
const duplicates = (named: readonly Dated[]): readonly Problem[] =>
  named.flatMap((one, at) => {
    const earlier = named.find((other, before) => before < at && other.id === one.id);
    return earlier === undefined ? [] : [idProblem(one, earlier)];
  });

/** A covenant that says which payload registry it was written with is used with no other. */
const registryProblems = ({ schema }: CovenantDocument, { id, version, digest }: RegistryView): readonly Problem[] =>
  schema === undefined ||
  ((id ?? schema.id) === schema.id &&
    (version ?? schema.version) === schema.version &&
    (digest ?? schema.digest) === schema.digest)
    ? []
    : [
        problem('other-registry', `written with \`${schema.id}\` ${schema.version}`, undefined, {
          registry: `${schema.id} ${schema.version}`,
        }),
      ];

const assertionEffectProblems = ({ id, atMost, can }: Assertion): readonly Problem[] => {
  if ((atMost === undefined) === (can === undefined)) return [problem('at-most-or-can', 'exactly one of the two', id)];
  const level = atMost ?? can ?? 'withhold';
  return levelOrder.includes(level) ? [] : [problem('unknown-level', `unknown level \`${level}\``, id)];
};

const contentProblems = (documents: Documents, assertions: readonly Assertion[], registry: RegistryView): Problem[] => {
  const { law, covenant } = documents;
  const rules = [...law.caps, ...covenant.rules];
  const inForce = knownNames(documents, registry, false);
  const toCome = knownNames(documents, registry, true);
  return [
    ...frameProblems(documents),
    ...redefinitionProblems(documents),
    ...registryProblems(covenant, registry),
    ...duplicates([...law.guards, ...rules, ...assertions]),
    ...groupProblems(documents, toCome),
    ...[...law.guards, ...law.caps].flatMap((rule) => nameProblems(rule, toCome, {})),
    // a permit for a type that nobody may bring yet would come alive unseen with the registry; a cap for one does no harm
    ...covenant.rules.flatMap((rule) => nameProblems(rule, rule.permit ? inForce : toCome, covenant.groups)),
    ...covenant.rules
      .filter((rule) => rule.in !== undefined)
      .map(({ id }) => problem('dated', 'only law is dated', id)),
    ...assertions.flatMap((assertion) => nameProblems(assertion, toCome, covenant.groups)),
    ...factProblems(documents, [...law.guards, ...rules, ...assertions]),
    ...lawRuleProblems(law),
    ...rules.flatMap((rule) => [
      ...effectProblems(rule),
      ...observableProblems(documents, rule),
      ...obligationProblems(documents, rule.obligations, rule.id),
    ]),
    ...obligationProblems(documents, covenant.defaults.obligations),
    ...assertions.flatMap(assertionEffectProblems),
  ];
};

/**
 * Everything that keeps a covenant and the law above it from coming into force; empty when they may.
 *
 * Shape first, then names, rules and duties, then the covenant's own assertions and what levels betray, at every point of the
 * decision space; each stage only when the one before found nothing. `registry` is the payload registry that they are to be used with;
 * `depth` the last stage that is looked at. Source: policy-engine §3.1, §3.6.
 */
export const validateDocuments = (
  law: unknown,
  covenant: unknown,
  registry: RegistryView,
  depth: ValidationDepth = 'assertions',
): readonly Problem[] => {
  const shapes = [...lawShape(law, 'law'), ...covenantShape(covenant, 'covenant')];
  if (shapes.length > 0 || depth === 'shape') return shapes.map((detail) => problem('shape', detail));
  const documents = { law: law as LawDocument, covenant: covenant as CovenantDocument };
  const assertions = (documents.covenant.assertions ?? []) as unknown as readonly Assertion[];
  const found = contentProblems(documents, assertions, registry);
  return found.length > 0 || depth === 'names'
    ? found
    : [...assertionProblems(documents, registry), ...betrayalProblems(documents, registry)];
};
