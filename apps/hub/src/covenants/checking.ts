import type { CovenantState, Submission } from '@knooppunt/cases';
import { versionProblems } from '@knooppunt/covenant';
import type { CovenantDocument, Finding, LawDocument, NewProcessing, Problem, diff } from '@knooppunt/covenant';
import type { CooperationId, Digest, Kind } from '@knooppunt/kernel';
import { payloadTypes, registryDigest, registryVersion } from '@knooppunt/signals';
import { digestOf } from '../hashing.js';

/** The payload registry of this build, as documents are held against it. */
export const registryView = {
  id: 'riec-payloads',
  version: registryVersion,
  digest: registryDigest(digestOf),
  types: payloadTypes,
} as const;

/** A text that is to be checked, under the law and beside the covenant in force. */
export type Checking = {
  readonly cooperation: CooperationId;
  readonly state: CovenantState;
  readonly law: LawDocument;
  readonly document: CovenantDocument;
  readonly digest: Digest;
};

/** What another text would change. */
export type Difference = ReturnType<typeof diff>;
/** What a change asks: whose signatures, and whether the committee's advice. */
export type Consequences = {
  readonly suppliers: readonly Kind[];
  readonly newProcessing: NewProcessing | undefined;
};

/** The covenant in force, as the one that a version follows. */
export const previousOf = ({ covenant }: CovenantState) =>
  covenant ? { digest: covenant.digest, document: JSON.parse(covenant.document) as CovenantDocument } : undefined;

/** A problem as a finding of its own. */
export const ofProblem = (problem: Problem): Finding => ({
  severity: 'fout',
  code: problem.code,
  rules: problem.rule === undefined ? [] : [problem.rule],
  problem,
});

/** How a version follows on the one in force, and whether it is for this cooperation at all. */
export const followingOf = ({ cooperation, state, document, digest }: Checking): readonly Finding[] => {
  const previous = previousOf(state);
  return versionProblems({ document, digest }, { cooperation, ...(previous ? { previous } : {}) }).map(ofProblem);
};

const codesOf = (found: NewProcessing | undefined): readonly string[] =>
  found
    ? [
        ...found.categories.map((name) => `category:${name}`),
        ...found.types.map((name) => `type:${name}`),
        ...found.recipients.map((name) => `recipient:${name}`),
        ...found.purposes.map((name) => `purpose:${name}`),
      ]
    : [];

/** What a text without errors is submitted with: all that is fixed from then on. */
export const submissionOf = (
  { state, law, document }: Checking,
  { suppliers, newProcessing }: Consequences,
): Submission => {
  const { participants } = law.kinds;
  const isParticipant = (kind: string): boolean => participants.includes(kind);
  return {
    law: state.law?.digest ?? '',
    registry: registryView.digest,
    ...(state.covenant ? { base: state.covenant.digest } : {}),
    validFrom: document.valid.from,
    validUntil: document.valid.until,
    parties: Object.keys(document.parties).filter(isParticipant).toSorted(),
    widens: suppliers.filter(isParticipant).toSorted(),
    newProcessing: codesOf(newProcessing),
  };
};
