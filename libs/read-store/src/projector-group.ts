import type { Position, Projection, Recorded } from '@knooppunt/kernel';
import { backoffMs } from './delay.js';
import type { Delay } from './delay.js';
import { FollowerStopped, ProjectionMoved } from './errors.js';
import { Progress, isRetriable, movesBeforeAlarm, pollMs } from './following.js';
import type { FollowerAlarm, Following } from './following.js';
import { Lane } from './lane.js';
import type { Arrival, Member, Track } from './lane.js';
import { Leases } from './leases.js';
import type { Leasing } from './leases.js';
import { positionName } from './naming.js';
import type { LogSource } from './log-source.js';
import type { ProjectedChanges, ReadStore } from './port.js';
import { changesOf } from './projected.js';

/** See `ProjectorOptions`. */
export type GroupOptions = Leasing & {
  readonly source: LogSource;
  readonly readStore: ReadStore;
  readonly projections: readonly Projection[];
  readonly onAlarm: (alarm: FollowerAlarm) => void;
  readonly batchSize: number;
  readonly delay: Delay;
};
type Work = { readonly member: Member; readonly part: ProjectedChanges };

/** The name under which trouble of many projections at once is told. */
const groupName = 'projections';
const lastOf = (batch: readonly Recorded[]): Position => (batch.at(-1) as Recorded).position;

/**
 * The projections of one worker. They stand in lanes: one for all that have caught up, and one for each place where others
 * are still behind. One loop handles what the lanes bring, so that a lane that has come to where another stands joins it.
 */
export class ProjectorGroup implements Following {
  private readonly members: readonly Member[];
  private readonly leases: Leases;
  private readonly stopping = new AbortController();
  private readonly track: Track;
  private readonly running: Promise<void>;
  private readonly progress = new Progress();
  private readonly arrivals: Arrival[] = [];
  private wake = Promise.withResolvers<void>();
  private lanes: readonly Lane[] = [];
  private failures = 0;

  constructor(private readonly options: GroupOptions) {
    const { projections, readStore, source, batchSize, delay, holder, leaseMs, clock } = options;
    this.members = projections.map((projection) => ({
      projection,
      name: positionName(projection),
      position: undefined,
      failures: 0,
      failed: undefined,
    }));
    const names = this.members.map(({ name }) => name);
    const term = { holder, ...(leaseMs === undefined ? {} : { leaseMs }), ...(clock ? { clock } : {}) };
    this.leases = new Leases({ ...term, readStore, names, delay });
    this.leases.onChange(() => this.wake.resolve());
    const arrived = (arrival: Arrival): void => {
      this.arrivals.push(arrival);
      this.wake.resolve();
    };
    this.track = { source, batchSize, delay, signal: this.stopping.signal, arrived };
    this.running = this.run();
  }

  get failed(): ReadonlyMap<string, FollowerStopped> {
    return new Map(this.members.flatMap(({ name, failed }) => (failed ? [[name, failed] as const] : [])));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake.resolve();
    await this.running;
    await this.leases.stop();
    this.progress.announce();
  }

  async settled(position: Position): Promise<void> {
    const { signal } = this.stopping;
    for (;;) {
      const { next } = this.progress;
      const behind = await this.behind(position);
      const [first] = behind;
      if (!first) return;
      const failed = behind.find((member) => member.failed)?.failed;
      if (failed) throw failed;
      if (signal.aborted) throw new FollowerStopped(first.name);
      const isOurs = behind.every(({ name }) => this.leases.isHeld(name));
      await Promise.race([next, ...(isOurs ? [] : [this.options.delay(pollMs, signal)])]);
    }
  }

  /** Who has not come so far, here or in another worker. */
  private async behind(position: Position): Promise<readonly Member[]> {
    const here = this.members.filter((member) => (member.position ?? '') < position);
    if (here.length === 0) return here;
    const stored = await this.options.readStore.positions(here.map(({ name }) => name));
    return here.filter(({ name }) => (stored.get(name) ?? '') < position);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    await this.leases.begun;
    while (!signal.aborted) {
      this.wake = Promise.withResolvers<void>();
      try {
        await this.arrange();
        const arrival = this.arrivals.shift();
        if (arrival) await this.handle(arrival);
        else if (!signal.aborted) await this.wake.promise;
        this.failures = 0;
      } catch (error) {
        if (signal.aborted) break;
        this.failures += 1;
        this.alarm(groupName, undefined, error);
        await this.options.delay(backoffMs(this.failures), signal);
      }
    }
    for (const lane of this.lanes) lane.close();
  }

  /** Puts who is ours and in no lane into the one that stands where they stand, and lets go of who is no longer ours. */
  private async arrange(): Promise<void> {
    const isOurs = ({ name, failed }: Member): boolean => !failed && this.leases.isHeld(name);
    for (const lane of this.lanes) {
      lane.members = lane.members.filter(isOurs);
      if (lane.members.length === 0) this.leave(lane);
    }
    const placed = new Set(this.lanes.flatMap(({ members }) => members));
    const waiting = this.members.filter((member) => isOurs(member) && !placed.has(member));
    if (waiting.length === 0) return;
    const stored = await this.options.readStore.positions(waiting.map(({ name }) => name));
    for (const member of waiting) {
      member.position = stored.get(member.name);
      this.join([member], member.position);
    }
    this.progress.announce();
  }

  private join(members: readonly Member[], position: Position | undefined): void {
    const there = this.lanes.find((lane) => lane.position === position);
    if (there) {
      there.members = [...there.members, ...members];
      return;
    }
    const lane = new Lane(this.track, members, position);
    this.lanes = [...this.lanes, lane];
    lane.read();
  }

  private leave(lane: Lane): void {
    lane.close();
    this.lanes = this.lanes.filter((other) => other !== lane);
  }

  private async handle(arrival: Arrival): Promise<void> {
    const { lane } = arrival;
    if (lane.isClosed) return;
    if ('isRested' in arrival) return this.leave(lane);
    if ('error' in arrival) return this.unreadable(lane, arrival.error);
    const batch = this.upToNext(lane, arrival.batch);
    await this.apply(lane, batch);
    this.progress.announce();
    if (lane.isClosed || lane.position !== lastOf(batch)) return;
    const met = this.lanes.find((other) => other !== lane && other.position === lane.position);
    if (!met) return lane.read();
    met.members = [...met.members, ...lane.members];
    this.leave(lane);
  }

  /** The part of a batch before the place where another lane stands: there the two become one. */
  private upToNext({ position = '' }: Lane, batch: readonly Recorded[]): readonly Recorded[] {
    const ahead = this.lanes.flatMap((lane) => ((lane.position ?? '') > position ? [lane.position as Position] : []));
    const end = ahead.toSorted().find((place) => place <= lastOf(batch));
    const part = end === undefined ? batch : batch.filter((event) => event.position <= end);
    return part.length === 0 ? batch : part;
  }

  private async apply(lane: Lane, batch: readonly Recorded[]): Promise<void> {
    const works = lane.members.flatMap((member) => this.workOf(member, batch));
    const move = { from: lane.position, to: lastOf(batch) };
    try {
      await this.options.readStore.applyAll(
        works.map(({ part }) => part),
        move,
      );
      this.moved(
        lane,
        works.map(({ member }) => member),
        move.to,
      );
    } catch (error) {
      const isShared = works.length > 1 && !(error instanceof ProjectionMoved);
      const isTimeToSplit = !isRetriable(error) || works.some(({ member }) => member.failures > 0);
      if (isShared && isTimeToSplit) await this.applyAlone(lane, works, move);
      else
        this.trouble(
          lane,
          works.map(({ member }) => member),
          error,
        );
    }
  }

  /** Each by itself: who fails is left behind, the others go on together. */
  private async applyAlone(
    lane: Lane,
    works: readonly Work[],
    move: { readonly from: Position | undefined; readonly to: Position },
  ): Promise<void> {
    const done: Member[] = [];
    const failing: { readonly member: Member; readonly error: unknown }[] = [];
    for (const { member, part } of works) {
      try {
        await this.options.readStore.applyAll([part], move);
        done.push(member);
      } catch (error) {
        failing.push({ member, error });
      }
    }
    for (const { member, error } of failing) {
      const own = new Lane(this.track, [member], move.from);
      this.lanes = [...this.lanes, own];
      this.trouble(own, [member], error);
    }
    if (done.length === 0) this.leave(lane);
    else this.moved(lane, done, move.to);
  }

  /** What a batch changes in a projection; nothing where it cannot be told, and then it stops. */
  private workOf(member: Member, batch: readonly Recorded[]): readonly Work[] {
    const { projection } = member;
    try {
      return [{ member, part: { projection, changes: changesOf(projection, batch) } }];
    } catch (error) {
      this.fail(member, error);
      return [];
    }
  }

  private moved(lane: Lane, members: readonly Member[], to: Position): void {
    for (const member of members) {
      member.position = to;
      member.failures = 0;
    }
    lane.members = members;
    lane.position = to;
  }

  private unreadable(lane: Lane, error: unknown): void {
    this.trouble(lane, lane.members, error);
    this.progress.announce();
  }

  /** Trouble of a lane: final for all in it, or a pause, after which each is placed anew where it stands. */
  private trouble(lane: Lane, members: readonly Member[], error: unknown): void {
    if (this.stopping.signal.aborted) return;
    if (!isRetriable(error)) {
      for (const member of members) this.fail(member, error);
      return this.leave(lane);
    }
    const failures = Math.max(1, ...members.map((member) => (member.failures += 1)));
    // Another worker was ahead: no fault, the next round reads where it stands. Time after time, it is one.
    const isExpected = error instanceof ProjectionMoved && failures < movesBeforeAlarm;
    const [only] = members;
    if (!isExpected) this.alarm(members.length === 1 && only ? only.name : groupName, lane.position, error);
    lane.rest(backoffMs(failures));
  }

  private fail(member: Member, error: unknown): void {
    member.failed = new FollowerStopped(member.name, { cause: error });
    this.leases.leave(member.name);
    this.options.onAlarm({ name: member.name, position: member.position, error, isFinal: true });
  }

  private alarm(name: string, position: Position | undefined, error: unknown): void {
    this.options.onAlarm({ name, position, error, isFinal: false });
  }
}
