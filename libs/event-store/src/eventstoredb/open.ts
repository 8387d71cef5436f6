import type { EventStore } from '../port.js';
import type { EventStoreDbOptions } from './options.js';

/**
 * The event store on an EventStoreDB (21.10 or newer for batch appends, 22.6 for positions in streams; 23.10 is what it
 * was written for) through @eventstore/db-client 6.2.1. The client is loaded here and nowhere else, and only when this
 * is called: a process that uses the embedded engine does not pay for it. Never load @kurrent/kurrentdb-client in the
 * same process. Resolves when the server has answered once; throws `StoreUnavailable`. Source: eventing §2, ADR 0004.
 */
export const openEventStoreDb = async (options: EventStoreDbOptions): Promise<EventStore> => {
  const { openStore } = await import('./eventstoredb.store.js');
  return openStore(options);
};
