import { changesOf, projectionOf, revisionOf } from './define.js';
import type { Flag } from './define.js';

/**
 * A meeting: state `convened`, `opened` or `closed`. `ever_opened` tells a closed one from a cancelled one; `closed_revision`
 * is where the decision is sealed, null where the meeting closed without.
 */
export type MeetingRow = {
  readonly meeting_id: string;
  readonly case_id: string;
  readonly cooperation: string;
  readonly state: string;
  readonly planned_for: string;
  readonly chair: string;
  readonly ever_opened: Flag;
  readonly closed_revision: string | null;
};
/** An invited organisation; `attends` is 1 from its arrival until it leaves, and stays when the meeting closes. */
export type MeetingInviteeRow = {
  readonly meeting_id: string;
  readonly organisation: string;
  readonly attends: Flag;
};

/** Tables of `meetings`. */
export type MeetingsTables = { readonly meetings: MeetingRow; readonly meeting_invitees: MeetingInviteeRow };
const { insertNew, update, remove } = changesOf<MeetingsTables>();

/** The case meetings and who is at the table. Source: WGS 2.18(1)(b). */
export const meetings = projectionOf<MeetingsTables>({
  name: 'meetings',
  version: 1,
  tables: {
    meetings: {
      columns: {
        meeting_id: 'text',
        case_id: 'text',
        cooperation: 'text',
        state: 'text',
        planned_for: 'text',
        chair: 'text',
        ever_opened: 'integer',
        closed_revision: 'text',
      },
      key: ['meeting_id'],
      indexes: [['case_id'], ['cooperation', 'planned_for']],
    },
    meeting_invitees: {
      columns: { meeting_id: 'text', organisation: 'text', attends: 'integer' },
      key: ['meeting_id', 'organisation'],
      indexes: [['organisation']],
    },
  },
  on: {
    MeetingConvened: ({ meeting: meeting_id, case: case_id, invitees, plannedFor, chair }, { cooperation }) => [
      insertNew('meetings', {
        meeting_id,
        case_id,
        cooperation,
        state: 'convened',
        planned_for: plannedFor,
        chair,
        ever_opened: 0,
        closed_revision: null,
      }),
      ...invitees.map((organisation) => insertNew('meeting_invitees', { meeting_id, organisation, attends: 0 })),
    ],
    MeetingOpened: ({ meeting: meeting_id }) => [
      update('meetings', { meeting_id }, { state: 'opened', ever_opened: 1 }),
    ],
    AttendanceRecorded: ({ meeting: meeting_id, organisation }) => [
      update('meeting_invitees', { meeting_id, organisation }, { attends: 1 }),
    ],
    AttendanceEnded: ({ meeting: meeting_id, organisation }) => [
      update('meeting_invitees', { meeting_id, organisation }, { attends: 0 }),
    ],
    InvitationWithdrawn: ({ meeting: meeting_id, organisation }) => [
      remove('meeting_invitees', { meeting_id, organisation }),
    ],
    MeetingClosed: ({ meeting: meeting_id, length }, event) => [
      update(
        'meetings',
        { meeting_id },
        { state: 'closed', closed_revision: length === undefined ? null : revisionOf(event) },
      ),
    ],
  },
});
