import type { CovenantState, Submission } from '@knooppunt/cases';
import { newProcessing } from '@knooppunt/cases';
import { validateDocuments, versionProblems } from '@knooppunt/covenant';
import type { CovenantDocument, LawDocument, Problem } from '@knooppunt/covenant';
import type { CooperationId, Digest } from '@knooppunt/kernel';
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

/** The covenant in force, as the one that a version follows. */
export const previousOf = ({ covenant }: CovenantState) =>
  covenant ? { digest: covenant.digest, document: JSON.parse(covenant.document) as CovenantDocument } : undefined;

/**
 * Everything that keeps a version from being submitted: its shape, names, rules and assertions under the law, the text
 * that it follows on, the cooperation that is to adopt it; empty where nothing does.
 */
export const problemsOf = ({ cooperation, state, law, document, digest }: Checking): readonly Problem[] => {
  const previous = previousOf(state);
  const found = validateDocuments(law, document, registryView);
  if (found.some(({ code }) => code === 'shape')) return found;
  return [...found, ...versionProblems({ document, digest }, { cooperation, ...(previous ? { previous } : {}) })];
};

/** What a text without problems is submitted with: all that is fixed from then on. */
export const submissionOf = ({ state, law, document }: Checking, widened: readonly string[]): Submission => {
  const participants = law.kinds.participants;
  const isParticipant = (kind: string): boolean => participants.includes(kind);
  return {
    law: state.law?.digest ?? '',
    registry: registryView.digest,
    ...(state.covenant ? { base: state.covenant.digest } : {}),
    validFrom: document.valid.from,
    validUntil: document.valid.until,
    parties: Object.keys(document.parties).filter(isParticipant).toSorted(),
    widens: widened.filter(isParticipant).toSorted(),
    newProcessing: newProcessing(previousOf(state)?.document, document, payloadTypes),
  };
};
