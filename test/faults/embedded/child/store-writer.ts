import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { eventIdOf, openEmbeddedEventStore } from '@knooppunt/event-store';
import type { EventStore, NewEvent } from '@knooppunt/event-store';
import { streamName } from '@knooppunt/kernel';
import type { StreamName } from '@knooppunt/kernel';
import { SqliteEngine } from '@knooppunt/sqlite';

/** Events in one append: an append is there with all of them or with none. */
export const eventsPerAppend = 3;
const streamCount = 4;

/** The stream of an appender, the same in every life. */
export const streamOf = (appender: number): StreamName =>
  streamName('case', eventIdOf('77777777-7777-4777-8777-777777777777', appender));
/** The streams of all of them. */
export const allStreams = Array.from({ length: streamCount }, (_, at) => streamOf(at));

/** The event at one place of a stream: it follows from the place, so that a checker knows every byte. */
export const eventAt = (stream: StreamName, revision: number): NewEvent => {
  const id = eventIdOf(stream.slice('case-'.length), revision);
  const digest = createHash('sha256').update(`${stream} ${revision}`).digest('hex');
  return { id, type: 'SomethingHappened', bytes: Buffer.from(JSON.stringify({ stream, revision, digest })) };
};

/** What the program says on a line: so many events of a stream are acknowledged, or an append was refused. */
export type Said = { readonly stream: StreamName; readonly count: number } | { readonly refused: string };

const say = (said: Said): void => void process.stdout.write(`${JSON.stringify(said)}\n`);

/** Seeded bugs: an acknowledgement that does not wait for the commit; an engine that waits for no disk. */
const withBug = async (bug: string | undefined, file: string, store: EventStore): Promise<EventStore> => {
  if (bug === 'acknowledge-early') {
    return {
      ...boundTo(store),
      append: (stream, events, expected) => {
        const from = expected === 'no-stream' ? -1n : expected;
        store.append(stream, events, expected).catch(() => undefined);
        return Promise.resolve({ revision: from + BigInt(events.length), position: '', repeated: false });
      },
    };
  }
  if (bug !== 'no-fsync') return store;
  await store.close();
  const source = new URL('../../../../libs/event-store/src/embedded/store.procedures.ts', import.meta.url);
  const procedures = extname(import.meta.url) === '.ts' ? source : new URL(source.href.replace(/\.ts$/, '.js'));
  const engine = await SqliteEngine.open({ file, procedures, pragmas: ['synchronous = OFF'] });
  return {
    ...boundTo(store),
    append: async (stream, events, expected) => {
      const bytes = Buffer.concat(events.map((event) => event.bytes));
      const value = await engine.call<{ revision: number }>('append', {
        stream,
        expected: Number(expected === 'no-stream' ? -1n : expected),
        ids: events.map(({ id }) => id),
        types: events.map(({ type }) => type),
        lengths: events.map((event) => event.bytes.length),
        bytes,
      });
      return { revision: BigInt(value.revision), position: '', repeated: false };
    },
  };
};

const boundTo = (store: EventStore): EventStore => ({
  append: (...given) => store.append(...given),
  read: (...given) => store.read(...given),
  readAll: (...given) => store.readAll(...given),
  head: () => store.head(),
  subscribe: (...given) => store.subscribe(...given),
  close: () => store.close(),
});

const countOf = async (store: EventStore, stream: StreamName): Promise<number> => {
  let count = 0;
  for (let page = 1; page > 0; count += page) {
    page = (await store.read(stream, { from: BigInt(count), maxCount: 500 })).length;
  }
  return count;
};

const appendOn = async (store: EventStore, stream: StreamName, from: number): Promise<void> => {
  for (let count = from; ;) {
    const events = Array.from({ length: eventsPerAppend }, (_, at) => eventAt(stream, count + at));
    await store.append(stream, events, count === 0 ? 'no-stream' : BigInt(count - 1));
    count += eventsPerAppend;
    say({ stream, count });
    // an early acknowledgement must not keep the program from its other work
    await new Promise((resolve) => setImmediate(resolve));
  }
};

/** Appends to all streams at once, and says what is acknowledged, until it is killed or refused. */
const main = async (file: string, bug: string | undefined): Promise<void> => {
  const opened = await openEmbeddedEventStore({ file });
  const counts = await Promise.all(allStreams.map((stream) => countOf(opened, stream)));
  const store = await withBug(bug, file, opened);
  const appending = allStreams.map((stream, at) => appendOn(store, stream, counts[at] ?? 0));
  for (const { status, reason } of (await Promise.allSettled(appending)) as PromiseRejectedResult[]) {
    if (status === 'rejected') say({ refused: String(reason) });
  }
  // a refused append is not tried again here: what is on disk decides in the next life
  process.exit(3);
};

const [, program, file, bug] = process.argv;
if (program === import.meta.filename && file !== undefined) await main(file, bug === '' ? undefined : bug);
