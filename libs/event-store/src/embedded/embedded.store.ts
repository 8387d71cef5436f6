import { extname } from 'node:path';
import { SqliteEngine } from '@knooppunt/sqlite';
import type { Position, StreamName } from '@knooppunt/kernel';
import { AppendTooLarge, EmptyAppend, StoreUnavailable } from '../errors.js';
import { defaultPageSize, maxAppendBytes } from '../port.js';
import type { AppendResult, EventStore, ExpectedRevision, NewEvent, StoredEvent } from '../port.js';
import { Bell } from './bell.js';
import { failureOf } from './failures.js';
import { eventsOfPage, int64Of, packed, positionOf, rowOf } from './packing.js';
import type { AppendValue, PageValue } from './wire.js';

// Ids are spread over their whole index: its pages are kept, and written back to the file less often than each 4 MB.
const pragmas = ['cache_size = -65536', 'wal_autocheckpoint = 4000'];
const defaultBatchSize = 200;

const countOf = (maxCount: number): number => {
  if (!Number.isSafeInteger(maxCount) || maxCount < 1) throw new RangeError('a page holds at least one event');
  return maxCount;
};

const revisionOf = (revision: bigint): bigint => {
  if (revision < 0n) throw new RangeError('revisions count from 0');
  return revision;
};

class EmbeddedEventStore implements EventStore {
  private readonly bell = new Bell();

  // Reads have a connection and a thread of their own, so that a long page holds up no append.
  constructor(
    private readonly writer: SqliteEngine,
    private readonly reader: SqliteEngine,
  ) {}

  async append(stream: StreamName, events: readonly NewEvent[], expected: ExpectedRevision): Promise<AppendResult> {
    if (events.length === 0) throw new EmptyAppend(stream);
    const size = events.reduce((sum, event) => sum + event.bytes.length, 0);
    if (size > maxAppendBytes) throw new AppendTooLarge(stream, size, maxAppendBytes);
    const after = expected === 'no-stream' ? -1n : revisionOf(expected);
    const argument = packed(stream, Number(after), events);
    try {
      const value = await this.writer.call<AppendValue>('append', argument, [argument.bytes.buffer]);
      if (!value.repeated) this.bell.ring();
      return { revision: BigInt(value.revision), position: positionOf(value.position), repeated: value.repeated };
    } catch (error) {
      throw failureOf(error, stream, expected);
    }
  }

  async read(stream: StreamName, options: { readonly from?: bigint; readonly maxCount?: number } = {}) {
    const from = int64Of(revisionOf(options.from ?? 0n));
    return this.page('read', { stream, from, maxCount: countOf(options.maxCount ?? defaultPageSize) });
  }

  async readAll(options: { readonly after?: Position; readonly maxCount?: number } = {}) {
    const after = options.after === undefined ? 0n : rowOf(options.after);
    return this.page('readAll', { after, maxCount: countOf(options.maxCount ?? defaultPageSize) });
  }

  async head(): Promise<Position | undefined> {
    const position = await this.ask<number | null>('head', undefined);
    return position === null ? undefined : positionOf(position);
  }

  async *subscribe(options: {
    readonly after?: Position;
    readonly signal: AbortSignal;
    readonly batchSize?: number;
  }): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    const { signal } = options;
    const maxCount = options.batchSize ?? defaultBatchSize;
    let at: { readonly after?: Position } = options.after === undefined ? {} : { after: options.after };
    while (!signal.aborted) {
      const heard = this.bell.count;
      const batch = await this.readAll({ ...at, maxCount });
      const last = batch.at(-1);
      if (signal.aborted) return;
      if (last) {
        at = { after: last.position };
        yield batch;
      } else await this.bell.after(heard, signal);
    }
  }

  async close(): Promise<void> {
    await this.reader.close();
    await this.writer.close();
    // Whoever waits for news looks once more, and learns that the store has closed: silence would look like "no news".
    this.bell.ring();
  }

  private async page(name: string, argument: unknown): Promise<readonly StoredEvent[]> {
    return eventsOfPage(await this.ask<PageValue>(name, argument));
  }

  private async ask<Value>(name: string, argument: unknown): Promise<Value> {
    try {
      return await this.reader.call<Value>(name, argument);
    } catch (error) {
      throw failureOf(error);
    }
  }
}

/**
 * The event store in one SQLite file, opened or made (0600): WAL, synchronous=FULL, group commit, off the main thread.
 * One process writes to a file. Positions are 1, 2, 3 … without gaps; event ids are unique in the whole store.
 * Subscriptions are woken by the appends of this store object. `onEnded` is told when its engine has ended by itself (an
 * fsync failed): nothing is acknowledged after that, and the process has to begin anew. Throws `StoreUnavailable` where the file cannot be opened.
 * Source: design §4, ADR 0003.
 */
export const openEmbeddedEventStore = async (options: {
  readonly file: string;
  readonly onEnded?: (error: Error) => void;
}): Promise<EventStore> => {
  const procedures = new URL(`./store.procedures${extname(import.meta.url)}`, import.meta.url);
  let writer: SqliteEngine | undefined;
  try {
    writer = await SqliteEngine.open({ ...options, procedures, pragmas });
    const reader = await SqliteEngine.open({ ...options, procedures, readOnly: true });
    return new EmbeddedEventStore(writer, reader);
  } catch (error) {
    await writer?.close();
    throw new StoreUnavailable('not-opened', error);
  }
};
