import { randomUUID } from 'node:crypto';
import { DomainError } from '@knooppunt/kernel';
import type { Consumer, ConsumeOptions, Delivery, Messaging } from '../src/index.js';

/** One durable place for messages, as an engine offers it to the contract: `open` may be called again after `close`. */
export type MessagingBench = { open(): Promise<Messaging>; dispose(): Promise<void> };

/** An effect's refusal that will not pass by itself. */
export class Unfit extends DomainError {
  readonly code = 'test/unfit';
}
/** An effect's refusal because something that it needs is away. */
export class Away extends DomainError {
  readonly code = 'test/away';
  override readonly retriable = true;
}

/** A promise that the test settles by hand. */
export const gate = () => Promise.withResolvers<void>();

/** Collects what a consumer gets and lets a test wait for the nth. */
export const collector = (effect: (delivery: Delivery) => Promise<void> = () => Promise.resolve()) => {
  const seen: Delivery[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  return {
    seen,
    texts: () => seen.map(({ value }) => Buffer.from(value).toString()),
    onMessage: (delivery: Delivery) => {
      seen.push(delivery);
      for (const waiter of waiting) if (seen.length >= waiter.count) waiter.resolve();
      return effect(delivery);
    },
    atLeast: (count: number) =>
      new Promise<void>((resolve) => {
        if (seen.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
  };
};

/** An engine under test with a topic of three partitions and a group that nobody else uses. */
export class Scene {
  readonly topic = `topic-${randomUUID()}`;
  readonly group = `group-${randomUUID()}`;

  private constructor(
    private readonly bench: MessagingBench,
    public messaging: Messaging,
  ) {}

  static async open(bench: MessagingBench): Promise<Scene> {
    const scene = new Scene(bench, await bench.open());
    await scene.messaging.createTopics([{ name: scene.topic, partitions: 3 }]);
    return scene;
  }

  publish(key: string, text: string, headers: Record<string, string> = {}) {
    return this.messaging.publish(this.topic, { key, value: Buffer.from(text), headers });
  }

  consume(options: Partial<ConsumeOptions> & Pick<ConsumeOptions, 'onMessage'>): Promise<Consumer> {
    return this.messaging.consume({ topics: [this.topic], group: this.group, ...options });
  }

  /** Reads a group to its end and returns the texts that it gets. */
  async readAll(options: Partial<ConsumeOptions> = {}): Promise<string[]> {
    const got = collector();
    const consumer = await this.consume({ onMessage: got.onMessage, ...options });
    await consumer.settled();
    await consumer.stop();
    return got.texts();
  }

  async reopen(): Promise<void> {
    await this.messaging.close();
    this.messaging = await this.bench.open();
  }

  async close(): Promise<void> {
    await this.messaging.close();
    await this.bench.dispose();
  }
}
