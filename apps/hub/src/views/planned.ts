import type { CaseState, Item, Placed, SignalState } from '@knooppunt/cases';
import type { FoldedView, PlannedItem } from '@knooppunt/disclosure';
import { standingStream } from '@knooppunt/disclosure';
import { decodeEvent } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import { dutchDateOf, streamName } from '@knooppunt/kernel';
import type { Json, Kind, OrganisationId, Recorded, Uuid } from '@knooppunt/kernel';
import type { ContributionEvent } from '@knooppunt/cases';

type Supplied = Recorded & Extract<ContributionEvent, { type: 'ContributionSupplied' }>;
type Place = Pick<Item, 'case' | 'signal' | 'request' | 'concerns'> & { readonly phase: string; readonly within: Uuid };

const contentKinds = ['person', 'company', 'matter', 'text'];

/** The first event of a contribution, or undefined where none has been appended. */
export const findSupplied = async (store: EventStore, contribution: Uuid): Promise<Supplied | undefined> => {
  const [stored] = await store.read(streamName('contribution', contribution), { maxCount: 1 });
  return stored && (decodeEvent(stored) as Supplied);
};

/** A contribution as the gate plans it: its blocks of content; facts and tokens are no content. */
export const contributionItem = (event: Supplied, place: Place): PlannedItem => ({
  content: { kind: 'sealed', event },
  identity: { id: event.data.contribution, within: place.within },
  receivedOn: dutchDateOf(event.recordedAt),
  item: {
    ...withoutWithin(place),
    payloadType: event.data.payloadType,
    supplier: event.data.supplier,
    supplierKind: event.data.supplierKind,
    source: { stream: event.stream, revision: event.revision },
    contribution: event.data.contribution,
    way: event.data.way,
    declaration: event.data.declaration,
    firstProcessed: event.data.firstProcessed,
    blocks: event.data.blocks.filter(({ kind }) => contentKinds.includes(kind)),
  },
});

/** What registers said of the persons of a contribution (Z7). */
export const checkItems = async (
  folded: FoldedView,
  { stream, data }: Supplied,
  place: Place,
): Promise<readonly PlannedItem[]> => {
  const events = await folded.folds.tail(stream, -1n);
  return events
    .filter(({ type }) => type === 'PersonCheckAnswered')
    .map((event) => textItem(event, 'Z7', data.supplierKind, place));
};

/** A text of the process (Z1-Z7) as the gate plans it: sealed in the event that it belongs to. */
export const textItem = (event: Recorded, payloadType: string, supplierKind: Kind, place: Place): PlannedItem => ({
  content: { kind: 'sealed', event },
  identity: { id: event.id, within: place.within },
  receivedOn: dutchDateOf(event.recordedAt),
  item: {
    ...withoutWithin(place),
    payloadType,
    supplier: event.organisation ?? '',
    supplierKind,
    source: { stream: event.stream, revision: event.revision },
    blocks: Object.keys(event.sealed ?? {}).map((name) => ({ name, kind: 'text' })),
  },
});

/** A record of the process (H1-H8): clear columns that are fields to the covenant like any other (design §5). */
export const recordItem = (input: {
  readonly payloadType: string;
  readonly id: string;
  readonly bureau: OrganisationId;
  readonly source: Item['source'];
  readonly on: string;
  readonly values: Readonly<Record<string, Json>>;
  readonly place: Place;
}): PlannedItem => ({
  content: { kind: 'record', values: input.values },
  identity: { id: input.id, within: input.place.within },
  receivedOn: input.on,
  item: {
    ...withoutWithin(input.place),
    payloadType: input.payloadType,
    supplier: input.bureau,
    supplierKind: 'RIEC',
    source: input.source,
    blocks: [{ name: 'record', kind: 'record' }],
  },
});

const withoutWithin = ({ within: _within, ...place }: Place): Omit<Place, 'within'> => place;

/** Place of what lies in a case: its phase, and pseudonyms keyed within it. */
export const inCase = (placed: Placed<CaseState>, id: Uuid): Place => ({
  case: placed,
  phase: placed.state.phase,
  within: id,
});

/** Place of what is still weighed. */
export const inWeighing = (placed: Placed<SignalState>, id: Uuid): Place => ({
  signal: placed,
  phase: 'weging',
  within: id,
});

/** The kind of the organisation that wrote an event, from its membership in the cooperation. */
export const kindOf = async ({ folds, asking }: FoldedView, organisation: OrganisationId): Promise<Kind> => {
  const party = await folds.fold(
    'party',
    standingStream('party', asking.cooperation, organisation),
    asking.cooperation,
  );
  return party.state.status === 'none' ? '' : party.state.kind;
};
