import { runDecider } from '@knooppunt/event-store';
import { isDomainError } from '@knooppunt/kernel';
import type { CommandMeta, Decider, Message, OrganisationId, Recorded, StreamName } from '@knooppunt/kernel';
import type { WorkerParts } from './worker.parts.js';

/**
 * What a reaction does to which stream. `organisation`: on whose account, where that is not the hub's own. `opens`: it is
 * the first event of its stream.
 */
export type Deed<State, Command extends Message, Event extends Message> = {
  readonly decider: Decider<State, Command, Event>;
  readonly stream: StreamName;
  readonly step: string;
  readonly organisation?: OrganisationId;
  readonly opens?: boolean;
};

/** `refused`: the decider says no to what the world has become since the cause; trying again would not change that. */
export type Reacted = 'done' | 'refused';

// Its command id follows from event and step, so a repeat is one.
const metaOf = (
  parts: WorkerParts,
  cause: Recorded,
  { step, organisation }: Pick<Deed<unknown, Message, Message>, 'step' | 'organisation'>,
): CommandMeta => ({
  commandId: parts.names.derivedId('reaction', cause.id, step),
  cooperation: cause.cooperation,
  at: parts.clock(),
  actor: 'system:worker',
  organisation: organisation ?? null,
  role: null,
  purpose: null,
  correlation: cause.correlation,
  causation: cause.id,
  traceId: cause.traceId,
  ...(cause.covenant ? { covenant: cause.covenant } : {}),
});

const isRefusal = (error: unknown): boolean =>
  isDomainError(error) && error.code.startsWith('cases/') && !error.retriable;

/**
 * Runs a decider because of an event. A reaction is tried until it resolves and those behind it wait, so a decider's no
 * is an answer here, for the reaction to deal with, and an alarm; errors of the stores reject.
 */
export const reactWith = async <State, Command extends Message, Event extends Message>(
  parts: WorkerParts,
  cause: Recorded,
  deed: Deed<State, Command, Event>,
  command: NoInfer<Command>,
): Promise<Reacted> => {
  const { decider, stream, opens = false } = deed;
  try {
    await runDecider(parts.store, decider, { stream, command, meta: metaOf(parts, cause, deed), opens });
    return 'done';
  } catch (error) {
    if (!isRefusal(error)) throw error;
    parts.alarm('worker/reaction-refused', error);
    return 'refused';
  }
};
