import type { Message, OrganisationId } from '@knooppunt/kernel';

/** Whose answers an event may narrow: everybody's, nobody's, or those of one organisation alone. */
export type Narrows = 'all' | 'none' | { readonly only: OrganisationId | undefined };

/**
 * Events that change no fact that a decision asks. All others count as narrowing: default deny, for a covenant may have a
 * cap on any phase or fact, also on one that comes to hold.
 */
const harmless: ReadonlySet<string> = new Set([
  'ContributionTakenIn',
  'PrivacyAdviceGiven',
  'MeetingConvened',
  'MeetingOpened',
  'MeetingClosed',
  'RequestAnswered',
  'RequestRefused',
  'CriteriaMetRecorded',
  'SignalTakenIntoCase',
  'PersonCheckRequested',
  'PersonCheckAnswered',
  'PersonCheckAbandoned',
  // the life of a covenant beside the one in force: nothing of it decides before it comes into force
  'CovenantDrafted',
  'CovenantAmended',
  'CovenantSubmitted',
  'CovenantSigned',
  'CovenantAdviceGiven',
  'CovenantAdopted',
  'CovenantRefused',
  'CovenantWithdrawn',
  'CovenantSuperseded',
  'CovenantExpiryAnnounced',
  'PartyKeyRegistered',
  'PartyKeyRevoked',
]);

/** Whose answers an event of a folded stream may narrow (design §6 step 5). The gate asks it live, an audit again. */
export const narrowingOf = ({ type, data }: Message): Narrows => {
  if (harmless.has(type)) return 'none';
  const { organisation, recipient } = data as { readonly organisation?: string; readonly recipient?: string };
  if (type === 'AttendanceRecorded') return { only: organisation };
  return type === 'NecessityRecorded' ? { only: recipient } : 'all';
};

/** May an event that narrows so narrow the answer to this organisation? One that names nobody counts for all. */
export const narrowsFor = (narrows: Narrows, recipient: OrganisationId): boolean =>
  typeof narrows === 'string' ? narrows === 'all' : (narrows.only ?? recipient) === recipient;
