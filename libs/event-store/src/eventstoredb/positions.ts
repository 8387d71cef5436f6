import type { Position } from '@knooppunt/kernel';
import type { ResolvedEvent } from '@eventstore/db-client';
import { StoreUnavailable } from '../errors.js';
import type { NewEvent, StoredEvent } from '../port.js';
import { portIdOf } from './store-ids.js';

const maxInt64 = 2n ** 63n - 1n;

/** A position as a commit position. Throws a RangeError on any other form. */
export const commitOf = (position: Position): bigint => {
  if (!/^\d{20}$/.test(position)) throw new RangeError('a position has twenty digits');
  return BigInt(position);
};

/** Whether a commit position can be one of the server's. */
export const isReachable = (commit: bigint): boolean => commit <= maxInt64;

/** A commit position as the port's position: twenty digits, zero-padded, so that text sorts as numbers do. */
export const positionOf = (commit: bigint): Position => String(commit).padStart(20, '0');

/** The event itself, whatever the shape that the client gives it. */
export type Recorded = NonNullable<ResolvedEvent['event']>;

/** Whether an event is the database's own: statistics, metadata, tombstones, links. */
export const isSystem = (event: Recorded): boolean => event.streamId.startsWith('$') || event.type.startsWith('$');

/** The commit position of a recorded event. Throws `StoreUnavailable` where the server gives none (before 22.6). */
export const commitOfEvent = (event: Recorded): bigint => {
  const commit = event.position?.commit;
  if (commit === undefined || !isReachable(commit)) throw new StoreUnavailable('server-gives-no-positions');
  return commit;
};

// A stranger's JSON event has no bytes to give back; its text lets the codec refuse it by its position.
const bytesOf = ({ data }: Recorded): Uint8Array =>
  data instanceof Uint8Array ? data : new TextEncoder().encode(JSON.stringify(data ?? null));

/** An event as the port gives it. */
export const storedOf = (event: Recorded): StoredEvent => {
  const { id: storeId, type } = event;
  const bytes = bytesOf(event);
  return {
    id: portIdOf({ storeId, type, bytes }),
    type,
    bytes,
    stream: event.streamId,
    revision: event.revision,
    position: positionOf(commitOfEvent(event)),
  };
};

/** Whether a stored event is the one that was to be written: id, type and every byte. */
export const isSame = (event: NewEvent, placed: StoredEvent | undefined): boolean =>
  placed !== undefined &&
  placed.id === event.id &&
  placed.type === event.type &&
  Buffer.compare(placed.bytes, event.bytes) === 0;
