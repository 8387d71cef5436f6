import { randomUUID } from 'node:crypto';
import {
  BACKWARDS,
  binaryEvent,
  END,
  EventStoreDBClient,
  FORWARDS,
  NO_STREAM,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import type { AllStreamResolvedEvent, Position as ClientPosition } from '@eventstore/db-client';
import { openEventStoreDb } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import type { Sample } from './harness.js';

/** One way to an EventStoreDB, measured. Each answer holds `perSecond`: events of about `bytes` bytes. */
export type StorePort = {
  /** Appends single events, each to a stream of its own, so many at the same time. */
  readonly append: (events: number, atOnce: number) => Promise<Sample>;
  /** Reads one stream from its beginning, in pages of 500, until so many events have come. */
  readonly read: (stream: string, events: number) => Promise<Sample>;
  /** Reads so many events of the whole log from its beginning, in pages of 500. */
  readonly readAll: (events: number) => Promise<Sample>;
  /** Subscribes from the beginning of the log until so many events have come. */
  readonly subscribe: (events: number) => Promise<Sample>;
  readonly close: () => Promise<void>;
};

/** The port of `libs/event-store` and the client below it, on the same server. */
export type StorePorts = {
  readonly port: StorePort;
  readonly raw: StorePort;
  /** Writes a stream of so many events to read from; gives its name. */
  readonly fill: (events: number) => Promise<string>;
};

const pageSize = 500;
// The database's own events are nobody's to see, on either way.
const own = streamNameFilter({ regex: '^[^$]', checkpointInterval: 1_000 });
const type = 'DisclosureRecorded';

const envelope = (id: string, bytes: number): Uint8Array =>
  Buffer.from(`{"id":"${id}","type":"${type}","data":"${'x'.repeat(Math.max(0, bytes - 90))}"}`);

const timed = async (events: number, work: () => Promise<void>): Promise<Sample> => {
  const from = performance.now();
  await work();
  const ms = performance.now() - from;
  return { perSecond: (events / ms) * 1_000, microsecondsEach: (ms / events) * 1_000 };
};

const together = async (count: number, atOnce: number, work: () => Promise<unknown>): Promise<void> => {
  let left = count;
  const one = async (): Promise<void> => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: atOnce }, one));
};

const portOf = (store: EventStore, bytes: number): StorePort => ({
  append: async (events, atOnce) =>
    timed(events, async () =>
      together(events, atOnce, async () => {
        const id = randomUUID();
        return store.append(`disclosure-${id}`, [{ id, type, bytes: envelope(id, bytes) }], 'no-stream');
      }),
    ),
  read: async (stream, events) =>
    timed(events, async () => {
      for (let got = 0; got < events;) {
        got += (await store.read(stream, { from: BigInt(got), maxCount: pageSize })).length;
      }
    }),
  readAll: async (events) =>
    timed(events, async () => {
      let page = await store.readAll({ maxCount: pageSize });
      for (let got = page.length; got < events; got += page.length) {
        page = await store.readAll({ after: page.at(-1)?.position ?? '', maxCount: pageSize });
      }
    }),
  subscribe: async (events) =>
    timed(events, async () => {
      let got = 0;
      for await (const batch of store.subscribe({ signal: new AbortController().signal, batchSize: pageSize })) {
        got += batch.length;
        if (got >= events) return;
      }
    }),
  close: () => store.close(),
});

const rawOf = (client: EventStoreDBClient, bytes: number): StorePort => ({
  append: async (events, atOnce) =>
    timed(events, async () =>
      together(events, atOnce, async () => {
        const id = randomUUID();
        const event = binaryEvent({ id, type, data: envelope(id, bytes) });
        return client.appendToStream(`disclosure-${id}`, [event], {
          expectedRevision: NO_STREAM,
          requiresLeader: true,
        });
      }),
    ),
  read: async (stream, events) =>
    timed(events, async () => {
      for (let got = 0; got < events;) {
        const options = { direction: FORWARDS, fromRevision: BigInt(got), maxCount: pageSize } as const;
        for await (const { event } of client.readStream(stream, options)) if (event) got += 1;
      }
    }),
  readAll: async (events) =>
    timed(events, async () => {
      let from: ClientPosition | typeof START = START;
      for (let got = 0; got < events;) {
        const page = client.readAll({ direction: FORWARDS, fromPosition: from, maxCount: pageSize });
        for await (const { event } of page as AsyncIterable<AllStreamResolvedEvent>) {
          if (!event || event.position === from) continue;
          from = event.position;
          got += 1;
        }
      }
    }),
  subscribe: async (events) =>
    timed(events, async () => {
      let got = 0;
      for await (const { event } of client.subscribeToAll({ fromPosition: START, filter: own })) {
        if (event) got += 1;
        if (got >= events) return;
      }
    }),
  close: () => client.dispose(),
});

/** Both ways to the server at `connectionString`, for events of `bytes` bytes. */
export const eventStoreDbPorts = async (connectionString: string, bytes: number): Promise<StorePorts> => {
  const store = await openEventStoreDb({ connectionString });
  const client = EventStoreDBClient.connectionString(connectionString);
  // The client asks once what the server can do; not part of any measure.
  for await (const _event of client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 }));
  const fill = async (events: number): Promise<string> => {
    const stream = `case-${randomUUID()}`;
    for (let at = 0; at < events; at += 200) {
      const page = Array.from({ length: Math.min(200, events - at) }, () => {
        const id = randomUUID();
        return { id, type, bytes: envelope(id, bytes) };
      });
      await store.append(stream, page, at === 0 ? 'no-stream' : BigInt(at - 1));
    }
    return stream;
  };
  return { port: portOf(store, bytes), raw: rawOf(client, bytes), fill };
};
