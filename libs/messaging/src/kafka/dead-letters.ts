import type { IHeaders, Kafka, KafkaMessage } from 'kafkajs';
import { MessagingUnavailable } from '../errors.js';
import type { DeadLetter } from '../port.js';
import type { Desk } from './desk.js';
import type { KafkaSettings } from './options.js';
import type { Parking, TakenMessage } from './partition-store.js';
import type { Publisher } from './publisher.js';
import { readRanges } from './reader.js';
import { ignore } from './within.js';

/** Where a parked message came from. */
export type Origin = { readonly topic: string; readonly partition: number; readonly offset: number };
/** A parked message without its content; `isOrdered` when somebody asked that its key be delivered again. */
export type Entry = Origin & Parking & { readonly key: string; readonly isOrdered: boolean };
type Stored = Entry & { readonly headers: Readonly<Record<string, string>> };
type Full = Stored & { readonly value: Uint8Array };

const headerName = 'dead-letter';
const suffix = '.dead-letters';

/** The topic that holds what a group could not handle. */
export const deadLetterTopic = (group: string): string => `${group}${suffix}`;

/** The groups whose dead letters are among these topics, by name. */
export const groupsAmong = (topics: Iterable<string>): readonly string[] =>
  [...topics].flatMap((topic) => (topic.endsWith(suffix) ? [topic.slice(0, -suffix.length)] : [])).toSorted();

/** Headers as text; Kafka holds bytes. */
export const textHeaders = (headers: IHeaders | undefined): Record<string, string> => {
  const texts: Record<string, string> = {};
  for (const name in headers) texts[name] = String(headers[name] ?? '');
  return texts;
};

const placeOf = ({ topic, partition, offset }: Origin): string => `${topic}/${partition}/${offset}`;
const order = (a: Origin, b: Origin): number =>
  a.topic === b.topic ? a.partition - b.partition || a.offset - b.offset : a.topic < b.topic ? -1 : 1;

const storedOf = ({ headers }: KafkaMessage): Stored | undefined => {
  const text = textHeaders(headers)[headerName];
  return text === undefined ? undefined : (JSON.parse(text) as Stored);
};

/**
 * The parked messages of one group: a compacted topic of one partition, keyed by the place that each came from, so that the last
 * record of a place says what is with it, and an empty one erases it.
 */
export class DeadLetters {
  private readonly entries = new Map<string, Stored>();
  private position = 0;
  private reading: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly group: string,
    private readonly means: {
      readonly kafka: Kafka;
      readonly desk: Desk;
      readonly publisher: Publisher;
      readonly settings: KafkaSettings;
    },
  ) {}

  /** What is parked now, without content; costs a read of what is new since the last time. */
  current(): Promise<readonly Entry[]> {
    // One at a time: two reads that run beside each other could show an older state for a moment.
    const read = this.reading.catch(ignore).then(() => this.readNew());
    this.reading = read;
    return read;
  }

  private async readNew(): Promise<readonly Entry[]> {
    this.position = await this.read(this.position, (key, message) => {
      const stored = message.value === null ? undefined : storedOf(message);
      if (stored) this.entries.set(key, stored);
      else this.entries.delete(key);
    });
    return [...this.entries.values()].toSorted(order);
  }

  /** What is parked now, with content. */
  async contents(): Promise<readonly Full[]> {
    const found = new Map<string, Full>();
    await this.read(0, (key, message) => {
      const stored = message.value === null ? undefined : storedOf(message);
      if (stored && message.value) found.set(key, { ...stored, value: message.value });
      else found.delete(key);
    });
    return [...found.values()].toSorted(order);
  }

  /** As the port shows them. */
  async list(): Promise<readonly DeadLetter[]> {
    return (await this.contents()).map(({ isOrdered: _isOrdered, offset, ...letter }) => ({
      ...letter,
      offset: String(offset),
      group: this.group,
    }));
  }

  async bury(origin: Origin, { key, headers, value }: TakenMessage, parking: Parking): Promise<void> {
    const stored: Stored = {
      ...origin,
      ...parking,
      key,
      isOrdered: false,
      headers,
    };
    await this.write(stored, value);
    const { topic, partition } = origin;
    const { reason } = parking;
    this.means.settings.observe({ type: 'parked', group: this.group, topic, partition, reason });
  }

  /** Asks the owner of the partition to deliver all that is parked under a key again; it does so at its next rebalance. */
  async order(topic: string, partition: number, key: string): Promise<number> {
    const all = await this.contents();
    const chosen = all.filter((one) => one.topic === topic && one.partition === partition && one.key === key);
    for (const { value, ...stored } of chosen) await this.write({ ...stored, isOrdered: true }, value);
    return chosen.length;
  }

  /** Erases what is parked of a place. */
  async settle(origin: Origin): Promise<void> {
    await this.write(origin, null);
  }

  private async write(stored: Origin | Stored, value: Uint8Array | null): Promise<void> {
    const topic = deadLetterTopic(this.group);
    const headers: Record<string, string> = value === null ? {} : { [headerName]: JSON.stringify(stored) };
    const sizeBytes = (value?.byteLength ?? 0) + Buffer.byteLength(headers[headerName] ?? '');
    await this.means.publisher.send({ topic, partition: 0, key: placeOf(stored), value, headers, sizeBytes });
  }

  /** Gives the offset to go on at. */
  private async read(from: number, onRecord: (key: string, message: KafkaMessage) => void): Promise<number> {
    const topic = deadLetterTopic(this.group);
    const { desk, kafka, settings } = this.means;
    if (!(await desk.topics()).has(topic)) return from;
    const [bounds] = await desk.bounds([topic]);
    if (!bounds || bounds.high <= from) return from;
    const reading = {
      ranges: [{ topic, partition: 0, from: Math.max(from, bounds.low), to: bounds.high }],
      groupPrefix: topic,
      onMessage: (_place: unknown, message: KafkaMessage) => onRecord(String(message.key), message),
    };
    try {
      await readRanges(kafka, settings, reading);
    } catch (cause) {
      throw new MessagingUnavailable('the dead letters cannot be read', { cause });
    }
    return bounds.high;
  }
}
