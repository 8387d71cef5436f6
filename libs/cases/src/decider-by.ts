import { assertNever } from '@knooppunt/kernel';
import type { Decider, Instant, Message } from '@knooppunt/kernel';

/** An event as a fold receives it: from the log with its recorded time, or fresh from a decision without. */
export type Stored<Event extends Message> = Event & { readonly recordedAt?: Instant };

type DataOf<M extends Message, Type extends M['type']> = Extract<M, { readonly type: Type }>['data'];

/** One decision and one evolution per type; a type without an entry does not compile. */
type DecisionTable<State, Command extends Message, Event extends Message> = {
  readonly initial: State;
  readonly decide: {
    readonly [Type in Command['type']]: (data: DataOf<Command, Type>, state: State, at: Instant) => readonly Event[];
  };
  readonly evolve: {
    readonly [Type in Event['type']]: (
      state: State,
      data: DataOf<Event, Type>,
      recordedAt: Instant | undefined,
    ) => State;
  };
};

type AnyDecision<State, Event> = (data: unknown, state: State, at: Instant) => readonly Event[];
type AnyEvolution<State> = (state: State, data: unknown, recordedAt: Instant | undefined) => State;

const entry = <Entry>(table: { readonly [type: string]: Entry }, type: string): Entry =>
  (Object.hasOwn(table, type) ? table[type] : undefined) ?? assertNever(type as never);

/**
 * A decider from tables of decisions and evolutions. A type that the tables do not hold throws: an unreadable log is
 * never skipped. Source: ADR 0002.
 */
export const deciderBy = <State, Command extends Message, Event extends Message>(
  table: DecisionTable<State, Command, Event>,
): Decider<State, Command, Stored<Event>> => {
  const decisions = table.decide as unknown as Record<string, AnyDecision<State, Stored<Event>>>;
  const evolutions = table.evolve as unknown as Record<string, AnyEvolution<State>>;
  return {
    initial: table.initial,
    decide: ({ type, data }, state, { at }) => entry(decisions, type)(data, state, at),
    evolve: (state, event) => entry(evolutions, event.type)(state, event.data, event.recordedAt),
  };
};
