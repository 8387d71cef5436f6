import type { ClearShape, ClearValue } from './clear.js';
import type { Message } from './message.js';

/**
 * One stored event type: its newest schema version, its clear data, and the blocks that it seals
 * (block name -> payload type of the registry, or `payload` for a contribution).
 */
export type EventDefinition = {
  readonly version: number;
  readonly data: { readonly [name: string]: ClearShape };
  readonly sealed?: { readonly [block: string]: string };
};
export type EventCatalogue = { readonly [type: string]: EventDefinition };

/** The union of events that a catalogue describes. */
export type EventsOf<C extends EventCatalogue> = {
  [T in keyof C & string]: Message<T, ClearValue<{ readonly record: C[T]['data'] }>>;
}[keyof C & string];

/** The event of one type of a catalogue. */
export type EventIn<C extends EventCatalogue, T extends keyof C & string> = Extract<EventsOf<C>, { type: T }>;
