import { describe, expect, it } from '@jest/globals';
import type { AnyEvent } from '@knooppunt/cases';
import type { Projection } from '@knooppunt/kernel';
import { cast, journey, recorded, rowsAfter } from '@knooppunt/testing';
import { meetings } from './meetings.projection.js';
import { requests } from './requests.projection.js';
import { weighingQueue } from './weighing-queue.projection.js';

const log = recorded(journey);
const eventOf = (type: AnyEvent['type']) => log.find((event) => event.type === type);
const until = (projection: Projection, type: AnyEvent['type']) =>
  rowsAfter(projection, log.slice(0, log.findIndex((event) => event.type === type) + 1));

describe('the weighing queue', () => {
  const states = (type: AnyEvent['type']) =>
    Object.fromEntries(
      (until(weighingQueue, type)['signals'] ?? []).map((row) => [row['signal_id'], row['state']] as const),
    );

  it('holds a signal with its clear columns', () => {
    expect(until(weighingQueue, 'SignalSubmitted')['signals']).toStrictEqual([
      {
        signal_id: cast.signal,
        contribution_id: cast.signal,
        cooperation: 'amsterdam-amstelland',
        supplier: cast.college,
        supplier_kind: 'COLL',
        payload_type: 'S2',
        phenomenon: 'mensenhandel',
        received_on: '2026-03-02',
        submitted_at: eventOf('SignalSubmitted')?.recordedAt,
        state: 'submitted',
        case_id: null,
        prepared_revision: null,
        rejected_revision: null,
      },
    ]);
  });

  it('follows the weighing to its end', () => {
    expect(states('WeighingPrepared')[cast.signal]).toBe('weighing');
    expect(states('SignalAccepted')[cast.signal]).toBe('accepted');
    expect(states('SignalRejected')[cast.rejected]).toBe('rejected');
    expect(states('SignalTakenIntoCase')).toStrictEqual({ [cast.signal]: 'in-case', [cast.rejected]: 'rejected' });
    expect(rowsAfter(weighingQueue, log)['signals']?.[0]?.['case_id']).toBe(cast.case);
  });

  it('tells where preparation and rejection are sealed', () => {
    const rejected = rowsAfter(weighingQueue, log)['signals']?.find((row) => row['signal_id'] === cast.rejected);
    expect(rejected?.['rejected_revision']).toBe(eventOf('SignalRejected')?.revision.toString());
    expect(until(weighingQueue, 'WeighingPrepared')['signals']?.[0]?.['prepared_revision']).toBe(
      eventOf('WeighingPrepared')?.revision.toString(),
    );
  });

  it('flags each weigher that recorded', () => {
    const flags = until(weighingQueue, 'CriteriaMetRecorded')['signal_weighers']?.filter(
      (row) => row['signal_id'] === cast.signal,
    );
    expect(flags).toStrictEqual([
      { signal_id: cast.signal, organisation: cast.inspectorate, recorded: 0 },
      { signal_id: cast.signal, organisation: cast.police, recorded: 1 },
    ]);
  });
});

describe('the requests', () => {
  it('hold what is asked of whom, for whom, about whom, until when', () => {
    const rows = until(requests, 'RequestPut');
    const put = eventOf('RequestPut')?.recordedAt;
    expect(rows['requests']).toStrictEqual([
      {
        request_id: cast.request,
        case_id: cast.case,
        cooperation: 'amsterdam-amstelland',
        categories: 'CRIM',
        due_on: '2026-03-16',
        put_at: put,
      },
    ]);
    expect(rows['request_asked']?.map((row) => [row['organisation'], row['state']])).toStrictEqual([
      [cast.police, 'open'],
      [cast.tax, 'open'],
    ]);
    expect(rows['request_recipients']).toStrictEqual([
      { request_id: cast.request, organisation: cast.mayor, purpose: 'BURG.openbare-orde' },
    ]);
    expect(rows['request_subjects']).toStrictEqual([{ request_id: cast.request, subject: cast.subject }]);
  });

  it('hold the answers and the refusals with their reason class', () => {
    const rows = rowsAfter(requests, log);
    expect(rows['request_answers']?.map((row) => row['contribution_id'])).toStrictEqual([cast.answer]);
    expect(rows['request_asked']?.map((row) => [row['state'], row['reason'], row['decided_at']])).toStrictEqual([
      ['answered', null, eventOf('RequestAnswered')?.recordedAt],
      ['refused', 'no-data', eventOf('RequestRefused')?.recordedAt],
    ]);
  });

  it('put an answer in the place of a refusal', () => {
    const late: AnyEvent = {
      type: 'RequestAnswered',
      data: { request: cast.request, contribution: cast.answer, organisation: cast.tax, payloadType: 'S6' },
    };
    const asked = rowsAfter(requests, recorded([...journey, late]))['request_asked'];
    expect(asked?.[1]).toMatchObject({ organisation: cast.tax, state: 'answered', reason: null });
  });
});

describe('the meetings', () => {
  it('are convened with their invitees', () => {
    const rows = until(meetings, 'MeetingConvened');
    expect(rows['meetings']).toStrictEqual([
      {
        meeting_id: cast.meeting,
        case_id: cast.case,
        cooperation: 'amsterdam-amstelland',
        state: 'convened',
        planned_for: '2026-03-09T09:00:00.000Z',
        chair: cast.director,
        ever_opened: 0,
        closed_revision: null,
      },
    ]);
    expect(rows['meeting_invitees']?.map((row) => row['attends'])).toStrictEqual([0, 0]);
  });

  it('tell who is at the table, and who was at the end', () => {
    const attending = (type: AnyEvent['type']) => {
      const { meeting_invitees: invitees } = until(meetings, type);
      return invitees?.filter((row) => row['attends'] === 1).map((row) => row['organisation']);
    };
    expect(attending('AttendanceRecorded')).toStrictEqual([cast.mayor]);
    expect(attending('AttendanceEnded')).toStrictEqual([cast.mayor]);
    expect(attending('MeetingClosed')).toStrictEqual([cast.mayor]);
  });

  it('close with the place of their decision, or without', () => {
    expect(rowsAfter(meetings, log)['meetings']?.[0]).toMatchObject({
      state: 'closed',
      ever_opened: 1,
      closed_revision: eventOf('MeetingClosed')?.revision.toString(),
    });
    const [convened] = journey.filter(({ type }) => type === 'MeetingConvened');
    const cancelled = recorded([
      convened as AnyEvent,
      { type: 'MeetingClosed', data: { meeting: cast.meeting, case: cast.case } },
    ]);
    expect(rowsAfter(meetings, cancelled)['meetings']?.[0]).toMatchObject({
      state: 'closed',
      ever_opened: 0,
      closed_revision: null,
    });
  });
});
