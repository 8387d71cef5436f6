import { decodeEvent } from '@knooppunt/event-store';
import type { EventStore, StoredEvent } from '@knooppunt/event-store';
import type { Position, Recorded } from '@knooppunt/kernel';
import type { LogSource } from '@knooppunt/read-store';

const keptEvents = 4_096;

/** The log, decoded, for many followers: an event that several of them read is decoded once. */
export const logSourceOf = (store: EventStore): LogSource => {
  const kept = new Map<Position, Recorded>();
  const decoded = (stored: StoredEvent): Recorded => {
    const known = kept.get(stored.position);
    if (known) return known;
    const event = decodeEvent(stored);
    kept.set(stored.position, event);
    if (kept.size > keptEvents) {
      const [oldest] = kept.keys();
      if (oldest !== undefined) kept.delete(oldest);
    }
    return event;
  };
  return {
    head: () => store.head(),
    async *subscribe(options) {
      for await (const batch of store.subscribe(options)) yield batch.map(decoded);
    },
  };
};
