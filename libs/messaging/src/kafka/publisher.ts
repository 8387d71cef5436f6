import { isDomainError } from '@knooppunt/kernel';
import kafkajs from 'kafkajs';
import type { Kafka, Producer, RecordMetadata } from 'kafkajs';
import { backoffMs, realDelay } from '../delay.js';
import { MessageTooLarge, MessagingUnavailable, UnknownTopic } from '../errors.js';
import { isRefusal, protocolTypeOf } from './client.js';
import type { KafkaSettings } from './options.js';
import { ignore, within } from './within.js';

/** A message on its way to one partition; `value` null erases the key from a compacted topic. */
export type Outgoing = {
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly sizeBytes: number;
};

type Waiting = {
  readonly message: Outgoing;
  readonly deadline: number;
  readonly resolve: (offset: number) => void;
  readonly reject: (error: Error) => void;
};
type Line = { readonly waiting: Waiting[]; isBusy: boolean };
type Life = { readonly producer: Producer; readonly ready: Promise<void>; inFlight: number; isOver: boolean };

// A broker takes 1 MiB for all records of a send together; this leaves room for their framing.
const maxBatchBytes = 1_000_000;
const framingBytes = 100;
const maxBatch = 1000;
/** So long a refusal speaks for what is sent next. */
const refusedForMs = 3000;

/**
 * Sends messages so that an acknowledged one is never lost, which kafkajs 2.2.4 by itself does not (ADR 0005):
 * one partition per send; one send at a time per partition; the answer must name the partition; after any send that failed a
 * producer is never used again, because it would give the sequence numbers of the lost send to other messages, and the broker
 * would take those for repetitions. The same messages go first through the new one: some may arrive twice.
 */
export class Publisher {
  private readonly lines = new Map<string, Line>();
  private life: Life | undefined;
  private refusedAtMs: number | undefined;
  private isClosed = false;

  constructor(
    private readonly kafka: Kafka,
    private readonly settings: KafkaSettings,
    private readonly isThere: (topic: string) => Promise<boolean>,
  ) {}

  /**
   * Resolves with the offset once every in-sync replica has the message. Rejects with `MessagingUnavailable` after `publishMs`
   * (it may still arrive), or with `MessageTooLarge` when the topic takes less than we do.
   */
  send(message: Outgoing): Promise<number> {
    if (this.isClosed) return Promise.reject(new MessagingUnavailable('messaging is closed'));
    return new Promise((resolve, reject) => {
      const place = `${message.topic}/${message.partition}`;
      const line = this.lines.get(place) ?? { waiting: [], isBusy: false };
      this.lines.set(place, line);
      line.waiting.push({ message, deadline: Date.now() + this.settings.publishMs, resolve, reject });
      if (!line.isBusy) void this.work(line);
    });
  }

  /**
   * Rejects where what was sent last was refused for want of a right: for a moment, and then until a new producer is let in.
   * What is refused for one topic alone is found again by the next message to it.
   */
  async welcomed(): Promise<void> {
    if (this.refusedAtMs === undefined) return;
    if (Date.now() - this.refusedAtMs < refusedForMs) throw new MessagingUnavailable('kafka refused what was sent');
    const life = this.current();
    life.inFlight += 1;
    try {
      await life.ready;
      this.refusedAtMs = undefined;
    } catch (error) {
      this.drop(life);
      throw error;
    } finally {
      this.release(life);
    }
  }

  /** Takes nothing more, and waits for what is under way. */
  async close(): Promise<void> {
    this.isClosed = true;
    const { life } = this;
    this.life = undefined;
    for (const { waiting } of this.lines.values())
      for (const { reject } of waiting.splice(0)) reject(new MessagingUnavailable('messaging is closed'));
    if (life) await this.retire(life);
  }

  private async work(line: Line): Promise<void> {
    line.isBusy = true;
    // What the same turn of the loop still brings goes along.
    await Promise.resolve();
    for (let batch = takeBatch(line.waiting); batch.length > 0; batch = takeBatch(line.waiting)) {
      try {
        const base = await this.deliver(batch);
        batch.forEach(({ resolve }, at) => resolve(base + at));
      } catch (error) {
        this.report(batch, error);
        for (const { reject } of batch) reject(error as Error);
      }
    }
    line.isBusy = false;
  }

  private report(batch: readonly Waiting[], error: unknown): void {
    const code = isDomainError(error) ? error.code : 'unknown';
    for (const { message } of batch) this.settings.observe({ type: 'publish-failed', topic: message.topic, code });
  }

  private async deliver(batch: readonly Waiting[]): Promise<number> {
    const deadline = Math.min(...batch.map((one) => one.deadline));
    for (let failures = 1; ; failures++) {
      try {
        const base = await this.attempt(batch, Math.max(1, deadline - Date.now()));
        this.refusedAtMs = undefined;
        return base;
      } catch (cause) {
        const final = await this.verdict(batch, cause);
        if (final) throw final;
        const pauseMs = Math.min(1000, backoffMs(failures));
        if (Date.now() + pauseMs >= deadline || this.isClosed)
          throw new MessagingUnavailable('kafka did not acknowledge in time', { cause });
        await realDelay(pauseMs, new AbortController().signal);
      }
    }
  }

  /** Why it is of no use to send again, if so. */
  private async verdict(batch: readonly Waiting[], cause: unknown): Promise<Error | undefined> {
    const [{ message } = { message: undefined }] = batch;
    if (protocolTypeOf(cause) === 'MESSAGE_TOO_LARGE' && message)
      return new MessageTooLarge(message.topic, message.sizeBytes);
    if (protocolTypeOf(cause) === 'UNKNOWN_TOPIC_OR_PARTITION' && message && !(await this.isThere(message.topic)))
      return new UnknownTopic(message.topic);
    if (!isRefusal(cause)) return undefined;
    this.refusedAtMs = Date.now();
    return new MessagingUnavailable(`kafka refuses: ${protocolTypeOf(cause)}`, { cause });
  }

  private async attempt(batch: readonly Waiting[], leftMs: number): Promise<number> {
    const life = this.current();
    life.inFlight += 1;
    try {
      const sent = life.ready.then(() => life.producer.send(requestOf(batch)));
      return baseOffsetOf(await within(sent, leftMs, 'no acknowledgement in time'), batch);
    } catch (error) {
      this.drop(life);
      throw error;
    } finally {
      this.release(life);
    }
  }

  private drop(life: Life): void {
    life.isOver = true;
    if (this.life === life) this.life = undefined;
  }

  private release(life: Life): void {
    life.inFlight -= 1;
    if (life.isOver && life.inFlight === 0) void this.retire(life);
  }

  private current(): Life {
    if (this.isClosed) throw new MessagingUnavailable('messaging is closed');
    if (this.life) return this.life;
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    this.life = { producer, ready: producer.connect(), inFlight: 0, isOver: false };
    this.life.ready.catch(ignore);
    return this.life;
  }

  private async retire({ producer, ready }: Life): Promise<void> {
    await ready.catch(ignore);
    await producer.disconnect().catch(ignore);
  }
}

const takeBatch = (waiting: Waiting[]): readonly Waiting[] => {
  let bytes = 0;
  let count = 0;
  for (const { message } of waiting) {
    bytes += message.sizeBytes + framingBytes;
    if (count > 0 && (bytes > maxBatchBytes || count >= maxBatch)) break;
    count += 1;
  }
  return waiting.splice(0, count);
};

const requestOf = (batch: readonly Waiting[]) => ({
  topic: (batch[0] as Waiting).message.topic,
  acks: -1,
  messages: batch.map(({ message: { key, value, headers, partition } }) => ({
    key,
    partition,
    headers: { ...headers },
    value: value && Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  })),
});

const baseOffsetOf = (answers: readonly RecordMetadata[], batch: readonly Waiting[]): number => {
  const { topic, partition } = (batch[0] as Waiting).message;
  const answer = answers.find((one) => one.topicName === topic && one.partition === partition);
  const base = Number(answer?.baseOffset ?? -1);
  if (!answer || answer.errorCode !== 0 || base < 0) throw new Error('the answer does not name the partition');
  return base;
};
