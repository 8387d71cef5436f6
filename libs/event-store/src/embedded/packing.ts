import type { Position, StreamName } from '@knooppunt/kernel';
import type { NewEvent, StoredEvent } from '../port.js';
import type { AppendArgument, PageValue } from './wire.js';

const maxInt64 = 2n ** 63n - 1n;

/** The largest number that the engine compares with; what lies beyond it lies beyond every event. */
export const int64Of = (value: bigint): bigint => (value > maxInt64 ? maxInt64 : value);

/** A position as a row number. Throws a RangeError on any other form. */
export const rowOf = (position: Position): bigint => {
  if (!/^\d{20}$/.test(position)) throw new RangeError('a position has twenty digits');
  return int64Of(BigInt(position));
};

/** A row number as the port's position: twenty digits, zero-padded. */
export const positionOf = (row: number): Position => String(row).padStart(20, '0');

/** Events for the journey to the writing thread. The bytes are copied: the caller keeps its own for a retry. */
export const packed = (
  stream: StreamName,
  expected: number,
  events: readonly NewEvent[],
): AppendArgument & { readonly bytes: Uint8Array<ArrayBuffer> } => {
  const lengths = events.map((event) => event.bytes.length);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let end = 0;
  for (const event of events) {
    bytes.set(event.bytes, end);
    end += event.bytes.length;
  }
  return { stream, expected, ids: events.map(({ id }) => id), types: events.map(({ type }) => type), lengths, bytes };
};

/** A page as the port gives it. The events' bytes are views on one buffer. */
export const eventsOfPage = ({ rows, bytes }: PageValue): readonly StoredEvent[] => {
  let end = 0;
  return rows.map(({ position, stream, revision, id, type, length }) => {
    const start = end;
    end += length;
    return {
      id,
      type,
      bytes: bytes.subarray(start, end),
      stream,
      revision: BigInt(revision),
      position: positionOf(position),
    };
  });
};
