import { partyDecider } from '@knooppunt/cases';
import { standingStream } from '@knooppunt/disclosure';
import { runDecider } from '@knooppunt/event-store';
import type { CooperationId, Instant, OrganisationId, Recorded } from '@knooppunt/kernel';
import { people } from '@knooppunt/projections';
import type { WorkerParts } from './worker.parts.js';

type RoundParts = Pick<WorkerParts, 'store' | 'folds' | 'readStore' | 'names' | 'clock'>;
type Leaving = { readonly cooperation: CooperationId; readonly organisation: OrganisationId };

/** Whoever left by now, as the read model has it; what is due is asked of each stream itself. */
const leftBy = async ({ readStore, clock }: RoundParts): Promise<readonly Leaving[]> => {
  const rows = await readStore.db
    .selectFrom(readStore.tableName(people, 'parties'))
    .select(['cooperation', 'organisation'])
    .where('member_until', '<=', clock())
    .orderBy('cooperation')
    .orderBy('organisation')
    .execute();
  return rows.map((row) => ({
    cooperation: String(row['cooperation']),
    organisation: String(row['organisation']),
  }));
};

/** Was the departure told ahead? One that was at once has been followed by its own event. */
const wasToldAhead = (events: readonly Recorded[], memberUntil: Instant): boolean => {
  const left = events.findLast(({ type }) => type === 'PartyLeft');
  return left !== undefined && left.recordedAt < memberUntil;
};

const endOf = async (parts: RoundParts, { cooperation, organisation }: Leaving): Promise<void> => {
  const stream = standingStream('party', cooperation, organisation);
  const { state } = await parts.folds.fold('party', stream, cooperation);
  const { status, memberUntil, hasEnded } = state;
  const at = parts.clock();
  if (status !== 'left' || memberUntil === undefined || hasEnded || at < memberUntil) return;
  if (!wasToldAhead(await parts.folds.tail(stream, -1n), memberUntil)) return;
  // Its id follows from what is due, so that two workers, or one that was killed, do it once.
  const commandId = parts.names.derivedId('departure-round', cooperation, `${organisation}:${memberUntil}`);
  await runDecider(parts.store, partyDecider, {
    stream,
    command: { type: 'EndMembership', data: { organisation, memberUntil } },
    meta: {
      commandId,
      cooperation,
      at,
      actor: 'system:worker',
      organisation: null,
      role: null,
      purpose: null,
      correlation: commandId,
      causation: null,
      traceId: commandId.replaceAll('-', ''),
    },
  });
};

/**
 * Records that the moment of a departure that was told ahead has come. Reading ended at that moment itself, by the gate; what the
 * organisation had part in ends by this event, as after a departure at once (R62). Repeating it changes nothing.
 */
export const runDepartureRound = async (parts: RoundParts): Promise<void> => {
  for (const leaving of await leftBy(parts)) await endOf(parts, leaving);
};
