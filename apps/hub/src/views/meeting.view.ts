import { meetingDecider } from '@knooppunt/cases';
import type { CaseState, MeetingState, Placed } from '@knooppunt/cases';
import type { FoldedView, PlannedItem, View } from '@knooppunt/disclosure';
import { dutchDateOf, streamName } from '@knooppunt/kernel';
import type { Uuid } from '@knooppunt/kernel';
import type { Candidate } from '../queries/candidates.js';
import { dossierItems } from './case.view.js';
import type { CaseParts } from './case.view.js';
import { inCase, kindOf, recordItem, textItem } from './planned.js';

const meetingRecord = (
  parts: CaseParts,
  meeting: Placed<MeetingState>,
  placed: Placed<CaseState>,
  id: Uuid,
): PlannedItem => {
  const { state } = meeting;
  return recordItem({
    payloadType: 'H3',
    id,
    bureau: parts.bureau,
    source: { stream: meeting.stream, revision: meeting.revision },
    on: state.plannedFor === '' ? '' : dutchDateOf(state.plannedFor),
    values: {
      case: state.case,
      state: state.status,
      plannedFor: state.plannedFor,
      invitees: [...state.invitees],
      attendees: [...state.attendees],
    },
    place: inCase(placed, state.case),
  });
};

/** A meeting is there for the bureau and for who was invited: that others meet about a case tells who is involved in it. */
const isThereFor = ({ law, recipient, recipientKind }: FoldedView['asking'], { invitees }: MeetingState): boolean =>
  law.kinds.bureau.includes(recipientKind) || invitees.includes(recipient);

/**
 * A meeting and its case. What is not there for the reader is folded and judged like what does not exist, in a case that
 * nobody has: that it lies in a case which the reader knows must not show in what its refusal takes.
 */
const foldMeeting = async ({ folds, add, asking }: FoldedView, id: Uuid) => {
  const { cooperation } = asking;
  const folded = add(await folds.fold('meeting', streamName('meeting', id), cooperation));
  const isMet = folded.state.status !== 'none' && isThereFor(asking, folded.state);
  const meeting = isMet ? folded : { ...folded, state: meetingDecider.initial };
  const within = streamName('case', isMet ? meeting.state.case : id);
  const placed = add(await folds.fold('case', within, cooperation));
  return { meeting, placed, isThere: isMet && placed.state.status !== 'none' };
};

/** Meetings in order of convening, one page. */
export const meetingsView = (parts: CaseParts, candidates: AsyncIterable<Candidate>, limit: number): View => ({
  name: 'overleggen',
  act: 'inzage',
  clearOnly: true,
  plan: (folded) =>
    Promise.resolve({
      limit,
      items: (async function* rows() {
        for await (const { id } of candidates) {
          const { meeting, placed, isThere } = await foldMeeting(folded, id);
          if (isThere) yield meetingRecord(parts, meeting, placed, id);
        }
      })(),
    }),
});

type Items = (
  folded: FoldedView,
  meeting: Placed<MeetingState>,
  placed: Placed<CaseState>,
) => Promise<readonly PlannedItem[]>;

const viewOfMeeting = (name: string, parts: CaseParts, id: Uuid, items: Items): View => ({
  name,
  act: 'inzage',
  meeting: id,
  plan: async (folded) => {
    const { meeting, placed, isThere } = await foldMeeting(folded, id);
    const keystone = meetingRecord(parts, meeting, placed, id);
    return isThere ? { keystone, items: () => items(folded, meeting, placed) } : { like: keystone };
  },
});

/** One meeting: its record, and what was decided (Z5). */
export const meetingView = (parts: CaseParts, id: Uuid): View =>
  viewOfMeeting('overleg', parts, id, async (folded, meeting, placed) => {
    const events = await folded.folds.tail(meeting.stream, -1n);
    return Promise.all(
      events
        .filter(({ sealed }) => sealed !== undefined)
        .map(async (event) =>
          textItem(event, 'Z5', await kindOf(folded, event.organisation ?? ''), inCase(placed, meeting.state.case)),
        ),
    );
  });

/** The dossier of a meeting: each organisation sees its own version of it, and who attends may see more. */
export const meetingDossierView = (parts: CaseParts, id: Uuid): View =>
  viewOfMeeting('overleg-dossier', parts, id, (_folded, meeting, placed) =>
    dossierItems(parts, placed, meeting.state.case),
  );
