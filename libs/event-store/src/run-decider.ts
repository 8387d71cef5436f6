import { fold } from '@knooppunt/kernel';
import type {
  CommandMeta,
  Decider,
  Envelope,
  Message,
  Position,
  Recorded,
  SealedBlocks,
  StreamName,
} from '@knooppunt/kernel';
import { eventCatalogue } from '@knooppunt/cases';
import { decodeEvent, encodeEvent } from './codec.js';
import { ConcurrentChange, EventIdClash, UnknownEventType, WrongExpectedRevision } from './errors.js';
import type { AppendResult, EventStore, NewEvent } from './port.js';
import { readStream } from './read-stream.js';
import { eventIdOf } from './uuid.js';

const maxTries = 3;

/** The sealed blocks of each new event: by its place in the result (from 0) and the event itself, or by its type. */
export type SealedFor<Event extends Message> =
  | ((eventIndex: number, event: Event) => SealedBlocks | undefined)
  | { readonly [Type in Event['type']]?: SealedBlocks };

/**
 * One command for one stream. `meta.at` is the moment of the decision and of the record. `opens`: most probably the stream is
 * not there yet, so it is not read first: the append finds out, and the decider must accept the command on its initial state.
 * `onlyAt`: the revision (-1n: none) at which its maker looked; where the stream has moved on, nothing is decided.
 */
export type DeciderRun<Command extends Message, Event extends Message> = {
  readonly stream: StreamName;
  readonly command: Command;
  readonly meta: CommandMeta;
  readonly sealed?: SealedFor<Event>;
  readonly opens?: boolean;
  readonly onlyAt?: bigint;
};

/**
 * What a command brought about. `repeated`: it had been carried out before, these are the events of then.
 * `revision` and `position` are those of the last of `events`; without events those of the stream as it was decided on
 * (-1n and `undefined` where there is none).
 */
export type Outcome = {
  readonly events: readonly Recorded[];
  readonly repeated: boolean;
  readonly revision: bigint;
  readonly position: Position | undefined;
};

const outcomeOf = (events: readonly Recorded[], repeated: boolean, last = events.at(-1)): Outcome => ({
  events,
  repeated,
  revision: last?.revision ?? -1n,
  position: last?.position,
});

const versionOf = (type: string): number => {
  if (!Object.hasOwn(eventCatalogue, type)) throw new UnknownEventType(type);
  return eventCatalogue[type as keyof typeof eventCatalogue].version;
};

const sealedOf = <Event extends Message>(
  sealed: SealedFor<Event> | undefined,
  index: number,
  event: Event,
): { readonly sealed?: SealedBlocks } => {
  const blocks = typeof sealed === 'function' ? sealed(index, event) : sealed?.[event.type as Event['type']];
  return blocks === undefined ? {} : { sealed: blocks };
};

const envelopeOf = <Event extends Message>(run: DeciderRun<Message, Event>, event: Event, index: number): Envelope => {
  const { at, ...meta } = run.meta;
  return {
    ...meta,
    id: eventIdOf(meta.commandId, index),
    type: event.type,
    schemaVersion: versionOf(event.type),
    stream: run.stream,
    recordedAt: at,
    data: event.data,
    ...sealedOf(run.sealed, index, event),
  };
};

/** The appended events with their places. Only the last place is known, so more than one event is read back. */
const recorded = async (
  store: EventStore,
  stream: StreamName,
  appended: readonly NewEvent[],
  result: AppendResult,
): Promise<readonly Recorded[]> => {
  const [only] = appended;
  const { revision, position } = result;
  if (only && appended.length === 1) return [decodeEvent({ ...only, stream, revision, position })];
  const count = appended.length;
  return (await store.read(stream, { from: revision - BigInt(count - 1), maxCount: count })).map(decodeEvent);
};

const requireUnmoved = (
  { stream, onlyAt }: Pick<DeciderRun<Message, Message>, 'stream' | 'onlyAt'>,
  last: Recorded | undefined,
): void => {
  if (onlyAt === undefined || onlyAt === (last?.revision ?? -1n)) return;
  throw new WrongExpectedRevision(stream, onlyAt, last?.revision ?? 'no-stream');
};

const tryOnce = async <State, Command extends Message, Event extends Message>(
  store: EventStore,
  decider: Decider<State, Command, Event>,
  run: DeciderRun<Command, Event>,
  isUnread: boolean,
): Promise<Outcome> => {
  const { stream, command, meta } = run;
  const history = isUnread ? [] : await readStream(store, stream);
  const earlier = history.filter((event) => event.commandId === meta.commandId);
  if (earlier.length > 0) return outcomeOf(earlier, true);
  const last = history.at(-1);
  requireUnmoved(run, last);
  const state = fold(decider, history as readonly Message[] as readonly Event[]);
  const decided = decider.decide(command, state, { at: meta.at });
  if (decided.length === 0) return outcomeOf([], false, last);
  const events = decided.map((event, index) => encodeEvent(envelopeOf(run, event, index)));
  const result = await store.append(stream, events, last?.revision ?? 'no-stream');
  return outcomeOf(await recorded(store, stream, events, result), result.repeated);
};

/**
 * Carries a command out on one stream: fold, decide, append with the expected revision. A command id that the stream
 * knows gives the events of then (`repeated`). When others write in between it folds and decides again, at most three
 * times, which is safe because deciders are pure. With `onlyAt` it throws `WrongExpectedRevision` at the first of them.
 *
 * Throws `ConcurrentChange` (retriable), `EventIdClash` (the command id was used for another stream), what the decider
 * throws, and what `decodeEvent`, `encodeEvent` and `EventStore.append` throw. Source: house-style, deciders; design §1.
 */
export const runDecider = async <State, Command extends Message, Event extends Message>(
  store: EventStore,
  decider: Decider<State, Command, Event>,
  run: DeciderRun<Command, Event>,
): Promise<Outcome> => {
  for (let tries = run.opens ? 0 : 1; ; tries += 1) {
    try {
      return await tryOnce(store, decider, run, tries === 0);
    } catch (error) {
      // The same command at the same time, recorded a moment apart, clashes on its ids: the next try finds its events.
      const isRace = error instanceof WrongExpectedRevision || error instanceof EventIdClash;
      if (!isRace || (run.onlyAt !== undefined && error instanceof WrongExpectedRevision)) throw error;
      if (tries < maxTries) continue;
      throw error instanceof EventIdClash ? error : new ConcurrentChange(run.stream, tries);
    }
  }
};
