import { streamName } from '@knooppunt/kernel';
import type { StreamName } from '@knooppunt/kernel';
import { eventIdOf } from '../src/uuid.js';
import type { EventStore } from '../src/port.js';
import { eventsFrom } from './contract.support.js';

/** Events in one append of the writer that is killed: an append is there with all of them or with none. */
export const eventsPerAppend = 3;

/** The stream of each of its appenders, the same in every round. */
export const crashStreams: readonly StreamName[] = Array.from({ length: 4 }, (_, at) =>
  streamName('case', eventIdOf('77777777-7777-4777-8777-777777777777', at)),
);

/** How far an appender has come: the events of its stream that the store acknowledged. */
export type Acknowledged = { readonly stream: StreamName; readonly count: number };

const revisionAfter = (count: number) => (count === 0 ? 'no-stream' : BigInt(count - 1));

const appendOn = async (store: EventStore, stream: StreamName): Promise<never> => {
  let count = 0;
  for (let page = 1; page > 0; count += page) {
    page = (await store.read(stream, { from: BigInt(count), maxCount: 500 })).length;
  }
  for (;;) {
    const next = count + eventsPerAppend;
    await store.append(stream, eventsFrom(stream, count, next), revisionAfter(count));
    count = next;
    const line: Acknowledged = { stream, count };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
};

/** Appends to all streams at once until the process is killed, and says on stdout what was acknowledged. */
export const appendUntilKilled = async (store: EventStore): Promise<void> => {
  await Promise.all(crashStreams.map((stream) => appendOn(store, stream)));
};
