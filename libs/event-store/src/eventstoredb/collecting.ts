import type { ResolvedEvent, StreamingRead } from '@eventstore/db-client';
import { StreamEnded } from './failures.js';
import type { Recorded } from './positions.js';

/** What a call says of itself: `isAlive` begins its deadline anew; what `onGivenUp` is given runs when nobody waits any more. */
export type Call = { readonly isAlive: () => void; readonly onGivenUp: (stop: () => void) => void };
/** All events of one read. The listeners stay: an error that comes late would end the process if nobody listened. */
export const collected = async (read: StreamingRead<ResolvedEvent>, call: Call): Promise<readonly Recorded[]> =>
  new Promise((resolve, reject) => {
    const events: Recorded[] = [];
    call.onGivenUp(() => {
      read.cancel().catch(() => undefined);
      read.destroy();
    });
    let hasFailed = false;
    read.on('error', (error: Error) => {
      hasFailed = true;
      reject(error);
    });
    read.on('data', ({ event }: ResolvedEvent) => {
      call.isAlive();
      if (event) events.push(event);
    });
    read.on('end', () => resolve(events));
    read.on('close', () => read.readableEnded || hasFailed || reject(new StreamEnded('the page was cut off')));
  });
