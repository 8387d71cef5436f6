import { runDecider } from '@knooppunt/event-store';
import type { Outcome } from '@knooppunt/event-store';
import type { CommandMeta, Decider, Message, Recorded, StreamName } from '@knooppunt/kernel';
import type { WorkerParts } from './worker.parts.js';

/** The envelope of what the worker does because of an event: its command id follows from event and step, so a repeat is one. */
export const reactionMeta = (parts: WorkerParts, cause: Recorded, step: string): CommandMeta => ({
  commandId: parts.names.derivedId('reaction', cause.id, step),
  cooperation: cause.cooperation,
  at: parts.clock(),
  actor: 'system:worker',
  organisation: null,
  role: null,
  purpose: null,
  correlation: cause.correlation,
  causation: cause.id,
  traceId: cause.traceId,
  ...(cause.covenant ? { covenant: cause.covenant } : {}),
});

/** Runs a decider because of an event. */
export const reactWith = <State, Command extends Message, Event extends Message>(
  parts: WorkerParts,
  cause: Recorded,
  deed: { readonly decider: Decider<State, Command, Event>; readonly stream: StreamName; readonly step: string },
  command: NoInfer<Command>,
): Promise<Outcome> =>
  runDecider(parts.store, deed.decider, {
    stream: deed.stream,
    command,
    meta: reactionMeta(parts, cause, deed.step),
  });
