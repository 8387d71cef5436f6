import type { EventsOf } from '@knooppunt/kernel';
import { caseEvents, meetingEvents, requestEvents } from './case.events.js';
import { contributionEvents } from './contribution.events.js';
import { covenantEvents } from './covenant.events.js';
import { evidenceEvents } from './evidence.events.js';
import { foundingEvents } from './founding.events.js';
import { signalEvents } from './signal.events.js';

/** Every event type that the log may hold, with its newest version and its clear fields. Source: ADR 0001. */
export const eventCatalogue = {
  ...foundingEvents,
  ...covenantEvents,
  ...contributionEvents,
  ...signalEvents,
  ...caseEvents,
  ...requestEvents,
  ...meetingEvents,
  ...evidenceEvents,
} as const;

/** Any event of the log, as decoded. */
export type AnyEvent = EventsOf<typeof eventCatalogue>;
export type EventType = keyof typeof eventCatalogue;
