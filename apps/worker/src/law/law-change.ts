import { createHash } from 'node:crypto';
import type { CovenantState } from '@knooppunt/cases';
import { canonicalDocument, covenantDigest, diff, semanticsVersions, validateDocuments } from '@knooppunt/covenant';
import type { CovenantChange, CovenantDocument, LawDocument, Problem } from '@knooppunt/covenant';
import type { CooperationId, Digest, DigestOf } from '@knooppunt/kernel';
import { payloadTypes, registryDigest, registryVersion } from '@knooppunt/signals';

/** SHA-256 as pure code receives it. */
export const digestOf: DigestOf = (bytes) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** The payload registry of this build, as documents are held against it. */
const registryView = {
  id: 'riec-payloads',
  version: registryVersion,
  digest: registryDigest(digestOf),
  types: payloadTypes,
} as const;

/** A law that is to come into force, with its canonical form. */
export type NextLaw = { readonly law: LawDocument; readonly digest: Digest; readonly document: string };

/** What a law would change in one cooperation. */
export type LawChange = {
  readonly cooperation: CooperationId;
  /** The law in force; absent where none is. */
  readonly before?: { readonly version: string; readonly digest: Digest };
  readonly isInForce: boolean;
  /** What keeps the covenant in force from being decided under it; then nothing is brought into force. */
  readonly problems: readonly Problem[];
  /** Promises of the covenant that do not hold under it: the law goes before, and the covenant has to follow. */
  readonly broken: readonly Problem[];
  /** What the law would let through and does not now, whether or not the covenant of today permits it. */
  readonly wider: readonly CovenantChange[];
  /** How much of what the covenant of today permits it would take away. */
  readonly narrower: number;
};

/** A law with its digest. */
export const nextLawOf = (law: LawDocument): NextLaw => ({
  law,
  digest: covenantDigest(law, digestOf),
  document: canonicalDocument(law),
});

/** The covenant as if it had been checked against this law: that it was not is why it is looked at. */
const under = (law: LawDocument, covenant: CovenantDocument): CovenantDocument => ({
  ...covenant,
  under: { ...covenant.under, checkedAgainst: law.version },
});

/** A number is one text, and what is over does not come back: as the decider would say, before the seconds that the rest takes. */
const numberProblems = ({ law, digest }: NextLaw, { digests }: CovenantState): readonly Problem[] => {
  const known = digests[`${law.wet} ${law.version}`];
  if (known === undefined) return [];
  return [
    known === digest
      ? { code: 'version-not-newer', detail: 'this version has been in force before' }
      : { code: 'version-reused', detail: 'this number has another text' },
  ];
};

const frameProblems = (next: NextLaw, state: CovenantState): readonly Problem[] => {
  const { law } = next;
  if (!state.law)
    return [{ code: 'not-founded', detail: 'nothing is in force yet: the first law comes with founding' }];
  if (state.law.law !== law.wet) return [{ code: 'other-law', detail: `the law in force is \`${state.law.law}\`` }];
  return Object.hasOwn(semanticsVersions, law.semantics)
    ? numberProblems(next, state)
    : [{ code: 'unknown-semantics', detail: 'this build does not hold the semantics of the law' }];
};

/** A covenant that permits everything: what a law lets through under it is all that the law lets through at all. */
const permittingAll = ({ assertions: _assertions, ...covenant }: CovenantDocument): CovenantDocument => ({
  ...covenant,
  rules: [
    {
      id: 'P-0',
      permit: 'reveal',
      from: 'any',
      type: 'any',
      fields: 'any',
      to: 'any',
      purpose: 'any',
      phase: 'weging+',
      basis: 'wet',
    },
  ] as unknown as CovenantDocument['rules'],
});

/**
 * What a law would change where it comes into force: exact, over every situation that can exist, for the covenant that is in
 * force there. A law that takes away is never in the way of a covenant; a covenant that it makes meaningless is told.
 */
export const lawChangeOf = (cooperation: CooperationId, state: CovenantState, next: NextLaw): LawChange => {
  const { law, covenant } = state;
  const told = {
    cooperation,
    isInForce: law?.digest === next.digest,
    ...(law ? { before: { version: law.version, digest: law.digest } } : {}),
  };
  const none = { problems: told.isInForce ? [] : frameProblems(next, state), broken: [], wider: [], narrower: 0 };
  if (told.isInForce || !law || !covenant || none.problems.length > 0) return { ...told, ...none };
  const document = under(next.law, JSON.parse(covenant.document) as CovenantDocument);
  const problems = validateDocuments(next.law, document, registryView, 'names');
  if (problems.length > 0) return { ...told, ...none, problems };
  const old = JSON.parse(law.document) as LawDocument;
  const differing = (one: CovenantDocument): readonly CovenantChange[] =>
    diff({ law: old, covenant: under(old, one) }, { law: next.law, covenant: one }, registryView).changes;
  return {
    ...told,
    problems: [],
    broken: validateDocuments(next.law, document, registryView),
    wider: differing(permittingAll(document)).filter(({ isWider }) => isWider),
    narrower: differing(document).filter(({ isWider }) => !isWider).length,
  };
};
