import { caseDecider, meetingDecider, personDecider, requestDecider, signalDecider } from '@knooppunt/cases';
import type { AnyEvent } from '@knooppunt/cases';
import { standingStream } from '@knooppunt/disclosure';
import { DomainError, streamName } from '@knooppunt/kernel';
import type { OrganisationId, Recorded, Uuid } from '@knooppunt/kernel';
import { cases, meetings, people, requests, weighingQueue } from '@knooppunt/projections';
import { positionName } from '@knooppunt/read-store';
import type { Reaction } from '@knooppunt/read-store';
import { reactWith } from '../reacting.js';
import type { WorkerParts } from '../worker.parts.js';

type EventOf<Type extends AnyEvent['type']> = Recorded & Extract<AnyEvent, { type: Type }>;
/** What an organisation has part in, by what ends it. */
export type Part = {
  readonly of: 'case' | 'request' | 'meeting' | 'signal' | 'person';
  readonly id: Uuid;
  readonly case?: Uuid;
};

const readModels = [cases, meetings, requests, weighingQueue, people];
const pollMs = 20;
const waitMs = 30_000;

/** The read models do not follow: what an organisation has part in cannot be told. The reaction is tried again. */
export class NotFollowed extends DomainError {
  readonly code = 'worker/read-models-behind';
  override readonly retriable = true;
  constructor() {
    super('the read models are behind a departure');
  }
}

/** Waits until all that lay in the log before an event is in the read models. What comes after it is looked at when it comes. */
const followed = async ({ readStore }: WorkerParts, { position }: Recorded): Promise<void> => {
  const names = readModels.map(positionName);
  const end = performance.now() + waitMs;
  for (;;) {
    const positions = await readStore.positions(names);
    if (names.every((name) => (positions.get(name) ?? '') >= position)) return;
    if (performance.now() > end) throw new NotFollowed();
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
};

const partsOf = async (
  { readStore }: WorkerParts,
  { cooperation }: Recorded,
  organisation: OrganisationId,
): Promise<readonly Part[]> => {
  const { db } = readStore;
  const grants = await db
    .selectFrom(readStore.tableName(cases, 'case_grants'))
    .select('case_id')
    .where('organisation', '=', organisation)
    .where(
      'case_id',
      'in',
      db.selectFrom(readStore.tableName(cases, 'cases')).select('case_id').where('cooperation', '=', cooperation),
    )
    .orderBy('case_id')
    .execute();
  const asked = await db
    .selectFrom(readStore.tableName(requests, 'request_asked'))
    .select('request_id')
    .distinct()
    .where('organisation', '=', organisation)
    .where('state', '=', 'open')
    .where(
      'request_id',
      'in',
      db
        .selectFrom(readStore.tableName(requests, 'requests'))
        .select('request_id')
        .where('cooperation', '=', cooperation),
    )
    .orderBy('request_id')
    .execute();
  const invited = await db
    .selectFrom(readStore.tableName(meetings, 'meetings'))
    .select(['meeting_id', 'case_id'])
    .where('cooperation', '=', cooperation)
    .where('state', '!=', 'closed')
    .where(
      'meeting_id',
      'in',
      db
        .selectFrom(readStore.tableName(meetings, 'meeting_invitees'))
        .select('meeting_id')
        .where('organisation', '=', organisation),
    )
    .orderBy('meeting_id')
    .execute();
  const weighed = await db
    .selectFrom(readStore.tableName(weighingQueue, 'signals'))
    .select('signal_id')
    .where('cooperation', '=', cooperation)
    .where('state', '=', 'weighing')
    .where(
      'signal_id',
      'in',
      db
        .selectFrom(readStore.tableName(weighingQueue, 'signal_weighers'))
        .select('signal_id')
        .where('organisation', '=', organisation),
    )
    .orderBy('signal_id')
    .execute();
  const designated = await db
    .selectFrom(readStore.tableName(people, 'people'))
    .select('person')
    .where('cooperation', '=', cooperation)
    .where('organisation', '=', organisation)
    .where('withdrawn', '=', 0)
    .orderBy('person')
    .execute();
  return [
    ...grants.map((row): Part => ({ of: 'case', id: String(row['case_id']) })),
    ...asked.map((row): Part => ({ of: 'request', id: String(row['request_id']) })),
    ...invited.map((row): Part => ({ of: 'meeting', id: String(row['meeting_id']), case: String(row['case_id']) })),
    ...weighed.map((row): Part => ({ of: 'signal', id: String(row['signal_id']) })),
    // Last: its people read nothing since it left, and should it ever join again, none of them does by an old designation.
    ...designated.map((row): Part => ({ of: 'person', id: String(row['person']) })),
  ];
};

/** Ends one part of one organisation. Each decider is quiet where it has ended already. */
const end = async (parts: WorkerParts, cause: Recorded, organisation: OrganisationId, part: Part): Promise<void> => {
  const { of, id } = part;
  const stream = streamName(of, id);
  const step = `departure:${organisation}:${of}:${id}`;
  switch (of) {
    case 'case':
      await reactWith(
        parts,
        cause,
        { decider: caseDecider, stream, step },
        { type: 'WithdrawGrant', data: { case: id, organisation } },
      );
      return;
    case 'request':
      await reactWith(
        parts,
        cause,
        { decider: requestDecider, stream, step },
        { type: 'LapseRequest', data: { request: id, organisation } },
      );
      return;
    case 'meeting':
      await reactWith(
        parts,
        cause,
        { decider: meetingDecider, stream, step },
        {
          type: 'WithdrawInvitation',
          data: { meeting: id, case: part.case ?? '', organisation },
        },
      );
      return;
    case 'signal':
      await reactWith(
        parts,
        cause,
        { decider: signalDecider, stream, step },
        { type: 'WithdrawWeigher', data: { signal: id, organisation } },
      );
      return;
    case 'person':
      await reactWith(
        parts,
        cause,
        { decider: personDecider, stream: standingStream('person', cause.cooperation, id), step },
        { type: 'WithdrawPerson', data: { person: id, organisation } },
      );
      return;
    default:
      of satisfies never;
  }
};

/**
 * An organisation left: its grants, its open requests, its seats at meetings that are not over, its weighings and the
 * designations of its people end, by an event each (R62), at the moment that it leaves. The gate refuses it from the moment it left, whether or not this has been done. Complete after a crash:
 * what ended already is quiet.
 */
export const followDeparture = (parts: WorkerParts): Reaction => ({
  name: 'follow-departure',
  handles: ['PartyLeft', 'PartyMembershipEnded'],
  react: async (event) => {
    const { organisation, memberUntil } = (event as EventOf<'PartyLeft' | 'PartyMembershipEnded'>).data;
    // One that leaves on a later day keeps until then what it has; the end of its membership is an event of its own.
    if (memberUntil > event.recordedAt) return;
    await followed(parts, event);
    for (const part of await partsOf(parts, event, organisation)) await end(parts, event, organisation, part);
  },
});

const involving = [
  'CaseOpened',
  'GrantsDecided',
  'RequestPut',
  'MeetingConvened',
  'WeighingPrepared',
  'PersonDesignated',
] as const satisfies readonly AnyEvent['type'][];

/** Whom an event gives part in what. */
export const involvedBy = (
  event: Recorded,
): { readonly part: Part; readonly organisations: readonly OrganisationId[] } => {
  const { type, data } = event as Recorded & Extract<AnyEvent, { type: (typeof involving)[number] }>;
  switch (type) {
    case 'CaseOpened':
    case 'GrantsDecided':
      return {
        part: { of: 'case', id: data.case },
        organisations: data.grants.map(({ organisation }) => organisation),
      };
    case 'RequestPut':
      return { part: { of: 'request', id: data.request }, organisations: data.asked };
    case 'MeetingConvened':
      return { part: { of: 'meeting', id: data.meeting, case: data.case }, organisations: data.invitees };
    case 'WeighingPrepared':
      return { part: { of: 'signal', id: data.signal }, organisations: data.weighers };
    case 'PersonDesignated':
      return { part: { of: 'person', id: data.person }, organisations: [data.organisation] };
    default:
      return type satisfies never;
  }
};

/**
 * Who is given part in something while it leaves: the command saw a member, and the log has it after the departure. It ends
 * at once, so that whichever of the two came last, nothing is left over.
 */
export const refuseDeparted = (parts: WorkerParts): Reaction => ({
  name: 'refuse-departed',
  handles: involving,
  touches: ({ stream }) => stream,
  react: async (event) => {
    const { part, organisations } = involvedBy(event);
    for (const organisation of organisations) {
      const stream = standingStream('party', event.cooperation, organisation);
      const { state } = await parts.folds.fold('party', stream, event.cooperation);
      const hasLeft = state.status === 'left' && (state.memberUntil ?? '') <= parts.clock();
      if (hasLeft) await end(parts, event, organisation, part);
    }
  },
});
