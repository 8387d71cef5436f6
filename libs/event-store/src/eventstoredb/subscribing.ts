import { START, streamNameFilter } from '@eventstore/db-client';
import type { AllStreamSubscription, AllStreamResolvedEvent } from '@eventstore/db-client';
import { StoreAccessDenied, StoreUnavailable } from '../errors.js';
import type { StoredEvent } from '../port.js';
import type { Connection } from './connection.js';
import { StreamEnded, SubscriptionStalled, unavailable } from './failures.js';
import { pauseOf } from './options.js';
import type { SubscriptionState } from './options.js';
import { commitOf, commitOfEvent, isSystem, storedOf } from './positions.js';
import type { Recorded } from './positions.js';
import type { Reading } from './reading.js';

type Batch = readonly StoredEvent[];

/** One subscription of the server, read in batches: nothing is taken from it while a batch is being handled. */
class Feed {
  private failure: unknown;
  private rung: () => void = () => undefined;
  private isRung = false;
  isConfirmed = false;

  constructor(
    private readonly source: AllStreamSubscription,
    private readonly onState: (state: SubscriptionState) => void,
  ) {
    const fail = (error: unknown) => {
      this.failure ??= error;
      this.ring();
    };
    // An error, a normal end and a silent close mean the same: no more events. The listeners stay for what comes late.
    source.on('error', fail);
    source.on('end', () => fail(new StreamEnded('the subscription ended')));
    source.on('close', () => fail(new StreamEnded('the subscription closed')));
    source.on('readable', () => this.ring());
    source.on('confirmation', () => {
      this.isConfirmed = true;
      onState('catching-up');
    });
    source.on('caughtUp', () => onState('live'));
  }

  /** What has arrived, at most `maxCount`; throws why there is no more when all of it has been taken. */
  take(maxCount: number): readonly Recorded[] {
    const events: Recorded[] = [];
    while (events.length < maxCount) {
      const resolved = this.source.read() as AllStreamResolvedEvent | null;
      if (resolved === null) break;
      if (resolved.event) events.push(resolved.event);
    }
    if (events.length === 0 && this.failure !== undefined) throw this.failure as Error;
    return events;
  }

  ring(): void {
    this.isRung = true;
    this.rung();
  }

  /** Resolves when something has happened since the last time. */
  async heard(): Promise<void> {
    if (!this.isRung) {
      await new Promise<void>((resolve) => {
        this.rung = resolve;
      });
    }
    this.isRung = false;
  }

  caughtUp(): void {
    this.onState('live');
  }

  close(): void {
    this.source.unsubscribe().catch(() => undefined);
    this.source.destroy();
  }
}

/** Compares what a subscription has received with the head of the log, from tick to tick. */
class Watchdog {
  private suspect: { readonly head: bigint; readonly received: bigint } | undefined;

  /** Throws `SubscriptionStalled` when the log had grown at the tick before and nothing has come since. */
  tick(head: bigint, received: bigint): void {
    const { suspect } = this;
    if (suspect && suspect.head > received && suspect.received === received) {
      throw new SubscriptionStalled('the log has grown, and nothing came');
    }
    this.suspect = { head, received };
  }
}

const newOf = (events: readonly Recorded[], received: bigint): Batch =>
  events.filter((event) => !isSystem(event) && commitOfEvent(event) > received).map(storedOf);

const commitOfLast = (events: readonly Recorded[], received: bigint): bigint => {
  const last = events.at(-1);
  const commit = last ? commitOfEvent(last) : received;
  return commit > received ? commit : received;
};

/** What one subscriber asked for. */
export type Subscriber = {
  readonly after: bigint | undefined;
  readonly signal: AbortSignal;
  readonly batchSize: number;
};

/** Subscriptions that go on: each one of the server that ends, for whatever reason, is followed by another. */
export class Subscribing {
  constructor(
    private readonly connection: Connection,
    private readonly reading: Reading,
  ) {}

  /** Batches without end, until the signal aborts. Throws `StoreUnavailable` when the store closes, `StoreAccessDenied` at once. */
  async *batches({ after, signal, batchSize }: Subscriber): AsyncGenerator<Batch, void, undefined> {
    const { settings, closed } = this.connection;
    const stop = AbortSignal.any([signal, closed]);
    let handled = after;
    let failures = 0;
    while (!signal.aborted) {
      settings.onSubscriptionState('connecting');
      try {
        for await (const batch of this.once({ after: handled, signal: stop, batchSize })) {
          yield batch;
          // Only now has the batch been handled: what comes next starts after it.
          handled = commitOf((batch.at(-1) as StoredEvent).position);
          failures = 0;
        }
      } catch (error) {
        if (error instanceof StoreUnavailable && error.reason === 'server-gives-no-positions') throw error;
        const refusal = unavailable(error);
        if (refusal instanceof StoreAccessDenied) throw refusal;
      }
      if (signal.aborted) return;
      if (closed.aborted) throw new StoreUnavailable('closed');
      failures += 1;
      settings.onSubscriptionState('backing-off');
      await settings.delay(pauseOf(settings, failures), stop);
      if (closed.aborted && !signal.aborted) throw new StoreUnavailable('closed');
    }
  }

  /** One subscription of the server, up to its end. */
  private async *once({ after, signal, batchSize }: Subscriber): AsyncGenerator<Batch, void, undefined> {
    const { requiresLeader, onSubscriptionState } = this.connection.settings;
    const lease = this.connection.hold();
    const fromPosition = after === undefined ? START : { commit: after, prepare: after };
    const filter = streamNameFilter({ regex: '^[^$]', checkpointInterval: 1_000 });
    const feed = new Feed(
      lease.client.subscribeToAll({ fromPosition, filter, requiresLeader }, { highWaterMark: batchSize }),
      onSubscriptionState,
    );
    const ring = () => feed.ring();
    signal.addEventListener('abort', ring);
    let failure: unknown;
    try {
      yield* this.read(feed, { after, signal, batchSize });
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      signal.removeEventListener('abort', ring);
      feed.close();
      this.connection.release(lease, failure);
    }
  }

  private async *read(feed: Feed, { after, signal, batchSize }: Subscriber): AsyncGenerator<Batch, void, undefined> {
    const watchdog = new Watchdog();
    const over = new AbortController();
    let received = after ?? -1n;
    let clock: { readonly isDue: boolean } | undefined;
    try {
      while (!signal.aborted) {
        const events = feed.take(batchSize);
        const batch = newOf(events, received);
        received = commitOfLast(events, received);
        if (batch.length > 0) yield batch;
        if (events.length > 0) continue;
        clock ??= this.ticking(feed, AbortSignal.any([signal, over.signal]));
        await feed.heard();
        if (!clock.isDue || signal.aborted) continue;
        clock = undefined;
        await this.watch(feed, watchdog, received);
      }
    } finally {
      over.abort();
    }
  }

  private ticking(feed: Feed, signal: AbortSignal): { readonly isDue: boolean } {
    const { delay, watchdogMs } = this.connection.settings;
    const clock = { isDue: false };
    const ring = async () => {
      await delay(watchdogMs, signal);
      clock.isDue = true;
      feed.ring();
    };
    void ring();
    return clock;
  }

  private async watch(feed: Feed, watchdog: Watchdog, received: bigint): Promise<void> {
    if (!feed.isConfirmed) throw new SubscriptionStalled('the subscription was not confirmed');
    const head = (await this.reading.head()) ?? -1n;
    watchdog.tick(head, received);
    if (head <= received) feed.caughtUp();
  }
}
