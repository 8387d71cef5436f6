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
import { kindOf } from './failures.js';
import { commitOf, isReachable, isSame, positionOf } from './positions.js';
import type { Reading } from './reading.js';

// The server compares its clock with the deadline in a batch append. Only our own clock may decide, so it is told a day.
const dayMs = 24 * 60 * 60 * 1000;
const rememberedPositions = 10_000;

/** What `binaryEvent` makes, without its copy of the bytes (byte by byte: 1 MB takes longer than to send it). */
const binary = ({ id, type, bytes }: NewEvent): ReturnType<typeof binaryEvent> => ({
  id,
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

const checked = (stream: StreamName, events: readonly NewEvent[], expected: ExpectedRevision): void => {
  if (events.length === 0) throw new EmptyAppend(stream);
  if (expected !== 'no-stream' && expected < 0n) throw new RangeError('revisions count from 0');
  const size = events.reduce((sum, event) => sum + event.bytes.length, 0);
  if (size > maxAppendBytes) throw new AppendTooLarge(stream, size, maxAppendBytes);
  const twice = firstTwice(events);
  if (twice !== undefined) throw new EventIdClash(stream, twice);
};

/**
 * Appends, and reads back what it appended. The server takes the same ids at the same place for a retry without
 * looking at the bytes, and then answers as if it had written: only the bytes that lie there tell whether they are
 * ours, which may have come from another process with the same command.
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
    const first = revisionAfter(expected);
    const result = await this.sent(stream, events, expected);
    const revision = first + BigInt(events.length) - 1n;
    if (result.kind === 'written' && result.revision !== revision) throw new StreamDeleted(stream, 'deleted');
    const placed = (await this.reading.placed(stream, first, events.length)) ?? [];
    const { position } = this.same(stream, events, placed) ?? this.missing(stream, expected, result);
    const wasThere = before >= 0n && position <= positionOf(before);
    const repeated = result.kind === 'refused' || wasThere || this.placedHere.has(position);
    this.remember(position);
    return { revision, position, repeated };
  }

  private async sent(stream: StreamName, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Sent> {
    const { requiresLeader } = this.connection.settings;
    const expectedRevision = expected === 'no-stream' ? NO_STREAM : expected;
    const messages = events.map(binary);
    try {
      const result: ClientResult = await this.connection.persistently((client) =>
        client.appendToStream(stream, messages, { expectedRevision, requiresLeader, deadline: dayMs }),
      );
      return { kind: 'written', revision: result.nextExpectedRevision };
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
        throw error instanceof StoreUnavailable ? error : new StoreUnavailable(kindOf(error), error);
    }
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

type Sent =
  | { readonly kind: 'written'; readonly revision: bigint }
  | { readonly kind: 'refused'; readonly actual: ExpectedRevision };
