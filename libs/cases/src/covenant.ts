import type { CalendarDate, Digest, Instant, Kind, Message, OrganisationId } from '@knooppunt/kernel';
import type { Member } from './covenant.signatories.js';
import type { CovenantLife, Submission } from './covenant.version.js';
import type { CovenantLifeEvent } from './events/covenant.events.js';
import type { FoundingEvent } from './events/founding.events.js';

/** A text that can be in force. */
export type CovenantText = {
  readonly version: string;
  /** Major version of the engine that judges by it. */
  readonly semantics: string;
  readonly digest: Digest;
  /** Canonical JSON of the document; the digest is over its bytes, which the caller has checked. */
  readonly document: string;
};
/** The law layer as it came into force. */
export type LawInForce = CovenantText & { readonly law: string };
/** A covenant as it came into force, with the digest of the payload registry that it was checked against. */
export type CovenantInForce = CovenantText & { readonly covenant: string; readonly registry: Digest };

/** A version as the maker of a command looked at it. */
type Seen = { readonly version: string; readonly digest: Digest };

/**
 * What the covenant stream of a cooperation can be asked. `BringLawIntoForce` and `BringCovenantIntoForce` carry a text
 * that somebody else has adopted (the founding facts); all other commands are the life of a version within the hub.
 */
export type CovenantCommand =
  | Message<'BringLawIntoForce', LawInForce>
  | Message<'BringCovenantIntoForce', CovenantInForce>
  | Message<'DraftCovenant', CovenantText & { readonly covenant: string }>
  | Message<'AmendCovenant', CovenantText & { readonly covenant: string }>
  | Message<'SubmitCovenant', Seen & Submission>
  | Message<
      'SignCovenant',
      Seen & {
        readonly organisation: OrganisationId;
        readonly kind: Kind;
        readonly key: Digest;
        readonly at: Instant;
        readonly signature: string;
        /** What is wrong with it, as who verified it says, as a code; null where nothing is. */
        readonly fault: string | null;
      }
    >
  | Message<'GiveCovenantAdvice', Seen & { readonly advice: CovenantAdvice; readonly document: Digest }>
  /** `members`: the participants that are members at this moment, with the keys that count; gathered by the handler. */
  | Message<'AdoptCovenant', Seen & { readonly members: readonly Member[]; readonly reasons?: Digest }>
  | Message<'RefuseCovenant', Seen & { readonly reason: RefusalOfCovenant }>
  | Message<'WithdrawCovenant', Seen & { readonly reason: WithdrawalOfCovenant }>
  /** `on`: the Dutch day of the worker that finds it due. */
  | Message<'BringAdoptedIntoForce', Seen & { readonly on: CalendarDate }>
  | Message<'AnnounceExpiry', Seen & { readonly until: CalendarDate; readonly days: number }>
  | Message<'ExpireCovenant', Seen & { readonly until: CalendarDate; readonly on: CalendarDate }>;

/** What the committee may advise (BGS 1.13). */
export const covenantAdvices = ['positief', 'negatief'] as const;
export type CovenantAdvice = (typeof covenantAdvices)[number];
/** Why a steering group refuses a version. */
export const refusalsOfCovenant = ['geen-overeenstemming', 'negatief-advies', 'andere-tekst'] as const;
export type RefusalOfCovenant = (typeof refusalsOfCovenant)[number];
/** Why a version is withdrawn. */
export const withdrawalsOfCovenant = ['andere-tekst', 'niet-meer-nodig', 'vergissing'] as const;
export type WithdrawalOfCovenant = (typeof withdrawalsOfCovenant)[number];

export type CovenantEvent =
  Extract<FoundingEvent, { readonly type: 'LawCameIntoForce' | 'CovenantCameIntoForce' }> | CovenantLifeEvent;

/**
 * Law and covenant in force, null before the first; `digests` holds the digest of every `<document> <version>` that has
 * been in force; `life` the versions that began as drafts here, absent until the first of them.
 */
export type CovenantState = {
  readonly law: LawInForce | null;
  readonly covenant: CovenantInForce | null;
  readonly digests: { readonly [version: string]: Digest };
  readonly life?: CovenantLife;
};
