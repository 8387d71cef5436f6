import { hasGrantAt, isMemberAt } from '@knooppunt/cases';
import type { AnyEvent } from '@knooppunt/cases';
import { noticeMessageOf, noticePseudonymOf, noticeTopicOf } from '@knooppunt/contracts';
import { standingStream } from '@knooppunt/disclosure';
import { people } from '@knooppunt/projections';
import { streamName } from '@knooppunt/kernel';
import type { Kind, OrganisationId, Recorded, Uuid } from '@knooppunt/kernel';
import type { Reaction } from '@knooppunt/read-store';
import type { WorkerParts } from '../worker.parts.js';

/**
 * Whom an event concerns. `grantIn`: only who is in the need-to-know set of this case at the moment of sending; `everyMember`:
 * all participants of the cooperation.
 */
export type Concerned = {
  readonly organisations: readonly OrganisationId[];
  readonly grantIn?: Uuid;
  readonly everyMember?: true;
};

const nobody: Concerned = { organisations: [] };
const everybody: Concerned = { organisations: [], everyMember: true };

/** The events of which organisations are told that something for them changed. */
export const noticedEvents = [
  'RequestPut',
  'MeetingConvened',
  'CaseOpened',
  'GrantsDecided',
  'ContributionSupplied',
  'ContributionRefused',
  'CovenantSubmitted',
  'CovenantAdopted',
  'CovenantExpiryAnnounced',
  'CovenantExpired',
] as const satisfies readonly AnyEvent['type'][];

type Noticed = Recorded & Extract<AnyEvent, { type: (typeof noticedEvents)[number] }>;

/**
 * Whom an event concerns: who is asked, invited, taken into a need-to-know set, supplied what was taken in or refused, or is
 * party to the covenant. Pure;
 * whether they may hear of it at this moment is for the reaction to say.
 */
export const concernedBy = (recorded: Recorded): Concerned => {
  const event = recorded as Noticed;
  switch (event.type) {
    case 'RequestPut':
      return { organisations: event.data.asked };
    case 'MeetingConvened':
      return { organisations: event.data.invitees, grantIn: event.data.case };
    case 'CaseOpened':
    case 'GrantsDecided':
      return { organisations: event.data.grants.map(({ organisation }) => organisation), grantIn: event.data.case };
    case 'ContributionSupplied':
      return { organisations: [event.data.supplier] };
    case 'ContributionRefused':
      return event.organisation === null ? nobody : { organisations: [event.organisation] };
    case 'CovenantSubmitted':
    case 'CovenantAdopted':
    case 'CovenantExpiryAnnounced':
    case 'CovenantExpired':
      return everybody;
    default:
      return nobody;
  }
};

/** Everybody who ever was a party of the cooperation; who is a member now is asked of each. */
const partiesOf = async ({ readStore }: WorkerParts, { cooperation }: Recorded): Promise<readonly OrganisationId[]> => {
  const rows = await readStore.db
    .selectFrom(readStore.tableName(people, 'parties'))
    .select('organisation')
    .where('cooperation', '=', cooperation)
    .execute();
  return rows.map((row) => String(row['organisation']));
};

const kindOfMember = async (
  parts: WorkerParts,
  { cooperation }: Recorded,
  organisation: OrganisationId,
): Promise<Kind | undefined> => {
  const stream = standingStream('party', cooperation, organisation);
  const { state } = await parts.folds.fold('party', stream, cooperation);
  return isMemberAt(state, parts.clock()) ? state.kind : undefined;
};

/**
 * Tells organisations that something for them changed: an opaque id under their pseudonym on the topic of their kind, nothing of
 * what, where or by whom; they look through the gate. Nothing goes out to who is no member at this moment, or is out of the case
 * again. At least once, with the same id each time. Source: leaks-and-faults class 22.
 */
export const sendNotices = (parts: WorkerParts): Reaction => ({
  name: 'send-notices',
  handles: noticedEvents,
  // A notice says "look" and nothing else: in which order two arrive makes no difference to who looks.
  touches: ({ id }) => id,
  react: async (event) => {
    const { organisations: named, grantIn, everyMember } = concernedBy(event);
    const organisations = everyMember ? await partiesOf(parts, event) : named;
    const { messaging, names, clock } = parts;
    const inCase =
      grantIn === undefined
        ? undefined
        : await parts.folds.fold('case', streamName('case', grantIn), event.cooperation);
    const notices = [];
    for (const organisation of new Set(organisations)) {
      if (inCase && !hasGrantAt(inCase.state, organisation, clock())) continue;
      const kind = await kindOfMember(parts, event, organisation);
      if (kind === undefined) continue;
      const id = names.derivedId('notice', event.id, organisation);
      const pseudonym = noticePseudonymOf(names, event.cooperation, organisation);
      notices.push({ topic: noticeTopicOf(kind), message: noticeMessageOf(pseudonym, id) });
    }
    // By pseudonym: the order of a request or an invitation must not show on a topic.
    notices.sort((a, b) => (a.message.key < b.message.key ? -1 : 1));
    for (const { topic, message } of notices) await messaging.publish(topic, message);
  },
});
