import type { CalendarDate, Instant, Kind, Message, OrganisationId, Uuid } from '@knooppunt/kernel';
import { lookUp } from './checks.js';

/** The activities of a RIEC (WGS 2.18(1)). */
export const activities = ['knelpunt', 'casusoverleg', 'gebiedscan', 'thematische-scan'] as const;
export type Activity = (typeof activities)[number];
/** What a subject is in a case; least sheltered first, so that the last one of several counts (design §5). */
export const subjectRoles = ['suspect', 'circle', 'third', 'possible-victim'] as const;
export type SubjectRole = (typeof subjectRoles)[number];
/** Marks that lower what is shown of a subject (R27). */
export const shieldingMarks = ['possible-victim'] as const;
export type ShieldingMark = (typeof shieldingMarks)[number];
/** Legal phases of WGS 2.23(6). */
export type Phase = '1' | '2' | '3';

export type Grant = { readonly organisation: OrganisationId; readonly until: Instant };
type Text = { readonly length: number; readonly textDigest: string };
type Ref = { readonly case: Uuid };

/** What of a contribution the case knows: where it came from, when, and the names and kinds of its blocks. */
type Intake = {
  readonly contribution: Uuid;
  /** signal | answer | supply */
  readonly way: string;
  readonly payloadType: string;
  readonly supplier: OrganisationId;
  readonly supplierKind: Kind;
  readonly receivedOn: CalendarDate;
  readonly firstProcessed: CalendarDate;
  readonly request?: Uuid;
  readonly blocks: readonly { readonly name: string; readonly kind: string }[];
};
type Link = {
  readonly subject: Uuid;
  readonly contribution: Uuid;
  readonly block: string;
  readonly role: SubjectRole;
};
type Necessity = {
  readonly necessity: Uuid;
  readonly recipient: OrganisationId;
  readonly purpose: string;
  readonly payloadType: string;
  readonly categories: readonly string[];
  readonly request?: Uuid;
};

/** What can be done with a case. Texts are sealed outside; `length` (characters) and `textDigest` tell of them. */
export type CaseCommand =
  | Message<
      'OpenCase',
      Ref & {
        readonly signals: readonly Uuid[];
        readonly activity: Activity;
        readonly phenomenon: string;
        readonly director: Uuid;
        readonly grants: readonly Grant[];
      }
    >
  | Message<'DecideGrants', Ref & { readonly grants: readonly Grant[] }>
  | Message<'WithdrawGrant', Ref & { readonly organisation: OrganisationId }>
  | Message<'TakeInContribution', Ref & Intake>
  | Message<'LinkSubject', Ref & Link>
  | Message<'SetShielding', Ref & { readonly subject: Uuid; readonly mark: ShieldingMark; readonly set: boolean }>
  /** `recipientKind` is what the handler knows of the recipient: the bureau (RIEC) is in every set without a grant. */
  | Message<'RecordNecessity', Ref & Necessity & Text & { readonly recipientKind: Kind }>
  | Message<'GivePrivacyAdvice', Ref & Text & { readonly phase: Phase; readonly advice: string }>
  | Message<'OpenPhase', Ref & Text & { readonly phase: Phase }>
  | Message<'MarkUnderDestruction', Ref & { readonly contribution: Uuid }>
  | Message<'SuspendCase', Ref & { readonly reason: string }>
  | Message<'ResumeCase', Ref>
  | Message<'CloseCase', Ref & { readonly reason: string }>;

/** A contribution in a case. `underDestruction`: its keys go, so nothing new may rest on it. */
export type CaseContribution = Omit<Intake, 'contribution'> & { readonly underDestruction: boolean };
/** A subject: every role that a link gave it, the marks that somebody set, and the blocks about it. */
export type CaseSubject = {
  readonly roles: readonly SubjectRole[];
  readonly marks: { readonly possibleVictim?: boolean };
  readonly links: readonly { readonly contribution: Uuid; readonly block: string }[];
};

/**
 * One case, with all that a gate folds. `grants` maps an organisation to the end of its grant and is empty once closed;
 * `openedAt` is empty where the fold was given no recorded time, so that nobody counts as a member before it.
 */
export type CaseState = {
  readonly status: 'none' | 'open' | 'suspended' | 'closed';
  readonly phase: Phase;
  readonly openedAt: Instant;
  readonly signals: readonly Uuid[];
  readonly activity: string;
  readonly phenomenon: string;
  readonly director: Uuid;
  readonly grants: { readonly [organisation: OrganisationId]: Instant };
  readonly contributions: { readonly [contribution: Uuid]: CaseContribution };
  readonly subjects: { readonly [subject: Uuid]: CaseSubject };
  readonly necessities: readonly Necessity[];
  /** Newest advice per phase, and the keyed digest of its text. */
  readonly adviceFor: { readonly [phase: string]: string };
  readonly adviceTexts: { readonly [phase: string]: string };
};

/** Does this organisation hold a grant at this instant? The end itself is outside (R60). */
export const hasGrantAt = (state: CaseState, organisation: OrganisationId, at: Instant): boolean => {
  const until = lookUp(state.grants, organisation);
  return until !== undefined && at < until;
};

/** Is the case an area or theme scan, or an activity unknown to this build, which then counts as one (R15)? */
export const isScan = (state: CaseState): boolean => state.activity !== 'knelpunt' && state.activity !== 'casusoverleg';

/** The most sheltered role that any link gave this subject. */
export const strictestRole = (subject: CaseSubject): SubjectRole | undefined =>
  subjectRoles.findLast((role) => subject.roles.includes(role));

/** Is this subject marked a possible victim, by a link's role or by a mark? A mark taken away leaves the role (R27). */
export const isPossibleVictim = (subject: CaseSubject): boolean =>
  subject.marks.possibleVictim === true || subject.roles.includes('possible-victim');

/** The subject that this block is about, or undefined where nobody linked it. */
export const findSubjectOf = (state: CaseState, contribution: Uuid, block: string): Uuid | undefined =>
  Object.entries(state.subjects).find(([, { links }]) =>
    links.some((link) => link.contribution === contribution && link.block === block),
  )?.[0];
