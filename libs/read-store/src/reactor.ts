import type { Position, Recorded } from '@knooppunt/kernel';
import { backoffMs, realDelay } from './delay.js';
import type { Delay } from './delay.js';
import { Follower } from './follower.js';
import type { Leasing, Progress } from './follower.js';
import type { LogSource } from './log-source.js';
import { reactionName } from './naming.js';
import type { Reaction, ReadStore } from './port.js';
import { followingOf } from './projector.js';
import type { Following } from './projector.js';

/** A reaction that failed. `position` is the event's, or where it stood when the log could not be read; it tries again. */
export type ReactionTrouble = {
  readonly name: string;
  readonly position: Position | undefined;
  readonly error: unknown;
};

/** `leasing`: where more than one worker runs, one at a time per reaction; without it every worker reacts. */
export type ReactorOptions = {
  readonly source: LogSource;
  readonly readStore: ReadStore;
  readonly reactions: readonly Reaction[];
  readonly onError: (trouble: ReactionTrouble) => void;
  readonly leasing?: Leasing;
  readonly batchSize?: number;
  readonly delay?: Delay;
};

type Tools = { readonly readStore: ReadStore; readonly delay: Delay; readonly onError: ReactorOptions['onError'] };

/** False when it was stopped before the effect resolved. */
const untilDone = async (
  { name, react }: Reaction,
  event: Recorded,
  { delay, onError }: Tools,
  signal: AbortSignal,
): Promise<boolean> => {
  for (let failures = 1; !signal.aborted; failures++) {
    try {
      await react(event);
      return true;
    } catch (error) {
      onError({ name, position: event.position, error });
      await delay(backoffMs(failures), signal);
    }
  }
  return false;
};

const handlerOf =
  (reaction: Reaction, tools: Tools) =>
  async (batch: readonly Recorded[], { from, moved, signal }: Progress): Promise<void> => {
    let stands = from;
    const advance = async (to: Position) => {
      if (to === stands) return;
      await tools.readStore.advance(reactionName(reaction), { from: stands, to });
      stands = to;
      moved(to);
    };
    for (const event of batch) {
      if (reaction.handles !== 'all' && !reaction.handles.includes(event.type)) continue;
      if (!(await untilDone(reaction, event, tools, signal))) return;
      await advance(event.position);
    }
    const last = batch.at(-1);
    if (last) await advance(last.position);
  };

/**
 * Runs reactions beside the projections: the effect of an event, then the position. An effect that rejects is tried again,
 * with growing pauses, until it resolves: a reaction never skips. After a crash the last effect may come again.
 */
export const startReactor = (options: ReactorOptions): Following => {
  const { source, readStore, reactions, onError, leasing } = options;
  const delay = options.delay ?? realDelay;
  return followingOf(
    reactions.map(
      (reaction) =>
        new Follower({
          name: reactionName(reaction),
          source,
          readStore,
          delay,
          isFinal: () => false,
          onAlarm: ({ position, error }) => onError({ name: reaction.name, position, error }),
          batchSize: options.batchSize ?? 100,
          handle: handlerOf(reaction, { readStore, delay, onError }),
          ...(leasing ? { leasing } : {}),
        }),
    ),
  );
};
