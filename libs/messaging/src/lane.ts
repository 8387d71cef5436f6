import { isDomainError } from '@knooppunt/kernel';
import { SqliteCallFailed } from '@knooppunt/sqlite';
import { backoffMs } from './delay.js';
import type { Delay } from './delay.js';
import { parkingReasons } from './errors.js';
import type { Attempts, Place, Standing } from './messaging.procedures.js';
import type { Delivery } from './port.js';
import type { Slots } from './slots.js';

const defaultMaxOpen = 64;
const maxAhead = 1000;
const maxFetchBytes = 4_000_000;

/** A message on its way through a lane; `headers` as the engine holds them, as JSON or as they are. */
export type LaneMessage = {
  readonly offset: number;
  readonly key: string;
  readonly value: Uint8Array;
  readonly headers: string | Readonly<Record<string, string>>;
};

/**
 * Where a lane keeps its state. Procedures: `fetch`, `begin`, `failed`, `park`, `finish`, with the arguments of
 * `messaging.procedures`. A rejection ends the lane, unless it says that nothing was written (`sqlite/rolled-back`).
 * `beginNow` is `begin` of an engine that need not write for it: undefined when it must after all.
 */
export type LaneEngine = {
  call<Result>(procedure: string, argument: unknown): Promise<Result>;
  beginNow?(offset: number): Attempts | undefined;
};

/** What a lane needs; `onCommitted` hears the offset that the group will handle next, `onFailure` that the engine is gone. */
export type LaneSetup = {
  readonly place: Place;
  readonly engine: LaneEngine;
  readonly effect: (delivery: Delivery) => Promise<void>;
  readonly maxAttempts: number;
  /** How many messages may be taken and not finished at the same time. Default 64. */
  readonly maxOpen?: number;
  readonly slots: Slots;
  readonly delay: Delay;
  readonly parkedAt: () => string;
  readonly onCommitted: (committed: number) => void;
  readonly onFailure: (error: unknown) => void;
};

/**
 * One group's way through one partition: reads ahead a little, keeps one queue per key, and commits the lowest offset that
 * is not finished. Messages of different keys may finish in any order; messages of one key never.
 */
export class Lane {
  private readonly keys = new Map<string, LaneMessage[]>();
  private readonly runners = new Set<Promise<void>>();
  // INVARIANT: offsets enter in ascending order, so the first of the set is the lowest that is not finished.
  private readonly open = new Set<number>();
  private readonly stopping = new AbortController();
  private readonly parked: Set<string>;
  private readonly suspects: Set<number>;
  private readonly maxOpen: number;
  private next: number;
  private finished: number[] = [];
  private flushing: Promise<void> | undefined;
  private filling = false;
  private more = false;

  constructor(
    private readonly setup: LaneSetup,
    standing: Standing,
  ) {
    this.maxOpen = setup.maxOpen ?? defaultMaxOpen;
    this.next = standing.committed;
    this.parked = new Set(standing.parkedKeys);
    this.suspects = new Set(standing.suspects);
    setup.slots.suspect(this.suspects.size);
  }

  /** Tells the lane that there may be messages. */
  wake(): void {
    this.more = true;
    this.fill().catch((error: unknown) => this.fail(error));
  }

  /** Takes nothing more, waits for effects under way and for the commit of what they finished. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.runners);
    await this.flushing;
    this.setup.slots.cleared(this.suspects.size);
    this.suspects.clear();
  }

  private hasRoom(): boolean {
    const [lowest = this.next] = this.open;
    return !this.stopping.signal.aborted && this.open.size < this.maxOpen && this.next - lowest < maxAhead;
  }

  private async fill(): Promise<void> {
    if (this.filling) return;
    this.filling = true;
    try {
      while (this.more && this.hasRoom()) {
        this.more = false;
        const { topic, partition } = this.setup.place;
        const room = { maxCount: this.maxOpen - this.open.size, maxBytes: maxFetchBytes };
        const batch = await this.call<readonly LaneMessage[]>('fetch', {
          topic,
          partition,
          from: this.next,
          ...room,
        });
        if (batch.length > 0) this.more = true;
        if (this.stopping.signal.aborted) return;
        for (const message of batch) this.enqueue(message);
      }
    } finally {
      this.filling = false;
    }
  }

  private enqueue(message: LaneMessage): void {
    this.open.add(message.offset);
    this.next = message.offset + 1;
    const queue = this.keys.get(message.key);
    if (queue) {
      queue.push(message);
      return;
    }
    this.keys.set(message.key, [message]);
    const runner = this.runKey(message.key).catch((error: unknown) => this.fail(error));
    this.runners.add(runner);
    void runner.then(() => this.runners.delete(runner));
  }

  private async runKey(key: string): Promise<void> {
    const queue = this.keys.get(key) ?? [];
    for (let message = queue[0]; message; message = queue[0]) {
      if (!(await this.handle(message))) return;
      queue.shift();
      this.finish(message.offset);
    }
    this.keys.delete(key);
  }

  /** False when the lane stopped before the message was dealt with. */
  private async handle(message: LaneMessage): Promise<boolean> {
    for (let failures = 1; !this.stopping.signal.aborted; failures++) {
      if (this.parked.has(message.key)) {
        await this.park(message, 0, parkingReasons.followsParked);
        return true;
      }
      if (await this.attempt(message)) return true;
      await this.setup.delay(backoffMs(failures), this.stopping.signal);
    }
    return false;
  }

  private async attempt(message: LaneMessage): Promise<boolean> {
    const { slots, place } = this.setup;
    const turn = slots.take();
    if (turn) await turn;
    try {
      if (this.stopping.signal.aborted) return false;
      const count =
        this.setup.engine.beginNow?.(message.offset) ??
        (await this.call<Attempts>('begin', { ...place, offset: message.offset }));
      return await this.deliver(message, count);
    } finally {
      slots.give();
      this.clear(message.offset);
    }
  }

  private clear(offset: number): void {
    if (this.suspects.delete(offset)) this.setup.slots.cleared(1);
  }

  private async deliver(message: LaneMessage, { attempts, excused }: Attempts): Promise<boolean> {
    const counted = attempts - excused;
    if (counted > this.setup.maxAttempts) {
      await this.park(message, attempts - 1, parkingReasons.attemptsExhausted);
      return true;
    }
    try {
      await this.setup.effect(this.deliveryOf(message, attempts));
    } catch (error) {
      const domain = isDomainError(error) ? error : undefined;
      const pardon = domain?.retriable === true;
      await this.call('failed', { ...this.setup.place, offset: message.offset, excused: pardon });
      if (pardon || counted < this.setup.maxAttempts) return false;
      await this.park(message, attempts, domain?.code ?? parkingReasons.effectFailed);
      return true;
    }
    if (this.suspects.has(message.offset)) await this.acquit(message.offset);
    return true;
  }

  /** A suspect that passed has its count erased before the next one begins: that one may end the process. */
  private async acquit(offset: number): Promise<void> {
    const [committed = this.next] = this.open;
    await this.call('finish', { ...this.setup.place, finished: [offset], committed });
  }

  private deliveryOf({ key, value, headers, offset }: LaneMessage, attempt: number): Delivery {
    const { topic, partition } = this.setup.place;
    const parsed = typeof headers === 'string' ? (JSON.parse(headers) as Record<string, string>) : headers;
    return { topic, partition, offset: String(offset), attempt, key, value, headers: parsed };
  }

  private async park(message: LaneMessage, attempt: number, reason: string): Promise<void> {
    const { place, parkedAt } = this.setup;
    await this.call('park', { ...place, offset: message.offset, attempt, reason, parkedAt: parkedAt() });
    this.parked.add(message.key);
  }

  private finish(offset: number): void {
    this.clear(offset);
    this.open.delete(offset);
    this.finished.push(offset);
    this.flushing ??= this.flush().catch((error: unknown) => this.fail(error));
    if (this.more && this.open.size <= this.maxOpen / 2) this.wake();
  }

  private async flush(): Promise<void> {
    try {
      while (this.finished.length > 0) {
        const finished = this.finished;
        this.finished = [];
        const [committed = this.next] = this.open;
        await this.call('finish', { ...this.setup.place, finished, committed });
        this.setup.onCommitted(committed);
      }
    } finally {
      this.flushing = undefined;
    }
  }

  private async call<Result>(procedure: string, argument: unknown): Promise<Result> {
    for (let failures = 1; ; failures++) {
      try {
        return await this.setup.engine.call<Result>(procedure, argument);
      } catch (error) {
        const wroteNothing = error instanceof SqliteCallFailed && error.code === 'sqlite/rolled-back';
        if (!wroteNothing || this.stopping.signal.aborted) throw error;
        await this.setup.delay(backoffMs(failures), this.stopping.signal);
      }
    }
  }

  private fail(error: unknown): void {
    this.stopping.abort();
    this.setup.onFailure(error);
  }
}
