import type { Consumer as KafkaConsumer } from 'kafkajs';
import type { Delay } from '../delay.js';
import { MessagesLost, MessagingUnavailable } from '../errors.js';
import { Lane } from '../lane.js';
import type { ConsumeOptions } from '../port.js';
import type { Slots } from '../slots.js';
import { Committer } from './committer.js';
import type { DeadLetters, Entry } from './dead-letters.js';
import type { Bounds, Committed, Desk } from './desk.js';
import { PartitionStore } from './partition-store.js';
import type { TakenMessage } from './partition-store.js';
import { readProgress } from './progress.js';
import { FetchPause, Waking } from './waking.js';
import { ignore } from './within.js';

/** What the seats of one member need. `onFailure` hears that a seat can go no further. */
export type SeatsSetup = {
  readonly options: ConsumeOptions;
  readonly desk: Desk;
  readonly letters: DeadLetters;
  readonly slots: Slots;
  /** How long a fetch waits for a lane that is behind before its partition is paused. */
  readonly patienceMs: number;
  readonly now: () => number;
  readonly delay: Delay;
  readonly onCommitted: () => void;
  readonly onFailure: (error: unknown) => void;
};
/** Partitions by topic, as a generation of the group deals them out. */
export type Assignment = Readonly<Record<string, readonly number[]>>;

type Place = { readonly topic: string; readonly partition: number };
type Seat = { readonly place: Place; readonly lane: Lane; readonly store: PartitionStore };

// A commit takes milliseconds and is made per turn, so a turn must be worth it. After a crash so many run one by one.
const defaultMaxOpen = 256;

// What a broker answers about a group that is new to a partition.
const neverCommitted = -1;

const keyOf = ({ topic, partition }: Place): string => `${topic}/${partition}`;

/** The partitions that one member works on in one generation of its group. */
export class Seats {
  private readonly stores = new Set<PartitionStore>();
  private readonly committer: Committer;
  private readonly waking = new Waking();
  private readonly fetchPause = new FetchPause();
  private seats: Promise<ReadonlyMap<string, Seat>>;
  private isLeft = false;

  constructor(
    private readonly setup: SeatsSetup,
    private readonly consumer: KafkaConsumer,
    assignment: Assignment,
    before: Promise<void>,
  ) {
    this.committer = new Committer(consumer);
    this.seats = before.then(() => this.take(assignment));
    this.seats.catch((error: unknown) => this.fail(error));
  }

  /** Have these seats been given back, or lost? */
  get hasLeft(): boolean {
    return this.isLeft;
  }

  /** Somebody waits for what is finished to be committed. */
  hasten(): void {
    this.committer.hasten();
  }

  /** Resolves once every seat is taken, or given back before that; rejects when it cannot be done. */
  async ready(): Promise<void> {
    await this.seats;
  }

  /**
   * Hands messages of a partition to its seat. Answers where to read on when they are not the ones that come next: a client that
   * lost its place goes on somewhere else without a word.
   */
  async offer(place: Place, messages: readonly TakenMessage[]): Promise<number | undefined> {
    const seat = (await this.seats).get(keyOf(place));
    const [first] = messages;
    if (!seat || !first || this.isLeft) return undefined;
    const { expected } = seat.store;
    if (first.offset > expected && !(await this.isGap(place, expected))) return expected;
    seat.store.offer(messages);
    this.waking.wake(seat.lane, messages.length);
    await Promise.all([seat.store.room(this.setup.patienceMs), this.fetchPause.after(messages.length)]);
    return undefined;
  }

  /**
   * A partition in which nothing has been read since the last question, although there is more and room for it: whatever the
   * reason, it will not get better by itself.
   */
  async standstill(): Promise<Place | undefined> {
    const seats = await this.seats;
    const idle = [...seats.values()].filter(({ store }) => store.isWaiting);
    const before = this.stoodAt;
    this.stoodAt = new Map(idle.map(({ store }) => [store, store.expected]));
    const still = idle.filter(({ store }) => before.get(store) === store.expected);
    if (still.length === 0) return undefined;
    const bounds = await this.setup.desk.bounds([...new Set(still.map(({ place }) => place.topic))]);
    const isBehind = ({ place, store }: Seat): boolean =>
      bounds.some(
        (one) => keyOf(one) === keyOf(place) && one.high > store.expected && before.get(store) === store.expected,
      );
    return still.find(isBehind)?.place;
  }

  /** Takes nothing more and waits for effects under way and their last commit. */
  async leave(): Promise<void> {
    this.isLeft = true;
    const seats = await this.seats.catch(() => new Map<string, Seat>());
    await Promise.all(
      [...seats.values()].map(async ({ lane, store }) => {
        await lane.stop();
        await store.close().catch(ignore);
      }),
    );
  }

  /** The generation is over: whatever still runs here may commit nothing more. */
  lose(): void {
    this.isLeft = true;
    for (const store of this.stores) store.lose();
    void this.leave();
  }

  private stoodAt: ReadonlyMap<PartitionStore, number> = new Map();
  private readonly soughtAt = new Map<string, number>();

  /** Is there nothing at this offset, although the log begins before it? Asked twice, a fetch has answered. */
  private async isGap(place: Place, expected: number): Promise<boolean> {
    const bounds = await this.setup.desk.bounds([place.topic]);
    const low = bounds.find(({ partition }) => partition === place.partition)?.low ?? 0;
    if (low > expected) throw new MessagesLost(this.setup.options.group, place.topic, place.partition);
    const isAsked = this.soughtAt.get(keyOf(place)) === expected;
    this.soughtAt.set(keyOf(place), expected);
    return isAsked;
  }

  private async take(assignment: Assignment): Promise<ReadonlyMap<string, Seat>> {
    const { desk, letters, options } = this.setup;
    const topics = Object.keys(assignment);
    const places = topics.flatMap((topic) => (assignment[topic] ?? []).map((partition) => ({ topic, partition })));
    if (places.length === 0) return new Map();
    const [bounds, committed, entries] = await Promise.all([
      desk.bounds(topics),
      desk.committed(options.group, topics),
      letters.current(),
    ]);
    const isHere = (place: Place) => (one: Place) => keyOf(one) === keyOf(place);
    const ordered = new Set(entries.filter(({ isOrdered }) => isOrdered).map(lineOf));
    const wanted = entries.filter((entry) => ordered.has(lineOf(entry)) && places.some(isHere(entry)));
    const contents = wanted.length > 0 ? await letters.contents() : [];
    const stores = places.map((place) => {
      const mine = entries.filter(isHere(place));
      const redriven = contents.filter(isHere(place)).filter((one) => ordered.has(lineOf(one)));
      return this.storeOf(place, {
        bounds: bounds.find(isHere(place)),
        committed: committed.find(isHere(place)),
        parked: mine.filter((entry) => !ordered.has(lineOf(entry))),
        buried: mine,
        redriven,
      });
    });
    if (this.isLeft) return new Map();
    await Promise.all(stores.map((store) => store.open()));
    if (this.isLeft) return new Map();
    // The client keeps a partition paused that it lost and got back; its new store knows nothing of that.
    for (const { topic, partition } of places) this.consumer.resume([{ topic, partitions: [partition] }]);
    // Every lane is there before one of them starts: a suspect in one partition slows down all lanes of its member.
    const seats = places.map((place, at) => {
      const store = stores[at] as PartitionStore;
      return [keyOf(place), { place, store, lane: this.laneOf(place, store) }] as const;
    });
    for (const [, { lane }] of seats) lane.wake();
    return new Map(seats);
  }

  private storeOf(place: Place, found: Found): PartitionStore {
    const { options, letters, onCommitted } = this.setup;
    const { topic, partition } = place;
    if (!found.bounds || !found.committed) throw new MessagingUnavailable(`nothing is known of ${keyOf(place)} yet`);
    const { low, high } = found.bounds;
    const { offset, metadata } = found.committed;
    const start = offset === neverCommitted ? low : offset;
    // Below that is a mark of kafkajs: it once met the loss that this member halts for, and forgot where the group was.
    if (start < low || start > high) throw new MessagesLost(options.group, topic, partition);
    const { consumer } = this;
    const store = new PartitionStore({
      progress: readProgress(start, metadata),
      buriedOffsets: new Set(found.buried.map((entry) => entry.offset)),
      parkedKeys: new Set(found.parked.map(({ key }) => key)),
      redriven: found.redriven,
      commit: (committed, written) =>
        this.committer.commit({ topic, partition, offset: String(committed), metadata: written }),
      hasten: () => this.committer.hasten(),
      bury: (message, parking) => letters.bury({ ...place, offset: message.offset }, message, parking),
      settle: (settled) => letters.settle({ ...place, offset: settled }),
      flow: (isOpen) => {
        if (isOpen) consumer.resume([{ topic, partitions: [partition] }]);
        else consumer.pause([{ topic, partitions: [partition] }]);
      },
      onCommitted,
    });
    this.stores.add(store);
    return store;
  }

  private laneOf(place: Place, store: PartitionStore): Lane {
    const { options, slots, now, delay } = this.setup;
    return new Lane(
      {
        place: { group: options.group, ...place },
        engine: store,
        delay,
        slots,
        effect: (delivery) => options.onMessage(delivery),
        maxAttempts: options.maxAttempts ?? 5,
        maxOpen: options.maxOpen ?? defaultMaxOpen,
        parkedAt: () => new Date(now()).toISOString(),
        onCommitted: ignore,
        onFailure: (error) => this.fail(error),
      },
      store.standing,
    );
  }

  private fail(error: unknown): void {
    if (!this.isLeft) this.setup.onFailure(error);
  }
}

type Found = {
  readonly bounds: Bounds | undefined;
  readonly committed: Committed | undefined;
  readonly parked: readonly Entry[];
  readonly buried: readonly Entry[];
  readonly redriven: readonly TakenMessage[];
};

const lineOf = ({ topic, partition, key }: Place & { readonly key: string }): string =>
  JSON.stringify([topic, partition, key]);
