import type { Asking, CaseState, Item, MeetingState, PersonState, Placed } from '@knooppunt/cases';
import type {
  ActorId,
  CooperationId,
  Instant,
  Json,
  Kind,
  OrganisationId,
  Position,
  Recorded,
  StreamName,
  Uuid,
} from '@knooppunt/kernel';
import type { Level } from '@knooppunt/signals';
import type { StreamFolds } from './folds.js';

/** Who reads, in which capacity, for what, in which request. */
export type Reader = {
  readonly person: Uuid;
  readonly organisation: OrganisationId;
  readonly kind: Kind;
  readonly cooperation: CooperationId;
  readonly role: string;
  readonly purpose: string;
  readonly correlation: string;
  readonly traceId: string;
};

/**
 * The hub itself (`system:<name>`, without a role), that reads back what an organisation supplied in that organisation's
 * name: under the act `eigen` and no other.
 */
export type SystemReader = Omit<Reader, 'person' | 'role'> & { readonly person: ActorId; readonly role: null };
export type AnyReader = Reader | SystemReader;

/** Where the values of an item lie: sealed in an event, or in clear columns of the process. */
export type ItemContent =
  | { readonly kind: 'sealed'; readonly event: Recorded }
  | { readonly kind: 'record'; readonly values: Readonly<Record<string, Json>> };

/** One item that a view may show: what it is, where its values lie, and what is always said of an item that exists. */
export type PlannedItem = {
  readonly item: Item;
  readonly content: ItemContent;
  /** Id from which the reader's pseudonymous reference is made, and the case or signal within which it is keyed. */
  readonly identity: { readonly id: string; readonly within: Uuid };
  readonly receivedOn: string;
};

/** What has been folded when a view plans its items. */
export type FoldedView = {
  readonly asking: Asking;
  readonly person: Placed<PersonState>;
  readonly case?: Placed<CaseState>;
  readonly meeting?: Placed<MeetingState>;
  readonly folds: StreamFolds;
  /** Adds one more folded stream to S, and gives it back as the answer first folded it: one state of a stream per answer. */
  readonly add: <P extends Placed<unknown>>(placed: P) => P;
  /** Is this item there for the reader? For what a record says about other items (links, proposals). */
  readonly sees: (planned: PlannedItem) => Promise<boolean>;
};

/**
 * A view that the gate can answer. `plan` names the items; a `keystone` item must be there for this reader (at least
 * exists), or the whole view is answered as if there were nothing. `clearOnly`: records of the process alone, for which no
 * seal is opened, so that it is answered also while the key store is away.
 */
export type View = {
  readonly name: string;
  readonly act: 'inzage' | 'eigen';
  readonly case?: Uuid;
  readonly meeting?: Uuid;
  readonly clearOnly?: true;
  readonly plan: (folded: FoldedView) => Promise<ViewPlan | AbsentPlan | 'absent'>;
};

/**
 * The items of a view in order. With a `limit`, candidates are taken until so many are visible: a page has no holes. Items
 * as a function are read only once the keystone is there for the reader: a refusal must not take longer the more it hides.
 */
export type ViewPlan = {
  readonly keystone?: PlannedItem;
  readonly items: Iterable<PlannedItem> | AsyncIterable<PlannedItem> | (() => Promise<readonly PlannedItem[]>);
  readonly limit?: number;
};

/** There is nothing. What there would be is judged all the same, so that absence takes the work of a refusal. */
export type AbsentPlan = { readonly like: PlannedItem };

/** One field as it leaves: level, transformed value (none at exists), the permit's article, the duties that come with it. */
export type ShownField = {
  readonly field: string;
  readonly level: Level;
  readonly value?: Json;
  readonly basis: string;
  readonly obligations: Readonly<Record<string, string | readonly string[]>>;
};

export type ShownBlock = {
  readonly block: string;
  readonly subject?: string;
  readonly fields: readonly ShownField[];
};

/** One item as it leaves. `reference` is pseudonymous: keyed per cooperation, reader's organisation and case. */
export type ShownItem = {
  /** The id of the thing itself, for the presenter of process records; never sent for a contribution. */
  readonly id: string;
  readonly reference: string;
  readonly payloadType: string;
  readonly supplierKind: Kind;
  readonly receivedOn: string;
  readonly blocks: readonly ShownBlock[];
};

/** What the gate answers: the record that lies in the log, and what may be sent; or nothing, for whatever reason. */
export type GateAnswer =
  | {
      readonly kind: 'shown';
      readonly disclosure: Uuid;
      readonly position: Position;
      readonly at: Instant;
      readonly keystone?: ShownItem;
      readonly items: readonly ShownItem[];
      /** There is at least one more visible item after a full page. */
      readonly more: boolean;
    }
  | { readonly kind: 'absent'; readonly position: Position };

/** Streams and revisions that an answer rests on. */
export type Snapshot = ReadonlyMap<StreamName, bigint>;
