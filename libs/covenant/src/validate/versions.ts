import type { CovenantDocument } from '../model.js';
import { problem } from './problem.js';
import type { Problem } from './problem.js';

/** A covenant with the digest of its canonical text. */
export type DigestedCovenant = { readonly document: CovenantDocument; readonly digest: string };

/** What a version of a covenant is held against: the version before it, and the cooperation that is to adopt it. */
export type VersionContext = { readonly previous?: DigestedCovenant; readonly cooperation?: string };

const daysOf = ({ valid }: CovenantDocument): string => `${valid.from} to ${valid.until}`;
const periodOf = ({ valid }: CovenantDocument): string => `${valid.from}/${valid.until}`;

const areValidTogether = ({ valid: a }: CovenantDocument, { valid: b }: CovenantDocument): boolean =>
  a.from <= b.until && b.from <= a.until;

const supersessionProblems = (next: DigestedCovenant, previous: DigestedCovenant): readonly Problem[] => {
  const { supersedes } = next.document;
  const { version } = previous.document;
  if (supersedes === undefined) {
    return areValidTogether(next.document, previous.document)
      ? [
          problem(
            'overlapping-validity',
            `${version}: ${daysOf(previous.document)}, and ${daysOf(next.document)}`,
            undefined,
            { first: periodOf(previous.document), second: periodOf(next.document) },
          ),
        ]
      : [];
  }
  if (supersedes.version !== version) {
    return [
      problem('superseded-version', `it names ${supersedes.version}, not ${version}`, undefined, {
        named: supersedes.version,
        version,
      }),
    ];
  }
  return supersedes.digest === previous.digest
    ? []
    : [
        problem('superseded-digest', `it names ${supersedes.digest}, the text has ${previous.digest}`, undefined, {
          named: supersedes.digest,
          digest: previous.digest,
        }),
      ];
};

const previousProblems = (next: DigestedCovenant, previous: DigestedCovenant): readonly Problem[] => {
  const [name, before] = [next.document.covenant, previous.document.covenant];
  if (name !== before) return [problem('other-covenant', `${before}, not ${name}`, undefined, { before, after: name })];
  if (next.digest === previous.digest) return [];
  return next.document.version === previous.document.version
    ? [
        problem('version-reused', `version ${next.document.version} is ${previous.digest}`, undefined, {
          version: next.document.version,
          digest: previous.digest,
        }),
      ]
    : supersessionProblems(next, previous);
};

/**
 * What keeps a version of a covenant from following on the one before it, or from being adopted by a cooperation; empty
 * where nothing does. Codes: other-cooperation, other-covenant, version-reused, superseded-version, superseded-digest,
 * overlapping-validity (neither supersedes the other, and both are valid on some day), superseded-itself.
 * Source: policy-engine §3.1, R59.
 */
export const versionProblems = (
  next: DigestedCovenant,
  { previous, cooperation }: VersionContext,
): readonly Problem[] => {
  const { cooperations, supersedes, version } = next.document;
  const isForAnother = cooperation !== undefined && cooperations !== undefined && !cooperations.includes(cooperation);
  return [
    ...(isForAnother ? [problem('other-cooperation', `not for ${cooperation}`, undefined, { cooperation })] : []),
    ...(supersedes?.version === version
      ? [problem('superseded-itself', `version ${version}`, undefined, { version })]
      : []),
    ...(previous === undefined ? [] : previousProblems(next, previous)),
  ];
};
