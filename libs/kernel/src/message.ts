import type { Instant } from './instant.js';

/** A command or an event: a literal type and plain data. */
export type Message<Type extends string = string, Data = unknown> = { readonly type: Type; readonly data: Data };

/** What a decision may know besides command and state. */
export type DecisionContext = { readonly at: Instant };

/**
 * Decides what a command means for a state, as facts. Pure: the same inputs give the same events for ever.
 *
 * `decide` returns no events when a command repeats what is already so, and throws a `DomainError` when it is illegal.
 * `evolve` throws on a type it does not know: an unreadable log is never skipped. Source: ADR 0002.
 */
export type Decider<State, Command extends Message, Event extends Message> = {
  readonly initial: State;
  readonly decide: (command: Command, state: State, context: DecisionContext) => readonly Event[];
  readonly evolve: (state: State, event: Event) => State;
};

/** The state after these events. */
export const fold = <State, Event extends Message>(
  decider: { readonly initial: State; readonly evolve: (state: State, event: Event) => State },
  events: Iterable<Event>,
): State => {
  let state = decider.initial;
  for (const event of events) state = decider.evolve(state, event);
  return state;
};

/** For the default branch of a switch over a closed union. */
export const assertNever = (value: never): never => {
  throw new TypeError(`unexpected value \`${String(value)}\``);
};
