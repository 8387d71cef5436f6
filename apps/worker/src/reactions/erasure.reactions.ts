import { caseDecider, contributionDecider, erasureDecider } from '@knooppunt/cases';
import type { AnyEvent } from '@knooppunt/cases';
import { decodeEvent } from '@knooppunt/event-store';
import { streamName } from '@knooppunt/kernel';
import type { Recorded, Uuid } from '@knooppunt/kernel';
import type { Reaction } from '@knooppunt/read-store';
import { reactWith } from '../reacting.js';
import type { WorkerParts } from '../worker.parts.js';

type Requested = Recorded & Extract<AnyEvent, { type: 'ErasureRequested' }>;

/** The case that a contribution lies in: named by an answer or supply, and taken in there. */
const caseOf = async (parts: WorkerParts, contribution: Uuid): Promise<Uuid | undefined> => {
  const [stored] = await parts.store.read(streamName('contribution', contribution), { maxCount: 1 });
  const supplied = stored && (decodeEvent(stored) as Recorded & AnyEvent);
  const caseId = supplied?.type === 'ContributionSupplied' ? supplied.data.case : undefined;
  if (!supplied || caseId === undefined) return undefined;
  const { state } = await parts.folds.fold('case', streamName('case', caseId), supplied.cooperation);
  return Object.hasOwn(state.contributions, contribution) ? caseId : undefined;
};

/**
 * Destroys the keys of a contribution (leaks-and-faults §3): reads stop first, then the keys go beyond recovery, and only
 * then the log says so. Every step may be repeated after a crash.
 */
export const destroyKeys = (parts: WorkerParts): Reaction => ({
  name: 'destroy-keys',
  handles: ['ErasureRequested'],
  react: async (event) => {
    const { erasure, contribution } = (event as Requested).data;
    const caseId = await caseOf(parts, contribution);
    if (caseId !== undefined) {
      const deed = { decider: caseDecider, stream: streamName('case', caseId), step: 'stop-reads' };
      await reactWith(parts, event, deed, { type: 'MarkUnderDestruction', data: { case: caseId, contribution } });
    }
    const keys = await parts.destroyer.destroy(contribution);
    if (keys.length > 0) {
      const deed = {
        decider: contributionDecider,
        stream: streamName('contribution', contribution),
        step: 'destroyed',
      };
      const told = await reactWith(parts, event, deed, { type: 'RecordKeysDestroyed', data: { contribution, keys } });
      // The keys are gone, and the log does not say of whom: an erasure that nobody can follow is not complete.
      if (told === 'refused') return;
    }
    const done = { decider: erasureDecider, stream: streamName('erasure', erasure), step: 'complete' };
    await reactWith(parts, event, done, {
      type: 'CompleteErasure',
      data: { erasure, contribution, keys: keys.length },
    });
  },
});
