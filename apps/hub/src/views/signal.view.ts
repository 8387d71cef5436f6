import type { FoldedView, PlannedItem, View } from '@knooppunt/disclosure';
import type { Placed, SignalState } from '@knooppunt/cases';
import { streamName } from '@knooppunt/kernel';
import type { OrganisationId, Uuid } from '@knooppunt/kernel';
import type { EventStore } from '@knooppunt/event-store';
import type { Candidate } from '../queries/candidates.js';
import { checkItems, contributionItem, findSupplied, inWeighing, kindOf, recordItem, textItem } from './planned.js';

type Parts = { readonly store: EventStore; readonly bureau: OrganisationId };

/** Who weighed a signal may not be in the case that began with it: for all but the bureau it stays accepted. */
const stateFor = ({ law, recipientKind }: FoldedView['asking'], status: string): string =>
  status === 'in-case' && !law.kinds.bureau.includes(recipientKind) ? 'accepted' : status;

type Found = { readonly record: PlannedItem; readonly placed: Placed<SignalState> };

const isThere = ({ placed }: Found): boolean => placed.state.status !== 'none';

const foldSignal = async (folded: FoldedView, { bureau }: Parts, signal: Uuid): Promise<Found> => {
  const { cooperation } = folded.asking;
  const placed = folded.add(await folded.folds.fold('signal', streamName('signal', signal), cooperation));
  const { status, payloadType, phenomenon, receivedOn, weighers, met } = placed.state;
  const record = recordItem({
    payloadType: 'H5',
    id: signal,
    bureau,
    source: { stream: placed.stream, revision: placed.revision },
    on: receivedOn,
    values: {
      state: stateFor(folded.asking, status),
      payloadType,
      phenomenon,
      receivedOn,
      weighers: weighers.map((organisation) => `${organisation}:${met.includes(organisation) ? 'voldoet' : 'open'}`),
    },
    place: inWeighing(placed, signal),
  });
  return { record, placed };
};

/** The weighing queue: signals in order of receipt, one page. */
export const signalsView = (parts: Parts, candidates: AsyncIterable<Candidate>, limit: number): View => ({
  name: 'signalen',
  act: 'inzage',
  clearOnly: true,
  plan: (folded) =>
    Promise.resolve({
      limit,
      items: (async function* rows() {
        for await (const { id } of candidates) {
          const found = await foldSignal(folded, parts, id);
          if (isThere(found)) yield found.record;
        }
      })(),
    }),
});

const contentOf = async (
  folded: FoldedView,
  { store }: Parts,
  placed: Placed<SignalState>,
  signal: Uuid,
): Promise<readonly PlannedItem[]> => {
  const place = inWeighing(placed, signal);
  const supplied = placed.state.status === 'rejected' ? undefined : await findSupplied(store, signal);
  const events = await folded.folds.tail(placed.stream, -1n);
  const texts = await Promise.all(
    events
      .filter(({ sealed }) => sealed !== undefined)
      .map(async (event) => textItem(event, 'Z1', await kindOf(folded, event.organisation ?? ''), place)),
  );
  const content = supplied ? [contributionItem(supplied, place), ...(await checkItems(folded, supplied, place))] : [];
  return [...content, ...texts];
};

/** One signal in its weighing: the record, what was supplied, what registers said of it (Z7), and the texts of the weighing (Z1). */
export const signalView = (parts: Parts, signal: Uuid): View => ({
  name: 'signaal',
  act: 'inzage',
  plan: async (folded) => {
    const found = await foldSignal(folded, parts, signal);
    const { record: keystone, placed } = found;
    return isThere(found) ? { keystone, items: () => contentOf(folded, parts, placed, signal) } : { like: keystone };
  },
});
