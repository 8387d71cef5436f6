import type { SqliteEngine } from '@knooppunt/sqlite';
import type { Delay } from './delay.js';
import { MessagingUnavailable } from './errors.js';
import { Lane } from './lane.js';
import type { End, Place, Standing } from './messaging.procedures.js';
import type { ConsumeOptions } from './port.js';
import { Slots } from './slots.js';

/** What groups share: the engine and the outside world. `partitionsOf` of a topic that exists. */
export type GroupSetup = {
  readonly engine: SqliteEngine;
  readonly delay: Delay;
  readonly nowIso: () => string;
  readonly partitionsOf: (topic: string) => number;
};
/** One consumer of a group. */
export type Member = { readonly options: ConsumeOptions; readonly slots: Slots };

type Seat = { readonly member: Member; readonly lane: Lane };
type Waiter = { readonly ends: readonly End[]; readonly resolve: () => void; readonly reject: (error: Error) => void };

const seatKey = (topic: string, partition: number): string => `${topic}/${partition}`;

/** The members of one consumer group in this process, and which of them works on which partition. */
export class Group {
  private readonly members: Member[] = [];
  private readonly seats = new Map<string, Seat>();
  private readonly committed = new Map<string, number>();
  private readonly waiters = new Set<Waiter>();
  private moving: Promise<void> = Promise.resolve();

  constructor(
    private readonly name: string,
    private readonly setup: GroupSetup,
  ) {}

  /** Takes a member in; partitions move to it as soon as the effects under way there have ended. */
  join(options: ConsumeOptions): Member {
    const member = { options, slots: new Slots(options.concurrency ?? 8) };
    this.members.push(member);
    this.rebalance();
    return member;
  }

  /** Lets a member go, once its effects have ended; the others take its partitions over. */
  async leave(member: Member): Promise<void> {
    this.remove(member);
    await this.vacate([...this.seats].filter(([, seat]) => seat.member === member));
    this.rebalance();
  }

  /** All members leave. */
  async dissolve(): Promise<void> {
    await Promise.all(this.members.slice().map((member) => this.leave(member)));
    await this.moving;
  }

  /** Tells the lane of this partition, if there is one, that a message was published. */
  wake(topic: string, partition: number): void {
    this.seats.get(seatKey(topic, partition))?.lane.wake();
  }

  /** Resolves once the group has committed up to all these ends. */
  reached(ends: readonly End[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiters.add({ ends, resolve, reject });
      this.answerWaiters();
    });
  }

  private answerWaiters(): void {
    for (const waiter of this.waiters) {
      const isThere = waiter.ends.every(
        ({ topic, partition, end }) => (this.committed.get(seatKey(topic, partition)) ?? 0) >= end,
      );
      if (!isThere && this.members.length > 0) continue;
      this.waiters.delete(waiter);
      if (isThere) waiter.resolve();
      else waiter.reject(new MessagingUnavailable(`the group \`${this.name}\` has no consumer`));
    }
  }

  private remove(member: Member): void {
    const at = this.members.indexOf(member);
    if (at >= 0) this.members.splice(at, 1);
    this.answerWaiters();
  }

  private rebalance(): void {
    this.moving = this.moving
      .then(() => this.move())
      .catch((error: unknown) => {
        for (const member of this.members.slice()) this.drop(member, error);
      });
  }

  private wanted(): Map<string, { readonly place: Place; readonly member: Member }> {
    const wanted = new Map<string, { place: Place; member: Member }>();
    for (const topic of new Set(this.members.flatMap(({ options }) => options.topics))) {
      const readers = this.members.filter(({ options }) => options.topics.includes(topic));
      for (let partition = 0; partition < this.setup.partitionsOf(topic); partition++) {
        const member = readers[partition % readers.length] as Member;
        wanted.set(seatKey(topic, partition), { place: { group: this.name, topic, partition }, member });
      }
    }
    return wanted;
  }

  private async move(): Promise<void> {
    const wanted = this.wanted();
    await this.vacate([...this.seats].filter(([key, { member }]) => wanted.get(key)?.member !== member));
    const free = [...wanted].filter(([key]) => !this.seats.has(key));
    const standings = await Promise.all(
      free.map(([, { place }]) => this.setup.engine.call<Standing>('standing', place)),
    );
    // Every lane is seated before one of them starts: a suspect in one partition slows down all lanes of its member.
    const seated = free.flatMap(([key, { place, member }], at) =>
      this.members.includes(member) ? [this.seat(key, { place, member }, standings[at] as Standing)] : [],
    );
    for (const lane of seated) lane.wake();
  }

  private seat(key: string, { place, member }: { place: Place; member: Member }, standing: Standing): Lane {
    const { engine, delay, nowIso } = this.setup;
    const lane = new Lane(
      {
        place,
        engine,
        delay,
        slots: member.slots,
        effect: (delivery) => member.options.onMessage(delivery),
        maxAttempts: member.options.maxAttempts ?? 5,
        ...(member.options.maxOpen === undefined ? {} : { maxOpen: member.options.maxOpen }),
        parkedAt: nowIso,
        onCommitted: (committed) => this.advance(key, committed),
        onFailure: (error) => this.drop(member, error),
      },
      standing,
    );
    this.seats.set(key, { member, lane });
    this.advance(key, standing.committed);
    return lane;
  }

  private async vacate(seats: readonly (readonly [string, Seat])[]): Promise<void> {
    await Promise.all(
      seats.map(async ([key, seat]) => {
        await seat.lane.stop();
        if (this.seats.get(key) === seat) this.seats.delete(key);
      }),
    );
  }

  private advance(key: string, committed: number): void {
    this.committed.set(key, committed);
    this.answerWaiters();
  }

  private drop(member: Member, cause: unknown): void {
    if (!this.members.includes(member)) return;
    void this.leave(member);
    member.options.onFailure?.(new MessagingUnavailable('the engine of the consumer has ended', { cause }));
  }
}
