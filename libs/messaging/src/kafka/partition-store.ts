import type { LaneEngine, LaneMessage } from '../lane.js';
import type { Attempts, Standing } from '../messaging.procedures.js';
import { MessagingUnavailable } from '../errors.js';
import { writeProgress } from './progress.js';
import type { Progress } from './progress.js';
import { atMost, ignore } from './within.js';

/** A message as a member holds it. */
export type TakenMessage = LaneMessage & { readonly headers: Readonly<Record<string, string>> };

/** Why and when a message was parked. */
export type Parking = { readonly attempt: number; readonly reason: string; readonly parkedAt: string };

/**
 * What a partition needs of Kafka: `commit` an offset with its metadata, `hasten` what is to be committed, `bury` a message in the dead letters (acknowledged when
 * it resolves), `settle` one that was delivered from there again, and `flow` of fetches on or off.
 */
export type PartitionSetup = {
  readonly progress: Progress;
  readonly buriedOffsets: ReadonlySet<number>;
  readonly parkedKeys: ReadonlySet<string>;
  readonly redriven: readonly TakenMessage[];
  readonly commit: (offset: number, metadata: string) => Promise<void>;
  readonly hasten: () => void;
  readonly bury: (message: TakenMessage, parking: Parking) => Promise<void>;
  readonly settle: (offset: number) => Promise<void>;
  readonly flow: (isOpen: boolean) => void;
  readonly onCommitted: () => void;
};

type Room = { readonly maxCount: number; readonly maxBytes: number };
type Count = { attempts: number; excused: number; kept: number };

// Fetched again below this, so that there is something to work on while the next fetch is under way.
const lowWaterBytes = 256 * 1024;

/**
 * One partition as its owner of this generation sees it: what a `Lane` calls its engine. State lives in memory and goes to the
 * broker with each commit; a commit takes with it all that came while the last one was under way.
 */
export class PartitionStore implements LaneEngine {
  private readonly buffer: TakenMessage[] = [];
  private bufferedBytes = 0;
  private isPaused = false;
  private drained: () => void = ignore;
  private readonly taken = new Map<number, TakenMessage>();
  private readonly counts = new Map<number, Count>();
  private readonly done: Set<number>;
  private readonly suspects: ReadonlySet<number>;
  private readonly redriven: TakenMessage[];
  private readonly redrivenOffsets: ReadonlySet<number>;
  private readonly buriedAgain = new Set<number>();
  private committed: number;
  private begun: number;
  private next: number;
  private saving: Promise<void> = Promise.resolve();
  private queued: Promise<void> | undefined;
  private isAwaited = false;
  private isOver = false;

  constructor(private readonly setup: PartitionSetup) {
    const { progress, buriedOffsets, redriven } = setup;
    this.committed = progress.committed;
    this.begun = progress.begun;
    this.next = progress.committed;
    this.done = new Set([...progress.done, ...buriedOffsets].filter((offset) => offset >= progress.committed));
    for (const [offset, { attempts, excused }] of progress.attempts)
      this.counts.set(offset, { attempts, excused, kept: attempts });
    const begun = Array.from({ length: this.begun - this.committed }, (_, at) => this.committed + at);
    this.suspects = new Set(begun.filter((offset) => !this.done.has(offset)));
    this.redriven = [...redriven];
    this.redrivenOffsets = new Set(redriven.map(({ offset }) => offset));
    this.advance();
  }

  /** What a lane starts with. */
  get standing(): Standing {
    return { committed: this.committed, suspects: [...this.suspects], parkedKeys: [...this.setup.parkedKeys] };
  }

  /** The offset that the next offered message should have. */
  get expected(): number {
    return this.next;
  }

  /** Is there room, and nothing to hand out? */
  get isWaiting(): boolean {
    return !this.isOver && this.buffer.length === 0;
  }

  /** Writes the start of a new group down, so that it never begins anywhere else. */
  open(): Promise<void> {
    return this.save();
  }

  /** Takes in messages that Kafka gave, in order; those that were taken before are dropped. */
  offer(messages: readonly TakenMessage[]): void {
    for (const message of messages) {
      if (message.offset < this.next || this.isOver) continue;
      // Offsets that the log does not have count as finished.
      for (let gap = this.next; gap < message.offset; gap++) this.done.add(gap);
      this.next = message.offset + 1;
      if (this.done.has(message.offset)) continue;
      this.buffer.push(message);
      this.bufferedBytes += message.value.byteLength;
    }
    this.advance();
  }

  /**
   * Resolves when there is room for more. A lane that keeps up is worth waiting for: a partition that is paused misses the fetch
   * that is under way, which the broker may hold for `patienceMs` too. One that does not keep up is paused until there is room.
   */
  async room(patienceMs: number): Promise<void> {
    if (!this.isFull) return;
    const drained = Promise.withResolvers<void>();
    this.drained = drained.resolve;
    await atMost(patienceMs, drained.promise);
    if (!this.isFull || this.isOver) return;
    this.isPaused = true;
    this.setup.flow(false);
  }

  /** The last commit of an owner whose effects have all ended: nothing is under way any more. */
  async close(): Promise<void> {
    if (this.isOver) return;
    this.begun = this.committed;
    await this.save();
    this.lose();
  }

  /** The partition is somebody else's from now on: nothing more is committed, parked or begun for it. */
  lose(): void {
    this.isOver = true;
    this.drained();
  }

  async call<Result>(procedure: string, argument: unknown): Promise<Result> {
    const run = this.procedures[procedure as keyof typeof this.procedures] as (argument: unknown) => unknown;
    if (this.isOver) throw new MessagingUnavailable('the partition has gone to another member');
    return (await run(argument)) as Result;
  }

  private readonly procedures = {
    fetch: (room: Room) => this.fetch(room),
    begin: ({ offset }: { offset: number }) => this.begin(offset),
    failed: (failure: { offset: number; excused: boolean }) => this.failed(failure),
    park: ({ offset, ...parking }: Parking & { offset: number }) => this.park(offset, parking),
    finish: ({ finished }: { finished: readonly number[] }) => this.finish(finished),
  };

  private async fetch(room: Room): Promise<readonly TakenMessage[]> {
    const messages = this.redriven.length > 0 ? takeFrom(this.redriven, room) : this.takeBuffered(room);
    for (const message of messages) this.taken.set(message.offset, message);
    const last = messages.at(-1)?.offset ?? -1;
    if (last >= this.begun) {
      this.begun = last + 1;
      await this.save();
    }
    return messages;
  }

  private takeBuffered(room: Room): readonly TakenMessage[] {
    const messages = takeFrom(this.buffer, room);
    for (const { value } of messages) this.bufferedBytes -= value.byteLength;
    if (this.isFull) return messages;
    this.drained();
    if (this.isPaused) this.setup.flow(true);
    this.isPaused = false;
    return messages;
  }

  private get isFull(): boolean {
    return this.bufferedBytes > lowWaterBytes;
  }

  beginNow(offset: number): Attempts | undefined {
    if (this.isOver || this.suspects.has(offset)) return undefined;
    return this.counted(offset);
  }

  private counted(offset: number): Count {
    const count = this.counts.get(offset) ?? { attempts: 0, excused: 0, kept: 0 };
    this.counts.set(offset, count);
    count.attempts += 1;
    return count;
  }

  private async begin(offset: number): Promise<Attempts> {
    const count = this.counted(offset);
    if (!this.suspects.has(offset)) return count;
    count.kept = count.attempts;
    await this.save();
    return count;
  }

  private async failed({ offset, excused }: { offset: number; excused: boolean }): Promise<void> {
    const count = this.counts.get(offset);
    if (!count) return;
    count.kept = count.attempts;
    if (excused) count.excused += 1;
    await this.save();
  }

  private async park(offset: number, { attempt, reason, parkedAt }: Parking): Promise<void> {
    const message = this.taken.get(offset);
    if (!message) throw new Error('parks a message that was not taken');
    await this.setup.bury(message, { attempt, reason, parkedAt });
    this.buriedAgain.add(offset);
  }

  private async finish(offsets: readonly number[]): Promise<void> {
    for (const offset of offsets) {
      this.counts.delete(offset);
      this.taken.delete(offset);
      if (!this.redrivenOffsets.has(offset)) this.done.add(offset);
      else if (!this.buriedAgain.has(offset)) await this.setup.settle(offset);
    }
    this.advance();
    // Nobody waits for it, save behind a suspect: the next one may end the process.
    await this.save(offsets.some((offset) => this.suspects.has(offset)));
  }

  private advance(): void {
    for (; this.done.delete(this.committed); this.committed++);
    this.begun = Math.max(this.begun, this.committed);
    this.next = Math.max(this.next, this.committed);
  }

  private save(isAwaited = true): Promise<void> {
    if (isAwaited) this.setup.hasten();
    this.isAwaited ||= isAwaited;
    this.queued ??= this.saving
      .catch(() => undefined)
      .then(() => {
        this.queued = undefined;
        this.saving = this.write();
        return this.saving;
      });
    return this.queued;
  }

  private async write(): Promise<void> {
    if (this.isOver) throw new MessagingUnavailable('the partition has gone to another member');
    if (this.isAwaited) this.setup.hasten();
    this.isAwaited = false;
    const kept = [...this.counts].filter(([, count]) => count.kept > 0);
    const metadata = writeProgress({
      committed: this.committed,
      begun: this.begun,
      done: this.done,
      attempts: new Map(kept.map(([offset, count]) => [offset, { attempts: count.kept, excused: count.excused }])),
    });
    await this.setup.commit(this.committed, metadata);
    this.setup.onCommitted();
  }
}

const takeFrom = (source: TakenMessage[], { maxCount, maxBytes }: Room): readonly TakenMessage[] => {
  let bytes = 0;
  const count = source.slice(0, maxCount).findIndex(({ value }) => (bytes += value.byteLength) >= maxBytes);
  return source.splice(0, count < 0 ? maxCount : count + 1);
};
