import type { Position, Recorded } from '@knooppunt/kernel';
import { backoffMs } from './delay.js';
import type { Delay } from './delay.js';
import { FollowerStopped } from './errors.js';
import { Progress, pollMs } from './following.js';
import { LazyPosition } from './lazy-position.js';
import type { Laziness } from './lazy-position.js';
import type { LogSource } from './log-source.js';
import { reactionName } from './naming.js';
import type { Reaction, ReadStore } from './port.js';

/** A reaction that failed. `position` is the event's, or where it stood when the log could not be read; it tries again. */
export type ReactionTrouble = {
  readonly name: string;
  readonly position: Position | undefined;
  readonly error: unknown;
};

export type ReactionSetup = {
  readonly reaction: Reaction;
  readonly source: LogSource;
  readonly readStore: Pick<ReadStore, 'position' | 'advance'>;
  readonly onError: (trouble: ReactionTrouble) => void;
  readonly delay: Delay;
  readonly batchSize: number;
  readonly laziness: Laziness;
  /** May this worker run it now? Asked before every effect. */
  readonly isOurs: () => boolean;
  readonly begun: Promise<void>;
};

// So many effects at a time, where they may go together: they mostly wait for an engine.
const handful = 32;

/** Follows the log with one reaction, in its order where that matters; it never leaves an event out. */
export class ReactionFollower {
  private readonly stopping = new AbortController();
  private readonly position: LazyPosition;
  private readonly progress = new Progress();
  private readonly running: Promise<void>;
  private failures = 0;

  constructor(private readonly setup: ReactionSetup) {
    const { reaction, readStore, laziness, delay } = setup;
    const onError = (error: unknown): void => this.tell(this.position.handled, error);
    const name = reactionName(reaction);
    this.position = new LazyPosition({ name, readStore, laziness, delay, signal: this.stopping.signal, onError });
    this.running = this.run();
  }

  /** Takes nothing more, waits for the effect in hand and stores where it stands. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.position.store().catch((error: unknown) => this.tell(this.position.handled, error));
    this.progress.announce();
  }

  /** Resolves once this worker has handled the log so far, or another has and stored it. Rejects with `FollowerStopped`. */
  async reached(position: Position): Promise<void> {
    const { setup, stopping } = this;
    const name = reactionName(setup.reaction);
    for (;;) {
      const { next } = this.progress;
      if ((this.position.handled ?? '') >= position) return;
      if (!setup.isOurs() && ((await setup.readStore.position(name)) ?? '') >= position) return;
      if (stopping.signal.aborted) throw new FollowerStopped(name);
      await Promise.race([next, ...(setup.isOurs() ? [] : [setup.delay(pollMs, stopping.signal)])]);
    }
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    const { delay, begun } = this.setup;
    await begun;
    while (!signal.aborted) {
      const waitMs = await this.follow().then(
        () => pollMs,
        (error: unknown) => this.trouble(error),
      );
      if (!signal.aborted) await delay(waitMs, signal);
    }
  }

  private async follow(): Promise<void> {
    const { source, batchSize, isOurs } = this.setup;
    if (!isOurs()) return;
    await this.position.begin();
    this.progress.announce();
    const { handled } = this.position;
    const after = handled === undefined ? {} : { after: handled };
    const reading = new AbortController();
    const signal = AbortSignal.any([this.stopping.signal, reading.signal]);
    try {
      for await (const batch of source.subscribe({ ...after, signal, batchSize })) {
        if (!(await this.take(batch))) return;
        this.failures = 0;
      }
    } finally {
      reading.abort();
    }
  }

  /** False when it was stopped, or may not go on. */
  private async take(batch: readonly Recorded[]): Promise<boolean> {
    const { handles } = this.setup.reaction;
    const ours = batch.filter(({ type }) => handles === 'all' || handles.includes(type));
    for (const events of this.handfulsOf(ours)) {
      if (!(await this.allDone(events))) return false;
      await this.moveTo((events.at(-1) as Recorded).position, events.length);
    }
    const last = batch.at(-1);
    if (last && last.position !== this.position.handled) await this.moveTo(last.position, 0);
    return this.setup.isOurs();
  }

  /** Events whose effects are repeated together after a crash: one by one, where a reaction does not say otherwise. */
  private handfulsOf(events: readonly Recorded[]): readonly (readonly Recorded[])[] {
    const { reaction, laziness } = this.setup;
    const size = reaction.touches || reaction.reactAll ? Math.min(handful, laziness.effects) : 1;
    return Array.from({ length: Math.ceil(events.length / size) }, (_, at) => events.slice(at * size, (at + 1) * size));
  }

  private async moveTo(position: Position, effects: number): Promise<void> {
    await this.position.moveTo(position, effects);
    this.progress.announce();
  }

  private async allDone(events: readonly Recorded[]): Promise<boolean> {
    const { reactAll, touches } = this.setup.reaction;
    if (reactAll && events.length > 1 && this.setup.isOurs()) {
      const isDone = await reactAll(events).then(
        () => true,
        () => false,
      );
      if (isDone) return true;
    }
    const lines = touches ? [...Map.groupBy(events, touches).values()] : [events];
    const done = await Promise.all(lines.map((line) => this.inOrder(line)));
    return done.every(Boolean);
  }

  private async inOrder(events: readonly Recorded[]): Promise<boolean> {
    for (const event of events) if (!(await this.untilDone(event))) return false;
    return true;
  }

  private async untilDone(event: Recorded): Promise<boolean> {
    const { signal } = this.stopping;
    for (let failures = 1; !signal.aborted && this.setup.isOurs(); failures++) {
      try {
        await this.setup.reaction.react(event);
        return true;
      } catch (error) {
        this.tell(event.position, error);
        await this.setup.delay(backoffMs(failures), signal);
      }
    }
    return false;
  }

  private trouble(error: unknown): number {
    if (this.stopping.signal.aborted) return 0;
    this.failures += 1;
    this.tell(this.position.handled, error);
    return backoffMs(this.failures);
  }

  private tell(position: Position | undefined, error: unknown): void {
    this.setup.onError({ name: this.setup.reaction.name, position, error });
  }
}
