import type { StreamName } from '@knooppunt/kernel';
import type { StreamFolds } from './folds.js';
import type { Snapshot } from './view.js';

/** Events that can only add to what a party may see, or touch nothing of it. All others count as narrowing: default deny. */
const harmless: ReadonlySet<string> = new Set([
  'ContributionTakenIn',
  'NecessityRecorded',
  'PrivacyAdviceGiven',
  'PhaseOpened',
  'CaseResumed',
  'MeetingConvened',
  'MeetingOpened',
  'MeetingClosed',
  'AttendanceRecorded',
  'RequestAnswered',
  'RequestRefused',
  'CriteriaMetRecorded',
  'SignalAccepted',
  'SignalTakenIntoCase',
]);

/**
 * Which of the folded streams have got an event since that may narrow the answer (design §6 step 5). Read from the
 * leader, after the record is durable: so no answer leaves whose record lies after the revocation that forbids it.
 */
export const narrows = async (folds: StreamFolds, snapshot: Snapshot): Promise<StreamName[]> => {
  const moved = await Promise.all(
    [...snapshot].map(async ([stream, revision]) => {
      const tail = await folds.tail(stream, revision);
      return tail.some(({ type }) => !harmless.has(type)) ? [stream] : [];
    }),
  );
  return moved.flat();
};
