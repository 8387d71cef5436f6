import { NO_STREAM } from '@eventstore/db-client';
import type { AppendResult as ClientResult, binaryEvent } from '@eventstore/db-client';
import type { Position, StreamName, Uuid } from '@knooppunt/kernel';
import {
  AppendTooLarge,
  EmptyAppend,
  EventIdClash,
  StoreUnavailable,
  StreamDeleted,
  WrongExpectedRevision,
} from '../errors.js';
import { maxAppendBytes } from '../port.js';
import type { AppendResult, ExpectedRevision, NewEvent, StoredEvent } from '../port.js';
import type { Connection } from './connection.js';
import { kindOf, unavailable } from './failures.js';
import { commitOf, isReachable, isSame, positionOf } from './positions.js';
import type { Reading } from './reading.js';
import { storeIdOf } from './store-ids.js';

// The server compares its clock with the deadline in a batch append. Only our own clock may decide, so it is told a day.
const dayMs = 24 * 60 * 60 * 1000;
const rememberedPositions = 10_000;

/** What `binaryEvent` makes, without its copy of the bytes (byte by byte: 1 MB takes longer than to send it). */
const binary = ({ type, bytes }: NewEvent, storeId: Uuid): ReturnType<typeof binaryEvent> => ({
  id: storeId,
  type,
  contentType: 'application/octet-stream',
  data: bytes,
  metadata: undefined,
});

const firstTwice = (events: readonly NewEvent[]): Uuid | undefined => {
  const ids = new Set<Uuid>();
  return events.find(({ id }) => ids.size === ids.add(id).size)?.id;
};

const revisionAfter = (expected: ExpectedRevision): bigint => (expected === 'no-stream' ? 0n : expected + 1n);

const actualOf = (error: unknown): ExpectedRevision => {
  const { actualVersion } = error as { readonly actualVersion?: unknown };
  return typeof actualVersion === 'bigint' && actualVersion >= 0n && isReachable(actualVersion)
    ? actualVersion
    : 'no-stream';
};

const positionIn = ({ position }: ClientResult): bigint | undefined =>
  position !== undefined && position.commit >= 0n && isReachable(position.commit) ? position.commit : undefined;

const checked = (stream: StreamName, events: readonly NewEvent[], expected: ExpectedRevision): void => {
  if (events.length === 0) throw new EmptyAppend(stream);
  if (expected !== 'no-stream' && expected < 0n) throw new RangeError('revisions count from 0');
  const size = events.reduce((sum, event) => sum + event.bytes.length, 0);
  if (size > maxAppendBytes) throw new AppendTooLarge(stream, size, maxAppendBytes);
  const twice = firstTwice(events);
  if (twice !== undefined) throw new EventIdClash(stream, twice);
};

/** What became of an append. `position` only where the server's answer can be believed without a look at what lies there. */
type Sent =
  | { readonly kind: 'written'; readonly revision: bigint; readonly position: bigint | undefined }
  | { readonly kind: 'refused'; readonly actual: ExpectedRevision };

/**
 * Appends. The server takes the same ids at the same place for a retry without looking at the bytes, and answers as if
 * it had written. The ids that it is given are digests of the bytes (`storeIdOf`), so that its answer is true of the
 * bytes as well: what lies there are these very bytes. It is read back where the answer says less: after a second try,
 * without a position, at a place that was there before, for events whose id is no digest; and after a conflict, when
 * the ids inside the bytes tell a clash from a stream that has gone on.
 */
export class Appending {
  private highest = -1n;
  private readonly placedHere = new Set<Position>();

  constructor(
    private readonly connection: Connection,
    private readonly reading: Reading,
  ) {}

  /** Everything up to this commit position was there before what is appended from now on. */
  hasSeen(commit: bigint): void {
    if (commit > this.highest) this.highest = commit;
  }

  async append(stream: StreamName, events: readonly NewEvent[], expected: ExpectedRevision): Promise<AppendResult> {
    checked(stream, events, expected);
    const before = this.highest;
    const result = await this.sent(stream, events, expected);
    const revision = revisionAfter(expected) + BigInt(events.length) - 1n;
    if (result.kind === 'written' && result.revision !== revision) throw new StreamDeleted(stream, 'deleted');
    const believed = result.kind === 'written' && result.position !== undefined && result.position > before;
    const position = believed ? positionOf(result.position) : await this.found(stream, events, expected, result);
    const wasThere = before >= 0n && commitOf(position) <= before;
    const repeated = result.kind === 'refused' || wasThere || this.placedHere.has(position);
    this.remember(position);
    return { revision, position, repeated };
  }

  private async sent(stream: StreamName, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Sent> {
    const { requiresLeader } = this.connection.settings;
    const expectedRevision = expected === 'no-stream' ? NO_STREAM : expected;
    const ids = events.map(storeIdOf);
    const messages = events.map((event, at) => binary(event, (ids[at] as (typeof ids)[number]).storeId));
    let tries = 0;
    try {
      const result: ClientResult = await this.connection.persistently((client) => {
        tries += 1;
        return client.appendToStream(stream, messages, { expectedRevision, requiresLeader, deadline: dayMs });
      });
      const isTold = tries === 1 && ids.every(({ standsForBytes }) => standsForBytes);
      const position = isTold ? positionIn(result) : undefined;
      return { kind: 'written', revision: result.nextExpectedRevision, position };
    } catch (error) {
      return this.refused(error, stream, events);
    }
  }

  private refused(error: unknown, stream: StreamName, events: readonly NewEvent[]): Sent {
    switch (kindOf(error)) {
      case 'wrong-expected-version':
        return { kind: 'refused', actual: actualOf(error) };
      case 'stream-deleted':
        throw new StreamDeleted(stream, 'tombstoned');
      case 'maximum-append-size-exceeded': {
        const { maxAppendSize } = error as { readonly maxAppendSize: number };
        const size = events.reduce((sum, event) => sum + event.bytes.length, 0);
        throw new AppendTooLarge(stream, size, maxAppendSize);
      }
      default:
        throw unavailable(error);
    }
  }

  /** The position of the last of our events, as it lies there. */
  private async found(
    stream: StreamName,
    events: readonly NewEvent[],
    expected: ExpectedRevision,
    result: Sent,
  ): Promise<Position> {
    const placed = (await this.reading.placed(stream, revisionAfter(expected), events.length)) ?? [];
    const last = this.same(stream, events, placed) ?? this.missing(stream, expected, result);
    return last.position;
  }

  /** The last of our events where all lie as they were sent; throws `EventIdClash` where only some id does. */
  private same(
    stream: StreamName,
    events: readonly NewEvent[],
    placed: readonly StoredEvent[],
  ): StoredEvent | undefined {
    if (events.every((event, at) => isSame(event, placed[at]))) return placed[events.length - 1];
    const ids = new Set(events.map(({ id }) => id));
    const twin = placed.find(({ id }) => ids.has(id));
    if (twin) throw new EventIdClash(stream, twin.id);
    return undefined;
  }

  private missing(stream: StreamName, expected: ExpectedRevision, result: Sent): never {
    if (result.kind === 'refused') throw new WrongExpectedRevision(stream, expected, result.actual);
    throw new StoreUnavailable('append-not-found');
  }

  private remember(position: Position): void {
    // An append that begins from now on and is new lies behind this one; those that have begun are told by the set.
    this.hasSeen(commitOf(position));
    this.placedHere.add(position);
    if (this.placedHere.size <= rememberedPositions) return;
    const [oldest] = this.placedHere;
    if (oldest !== undefined) this.placedHere.delete(oldest);
  }
}
