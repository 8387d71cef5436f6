import type { Instant, Message, OrganisationId, Uuid } from '@knooppunt/kernel';
import { isSame, present, requireDistinct } from './checks.js';
import { AlreadyExists, NotKnown, OutsideNeedToKnowSet, WrongState } from './common.errors.js';
import { deciderBy } from './decider-by.js';
import type { MeetingEvent } from './events/case.events.js';
import { NotInvited } from './meeting.errors.js';

type Ref = { readonly meeting: Uuid; readonly case: Uuid };
type Attendance = Ref & { readonly organisation: OrganisationId };

/** What can be done with a meeting. The minutes are sealed outside; a meeting may close without. */
export type MeetingCommand =
  | Message<
      'ConveneMeeting',
      Ref & {
        readonly invitees: readonly OrganisationId[];
        readonly plannedFor: Instant;
        readonly chair: Uuid;
        /** Who holds a grant of the case at this moment, and the bureau; gathered by the handler. */
        readonly needToKnow: readonly OrganisationId[];
      }
    >
  | Message<'OpenMeeting', Ref>
  | Message<'RecordAttendance', Attendance>
  | Message<'EndAttendance', Attendance>
  /** The organisation is no participant any more: it is neither invited nor at the table of what is to come (R62). */
  | Message<'WithdrawInvitation', Attendance>
  | Message<'CloseMeeting', Ref & { readonly length?: number; readonly textDigest?: string }>;

/**
 * One case meeting. `attendees` outlives the closing, for who sat at the table may read back what was shown there;
 * `everOpened` tells a closed meeting from a cancelled one.
 */
export type MeetingState = {
  readonly status: 'none' | 'convened' | 'opened' | 'closed';
  readonly case: Uuid;
  readonly invitees: readonly OrganisationId[];
  readonly attendees: readonly OrganisationId[];
  readonly chair: Uuid;
  readonly plannedFor: Instant;
  readonly everOpened: boolean;
};

/** Does this organisation attend: the meeting has been opened, also when closed since, and it is on the list? */
export const attendsMeeting = (state: MeetingState, organisation: OrganisationId): boolean =>
  state.everOpened && state.attendees.includes(organisation);

const requireMeeting = (state: MeetingState, { meeting, case: caseId }: Ref): void => {
  if (state.status === 'none' || state.case !== caseId) throw new NotKnown('meeting', meeting);
};

const requireInvited = (state: MeetingState, { meeting, organisation }: Attendance): void => {
  if (!state.invitees.includes(organisation)) throw new NotInvited(meeting, organisation);
};

/** One joint case meeting. Throws `MeetingError` and `CommonError`. Source: WGS 2.18(1)(b), 2.23(5). */
export const meetingDecider = deciderBy<MeetingState, MeetingCommand, MeetingEvent>({
  initial: {
    status: 'none',
    case: '',
    invitees: [],
    attendees: [],
    chair: '',
    plannedFor: '',
    everOpened: false,
  },
  decide: {
    ConveneMeeting: ({ needToKnow, ...data }, state) => {
      if (state.status !== 'none') {
        const { case: caseId, invitees, chair, plannedFor } = state;
        if (isSame({ meeting: data.meeting, case: caseId, invitees, chair, plannedFor }, data)) return [];
        throw new AlreadyExists('meeting', data.meeting);
      }
      requireDistinct('invitees', data.invitees);
      const outsider = data.invitees.find((invitee) => !needToKnow.includes(invitee));
      if (outsider !== undefined) throw new OutsideNeedToKnowSet(outsider);
      return [{ type: 'MeetingConvened', data }];
    },
    OpenMeeting: (data, state) => {
      requireMeeting(state, data);
      if (state.status === 'opened') return [];
      if (state.status === 'closed') throw new WrongState('meeting', data.meeting, state.status);
      return [{ type: 'MeetingOpened', data }];
    },
    RecordAttendance: (data, state) => {
      requireMeeting(state, data);
      requireInvited(state, data);
      if (state.status !== 'opened') throw new WrongState('meeting', data.meeting, state.status);
      return state.attendees.includes(data.organisation) ? [] : [{ type: 'AttendanceRecorded', data }];
    },
    EndAttendance: (data, state) => {
      requireMeeting(state, data);
      requireInvited(state, data);
      // Also after the closing: it can only take away.
      return state.attendees.includes(data.organisation) ? [{ type: 'AttendanceEnded', data }] : [];
    },
    WithdrawInvitation: (data, state) => {
      requireMeeting(state, data);
      // Who sat at a table that is closed did sit there: membership alone keeps it from reading that back.
      if (state.status === 'closed' || !state.invitees.includes(data.organisation)) return [];
      return [{ type: 'InvitationWithdrawn', data }];
    },
    CloseMeeting: (data, state) => {
      requireMeeting(state, data);
      return state.status === 'closed' ? [] : [{ type: 'MeetingClosed', data: present(data) }];
    },
  },
  evolve: {
    MeetingConvened: (state, { meeting: _meeting, ...data }) => ({ ...state, ...data, status: 'convened' }),
    MeetingOpened: (state) => ({ ...state, status: 'opened', everOpened: true }),
    AttendanceRecorded: (state, data) => ({ ...state, attendees: [...state.attendees, data.organisation] }),
    AttendanceEnded: (state, data) => ({
      ...state,
      attendees: state.attendees.filter((organisation) => organisation !== data.organisation),
    }),
    InvitationWithdrawn: (state, data) => ({
      ...state,
      invitees: state.invitees.filter((organisation) => organisation !== data.organisation),
      attendees: state.attendees.filter((organisation) => organisation !== data.organisation),
    }),
    MeetingClosed: (state) => ({ ...state, status: 'closed' }),
  },
});
