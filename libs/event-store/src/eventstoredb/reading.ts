import { BACKWARDS, END, FORWARDS, START } from '@eventstore/db-client';
import type { EventStoreDBClient, ResolvedEvent, StreamingRead } from '@eventstore/db-client';
import type { Position, StreamName } from '@knooppunt/kernel';
import { StreamDeleted } from '../errors.js';
import type { StoredEvent } from '../port.js';
import { collected } from './collecting.js';
import type { Connection } from './connection.js';
import { kindOf, unavailable } from './failures.js';
import { commitOf, commitOfEvent, isReachable, isSystem, storedOf } from './positions.js';
import type { Recorded } from './positions.js';

type Pages = StreamingRead<ResolvedEvent>;
/** From which commit position on, inclusive. */
type From = typeof START | typeof END | { readonly commit: bigint; readonly prepare: bigint };

const serverPage = 1_000;

/** What was found at the end of the log: where its last event lay, and where the last that is not the database's own. */
type Tail = { readonly end: bigint; readonly head: bigint | undefined };

/** Whether an event was there when the tail was looked at; not in a log that is shorter now (a node that lags). */
const isKnown = (event: Recorded, tail: Tail | undefined, end: bigint | undefined): boolean =>
  tail !== undefined && end !== undefined && end >= tail.end && commitOfEvent(event) <= tail.end;

const headAt = (met: Recorded | undefined, tail: Tail | undefined): bigint | undefined => {
  if (!met) return undefined;
  return isSystem(met) ? tail?.head : commitOfEvent(met);
};

const isMissing = (error: unknown): boolean => kindOf(error) === 'stream-not-found';

/** The reads of the port, and those that the adapter needs itself. */
export class Reading {
  private tail: Tail | undefined;

  constructor(private readonly connection: Connection) {}

  /** At most `maxCount` events of a stream; none where there is no stream. Throws `StreamDeleted`. */
  async stream(stream: StreamName, from: bigint, maxCount: number): Promise<readonly StoredEvent[]> {
    const events = await this.placed(stream, from, maxCount);
    if (events === undefined) {
      await this.refuseDeleted(stream);
      return [];
    }
    const gap = events.findIndex((event, at) => event.revision !== from + BigInt(at));
    if (gap >= 0) throw new StreamDeleted(stream, 'truncated');
    return events;
  }

  /** The events that lie at a place of a stream, as they are; `undefined` where the server knows no such stream. */
  async placed(stream: StreamName, from: bigint, maxCount: number): Promise<readonly StoredEvent[] | undefined> {
    const { requiresLeader } = this.connection.settings;
    if (!isReachable(from)) return [];
    try {
      const events = await this.connection.persistently((client, call) =>
        collected(
          client.readStream(stream, { direction: FORWARDS, fromRevision: from, maxCount, requiresLeader }),
          call,
        ),
      );
      return events.filter((event) => !isSystem(event)).map(storedOf);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw this.refusalOf(error, stream);
    }
  }

  /** At most `maxCount` events after a position, without the database's own. */
  async all(after: Position | undefined, maxCount: number): Promise<readonly StoredEvent[]> {
    const found: StoredEvent[] = [];
    let seen = after === undefined ? -1n : commitOf(after);
    if (!isReachable(seen)) return found;
    // Pages grow: between two events of ours may lie thousands of the database's, and more may come than a small page holds.
    for (let want = 0; ;) {
      want = Math.min(serverPage, Math.max(maxCount - found.length + 1, want * 2));
      const page = await this.page(seen < 0n ? START : { commit: seen, prepare: seen }, FORWARDS, want);
      for (const event of page) {
        const commit = commitOfEvent(event);
        if (commit > seen && found.length < maxCount && !isSystem(event)) found.push(storedOf(event));
        if (commit > seen) seen = commit;
      }
      if (page.length < want || found.length === maxCount) return found;
    }
  }

  /**
   * The commit position of the last event that is not the database's own. What the log held when it was last asked is not
   * looked at again: behind the last event of ours the database may have written for weeks.
   */
  async head(): Promise<bigint | undefined> {
    const known = this.tail;
    let from: From = END;
    let end: bigint | undefined;
    for (let want = 1; ; want = Math.min(want * 16, serverPage)) {
      const page: readonly Recorded[] = await this.page(from, BACKWARDS, want);
      const [first] = page;
      end ??= first && commitOfEvent(first);
      const met = page.find((event) => !isSystem(event) || isKnown(event, known, end));
      const last = page.at(-1);
      if (met || !last || page.length < want) return this.remember(end, headAt(met, known));
      const commit = commitOfEvent(last);
      from = { commit, prepare: commit };
    }
  }

  private remember(end: bigint | undefined, head: bigint | undefined): bigint | undefined {
    if (end !== undefined && !(this.tail && this.tail.end > end)) this.tail = { end, head };
    return head;
  }

  private async page(
    fromPosition: From,
    direction: typeof FORWARDS | typeof BACKWARDS,
    maxCount: number,
  ): Promise<readonly Recorded[]> {
    const { requiresLeader } = this.connection.settings;
    const read = (client: EventStoreDBClient): Pages =>
      client.readAll({ fromPosition, direction, maxCount, requiresLeader });
    try {
      return await this.connection.persistently((client, call) => collected(read(client), call));
    } catch (error) {
      throw this.refusalOf(error);
    }
  }

  // The server answers for a deleted stream as for one that never was. To the gate that would be an empty history.
  private async refuseDeleted(stream: StreamName): Promise<void> {
    const { requiresLeader } = this.connection.settings;
    const metadata = await this.connection
      .persistently((client, call) =>
        collected(
          client.readStream(`$$${stream}`, { direction: BACKWARDS, fromRevision: END, maxCount: 1, requiresLeader }),
          call,
        ),
      )
      .catch((error: unknown) => {
        if (isMissing(error)) return [];
        throw this.refusalOf(error, stream);
      });
    const { $tb: truncatedBefore } = (metadata[0]?.data ?? {}) as { readonly $tb?: number };
    if (truncatedBefore !== undefined) throw new StreamDeleted(stream, 'deleted');
  }

  private refusalOf(error: unknown, stream?: StreamName): Error {
    if (stream !== undefined && kindOf(error) === 'stream-deleted') return new StreamDeleted(stream, 'tombstoned');
    return unavailable(error);
  }
}
