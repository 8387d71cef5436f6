import type { Digest, Instant } from '@knooppunt/kernel';
import { dutchDateOf } from '@knooppunt/kernel';
import { isSame, lookUp, present, requireCode, requireText } from './checks.js';
import { covenantAdvices, refusalsOfCovenant, withdrawalsOfCovenant } from './covenant.js';
import type { CovenantCommand, CovenantEvent, CovenantState } from './covenant.js';
import {
  CheckedAgainstOther,
  CommitteeAdviceMissing,
  CovenantOfAnother,
  NoLawInForce,
  NotYetDue,
  ReasonsMissing,
  SignatureRefused,
  SignaturesMissing,
  SignedAlready,
  TextDiffers,
  ValidityOver,
  ValidityOverlaps,
  VersionInState,
  VersionNotNewer,
  VersionReused,
  VersionUnknown,
} from './covenant.errors.js';
import { missingSignatures, signatoriesOf } from './covenant.signatories.js';
import { isNewer, requireVersion } from './covenant.version.js';
import type { CovenantVersion, Submission, VersionStatus } from './covenant.version.js';

type DataOf<Type extends CovenantCommand['type']> = Extract<CovenantCommand, { readonly type: Type }>['data'];
type Events = readonly CovenantEvent[];
type Seen = { readonly version: string; readonly digest: Digest };

const versionsOf = (state: CovenantState): readonly CovenantVersion[] => Object.values(state.life?.versions ?? {});

/** The version that a command speaks of, with the text that its maker saw, in one of these states. */
const requireSeen = (
  state: CovenantState,
  { version, digest }: Seen,
  statuses: readonly VersionStatus[],
): CovenantVersion => {
  const known = lookUp(state.life?.versions ?? {}, version);
  if (known === undefined) throw new VersionUnknown(version);
  if (known.digest !== digest) throw new TextDiffers(version);
  if (!statuses.includes(known.status)) throw new VersionInState(version, known.status);
  return known;
};

/** Is this what a command that comes again finds: the same text, in the state that it brought about? */
const isDone = (state: CovenantState, { version, digest }: Seen, status: VersionStatus): boolean => {
  const known = lookUp(state.life?.versions ?? {}, version);
  return known?.status === status && known.digest === digest;
};

const submissionOf = (version: CovenantVersion): Submission => {
  // INVARIANT: a version is submitted before anything that asks its submission.
  if (!version.submission) throw new VersionInState(version.version, version.status);
  return version.submission;
};

const nameOf = ({ covenant, version, digest }: CovenantVersion) => ({ covenant, version, digest });

const requireOwnCovenant = (state: CovenantState, covenant: string): void => {
  if (state.law === null) throw new NoLawInForce(covenant);
  const own = state.covenant?.covenant ?? versionsOf(state)[0]?.covenant ?? covenant;
  if (own !== covenant) throw new CovenantOfAnother(covenant);
};

const requireNewer = (state: CovenantState, { version, covenant }: DataOf<'DraftCovenant'>): void => {
  requireVersion(version);
  const past = Object.keys(state.digests)
    .filter((name) => name.startsWith(`${covenant} `))
    .map((name) => name.slice(covenant.length + 1));
  if (past.includes(version)) throw new VersionReused(covenant, version);
  if (!past.every((before) => isNewer(version, before))) throw new VersionNotNewer(covenant, version);
};

const draft = (data: DataOf<'DraftCovenant'>, state: CovenantState): Events => {
  requireText('covenant', data.document.length);
  requireOwnCovenant(state, data.covenant);
  requireNewer(state, data);
  if (isDone(state, data, 'drafted')) return [];
  if (lookUp(state.life?.versions ?? {}, data.version)) throw new VersionReused(data.covenant, data.version);
  return [{ type: 'CovenantDrafted', data }];
};

const amend = (data: DataOf<'AmendCovenant'>, state: CovenantState): Events => {
  requireText('covenant', data.document.length);
  requireOwnCovenant(state, data.covenant);
  const known = lookUp(state.life?.versions ?? {}, data.version);
  if (known === undefined) throw new VersionUnknown(data.version);
  if (known.status !== 'drafted') throw new VersionInState(data.version, known.status);
  return known.digest === data.digest ? [] : [{ type: 'CovenantAmended', data }];
};

/** Law and covenant in force are those that the version was checked against and compared with. */
const requireSameBase = (state: CovenantState, version: string, { law, base }: Submission): void => {
  if (state.law?.digest !== law) throw new CheckedAgainstOther(version, 'law');
  if (state.covenant?.digest !== base) throw new CheckedAgainstOther(version, 'covenant');
};

const submit = (
  { version, digest, ...submission }: DataOf<'SubmitCovenant'>,
  state: CovenantState,
  at: Instant,
): Events => {
  const known = requireSeen(state, { version, digest }, ['drafted', 'submitted']);
  if (known.submission && isSame(known.submission, submission)) return [];
  if (known.status === 'submitted') throw new VersionInState(version, known.status);
  requireSameBase(state, version, submission);
  const { validFrom, validUntil } = submission;
  if (validUntil < validFrom || validUntil < dutchDateOf(at)) throw new ValidityOver(version);
  return [{ type: 'CovenantSubmitted', data: present({ ...nameOf(known), ...submission }) }];
};

const sign = (data: DataOf<'SignCovenant'>, state: CovenantState): Events => {
  const { organisation, kind, key, at, signature, fault } = data;
  const version = requireSeen(state, data, ['submitted']);
  const { parties, widens } = submissionOf(version);
  if (!parties.includes(kind) && !widens.includes(kind)) throw new SignatureRefused(organisation, 'not-a-party');
  if (fault !== null) throw new SignatureRefused(organisation, fault);
  if (lookUp(version.signatures, organisation)?.key === key) throw new SignedAlready(data.version, organisation);
  return [{ type: 'CovenantSigned', data: { ...nameOf(version), organisation, kind, key, at, signature } }];
};

const advise = (data: DataOf<'GiveCovenantAdvice'>, state: CovenantState): Events => {
  const version = requireSeen(state, data, ['submitted']);
  requireCode('advice', covenantAdvices, data.advice);
  const { advice, document } = data;
  const isRepeat = version.advice?.advice === advice && version.advice.document === document;
  return isRepeat ? [] : [{ type: 'CovenantAdviceGiven', data: { ...nameOf(version), advice, document } }];
};

const requireAdvice = (version: CovenantVersion, reasons: Digest | undefined): void => {
  const isNew = submissionOf(version).newProcessing.length > 0;
  if (isNew && !version.advice) throw new CommitteeAdviceMissing(version.version);
  if (version.advice?.advice === 'negatief' && reasons === undefined) throw new ReasonsMissing(version.version);
};

const overlaps = (one: Submission, other: Submission): boolean =>
  one.validFrom <= other.validUntil && other.validFrom <= one.validUntil;

const requireAlone = (state: CovenantState, version: CovenantVersion): void => {
  const submission = submissionOf(version);
  const other = versionsOf(state).find(
    (one) => one.status === 'adopted' && one.submission !== undefined && overlaps(one.submission, submission),
  );
  if (other) throw new ValidityOverlaps(version.version, other.version);
};

const adopt = (data: DataOf<'AdoptCovenant'>, state: CovenantState, at: Instant): Events => {
  if (isDone(state, data, 'adopted')) return [];
  const version = requireSeen(state, data, ['submitted']);
  const submission = submissionOf(version);
  requireSameBase(state, version.version, submission);
  if (submission.validUntil < dutchDateOf(at)) throw new ValidityOver(version.version);
  requireAlone(state, version);
  requireAdvice(version, data.reasons);
  const { organisations, kinds } = missingSignatures(version, data.members);
  if (organisations.length + kinds.length > 0) throw new SignaturesMissing(version.version, organisations, kinds);
  const signatories = signatoriesOf(version, data.members).map(({ organisation }) => organisation);
  const reasons = data.reasons === undefined ? {} : { reasons: data.reasons };
  return [{ type: 'CovenantAdopted', data: { ...nameOf(version), signatories, ...reasons } }];
};

const refuse = (data: DataOf<'RefuseCovenant'>, state: CovenantState): Events => {
  if (isDone(state, data, 'refused')) return [];
  const version = requireSeen(state, data, ['submitted']);
  requireCode('reason', refusalsOfCovenant, data.reason);
  return [{ type: 'CovenantRefused', data: { ...nameOf(version), reason: data.reason } }];
};

const withdraw = (data: DataOf<'WithdrawCovenant'>, state: CovenantState): Events => {
  if (isDone(state, data, 'withdrawn')) return [];
  const version = requireSeen(state, data, ['drafted', 'submitted', 'adopted']);
  requireCode('reason', withdrawalsOfCovenant, data.reason);
  return [{ type: 'CovenantWithdrawn', data: { ...nameOf(version), reason: data.reason } }];
};

/** What has expired is over already: nothing takes its place. */
const supersededBy = ({ covenant, life }: CovenantState, by: string): Events => {
  if (!covenant || covenant.digest === life?.expired) return [];
  const { covenant: name, version, digest } = covenant;
  return [{ type: 'CovenantSuperseded', data: { covenant: name, version, digest, by } }];
};

const bringIntoForce = (data: DataOf<'BringAdoptedIntoForce'>, state: CovenantState): Events => {
  if (isDone(state, data, 'in-force')) return [];
  const version = requireSeen(state, data, ['adopted']);
  const { registry, validFrom, validUntil } = submissionOf(version);
  if (data.on < validFrom) throw new NotYetDue(data.version);
  if (data.on > validUntil) throw new ValidityOver(data.version);
  const { semantics, document } = version;
  return [
    { type: 'CovenantCameIntoForce', data: { ...nameOf(version), semantics, registry, document } },
    ...supersededBy(state, data.version),
  ];
};

/** The covenant in force, if it is the one that is meant and has not expired. */
const requireInForce = (state: CovenantState, { version, digest }: Seen) => {
  const { covenant, life } = state;
  if (covenant?.version !== version) throw new VersionUnknown(version);
  if (covenant.digest !== digest) throw new TextDiffers(version);
  return { name: { covenant: covenant.covenant, version, digest }, isExpired: life?.expired === digest };
};

/** The life of a version within the hub. What it asks of the law is in `covenantDecider`. */
export const lifeDecisions = {
  DraftCovenant: draft,
  AmendCovenant: amend,
  SubmitCovenant: submit,
  SignCovenant: sign,
  GiveCovenantAdvice: advise,
  AdoptCovenant: adopt,
  RefuseCovenant: refuse,
  WithdrawCovenant: withdraw,
  BringAdoptedIntoForce: bringIntoForce,
  AnnounceExpiry: (data: DataOf<'AnnounceExpiry'>, state: CovenantState): Events => {
    const { name, isExpired } = requireInForce(state, data);
    const { until, days } = data;
    const isTold = lookUp(state.life?.versions ?? {}, data.version)?.announced.includes(days) === true;
    return isExpired || isTold ? [] : [{ type: 'CovenantExpiryAnnounced', data: { ...name, until, days } }];
  },
  ExpireCovenant: (data: DataOf<'ExpireCovenant'>, state: CovenantState): Events => {
    const { name, isExpired } = requireInForce(state, data);
    if (isExpired) return [];
    if (data.on <= data.until) throw new NotYetDue(data.version);
    return [{ type: 'CovenantExpired', data: { ...name, until: data.until } }];
  },
} as const;
