import {
  caseDecider,
  contributionDecider,
  covenantDecider,
  meetingDecider,
  partyDecider,
  personDecider,
  requestDecider,
  signalDecider,
} from '@knooppunt/cases';
import type {
  CaseState,
  ContributionState,
  CovenantState,
  MeetingState,
  PartyState,
  PersonState,
  Placed,
  RequestState,
  SignalState,
} from '@knooppunt/cases';
import { SharedReads, decodeEvent } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import { categoryOf } from '@knooppunt/kernel';
import type { CooperationId, Recorded, Rhythm, StreamName } from '@knooppunt/kernel';

type Folder = { readonly initial: unknown; readonly evolve: (state: never, event: never) => unknown };

/** Categories whose streams a decision folds, and by which decider. */
const folders: Readonly<Record<string, Folder>> = {
  covenant: covenantDecider,
  party: partyDecider,
  person: personDecider,
  case: caseDecider,
  meeting: meetingDecider,
  request: requestDecider,
  signal: signalDecider,
  contribution: contributionDecider,
};

type StateOf = {
  readonly covenant: CovenantState;
  readonly party: PartyState;
  readonly person: PersonState;
  readonly case: CaseState;
  readonly meeting: MeetingState;
  readonly request: RequestState;
  readonly signal: SignalState;
  readonly contribution: ContributionState;
};
type Folded = Placed<unknown> & { readonly cooperation?: CooperationId };

const pageSize = 500;

/**
 * States of streams, folded to their newest revision at each call. A stream only grows, so what was folded before is
 * kept and only the tail is read; the store is asked every time (from the leader, on a cluster), and calls for one stream at
 * the same time share a question that was put after all of them.
 */
export class StreamFolds {
  private readonly kept = new Map<StreamName, Folded>();
  private readonly reads: SharedReads;

  /** `rhythm`: of questions about one stream that keep coming, for whom a short wait does not matter; see `SharedReads`. */
  constructor(
    private readonly store: EventStore,
    private readonly maxKept = 5_000,
    rhythm?: Rhythm,
  ) {
    this.reads = new SharedReads(rhythm);
  }

  /**
   * The newest state of a stream; revision -1 where it has no events, or belongs to another cooperation: nothing crosses
   * (design §5). Errors: those of the store and of the codec.
   */
  async fold<C extends keyof StateOf>(
    category: C,
    stream: StreamName,
    cooperation: CooperationId,
  ): Promise<Placed<StateOf[C]>> {
    if (categoryOf(stream) !== category) throw new TypeError(`\`${stream}\` is no ${category} stream`);
    const folded = await this.reads.share(stream, () => this.newest(folders[category] as Folder, stream));
    if (folded.cooperation !== undefined && folded.cooperation !== cooperation) {
      return { stream, revision: -1n, state: (folders[category] as Folder).initial as StateOf[C] };
    }
    return folded as Placed<StateOf[C]>;
  }

  private async newest(folder: Folder, stream: StreamName): Promise<Folded> {
    let folded: Folded = this.kept.get(stream) ?? { stream, revision: -1n, state: folder.initial };
    for (;;) {
      const page = await this.store.read(stream, { from: folded.revision + 1n, maxCount: pageSize });
      for (const stored of page) {
        const event = decodeEvent(stored);
        const state = folder.evolve(folded.state as never, event as never);
        folded = { stream, revision: stored.revision, state, cooperation: event.cooperation };
      }
      if (page.length < pageSize) break;
    }
    if (folded.revision >= 0n) this.keep(folded);
    return folded;
  }

  /** All events that a stream has got since a revision, decoded. */
  async tail(stream: StreamName, after: bigint): Promise<readonly Recorded[]> {
    const events: Recorded[] = [];
    for (let from = after + 1n; ; from += BigInt(pageSize)) {
      const page = await this.store.read(stream, { from, maxCount: pageSize });
      events.push(...page.map((event) => decodeEvent(event)));
      if (page.length < pageSize) return events;
    }
  }

  private keep(folded: Folded): void {
    this.kept.delete(folded.stream);
    this.kept.set(folded.stream, folded);
    if (this.kept.size > this.maxKept) {
      const [oldest] = this.kept.keys();
      if (oldest !== undefined) this.kept.delete(oldest);
    }
  }
}
