import { narrowingOf, narrowsFor } from '@knooppunt/cases';
import type { OrganisationId, StreamName } from '@knooppunt/kernel';
import type { StreamFolds } from './folds.js';
import type { Snapshot } from './view.js';

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
      return tail.some((event) => narrowsFor(narrowingOf(event), reader)) ? [stream] : [];
    }),
  );
  return moved.flat();
};
