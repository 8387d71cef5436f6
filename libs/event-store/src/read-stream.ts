import { fold } from '@knooppunt/kernel';
import type { Decider, Message, Recorded, StreamName } from '@knooppunt/kernel';
import { decodeEvent } from './codec.js';
import { defaultPageSize } from './port.js';
import type { EventStore } from './port.js';

/** All events of a stream, decoded, in order; none where there is no stream. Throws what `decodeEvent` throws. */
export const readStream = async (store: EventStore, stream: StreamName): Promise<readonly Recorded[]> => {
  const events: Recorded[] = [];
  let page: readonly unknown[];
  do {
    const stored = await store.read(stream, { from: BigInt(events.length), maxCount: defaultPageSize });
    for (const event of stored) events.push(decodeEvent(event));
    page = stored;
  } while (page.length === defaultPageSize);
  return events;
};

/** A stream folded: its state, the revision of its last event (-1n where there is none) and the number of its events. */
export type FoldedStream<State> = { readonly state: State; readonly revision: bigint; readonly count: number };

/** The state of a stream as its decider sees it. Throws what `decodeEvent` and `evolve` throw. */
export const foldStream = async <State, Command extends Message, Event extends Message>(
  store: EventStore,
  decider: Pick<Decider<State, Command, Event>, 'initial' | 'evolve'>,
  stream: StreamName,
): Promise<FoldedStream<State>> => {
  const events = await readStream(store, stream);
  const state = fold(decider, events as readonly Message[] as readonly Event[]);
  return { state, revision: events.at(-1)?.revision ?? -1n, count: events.length };
};
