import { intakeGroup, signalTopicOf } from '@knooppunt/contracts';
import type { Position } from '@knooppunt/kernel';
import type { Consumer } from '@knooppunt/messaging';
import { allProjections } from '@knooppunt/projections';
import { holdLease, startProjector, startReactor } from '@knooppunt/read-store';
import type { Following, Lease, Reaction } from '@knooppunt/read-store';
import { kinds } from '@knooppunt/signals';
import { runCovenantRound } from './covenant-round.js';
import { runDepartureRound } from './departure-round.js';
import { takeIn } from './intake.js';
import { logSourceOf } from './log-source.js';
import type { KeptLog } from './log-source.js';
import { NightlyReplay } from './nightly-replay.js';
import { requestPersonChecks } from './person-checks/request-checks.js';
import { PersonCheckRounds } from './person-checks/rounds.js';
import { recordNecessityOfRequest, takeSignalsIn, takeSupplyIn } from './reactions/case.reactions.js';
import { followDeparture, refuseDeparted } from './reactions/departure.reactions.js';
import { destroyKeys } from './reactions/erasure.reactions.js';
import { sendNotices } from './reactions/notice.reactions.js';
import { requestErasure, startWeighing } from './reactions/signal.reactions.js';
import type { SequencerLoop } from './sequencer-loop.js';
import { sweep } from './sweeper.js';
import { Ticker } from './ticker.js';
import { replayBeforeAll, replayTombstones } from './tombstones.js';
import { WitnessPost } from './witness-post.js';
import type { WorkerParts } from './worker.parts.js';

/** How often the worker looks for work that no event announces, in milliseconds; where they are left out, for open checks
 * every 5 s, for the mark of destructions every second, for the hour of witnesses and of the nightly replay and the day of
 * covenants and departures every minute. */
export type WorkerRhythm = {
  readonly sweepMs: number;
  readonly checkpointMs: number;
  readonly personCheckMs?: number;
  readonly tombstoneMs?: number;
  readonly witnessMs?: number;
  readonly covenantMs?: number;
  readonly replayMs?: number;
};

const topics = kinds.map((kind) => signalTopicOf(kind));
const usualPersonCheckMs = 5_000;
const usualTombstoneMs = 1_000;
const usualWitnessMs = 60_000;
const usualCovenantMs = 60_000;
const usualReplayMs = 60_000;
// They mostly wait for the event store; what they ask it at the same time they ask together, so a whole fetch goes at once.
const takenAtOnce = 128;

const reactionsOf = (parts: WorkerParts): readonly Reaction[] => [
  startWeighing(parts),
  requestErasure(parts),
  destroyKeys(parts),
  takeSignalsIn(parts),
  takeSupplyIn(parts),
  recordNecessityOfRequest(parts),
  sendNotices(parts),
  followDeparture(parts),
  refuseDeparted(parts),
  parts.matches.reaction,
  ...(parts.personChecks ? [requestPersonChecks(parts, parts.personChecks)] : []),
];

/** What a worker does all the time; of the leased work one worker at a time does each. */
type AtWork = {
  readonly source: KeptLog;
  readonly projector: Following;
  readonly reactor: Following;
  readonly consumer: Consumer;
  readonly sweeping: Lease;
  readonly sequencing: Lease;
  readonly replaying: Lease;
  readonly covenants: Lease;
};

type Leased = 'sweeping' | 'sequencing' | 'replaying' | 'covenants';

const leasesOf = ({ readStore, slot, alarm }: WorkerParts): Pick<AtWork, Leased> => {
  const held = (name: string): Lease =>
    holdLease({ name, holder: slot, readStore, onError: (error) => alarm('worker/lease', error) });
  return {
    sweeping: held('sweeper'),
    sequencing: held('sequencer'),
    replaying: held('replay'),
    covenants: held('covenants'),
  };
};

/** The worker: intake from the topics, projectors, reactions, sweeper, sequencer. */
export class Worker {
  private readonly ticker: Ticker;
  private readonly calling = new AbortController();
  private readonly rounds: readonly PersonCheckRounds[];

  private constructor(
    private readonly parts: WorkerParts,
    private readonly sequencer: SequencerLoop,
    private readonly at: AtWork,
    private readonly ending: AbortController,
  ) {
    this.ticker = new Ticker(parts.alarm);
    const { personChecks } = parts;
    const registers = [...(personChecks?.registers.values() ?? [])];
    this.rounds = personChecks
      ? registers.map((register) => new PersonCheckRounds(parts, personChecks, register, this.calling.signal))
      : [];
  }

  /**
   * Starts all of it; resolves once it follows. What the log calls destroyed is destroyed in the key store before anything
   * else is done. A first checkpoint is signed at start.
   */
  static async start(parts: WorkerParts, sequencer: SequencerLoop, rhythm: WorkerRhythm): Promise<Worker> {
    const { store, readStore, messaging, slot, alarm, fail } = parts;
    await replayBeforeAll(parts, alarm);
    const ending = new AbortController();
    const source = logSourceOf(store, ending.signal);
    sequencer.readFrom(source);
    const projector = await startProjector({
      source,
      readStore,
      projections: allProjections,
      holder: slot,
      onAlarm: ({ name, error }) => alarm(name, error),
    });
    const reactor = startReactor({
      source,
      readStore,
      reactions: reactionsOf(parts),
      leasing: { holder: slot },
      onError: ({ name, error }) => alarm(name, error),
    });
    const consumer = await messaging.consume({
      topics,
      group: intakeGroup,
      concurrency: takenAtOnce,
      onMessage: takeIn(parts),
      onFailure: (error) => fail('worker/intake', error),
    });
    const worker = new Worker(parts, sequencer, { source, projector, reactor, consumer, ...leasesOf(parts) }, ending);
    await worker.begin(rhythm);
    return worker;
  }

  /** Do all followers of the log go on? One that cannot handle an event has stopped, and an alarm told so. */
  get isFollowing(): boolean {
    return this.at.projector.failed.size === 0 && this.at.reactor.failed.size === 0;
  }

  /** Resolves once all that was published and appended before has been followed: topics, reactions and read models. */
  async settled(): Promise<void> {
    await this.at.consumer.settled();
    for (;;) {
      const before = await this.parts.store.head();
      if (before === undefined) return;
      await this.followed(before);
      if ((await this.parts.store.head()) === before) return;
    }
  }

  /** Resolves once read models and reactions have reached a position. */
  async followed(position: Position): Promise<void> {
    await Promise.all([this.at.projector.settled(position), this.at.reactor.settled(position)]);
  }

  /** One round of every partner over the checks that are open now, beside those that come by themselves. */
  async checkPersons(): Promise<void> {
    await Promise.all(this.rounds.map((round) => round.run()));
  }

  /** One look at the day of every covenant and of every departure, beside those that come by themselves. */
  async lookAtCovenants(): Promise<void> {
    await this.at.covenants.run(async () => {
      await runCovenantRound(this.parts);
      await runDepartureRound(this.parts);
    });
  }

  /** Finishes what is under way, signs a last checkpoint and stops. What cannot stop is an alarm; the rest stops all the same. */
  async stop(): Promise<void> {
    // A call outward is ended, not waited for: its check stays open and is asked again under the same key.
    this.calling.abort();
    await this.ticker.stop();
    const { consumer, reactor, projector, sweeping, sequencing, replaying, covenants } = this.at;
    await this.end(() => consumer.stop());
    await this.end(() => reactor.stop());
    await this.end(() => projector.stop());
    await this.end(async () => void (await replayTombstones(this.parts)));
    this.ending.abort();
    await this.end(() => sweeping.stop());
    await this.end(() => replaying.stop());
    await this.end(() => covenants.stop());
    await this.end(() => this.checkpoint());
    await this.end(() => sequencing.stop());
  }

  private async begin(rhythm: WorkerRhythm): Promise<void> {
    const { source, sweeping, sequencing, replaying, covenants } = this.at;
    await Promise.all([sweeping.begun, sequencing.begun, replaying.begun, covenants.begun]);
    await this.checkpoint();
    const { ticker, parts } = this;
    ticker.every(rhythm.sweepMs, 'worker/sweep', () => sweeping.run(() => sweep(parts)));
    ticker.every(rhythm.tombstoneMs ?? usualTombstoneMs, 'worker/tombstones', () =>
      replayTombstones({ ...parts, store: source }),
    );
    ticker.every(rhythm.checkpointMs, 'worker/checkpoint', () => this.checkpoint());
    ticker.every(rhythm.covenantMs ?? usualCovenantMs, 'worker/covenants', () => this.lookAtCovenants());
    const { witnesses: board } = this.sequencer;
    const post = board && new WitnessPost({ board, messaging: parts.messaging, clock: parts.clock });
    if (post) {
      const every = rhythm.witnessMs ?? usualWitnessMs;
      ticker.every(every, 'worker/witnesses', () => sequencing.run(() => this.postToWitnesses(post)));
    }
    const replay = new NightlyReplay(parts);
    ticker.every(rhythm.replayMs ?? usualReplayMs, 'worker/replay', () => replaying.run(() => replay.runIfDue()));
    for (const round of this.rounds) {
      ticker.every(rhythm.personCheckMs ?? usualPersonCheckMs, 'worker/person-checks', () => round.run());
    }
  }

  /** The log first, to its end: witnesses get what was signed before their hour. */
  private async postToWitnesses(post: WitnessPost): Promise<void> {
    await this.sequencer.checkpoint();
    await post.post();
  }

  private async checkpoint(): Promise<void> {
    await this.at.sequencing.run(() => this.sequencer.checkpoint());
  }

  private async end(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.parts.alarm('worker/stop', error);
    }
  }
}
