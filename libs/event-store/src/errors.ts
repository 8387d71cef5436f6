import { DomainError } from '@knooppunt/kernel';
import type { Position, StreamName, Uuid } from '@knooppunt/kernel';
import type { LogUnreadable } from './offline/log-unreadable.js';
import type { ExpectedRevision } from './port.js';

/** The stream is not at the revision that the writer expected; `actual` says where it is. Code `event-store/wrong-expected-revision`. */
export class WrongExpectedRevision extends DomainError {
  readonly code = 'event-store/wrong-expected-revision';
  constructor(
    readonly stream: StreamName,
    readonly expected: ExpectedRevision,
    readonly actual: ExpectedRevision,
  ) {
    super(`stream \`${stream}\` is at \`${actual}\`, not at \`${expected}\``);
  }
}

/** The store knows an event by this id already, with other content or in another place. Code `event-store/event-id-clash`. */
export class EventIdClash extends DomainError {
  readonly code = 'event-store/event-id-clash';
  constructor(
    readonly stream: StreamName,
    readonly eventId: Uuid,
  ) {
    super(`event id \`${eventId}\` is taken by other content, refused in stream \`${stream}\``);
  }
}

/** More bytes in one append than any engine takes. Code `event-store/append-too-large`. */
export class AppendTooLarge extends DomainError {
  readonly code = 'event-store/append-too-large';
  constructor(
    readonly stream: StreamName,
    readonly size: number,
    readonly limit: number,
  ) {
    super(`append of ${size} bytes to stream \`${stream}\` is over the limit of ${limit}`);
  }
}

/** An append without events: there is nothing that could be acknowledged. Code `event-store/empty-append`. */
export class EmptyAppend extends DomainError {
  readonly code = 'event-store/empty-append';
  constructor(readonly stream: StreamName) {
    super(`append without events to stream \`${stream}\``);
  }
}

/**
 * The engine cannot answer now. Whether an append that met this was written is unknown: the same events with the same
 * ids at the same expected revision may be sent again. Code `event-store/store-unavailable`.
 */
export class StoreUnavailable extends DomainError {
  readonly code = 'event-store/store-unavailable';
  override readonly retriable = true;
  constructor(
    readonly reason: string,
    override readonly cause?: unknown,
    /** When it makes sense to ask again, in milliseconds from now, where the engine can tell. */
    readonly retryAfterMs?: number,
  ) {
    super(`the event store is not available (\`${reason}\`)`);
  }
}

/**
 * The engine knows who asks and does not allow it: a name or password that is not right, or no right to the stream.
 * Asking again changes nothing. Code `event-store/access-denied`.
 */
export class StoreAccessDenied extends DomainError {
  readonly code = 'event-store/access-denied';
  constructor(override readonly cause?: unknown) {
    super('the event store does not allow this');
  }
}

/**
 * A connection string that the client of EventStoreDB cannot use as it is meant; `part` names the option, or `form`, never
 * what it holds. Code `event-store/connection-string-refused`.
 */
export class ConnectionStringRefused extends DomainError {
  readonly code = 'event-store/connection-string-refused';
  constructor(readonly part: string) {
    super(`the connection string of the event store cannot be used (\`${part}\`)`);
  }
}

/** Events of the stream are gone or hidden: its revisions say that there were some. Code `event-store/stream-deleted`. */
export class StreamDeleted extends DomainError {
  readonly code = 'event-store/stream-deleted';
  constructor(
    readonly stream: StreamName,
    readonly how: 'tombstoned' | 'deleted' | 'truncated',
  ) {
    super(`stream \`${stream}\` has been ${how}`);
  }
}

/** Others wrote to the stream at each try. Code `event-store/concurrent-change`. */
export class ConcurrentChange extends DomainError {
  readonly code = 'event-store/concurrent-change';
  override readonly retriable = true;
  constructor(
    readonly stream: StreamName,
    readonly tries: number,
  ) {
    super(`stream \`${stream}\` changed during each of ${tries} tries`);
  }
}

/** Header or clear data do not have the form that the catalogue gives them; paths, never values. Code `event-store/clear-data-refused`. */
export class ClearDataRefused extends DomainError {
  readonly code = 'event-store/clear-data-refused';
  constructor(
    readonly type: string,
    readonly paths: readonly string[],
  ) {
    super(`clear data of \`${type}\` refused at ${paths.join(', ')}`);
  }
}

/** Blocks that the event type does not seal, or that are not sealed. Code `event-store/sealed-blocks-refused`. */
export class SealedBlocksRefused extends DomainError {
  readonly code = 'event-store/sealed-blocks-refused';
  constructor(
    readonly type: string,
    readonly paths: readonly string[],
  ) {
    super(`sealed blocks of \`${type}\` refused at ${paths.join(', ')}`);
  }
}

/** A type that the catalogue does not know; `position` where it was read from the log. Code `event-store/unknown-event-type`. */
export class UnknownEventType extends DomainError {
  readonly code = 'event-store/unknown-event-type';
  constructor(
    readonly type: string,
    readonly position?: Position,
  ) {
    super(`event type \`${type}\` is unknown${position === undefined ? '' : ` at position ${position}`}`);
  }
}

/** A schema version that this build does not write or read. Code `event-store/unknown-schema-version`. */
export class UnknownSchemaVersion extends DomainError {
  readonly code = 'event-store/unknown-schema-version';
  constructor(
    readonly type: string,
    readonly version: number,
    readonly position?: Position,
  ) {
    super(
      `schema version ${version} of \`${type}\` is unknown${position === undefined ? '' : ` at position ${position}`}`,
    );
  }
}

/** Stored bytes that are no envelope. Code `event-store/unreadable-event`. */
export class UnreadableEvent extends DomainError {
  readonly code = 'event-store/unreadable-event';
  constructor(
    readonly position: Position,
    readonly fault: 'not-utf8' | 'not-json' | 'not-an-envelope',
  ) {
    super(`event at position ${position} cannot be read (\`${fault}\`)`);
  }
}

/** The envelope says something else than the store's own columns. Code `event-store/envelope-mismatch`. */
export class EnvelopeMismatch extends DomainError {
  readonly code = 'event-store/envelope-mismatch';
  constructor(
    readonly position: Position,
    readonly columns: readonly string[],
  ) {
    super(`event at position ${position} differs from its envelope in ${columns.join(', ')}`);
  }
}

/** Every error of this lib. */
export type EventStoreError =
  | WrongExpectedRevision
  | EventIdClash
  | AppendTooLarge
  | EmptyAppend
  | StoreUnavailable
  | StoreAccessDenied
  | ConnectionStringRefused
  | StreamDeleted
  | ConcurrentChange
  | ClearDataRefused
  | SealedBlocksRefused
  | UnknownEventType
  | UnknownSchemaVersion
  | UnreadableEvent
  | EnvelopeMismatch
  | LogUnreadable;
