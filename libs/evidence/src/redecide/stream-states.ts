import {
  caseDecider,
  contributionDecider,
  covenantDecider,
  meetingDecider,
  narrowingOf,
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
  Narrows,
  PartyState,
  PersonState,
  Placed,
  RequestState,
  SignalState,
} from '@knooppunt/cases';
import { categoryOf } from '@knooppunt/kernel';
import type { CooperationId, Recorded, StreamName } from '@knooppunt/kernel';

type Folder = { readonly initial: unknown; readonly evolve: (state: never, event: never) => unknown };

const folders: Readonly<Record<keyof StateOf, Folder>> = {
  covenant: covenantDecider,
  party: partyDecider,
  person: personDecider,
  contribution: contributionDecider,
  signal: signalDecider,
  case: caseDecider,
  meeting: meetingDecider,
  request: requestDecider,
};

/** The states that a decision folds, by category of stream. */
export type StateOf = {
  readonly covenant: CovenantState;
  readonly party: PartyState;
  readonly person: PersonState;
  readonly contribution: ContributionState;
  readonly signal: SignalState;
  readonly case: CaseState;
  readonly meeting: MeetingState;
  readonly request: RequestState;
};

/** Gives the events of one stream from its first on, for a state that lies further back than is kept. */
export type StreamEvents = (stream: StreamName) => Iterable<Recorded>;

type Kept = { readonly revision: bigint; readonly state: unknown; readonly narrows: Narrows };

// A record is appended moments after its fold: what other writers appended in between is a handful of events.
const keptStates = 16;

const folderOf = (category: string): Folder | undefined =>
  Object.hasOwn(folders, category) ? folders[category as keyof StateOf] : undefined;

/** States of every stream that decisions fold, at their newest revisions; older ones are folded again from the stream. */
export class StreamStates {
  private readonly kept = new Map<StreamName, readonly Kept[]>();
  private readonly cooperations = new Map<StreamName, CooperationId>();

  constructor(private readonly eventsOf: StreamEvents) {}

  /** The next event of the log. Throws where the stream's decider does not know it. */
  apply(event: Recorded): void {
    const folder = folderOf(categoryOf(event.stream));
    if (!folder) return;
    const states = this.kept.get(event.stream) ?? [];
    if (states.length === 0) this.cooperations.set(event.stream, event.cooperation);
    const state = folder.evolve(this.stateOf(event.stream, folder) as never, event as never);
    const after = { revision: event.revision, state, narrows: narrowingOf(event) };
    this.kept.set(event.stream, [...states.slice(1 - keptStates), after]);
  }

  /** Revision of the newest event of a stream so far; -1 where there is none. */
  newest(stream: StreamName): bigint {
    return this.last(stream)?.revision ?? -1n;
  }

  /** How the events of a folded stream after a revision narrow what rests on it. */
  narrowingsAfter(stream: StreamName, revision: bigint): readonly Narrows[] {
    const kept = this.kept.get(stream) ?? [];
    if ((kept[0]?.revision ?? 0n) <= revision + 1n) {
      return kept.filter((one) => one.revision > revision).map(({ narrows }) => narrows);
    }
    const newest = this.newest(stream);
    const narrowings: Narrows[] = [];
    for (const event of this.eventsOf(stream)) {
      if (event.revision > newest) break;
      if (event.revision > revision) narrowings.push(narrowingOf(event));
    }
    return narrowings;
  }

  /** The cooperation that a stream belongs to; undefined where it is not folded, or not there. */
  cooperationOf(stream: StreamName): CooperationId | undefined {
    return this.cooperations.get(stream);
  }

  /** The newest state of a stream; the initial one where it has no events. */
  current<C extends keyof StateOf>(category: C, stream: StreamName): StateOf[C] {
    return this.stateOf(stream, folders[category]) as StateOf[C];
  }

  /** The state of a stream at a revision (-1: before its first event); undefined where the log has not come so far. */
  at<C extends keyof StateOf>(category: C, stream: StreamName, revision: bigint): Placed<StateOf[C]> | undefined {
    if (categoryOf(stream) !== category || revision > this.newest(stream)) return undefined;
    const state = revision < 0n ? folders[category].initial : this.stateAt(category, stream, revision);
    return { stream, revision, state: state as StateOf[C] };
  }

  private last(stream: StreamName): Kept | undefined {
    return this.kept.get(stream)?.at(-1);
  }

  private stateOf(stream: StreamName, { initial }: Folder): unknown {
    return this.last(stream)?.state ?? initial;
  }

  private stateAt(category: keyof StateOf, stream: StreamName, revision: bigint): unknown {
    const kept = this.kept.get(stream)?.find((one) => one.revision === revision);
    if (kept) return kept.state;
    const { initial, evolve } = folders[category];
    let state = initial;
    for (const event of this.eventsOf(stream)) {
      if (event.revision > revision) break;
      state = evolve(state as never, event as never);
    }
    return state;
  }
}
