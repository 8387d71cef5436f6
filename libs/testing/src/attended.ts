import type { Recorded, StreamName } from '@knooppunt/kernel';
import { oin, uuid } from './ids.js';
import { recorded } from './recorded.js';

const ref = { meeting: uuid(1), case: uuid(2) };
const stream: StreamName = `meeting-${uuid(1)}`;

/** A meeting convened, opened, and then attended by so many organisations, one after the other: each narrows what was decided before. */
const after = (attendances: number): readonly Recorded[] =>
  recorded(
    [
      {
        type: 'MeetingConvened',
        data: { ...ref, invitees: [oin(1)], plannedFor: '2026-03-09T13:00:00.000Z', chair: uuid(3) },
      },
      { type: 'MeetingOpened', data: ref },
      ...Array.from({ length: attendances }, (_, at) => ({
        type: 'AttendanceRecorded',
        data: { ...ref, organisation: oin(at + 1) },
      })),
    ],
    { stream },
  );

/** One meeting as a log holds it, with the ids that its events bear. */
export const attendedMeeting = { stream, ref, after } as const;
