import { expect } from '@jest/globals';
import { fold } from '@knooppunt/kernel';
import type { Decider, Instant, Message } from '@knooppunt/kernel';

type Outcome<Event> = { readonly events: readonly Event[] } | { readonly error: unknown };

/** What a decision gave, and how to ask for it. `thenThrows` compares the literal code of a `DomainError`. */
export type Then<Event> = {
  readonly then: (expected: readonly Event[]) => void;
  readonly thenNothing: () => void;
  readonly thenThrows: (code: string) => void;
};
/** The state that the given events make, and one command to put to it. */
export type Given<State, Command, Event> = {
  readonly state: State;
  readonly when: (command: Command, at?: Instant) => Then<Event>;
};

/** The moment of specs that do not name one. */
export const noon: Instant = '2026-03-02T12:00:00.000Z';

const throughJson = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

const outcomeOf = <Event>(decide: () => readonly Event[]): Outcome<Event> => {
  try {
    return { events: decide() };
  } catch (error) {
    return { error };
  }
};

const eventsOf = <Event>(outcome: Outcome<Event>): readonly Event[] => {
  if ('error' in outcome) throw outcome.error;
  return outcome.events;
};

/**
 * given / when / then for a decider: `given(decider, events).when(command, at).then(expected)`. The given events pass
 * through JSON first, as they would from a log. Source: house style, tests.
 */
export const given = <State, Command extends Message, Event extends Message>(
  decider: Decider<State, Command, Event>,
  events: readonly Event[],
): Given<State, Command, Event> => {
  const state = fold(decider, throughJson(events));
  return {
    state,
    when: (command, at = noon) => {
      const outcome = outcomeOf(() => decider.decide(throughJson(command), state, { at }));
      return {
        // oxlint-disable-next-line unicorn/no-thenable -- given/when/then is the form of every spec; nothing awaits it
        then: (expected) => expect(eventsOf(outcome)).toStrictEqual(expected),
        thenNothing: () => expect(eventsOf(outcome)).toStrictEqual([]),
        thenThrows: (code) => {
          if (!('error' in outcome)) throw new Error(`expected \`${code}\`, got ${JSON.stringify(outcome.events)}`);
          expect((outcome.error as { code?: unknown }).code ?? outcome.error).toBe(code);
        },
      };
    },
  };
};
