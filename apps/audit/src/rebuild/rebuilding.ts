import { decodeEvent } from '@knooppunt/event-store';
import type { LogRow } from '@knooppunt/evidence';
import { isDomainError } from '@knooppunt/kernel';
import type { Position, Projection, Recorded } from '@knooppunt/kernel';
import { positionName } from '@knooppunt/read-store';
import type { ReadStore } from '@knooppunt/read-store';

const batchSize = 500;

/** A projection that is to be built up to the event at which the live one stands. */
export type Bounded = { readonly projection: Projection; readonly until: Position };

/** The log stops being readable, or a projection stops understanding it, at this event. */
export class RebuildStopped extends Error {
  constructor(
    readonly position: Position,
    readonly reason: string,
  ) {
    super(`stopped at ${position}: ${reason}`);
    this.name = 'RebuildStopped';
  }
}

const reasonOf = (error: unknown): string =>
  isDomainError(error) ? (error as unknown as { readonly code: string }).code : (error as Error).name;

/** The event of a row. Throws `RebuildStopped`. */
export const eventOf = (row: LogRow): Recorded => {
  try {
    return decodeEvent(row);
  } catch (error) {
    throw new RebuildStopped(row.position, reasonOf(error));
  }
};

/** What an event changes in a projection. Throws `RebuildStopped`. */
export const changesIn = ({ handles, evolve }: Projection, event: Recorded): ReturnType<Projection['evolve']> => {
  if (!handles.includes(event.type)) return [];
  try {
    return evolve(event);
  } catch (error) {
    throw new RebuildStopped(event.position, reasonOf(error));
  }
};

/** Projections that stand at one event are built together, as a worker builds them. */
const groupsOf = (wanted: readonly Bounded[]): readonly (readonly Bounded[])[] => [
  ...Map.groupBy(wanted, ({ until }) => until).values(),
];

/**
 * Builds projections from the first event on, each up to its own bound, into an empty store that has their tables; `rows` is
 * the log in order. Rejects with `RebuildStopped`.
 */
export const rebuildInto = async (
  store: ReadStore,
  wanted: readonly Bounded[],
  rows: Iterable<LogRow>,
  seen: (events: number) => void,
): Promise<void> => {
  const groups = groupsOf(wanted);
  const reached = new Map<string, Position>();
  let done = 0;
  const apply = async (batch: readonly Recorded[]): Promise<void> => {
    for (const group of groups) {
      const until = group[0]?.until ?? '';
      const events = batch.filter(({ position }) => position <= until);
      const to = events.at(-1)?.position;
      if (to === undefined) continue;
      const parts = group.map(({ projection }) => ({
        projection,
        changes: events.flatMap((event) => changesIn(projection, event)),
      }));
      await store.applyAll(parts, { from: reached.get(until), to });
      reached.set(until, to);
    }
    done += batch.length;
    seen(done);
  };
  let batch: Recorded[] = [];
  for (const row of rows) {
    batch.push(eventOf(row));
    if (batch.length < batchSize) continue;
    await apply(batch);
    batch = [];
  }
  await apply(batch);
};

/** A projection with its version, as reports name it. */
export const nameOf = (projection: Projection): string => positionName(projection);
