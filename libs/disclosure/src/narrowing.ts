import type { OrganisationId, Recorded, StreamName } from '@knooppunt/kernel';
import type { StreamFolds } from './folds.js';
import type { Snapshot } from './view.js';

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
  'SignalAccepted',
  'SignalTakenIntoCase',
]);

/** Whose facts an event changes, where it changes those of one organisation alone. */
const concerned = ({ type, data }: Recorded): OrganisationId | undefined => {
  const { organisation, recipient } = data as { readonly organisation?: string; readonly recipient?: string };
  if (type === 'AttendanceRecorded') return organisation;
  return type === 'NecessityRecorded' ? recipient : undefined;
};

const isHarmless = (event: Recorded, reader: OrganisationId): boolean =>
  harmless.has(event.type) || (concerned(event) ?? reader) !== reader;

/**
 * Which of the folded streams have got an event since that may narrow the answer (design §6 step 5). Read from the
 * leader, after the record is durable: so no answer leaves whose record lies after the revocation that forbids it.
 */
export const narrows = async (
  folds: StreamFolds,
  snapshot: Snapshot,
  reader: OrganisationId,
): Promise<StreamName[]> => {
  const moved = await Promise.all(
    [...snapshot].map(async ([stream, revision]) => {
      const tail = await folds.tail(stream, revision);
      return tail.every((event) => isHarmless(event, reader)) ? [] : [stream];
    }),
  );
  return moved.flat();
};
