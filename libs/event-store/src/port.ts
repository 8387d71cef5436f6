import type { Position, StreamName, Uuid } from '@knooppunt/kernel';

/** An event about to be stored. `bytes` is the whole envelope, one line of UTF-8 JSON; the store never looks inside. */
export type NewEvent = { readonly id: Uuid; readonly type: string; readonly bytes: Uint8Array };

/** An event as it lies in the store. `revision` counts from 0 in its stream; `position` orders all events without gaps of meaning. */
export type StoredEvent = NewEvent & {
  readonly stream: StreamName;
  readonly revision: bigint;
  readonly position: Position;
};

/** The revision of the last event that the writer knows, or `no-stream` where it knows none. */
export type ExpectedRevision = bigint | 'no-stream';

/** Where the appended events ended up. `repeated`: the same ids were there already, with the same bytes. */
export type AppendResult = { readonly revision: bigint; readonly position: Position; readonly repeated: boolean };

/**
 * The log. One contract suite holds for every engine (`libs/event-store/test`).
 *
 * - `append`: all events (at least one, else `EmptyAppend`) or none, durable when the promise resolves. A retry with the same ids and the same bytes at the
 *   same expected revision gives the first result again (`repeated`). Rejects with `WrongExpectedRevision`,
 *   `EventIdClash` (same ids, other bytes), `AppendTooLarge` (more than `maxAppendBytes` together) and `StoreUnavailable`.
 * - `read`: at most `maxCount` events (default `defaultPageSize`) of one stream from a revision on, in order; an unknown
 *   stream is an empty list. Fewer than `maxCount` means that the end has been reached.
 * - `readAll`: at most `maxCount` events after a position (exclusive), in the total order; fewer means the end, again.
 * - `subscribe`: the same without end, in batches; it goes on only when the previous batch has been handled. It ends by
 *   its signal alone: a store that closes or fails makes it throw `StoreUnavailable`.
 *
 * Source: design §4, `eventing` §2.2.
 */
export interface EventStore {
  append(stream: StreamName, events: readonly NewEvent[], expected: ExpectedRevision): Promise<AppendResult>;
  read(
    stream: StreamName,
    options?: { readonly from?: bigint; readonly maxCount?: number },
  ): Promise<readonly StoredEvent[]>;
  readAll(options?: { readonly after?: Position; readonly maxCount?: number }): Promise<readonly StoredEvent[]>;
  head(): Promise<Position | undefined>;
  subscribe(options: {
    readonly after?: Position;
    readonly signal: AbortSignal;
    readonly batchSize?: number;
  }): AsyncIterable<readonly StoredEvent[]>;
  close(): Promise<void>;
}

/** The number of events of a page that names none. */
export const defaultPageSize = 500;

/** More bytes than this in one append are refused on every engine: 1 MiB less room for the engine's own framing. */
export const maxAppendBytes = 1_000_000;
