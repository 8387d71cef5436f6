import shared from '@eventstore/db-client/generated/shared_pb.js';
import status from '@eventstore/db-client/generated/status_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import anyMessage from 'google-protobuf/google/protobuf/any_pb.js';
import emptyMessage from 'google-protobuf/google/protobuf/empty_pb.js';
import type { UUID } from '@eventstore/db-client/generated/shared_pb.js';
import type { Status } from '@eventstore/db-client/generated/status_pb.js';
import type { AppendResp, BatchAppendResp, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Expected, LogRecord, Proposed, WriteOutcome } from './log.js';

type Written = Extract<WriteOutcome, { readonly kind: 'written' }>;
type ProposedMessage = {
  getId(): UUID | undefined;
  getMetadataMap(): { get(key: string): string | undefined };
  getData_asU8(): Uint8Array;
  getCustomMetadata_asU8(): Uint8Array;
};

/** The name in a stream identifier. */
export const streamNameOf = (identifier: { getStreamName_asU8(): Uint8Array } | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');

const identifierOf = (stream: string) => {
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Uint8Array.from(Buffer.from(stream, 'utf8')));
  return identifier;
};

const uuidOf = (id: string) => {
  const uuid = new shared.UUID();
  uuid.setString(id);
  return uuid;
};

const unsigned64 = (bits: string): string => BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0');

/** An id in the form that the log keeps, whichever form it was sent in. */
const idOf = (uuid: UUID | undefined): string => {
  const structured = uuid?.getStructured();
  if (!structured) return (uuid?.getString() ?? '').toLowerCase();
  const hex = unsigned64(structured.getMostSignificantBits()) + unsigned64(structured.getLeastSignificantBits());
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};

const json = 'application/json';
const binary = 'application/octet-stream';

/**
 * An event as the log takes it. The database knows ids in one form only, lower case, and of content types whether it is
 * JSON. What the message lacks is empty here; `refusalOfProposed` tells it.
 */
export const proposedOf = (message: ProposedMessage): Proposed => ({
  id: idOf(message.getId()),
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') === json ? json : binary,
  data: message.getData_asU8(),
  customMetadata: message.getCustomMetadata_asU8(),
});

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const emptyUuid = /^[0-]*$/;

/** A required key of an event's metadata that is not there. */
export const missingKeyOf = (message: ProposedMessage): string | undefined =>
  ['type', 'content-type'].find((key) => message.getMetadataMap().get(key) === undefined);

/** Why the database takes no event of this form, in its words; `undefined` where it does. */
export const refusalOfProposed = ({ id, type }: Proposed): string | undefined => {
  if (!uuidForm.test(id)) return 'Could not parse guid';
  if (emptyUuid.test(id)) return 'Empty eventId provided.';
  return type === '' ? 'Empty eventType provided.' : undefined;
};

/** Whether a stream can have this name: the database refuses none and the one of no stream's metadata. */
export const isStreamName = (stream: string): boolean => stream !== '' && stream !== '$$';

// -1 as an unsigned number: what versions before 22.6 say in the read of a stream.
const nowhere = String(2n ** 64n - 1n);

/** What a read or a subscription says for an event. */
export const eventMessage = (record: LogRecord, isPlaced = true): ReadResp => {
  const position = isPlaced ? String(record.position) : nowhere;
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(uuidOf(record.id));
  recorded.setStreamIdentifier(identifierOf(record.stream));
  recorded.setStreamRevision(String(record.revision));
  recorded.setCommitPosition(position);
  recorded.setPreparePosition(position);
  recorded.getMetadataMap().set('type', record.type);
  recorded.getMetadataMap().set('content-type', record.contentType);
  recorded.getMetadataMap().set('created', String(BigInt(record.createdMs) * 10_000n));
  recorded.setData(record.data);
  recorded.setCustomMetadata(record.customMetadata);
  const event = new streams.ReadResp.ReadEvent();
  event.setEvent(recorded);
  if (isPlaced) event.setCommitPosition(position);
  else event.setNoPosition(new shared.Empty());
  const response = new streams.ReadResp();
  response.setEvent(event);
  return response;
};

/** The first message of a subscription. */
export const confirmationMessage = (): ReadResp => {
  const confirmation = new streams.ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId(crypto.randomUUID());
  const response = new streams.ReadResp();
  response.setConfirmation(confirmation);
  return response;
};

/** A subscription has reached the end of the log. */
export const caughtUpMessage = (): ReadResp => {
  const response = new streams.ReadResp();
  response.setCaughtUp(new streams.ReadResp.CaughtUp());
  return response;
};

/** How far a filtered subscription has looked, whatever the client has made of it. */
export const checkpointMessage = (position: bigint): ReadResp => {
  const checkpoint = new streams.ReadResp.Checkpoint();
  checkpoint.setCommitPosition(String(position));
  checkpoint.setPreparePosition(String(position));
  const response = new streams.ReadResp();
  response.setCheckpoint(checkpoint);
  return response;
};

/** A read of a stream that does not exist, or does no longer. */
export const notFoundMessage = (stream: string): ReadResp => {
  const notFound = new streams.ReadResp.StreamNotFound();
  notFound.setStreamIdentifier(identifierOf(stream));
  const response = new streams.ReadResp();
  response.setStreamNotFound(notFound);
  return response;
};

/** The answer to an append that was written, or written before. */
export const appendedMessage = (written: Written, hasPosition = true): AppendResp => {
  const success = new streams.AppendResp.Success();
  success.setCurrentRevision(String(written.revision));
  if (hasPosition) {
    const position = new streams.AppendResp.Position();
    position.setCommitPosition(String(written.position));
    position.setPreparePosition(String(written.position));
    success.setPosition(position);
  } else {
    success.setNoPosition(new shared.Empty());
  }
  const response = new streams.AppendResp();
  response.setSuccess(success);
  return response;
};

/** The answer to an append at another version. */
export const wrongVersionMessage = (current: bigint, expected: Expected): AppendResp => {
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (current < 0n) wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(String(current));
  if (expected === 'any') wrong.setExpectedAny(new shared.Empty());
  else if (expected === 'stream-exists') wrong.setExpectedStreamExists(new shared.Empty());
  else if (expected === 'no-stream') wrong.setExpectedNoStream(new shared.Empty());
  else wrong.setExpectedRevision(String(expected));
  const response = new streams.AppendResp();
  response.setWrongExpectedVersion(wrong);
  return response;
};

const packed = (bytes: Uint8Array, name: string, code: number, message: string): Status => {
  const details = new anyMessage.Any();
  details.pack(bytes, name);
  const error = new status.Status();
  error.setCode(code);
  error.setMessage(message);
  error.setDetails(details);
  return error;
};

const wrongVersionStatus = (current: bigint, expected: Expected): Status => {
  const wrong = new shared.WrongExpectedVersion();
  if (current < 0n) wrong.setCurrentNoStream(new emptyMessage.Empty());
  else wrong.setCurrentStreamRevision(String(current));
  if (expected === 'any') wrong.setExpectedAny(new emptyMessage.Empty());
  else if (expected === 'stream-exists') wrong.setExpectedStreamExists(new emptyMessage.Empty());
  else if (expected === 'no-stream') wrong.setExpectedNoStream(new emptyMessage.Empty());
  else wrong.setExpectedStreamPosition(String(expected));
  return packed(wrong.serializeBinary(), 'event_store.client.WrongExpectedVersion', 6, 'WrongExpectedVersion');
};

/** The errors that a batch append can be answered with inside its stream. */
export const batchErrors = {
  wrongVersion: wrongVersionStatus,
  deleted: (stream: string): Status => {
    const deleted = new shared.StreamDeleted();
    deleted.setStreamIdentifier(identifierOf(stream));
    return packed(deleted.serializeBinary(), 'event_store.client.StreamDeleted', 5, 'StreamDeleted');
  },
  timeout: (): Status => packed(new shared.Timeout().serializeBinary(), 'event_store.client.Timeout', 4, 'Timeout'),
  tooLarge: (limit: number): Status => {
    const exceeded = new shared.MaximumAppendSizeExceeded();
    exceeded.setMaxappendsize(limit);
    const name = 'event_store.client.MaximumAppendSizeExceeded';
    return packed(exceeded.serializeBinary(), name, 3, 'MaximumAppendSizeExceeded');
  },
  accessDenied: (): Status =>
    packed(new shared.AccessDenied().serializeBinary(), 'event_store.client.AccessDenied', 7, 'AccessDenied'),
  badRequest: (message: string): Status => {
    const refused = new shared.BadRequest();
    refused.setMessage(message);
    return packed(refused.serializeBinary(), 'event_store.client.BadRequest', 3, 'BadRequest');
  },
  /** Not ready, too busy, no leader known: an error without details of its own. */
  notHandled: (message: string): Status =>
    packed(new emptyMessage.Empty().serializeBinary(), 'google.protobuf.Empty', 0, message),
} as const;

/** The answer to one batch append. */
export const batchMessage = (
  correlation: UUID,
  stream: string,
  result: Written | Status,
  hasPosition = true,
): BatchAppendResp => {
  const response = new streams.BatchAppendResp();
  response.setCorrelationId(correlation);
  response.setStreamIdentifier(identifierOf(stream));
  if (result instanceof status.Status) {
    response.setError(result);
    return response;
  }
  const success = new streams.BatchAppendResp.Success();
  success.setCurrentRevision(String(result.revision));
  if (hasPosition) {
    const position = new shared.AllStreamPosition();
    position.setCommitPosition(String(result.position));
    position.setPreparePosition(String(result.position));
    success.setPosition(position);
  } else {
    success.setNoPosition(new emptyMessage.Empty());
  }
  response.setSuccess(success);
  return response;
};

/** An id in the form of two 64-bit numbers, as the database sends it in answers of its own accord. */
export const structuredOf = (id: string): UUID => {
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  const structured = new shared.UUID.Structured();
  structured.setMostSignificantBits(String(bytes.readBigInt64BE(0)));
  structured.setLeastSignificantBits(String(bytes.readBigInt64BE(8)));
  const uuid = new shared.UUID();
  uuid.setStructured(structured);
  return uuid;
};
