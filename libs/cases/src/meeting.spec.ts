import { describe, expect, it } from '@jest/globals';
import { given, oin, uuid } from '@knooppunt/testing';
import type { MeetingEvent } from './events/case.events.js';
import { attendsMeeting, meetingDecider } from './meeting.js';
import type { MeetingCommand } from './meeting.js';

const ref = { meeting: uuid(1), case: uuid(2) };
const [mayor, police, college] = [oin(1), oin(2), oin(3)];
const plan = { ...ref, invitees: [mayor, police], plannedFor: '2026-03-09T09:00:00.000Z', chair: uuid(3) };
const convened: MeetingEvent = { type: 'MeetingConvened', data: plan };
const opened: MeetingEvent = { type: 'MeetingOpened', data: ref };
const came = (organisation: string): MeetingEvent => ({ type: 'AttendanceRecorded', data: { ...ref, organisation } });
const went = (organisation: string): MeetingEvent => ({ type: 'AttendanceEnded', data: { ...ref, organisation } });
const closed: MeetingEvent = { type: 'MeetingClosed', data: ref };

const convene = (change: Partial<typeof plan> = {}, needToKnow = [mayor, police, college]): MeetingCommand => ({
  type: 'ConveneMeeting',
  data: { ...plan, ...change, needToKnow },
});
const open: MeetingCommand = { type: 'OpenMeeting', data: ref };
const come = (organisation: string): MeetingCommand => ({ type: 'RecordAttendance', data: { ...ref, organisation } });
const go = (organisation: string): MeetingCommand => ({ type: 'EndAttendance', data: { ...ref, organisation } });
const close: MeetingCommand = { type: 'CloseMeeting', data: ref };

describe('a meeting that is not there', () => {
  it('is convened with invitees of the need-to-know set', () =>
    given(meetingDecider, []).when(convene()).then([convened]));

  it('is not convened with anyone else (WGS 2.23(5))', () =>
    given(meetingDecider, [])
      .when(convene({}, [mayor]))
      .thenThrows('cases/outside-need-to-know-set'));

  it.each([{ invitees: [] }, { invitees: [mayor, mayor] }])('is not convened with %j', (change) =>
    given(meetingDecider, []).when(convene(change)).thenThrows('cases/list-invalid'),
  );

  it.each([open, come(mayor), go(mayor), close])('is not known to $type', (command) =>
    given(meetingDecider, []).when(command).thenThrows('cases/not-known'),
  );
});

describe('a convened meeting', () => {
  it('stays quiet when convened in the same way again, whoever left the set since', () =>
    given(meetingDecider, [convened]).when(convene({}, [])).thenNothing());

  it('refuses another plan under its id', () =>
    given(meetingDecider, [convened])
      .when(convene({ invitees: [mayor] }))
      .thenThrows('cases/already-exists'));

  it('is opened', () => given(meetingDecider, [convened]).when(open).then([opened]));

  it('is not known in another case', () =>
    given(meetingDecider, [convened])
      .when({ type: 'OpenMeeting', data: { ...ref, case: uuid(4) } })
      .thenThrows('cases/not-known'));

  it('has nobody at the table yet', () =>
    given(meetingDecider, [convened]).when(come(mayor)).thenThrows('cases/wrong-state'));

  it('is cancelled by closing it, and was never opened then', () => {
    given(meetingDecider, [convened]).when(close).then([closed]);
    expect(given(meetingDecider, [convened, closed]).state.everOpened).toBe(false);
  });
});

describe('an opened meeting', () => {
  const history = [convened, opened];

  it('stays quiet when opened again', () => given(meetingDecider, history).when(open).thenNothing());

  it('records who comes', () =>
    given(meetingDecider, history)
      .when(come(mayor))
      .then([came(mayor)]));

  it('stays quiet when the same comes again', () =>
    given(meetingDecider, [...history, came(mayor)])
      .when(come(mayor))
      .thenNothing());

  it('lets nobody in who is not invited', () =>
    given(meetingDecider, history).when(come(college)).thenThrows('cases/not-invited'));

  it('records who goes, and lets them come back', () => {
    given(meetingDecider, [...history, came(mayor)])
      .when(go(mayor))
      .then([went(mayor)]);
    given(meetingDecider, [...history, came(mayor), went(mayor)])
      .when(come(mayor))
      .then([came(mayor)]);
  });

  it('stays quiet when one goes who is not there', () => given(meetingDecider, history).when(go(mayor)).thenNothing());

  it('refuses the going of one who is not invited', () =>
    given(meetingDecider, history).when(go(college)).thenThrows('cases/not-invited'));

  it('is closed with its decision', () => {
    const data = { ...ref, length: 200, textDigest: 'YmVzbHVpdA' };
    given(meetingDecider, history)
      .when({ type: 'CloseMeeting', data })
      .then([{ type: 'MeetingClosed', data }]);
  });
});

describe('a closed meeting', () => {
  const history = [convened, opened, came(mayor), closed];

  it('stays quiet when closed again', () => given(meetingDecider, history).when(close).thenNothing());

  it.each([open, come(police)])('refuses $type', (command) =>
    given(meetingDecider, history).when(command).thenThrows('cases/wrong-state'),
  );

  it('keeps who attended to its end', () => {
    const { state } = given(meetingDecider, [convened, opened, came(mayor), came(police), went(police), closed]);
    expect(attendsMeeting(state, mayor)).toBe(true);
    expect(attendsMeeting(state, police)).toBe(false);
    expect(attendsMeeting(state, college)).toBe(false);
  });

  it('counts nobody as attending where it was never opened', () => {
    const { state } = given(meetingDecider, [convened, came(mayor), closed]);
    expect(attendsMeeting(state, mayor)).toBe(false);
  });

  it('still takes an attendance away', () =>
    given(meetingDecider, history)
      .when(go(mayor))
      .then([went(mayor)]));
});

describe('an invited organisation that is no participant any more (R62)', () => {
  const withdraw = (organisation: string): MeetingCommand => ({
    type: 'WithdrawInvitation',
    data: { ...ref, organisation },
  });
  const withdrawn: MeetingEvent = { type: 'InvitationWithdrawn', data: { ...ref, organisation: mayor } };

  it('is neither invited nor at the table of what is to come', () => {
    given(meetingDecider, [convened]).when(withdraw(mayor)).then([withdrawn]);
    given(meetingDecider, [convened, opened, came(mayor)])
      .when(withdraw(mayor))
      .then([withdrawn]);
    const { state } = given(meetingDecider, [convened, opened, came(mayor), withdrawn]);
    expect(attendsMeeting(state, mayor)).toBe(false);
    given(meetingDecider, [convened, opened, withdrawn]).when(come(mayor)).thenThrows('cases/not-invited');
  });

  it('did sit at a table that was closed before', () => {
    given(meetingDecider, [convened, opened, came(mayor), closed])
      .when(withdraw(mayor))
      .thenNothing();
  });

  it('is quiet for who was not invited, or is not any more', () => {
    given(meetingDecider, [convened]).when(withdraw(college)).thenNothing();
    given(meetingDecider, [convened, withdrawn]).when(withdraw(mayor)).thenNothing();
    given(meetingDecider, []).when(withdraw(mayor)).thenThrows('cases/not-known');
  });
});
