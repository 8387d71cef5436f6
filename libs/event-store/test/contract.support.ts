import { createHash } from 'node:crypto';
import { streamName } from '@knooppunt/kernel';
import type { Position, StreamName } from '@knooppunt/kernel';
import { eventIdOf, uuidV8FromBytes } from '../src/uuid.js';
import type { EventStore, NewEvent, StoredEvent } from '../src/port.js';

/**
 * One engine under test. `reopen` closes the store and opens it again on the same data; `dispose` closes it and takes
 * its data away. The data may hold events of others before the suite starts.
 */
export type ContractEngine = {
  readonly store: EventStore;
  readonly reopen: () => Promise<EventStore>;
  readonly dispose: () => Promise<void>;
};

/** Opens one engine for a spec, on data of its own or on data that it shares. */
export type OpenEngine = () => Promise<ContractEngine>;

/** In what engines may differ. `contiguousPositions`: positions are 1, 2, 3 …; else they are places in a log of bytes. */
export type EngineTraits = { readonly contiguousPositions: boolean };

let count = 0;
const run = uuidV8FromBytes(createHash('sha256').update(`${process.pid} ${performance.timeOrigin}`).digest());

/** A stream that no spec has used before, also where the engine keeps the data of earlier runs. */
export const newStream = (): StreamName => {
  count += 1;
  return streamName('case', eventIdOf(run, count));
};

/** Bytes as an engine must keep them: every value, no UTF-8, zeros at both ends. */
export const awkwardBytes = Uint8Array.from({ length: 515 }, (_, at) => ((at * 7) % 257) & 0xff)
  .fill(0, 0, 2)
  .fill(0, 513);

/**
 * An event whose id and bytes follow from its stream and number, so that a reader can tell what must be there. Its bytes
 * begin as an envelope's do, with its id and type.
 */
export const eventAt = (stream: StreamName, number: number, text = ''): NewEvent => {
  const id = eventIdOf(stream.slice(stream.indexOf('-') + 1), number);
  const type = number % 2 === 0 ? 'CaseOpened' : 'CaseClosed';
  return { id, type, bytes: new TextEncoder().encode(`{"id":"${id}","type":"${type}","of":"${stream} ${text}"}`) };
};

/** Events `from` up to and without `to`. */
export const eventsFrom = (stream: StreamName, from: number, to: number): readonly NewEvent[] =>
  Array.from({ length: to - from }, (_, at) => eventAt(stream, from + at));

/** What identifies an event to a reader, bytes in hexadecimal. */
export const seen = ({ id, type, bytes }: NewEvent) => ({ id, type, bytes: Buffer.from(bytes).toString('hex') });

/** Everything after a position, page by page. */
export const readOn = async (store: EventStore, after: Position | undefined, maxCount = 100) => {
  const events: StoredEvent[] = [];
  let page: readonly StoredEvent[];
  let at = after;
  do {
    page = await store.readAll({ ...(at === undefined ? {} : { after: at }), maxCount });
    events.push(...page);
    at = page.at(-1)?.position ?? at;
  } while (page.length === maxCount);
  return events;
};

/** `head` as an option of `readAll` and `subscribe`. */
export const afterHead = async (store: EventStore): Promise<{ readonly after?: Position }> => {
  const after = await store.head();
  return after === undefined ? {} : { after };
};
