import { signalTopicOf } from '@knooppunt/contracts';
import { epochMsOf } from '@knooppunt/kernel';
import type { Position } from '@knooppunt/kernel';
import type { Consumer } from '@knooppunt/messaging';
import { allProjections } from '@knooppunt/projections';
import { startProjector, startReactor } from '@knooppunt/read-store';
import type { Following, Reaction } from '@knooppunt/read-store';
import { kinds } from '@knooppunt/signals';
import { takeIn } from './intake.js';
import { logSourceOf } from './log-source.js';
import { requestPersonChecks } from './person-checks/request-checks.js';
import { PersonCheckRounds } from './person-checks/rounds.js';
import { recordNecessityOfRequest, takeSignalsIn, takeSupplyIn } from './reactions/case.reactions.js';
import { destroyKeys } from './reactions/erasure.reactions.js';
import { requestErasure, startWeighing } from './reactions/signal.reactions.js';
import type { SequencerLoop } from './sequencer-loop.js';
import { sweep } from './sweeper.js';
import type { WorkerParts } from './worker.parts.js';

/** How often the worker looks for work that no event announces, in milliseconds; for open checks every 5 s where it is left out. */
export type WorkerRhythm = {
  readonly sweepMs: number;
  readonly checkpointMs: number;
  readonly personCheckMs?: number;
};

const intakeGroup = 'intake';
const usualPersonCheckMs = 5_000;
const topicNames = kinds.map((kind) => signalTopicOf(kind));

/** Every topic that exists: one per kind of organisation. Made by an explicit step, before anything publishes. */
export const topicsWith = (partitions: number) => topicNames.map((name) => ({ name, partitions }));

const reactionsOf = (parts: WorkerParts): readonly Reaction[] => [
  startWeighing(parts),
  requestErasure(parts),
  destroyKeys(parts),
  takeSignalsIn(parts),
  takeSupplyIn(parts),
  recordNecessityOfRequest(parts),
  parts.matches.reaction,
  ...(parts.personChecks ? [requestPersonChecks(parts, parts.personChecks)] : []),
];

/** The worker: intake from the topics, projectors, reactions, sweeper, sequencer. */
export class Worker {
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly ticks = new Set<Promise<void>>();
  private readonly calling = new AbortController();
  private readonly rounds: readonly PersonCheckRounds[];

  private constructor(
    private readonly parts: WorkerParts,
    private readonly sequencer: SequencerLoop,
    private readonly projector: Following,
    private readonly reactor: Following,
    private readonly consumer: Consumer,
    private readonly ending: AbortController,
  ) {
    const { personChecks } = parts;
    const registers = [...(personChecks?.registers.values() ?? [])];
    this.rounds = personChecks
      ? registers.map((register) => new PersonCheckRounds(parts, personChecks, register, this.calling.signal))
      : [];
  }

  /** Starts all of it; resolves once it follows. A first checkpoint is signed at start. */
  static async start(parts: WorkerParts, sequencer: SequencerLoop, rhythm: WorkerRhythm): Promise<Worker> {
    const { store, readStore, messaging, alarm } = parts;
    const ending = new AbortController();
    const source = logSourceOf(store, ending.signal);
    const projector = await startProjector({
      source,
      readStore,
      projections: allProjections,
      holder: parts.slot,
      clock: () => epochMsOf(parts.clock()),
      onAlarm: ({ name, error }) => alarm(name, error),
    });
    const reactor = startReactor({
      source,
      readStore,
      reactions: reactionsOf(parts),
      onError: ({ name, error }) => alarm(name, error),
    });
    const consumer = await messaging.consume({
      topics: topicNames,
      group: intakeGroup,
      onMessage: takeIn(parts),
      onFailure: (error) => alarm('worker/intake', error),
    });
    const worker = new Worker(parts, sequencer, projector, reactor, consumer, ending);
    await sequencer.checkpoint();
    worker.every(rhythm.sweepMs, 'worker/sweep', () => sweep(parts));
    worker.every(rhythm.checkpointMs, 'worker/checkpoint', () => sequencer.checkpoint());
    for (const round of worker.rounds) {
      worker.every(rhythm.personCheckMs ?? usualPersonCheckMs, 'worker/person-checks', () => round.run());
    }
    return worker;
  }

  /** Resolves once all that was published and appended before has been followed: topics, reactions and read models. */
  async settled(): Promise<void> {
    await this.consumer.settled();
    for (;;) {
      const before = await this.parts.store.head();
      if (before === undefined) return;
      await this.followed(before);
      if ((await this.parts.store.head()) === before) return;
    }
  }

  /** Resolves once read models and reactions have reached a position. */
  async followed(position: Position): Promise<void> {
    await Promise.all([this.projector.settled(position), this.reactor.settled(position)]);
  }

  /** One round of every partner over the checks that are open now, beside those that come by themselves. */
  async checkPersons(): Promise<void> {
    await Promise.all(this.rounds.map((round) => round.run()));
  }

  /** Finishes what is under way, signs a last checkpoint and stops. What cannot stop is an alarm; the rest stops all the same. */
  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    // A call outward is ended, not waited for: its check stays open and is asked again under the same key.
    this.calling.abort();
    await Promise.all(this.ticks);
    await this.end(() => this.consumer.stop());
    await this.end(() => this.reactor.stop());
    await this.end(() => this.projector.stop());
    this.ending.abort();
    await this.end(() => this.sequencer.checkpoint());
  }

  private async end(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.parts.alarm('worker/stop', error);
    }
  }

  private every(ms: number, what: string, work: () => Promise<unknown>): void {
    let busy: Promise<void> | undefined;
    const tick = async (): Promise<void> => {
      try {
        await work();
      } catch (error) {
        this.parts.alarm(what, error);
      }
    };
    const timer = setInterval(() => {
      if (busy) return;
      const one = tick().finally(() => {
        this.ticks.delete(one);
        busy = undefined;
      });
      busy = one;
      this.ticks.add(one);
    }, ms);
    timer.unref();
    this.timers.push(timer);
  }
}
