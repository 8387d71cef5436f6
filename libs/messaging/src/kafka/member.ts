import type { Consumer as KafkaConsumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { backoffMs, realDelay } from '../delay.js';
import { MessagesLost, MessagingUnavailable } from '../errors.js';
import type { ConsumeOptions } from '../port.js';
import { Slots } from '../slots.js';
import { assignerWith } from './assigner.js';
import { isRefusal } from './client.js';
import { textHeaders } from './dead-letters.js';
import type { DeadLetters } from './dead-letters.js';
import type { Desk } from './desk.js';
import type { ConsumerState } from './facts.js';
import type { KafkaSettings } from './options.js';
import type { TakenMessage } from './partition-store.js';
import { Seats } from './seats.js';
import { atMost, ignore, within } from './within.js';

/** What a member of a group needs. */
export type MemberSetup = {
  readonly kafka: Kafka;
  readonly settings: KafkaSettings;
  readonly desk: Desk;
  readonly letters: DeadLetters;
  readonly options: ConsumeOptions;
  readonly onEnd: () => void;
};

const partitionsAtOnce = 8;
// A fetch ends every `fetchWaitMs`; one that has not ended for so long will not.
const silenceMs = 60_000;
// How long a partition may stand still that has more to read.
const standstillMs = 20_000;

/**
 * One consumer of a group. It reads far enough ahead to work on several keys of a partition, heartbeats whatever its effects do,
 * gives partitions back with everything committed, and comes back from a crash or says that it cannot.
 */
export class Member {
  private readonly slots: Slots;
  private readonly stopping = new AbortController();
  private consumer: KafkaConsumer | undefined;
  private settledIn: KafkaConsumer | undefined;
  private seats: Seats | undefined;
  private nextSeats = Promise.withResolvers<void>();
  /** The end of the seats of earlier generations, effects included. */
  private left: Promise<void> = Promise.resolve();
  private draining: Promise<void> | undefined;
  private reviving: Promise<void> | undefined;
  private watch: NodeJS.Timeout | undefined;
  private lastFetchMs = 0;
  private lastLookMs = 0;
  private hasFailed = false;
  private ending: Promise<void> | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly setup: MemberSetup) {
    this.slots = new Slots(setup.options.concurrency ?? 8);
  }

  /** Joins the group; resolves once the partitions that it got are seated. */
  async open(): Promise<void> {
    const deadline = Date.now() + this.setup.settings.callMs;
    this.say('joining');
    for (let failures = 1; ; failures++) {
      try {
        await this.connect();
        break;
      } catch (cause) {
        if (cause instanceof MessagesLost) throw cause;
        if (isRefusal(cause) || this.isOver || Date.now() >= deadline)
          throw new MessagingUnavailable('the group cannot be joined', { cause });
        await realDelay(backoffMs(failures), this.stopping.signal);
      }
    }
    this.say('running');
    this.lastFetchMs = Date.now();
    this.lastLookMs = Date.now();
    this.watch = setInterval(() => this.look(), 1000);
    this.watch.unref();
  }

  /** Takes nothing more, waits for effects under way and their commit, and leaves the group. */
  stop(): Promise<void> {
    this.ending ??= this.end();
    return this.ending;
  }

  get isOver(): boolean {
    return this.stopping.signal.aborted;
  }

  /** Commits what is finished, and resolves at the next commit or end of this member, or after `ms`. */
  async change(ms: number): Promise<void> {
    this.seats?.hasten();
    const heard = Promise.withResolvers<void>();
    this.listeners.add(heard.resolve);
    await atMost(ms, heard.promise);
    this.listeners.delete(heard.resolve);
  }

  private async connect(): Promise<void> {
    const { settings, options } = this.setup;
    const consumer = this.make();
    this.consumer = consumer;
    const crashed = Promise.withResolvers<never>();
    crashed.promise.catch(ignore);
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      crashed.reject(payload.error);
      this.broken(consumer, payload.error);
    });
    try {
      const join = async () => {
        await consumer.connect();
        await consumer.subscribe({ topics: [...options.topics], fromBeginning: true });
        await consumer.run({
          autoCommit: false,
          eachBatchAutoResolve: false,
          partitionsConsumedConcurrently: partitionsAtOnce,
          eachBatch: (payload) => this.receive(consumer, payload),
        });
        await this.seated();
      };
      const limitMs = settings.callMs + settings.rebalanceMs;
      await within(Promise.race([join(), crashed.promise]), limitMs, 'the group did not answer');
      this.settledIn = consumer;
    } catch (error) {
      await this.forget(consumer);
      throw error;
    }
  }

  /** Until the seats of the newest generation are taken; one that is over before that says nothing about the next. */
  private async seated(): Promise<void> {
    for (;;) {
      const { seats, nextSeats } = this;
      await seats?.ready();
      if (seats && seats === this.seats && !seats.hasLeft) return;
      await nextSeats.promise;
    }
  }

  private make(): KafkaConsumer {
    const { kafka, settings, options } = this.setup;
    const isCurrent = () => this.consumer === consumer;
    const consumer: KafkaConsumer = kafka.consumer({
      groupId: options.group,
      allowAutoTopicCreation: false,
      sessionTimeout: settings.sessionMs,
      rebalanceTimeout: settings.rebalanceMs,
      heartbeatInterval: settings.heartbeatMs,
      maxWaitTimeInMs: settings.fetchWaitMs,
      maxInFlightRequests: 1,
      readUncommitted: false,
      retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 1000, restartOnFailure: () => Promise.resolve(false) },
      partitionAssigners: [
        assignerWith(
          async () => (isCurrent() ? this.draining : undefined),
          () => {
            if (isCurrent()) this.lose();
          },
        ),
      ],
    });
    consumer.on(consumer.events.REBALANCING, () => {
      if (isCurrent()) this.drain();
    });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      if (isCurrent()) this.sit(consumer, payload.memberAssignment);
    });
    consumer.on(consumer.events.FETCH, () => {
      if (isCurrent()) this.lastFetchMs = Date.now();
    });
    return consumer;
  }

  private async receive(consumer: KafkaConsumer, payload: EachBatchPayload): Promise<void> {
    const { seats } = this;
    if (this.consumer !== consumer || !seats || this.isOver) return;
    const { batch } = payload;
    const { topic, partition } = batch;
    try {
      const readOnAt = await seats.offer({ topic, partition }, batch.messages.map(storedOf));
      if (readOnAt === undefined) payload.resolveOffset(batch.lastOffset());
      else consumer.seek({ topic, partition, offset: String(readOnAt) });
    } catch (error) {
      this.broken(consumer, error);
    }
  }

  private sit(consumer: KafkaConsumer, assignment: Readonly<Record<string, readonly number[]>>): void {
    this.lose();
    this.draining = undefined;
    if (this.isOver) return;
    const partitions = Object.values(assignment).reduce((sum, one) => sum + one.length, 0);
    this.setup.settings.observe({ type: 'rebalanced', group: this.setup.options.group, partitions });
    const { options, desk, letters, settings } = this.setup;
    const setup = {
      options,
      desk,
      letters,
      slots: this.slots,
      patienceMs: settings.fetchWaitMs,
      now: settings.now,
      delay: settings.delay ?? realDelay,
      onCommitted: () => this.tell(),
      onFailure: (error: unknown) => this.broken(consumer, error),
    };
    // An effect that outlived its generation ends before anything of this member begins in the next one.
    this.seats = new Seats(setup, consumer, assignment, this.left);
    this.nextSeats.resolve();
    this.nextSeats = Promise.withResolvers();
  }

  /** The group wants its partitions back: ends what is under way while commits still count. */
  private drain(): void {
    const { sessionMs, rebalanceMs } = this.setup.settings;
    const { seats } = this;
    if (!seats) return;
    const leaving = seats.leave();
    this.left = Promise.all([this.left, leaving]).then(ignore);
    this.draining = atMost(Math.min(sessionMs, rebalanceMs) / 2, leaving);
  }

  private lose(): void {
    const { seats } = this;
    this.seats = undefined;
    if (!seats) return;
    seats.lose();
    this.left = Promise.all([this.left, seats.leave()]).then(ignore);
  }

  private broken(consumer: KafkaConsumer, error: unknown): void {
    // Until it has joined, whoever waits for that hears what is wrong.
    if (this.settledIn !== consumer || this.isOver) return;
    this.reviving ??= this.revive(error).finally(() => (this.reviving = undefined));
  }

  private async revive(first: unknown): Promise<void> {
    const deadline = Date.now() + this.setup.settings.reviveMs;
    this.say('reviving');
    let error = first;
    await this.forget(this.consumer);
    for (let failures = 1; !this.isOver; failures++) {
      if (error instanceof MessagesLost || isRefusal(error) || Date.now() >= deadline) return this.fail(error);
      await realDelay(Math.min(backoffMs(failures), 2000), this.stopping.signal);
      try {
        if (this.isOver) return;
        await this.connect();
        this.say('running');
        return;
      } catch (again) {
        error = again;
      }
    }
  }

  private look(): void {
    const { settings } = this.setup;
    const limitMs = Math.max(silenceMs, settings.sessionMs + settings.rebalanceMs);
    if (this.consumer && Date.now() - this.lastFetchMs > limitMs)
      this.broken(this.consumer, new Error('no fetch has ended for too long'));
    if (Date.now() - this.lastLookMs < standstillMs) return;
    this.lastLookMs = Date.now();
    void this.lookForStandstill();
  }

  private async lookForStandstill(): Promise<void> {
    const { consumer, seats } = this;
    const place = await seats?.standstill().catch(ignore);
    if (place && consumer && seats === this.seats)
      this.broken(consumer, new Error(`partition ${place.partition} of ${place.topic} is not read`));
  }

  private fail(error: unknown): void {
    const { options } = this.setup;
    this.hasFailed = true;
    this.say('failed');
    this.ending ??= this.end();
    const known = error instanceof MessagesLost || error instanceof MessagingUnavailable ? error : undefined;
    options.onFailure?.(known ?? new MessagingUnavailable('the consumer has ended', { cause: error }));
  }

  private async end(): Promise<void> {
    this.stopping.abort();
    clearInterval(this.watch);
    await this.seats?.leave();
    await this.forget(this.consumer);
    await this.left;
    this.setup.onEnd();
    if (!this.hasFailed) this.say('stopped');
    this.tell();
  }

  private async forget(consumer: KafkaConsumer | undefined): Promise<void> {
    this.lose();
    if (this.consumer === consumer) this.consumer = undefined;
    this.settledIn = undefined;
    this.draining = undefined;
    this.lastFetchMs = Date.now();
    await within(consumer?.disconnect() ?? Promise.resolve(), this.setup.settings.callMs, 'no goodbye').catch(ignore);
  }

  private say(state: ConsumerState): void {
    this.setup.settings.observe({ type: 'consumer', group: this.setup.options.group, state });
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

const storedOf = ({ offset, key, value, headers }: KafkaMessage): TakenMessage => ({
  offset: Number(offset),
  key: key?.toString() ?? '',
  value: value ?? Buffer.alloc(0),
  headers: textHeaders(headers),
});
