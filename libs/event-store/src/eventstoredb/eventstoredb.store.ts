import { EventStoreDBClient } from '@eventstore/db-client';
import type { Position, StreamName } from '@knooppunt/kernel';
import { StoreUnavailable } from '../errors.js';
import { defaultPageSize } from '../port.js';
import type { AppendResult, EventStore, ExpectedRevision, NewEvent, StoredEvent } from '../port.js';
import { Appending } from './appending.js';
import { refusing } from './connection-string.js';
import { Connection } from './connection.js';
import { isVerdict } from './failures.js';
import { settingsOf } from './options.js';
import type { EventStoreDbOptions, Settings } from './options.js';
import { commitOf, isReachable, positionOf } from './positions.js';
import { Reading } from './reading.js';
import { Subscribing } from './subscribing.js';

const defaultBatchSize = 200;

const countOf = (maxCount: number): number => {
  if (!Number.isSafeInteger(maxCount) || maxCount < 1) throw new RangeError('a page holds at least one event');
  return maxCount;
};

const revisionOf = (revision: bigint): bigint => {
  if (revision < 0n) throw new RangeError('revisions count from 0');
  return revision;
};

/** The port on an EventStoreDB. */
export class EventStoreDbStore implements EventStore {
  private readonly connection: Connection;
  private readonly reading: Reading;
  private readonly appending: Appending;
  private readonly subscribing: Subscribing;

  constructor(settings: Settings) {
    this.connection = new Connection(settings);
    this.reading = new Reading(this.connection);
    this.appending = new Appending(this.connection, this.reading);
    this.subscribing = new Subscribing(this.connection, this.reading);
  }

  /** How many clients this store has made so far. */
  get clients(): number {
    return this.connection.clients;
  }

  async append(stream: StreamName, events: readonly NewEvent[], expected: ExpectedRevision): Promise<AppendResult> {
    return this.appending.append(stream, events, expected);
  }

  async read(
    stream: StreamName,
    options: { readonly from?: bigint; readonly maxCount?: number } = {},
  ): Promise<readonly StoredEvent[]> {
    return this.reading.stream(stream, revisionOf(options.from ?? 0n), countOf(options.maxCount ?? defaultPageSize));
  }

  async readAll(
    options: { readonly after?: Position; readonly maxCount?: number } = {},
  ): Promise<readonly StoredEvent[]> {
    return this.reading.all(options.after, countOf(options.maxCount ?? defaultPageSize));
  }

  async head(): Promise<Position | undefined> {
    const commit = await this.reading.head();
    if (commit === undefined) return undefined;
    this.appending.hasSeen(commit);
    return positionOf(commit);
  }

  subscribe(options: {
    readonly after?: Position;
    readonly signal: AbortSignal;
    readonly batchSize?: number;
  }): AsyncIterable<readonly StoredEvent[]> {
    const after = options.after === undefined ? undefined : commitOf(options.after);
    if (after !== undefined && !isReachable(after)) throw new RangeError('no log reaches this position');
    const batchSize = countOf(options.batchSize ?? defaultBatchSize);
    return this.subscribing.batches({ after, signal: options.signal, batchSize });
  }

  async close(): Promise<void> {
    this.connection.close();
  }
}

/** Asks for the head. In a cluster the node that was asked first may be the silent one: then the breaker goes on to look. */
const firstHead = async (store: EventStoreDbStore, { tries, delay, callTimeoutMs }: Settings): Promise<void> => {
  const never = new AbortController().signal;
  for (let failures = 1; ; failures += 1) {
    try {
      await store.head();
      return;
    } catch (error) {
      const isSilent = error instanceof StoreUnavailable && error.reason === 'silent';
      if (!isSilent || failures >= tries) throw error;
      await delay(callTimeoutMs / 2, never);
    }
  }
};

/** Opens the store and asks for the head, so that a server that cannot be reached shows at start. */
export const openStore = async (options: EventStoreDbOptions): Promise<EventStoreDbStore> => {
  const connect = (connectionString: string) => refusing(() => EventStoreDBClient.connectionString(connectionString));
  const settings = settingsOf(options, connect);
  const store = new EventStoreDbStore(settings);
  try {
    await firstHead(store, settings);
    return store;
  } catch (error) {
    await store.close();
    throw isVerdict(error) && !(error instanceof StoreUnavailable) ? error : new StoreUnavailable('not-opened', error);
  }
};
