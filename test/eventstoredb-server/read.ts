import type { Metadata, ServerWritableStream, ServiceError } from '@grpc/grpc-js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { failureOf, followerRefusal, refusals } from './context.js';
import type { ServerContext } from './context.js';
import type { Fault } from './faults.js';
import type { Log, LogRecord } from './log.js';
import {
  caughtUpMessage,
  checkpointMessage,
  confirmationMessage,
  eventMessage,
  isStreamName,
  notFoundMessage,
  streamNameOf,
} from './messages.js';

type ReadCall = ServerWritableStream<ReadReq, ReadResp>;
type Options = ReadReq.Options;

const isBackwards = (options: Options): boolean =>
  options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;

const written = async (call: ReadCall, message: ReadResp): Promise<void> => {
  if (call.cancelled || call.destroyed) return;
  if (call.write(message)) return;
  await new Promise<void>((resolve) => {
    const events = ['drain', 'cancelled', 'close'] as const;
    const go = () => {
      for (const event of events) call.off(event, go);
      resolve();
    };
    for (const event of events) call.on(event, go);
  });
};

const expressionMatches = (
  expression: { getRegex(): string; getPrefixList(): readonly string[] },
  value: string,
): boolean => {
  const prefixes = expression.getPrefixList();
  if (prefixes.length > 0) return prefixes.some((prefix) => value.startsWith(prefix));
  return new RegExp(expression.getRegex(), 'u').test(value);
};

const filterOf = (options: Options): ((record: LogRecord) => boolean) => {
  const filter = options.getFilter();
  const byStream = filter?.getStreamIdentifier();
  const byType = filter?.getEventType();
  if (byStream) return (record) => expressionMatches(byStream, record.stream);
  if (byType) return (record) => expressionMatches(byType, record.type);
  return () => true;
};

const indexOfRevision = (records: readonly LogRecord[], from: bigint): number => {
  const first = records[0]?.revision ?? 0n;
  return from <= first ? 0 : Math.min(records.length, Number(from - first));
};

const lastOf = (records: readonly LogRecord[], end: number, count: number): readonly LogRecord[] =>
  records.slice(Math.max(0, end - count), end).toReversed();

const fromStream = (records: readonly LogRecord[], options: Options, count: number): readonly LogRecord[] => {
  const stream = options.getStream();
  const from = BigInt(stream?.getRevision() ?? 0);
  if (isBackwards(options)) {
    if (stream?.hasStart()) return records.slice(0, Math.min(1, count));
    const end = stream?.hasEnd() ? records.length : indexOfRevision(records, from + 1n);
    return lastOf(records, end, count);
  }
  if (stream?.hasEnd()) return [];
  const start = stream?.hasStart() ? 0 : indexOfRevision(records, from);
  return records.slice(start, start + count);
};

// Forwards from a position includes the event at it; backwards it does not: a position is a place between two bytes.
const fromAll = (records: readonly LogRecord[], options: Options, count: number): readonly LogRecord[] => {
  const all = options.getAll();
  const at = () => indexAtOrAfter(records, BigInt(all?.getPosition()?.getCommitPosition() ?? 0));
  if (isBackwards(options)) {
    if (all?.hasStart()) return [];
    return lastOf(records, all?.hasEnd() ? records.length : at(), count);
  }
  if (all?.hasEnd()) return [];
  const start = all?.hasStart() ? 0 : at();
  return records.slice(start, start + count);
};

const indexAtOrAfter = (records: readonly LogRecord[], from: bigint): number => {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((records[middle] as LogRecord).position < from) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Whether a reader of all begins where a record begins, or behind the last: nowhere else can the database read. */
const beginsWell = ({ all }: Log, options: Options): boolean => {
  const position = options.getAll()?.getPosition();
  if (!position) return true;
  const [commit, prepare] = [BigInt(position.getCommitPosition()), BigInt(position.getPreparePosition())];
  const record = all[indexAtOrAfter(all, commit)];
  return prepare <= commit && (record === undefined || record.position === commit);
};

/** Why the database does not read so. */
const refusalOf = (context: ServerContext, options: Options, metadata: Metadata): ServiceError | undefined => {
  if (!options.hasUuidOption()) return refusals.requiredArgument('uuidOption');
  const name = streamNameOf(options.getStream()?.getStreamIdentifier());
  if (options.hasStream() ? !isStreamName(name) : !options.hasAll()) return refusals.thrown();
  if (options.hasSubscription() && options.hasFilter() && !options.getFilter()?.getCheckpointintervalmultiplier()) {
    return refusals.thrown();
  }
  return beginsWell(context.log, options) ? followerRefusal(context, metadata) : refusals.invalidPosition();
};

type Ending = Extract<Fault, { readonly kind: 'end' | 'status' | 'reset' }>;

const finish = (context: ServerContext, call: ReadCall, fault: Ending): void => {
  if (fault.kind === 'end') call.end();
  else if (fault.kind === 'reset') context.reset();
  else call.emit('error', failureOf(fault));
};

const limitOf = (fault: Fault | undefined): number =>
  fault && 'afterEvents' in fault ? (fault.afterEvents ?? 0) : fault ? 0 : Infinity;

const readOnce = async (context: ServerContext, call: ReadCall, options: Options): Promise<void> => {
  const fault = context.faults.take('read');
  if (fault?.kind === 'silent') return;
  if (fault?.kind === 'held') await fault.until;
  const ending = fault?.kind === 'end' || fault?.kind === 'status' || fault?.kind === 'reset' ? fault : undefined;
  const name = streamNameOf(options.getStream()?.getStreamIdentifier());
  if (options.hasStream() && context.log.isTombstoned(name)) {
    call.emit('error', refusals.streamDeleted(name));
    return;
  }
  context.someoneElse();
  const records = options.hasStream() ? context.log.visible(name) : context.log.all;
  if (!records) await written(call, notFoundMessage(name));
  const count = Math.min(Number(options.getCount()), limitOf(ending));
  const select = options.hasStream() ? fromStream : fromAll;
  const isPlaced = !options.hasStream() || !context.hidesPositions;
  for (const record of select(records ?? [], options, count)) await written(call, eventMessage(record, isPlaced));
  if (ending) finish(context, call, ending);
  else call.end();
};

const subscribedFrom = (context: ServerContext, options: Options): number => {
  const all = options.getAll();
  if (all?.hasEnd()) return context.log.all.length;
  if (!all?.hasPosition()) return 0;
  // The database reads one event where it is told to begin, and goes on after that one.
  return indexAtOrAfter(context.log.all, BigInt(all.getPosition()?.getCommitPosition() ?? 0)) + 1;
};

const streamSubscribed = (options: Options): ((record: LogRecord) => boolean) => {
  const stream = options.getStream();
  const name = streamNameOf(stream?.getStreamIdentifier());
  const after = stream?.hasRevision() ? BigInt(stream.getRevision()) : -1n;
  return (record) => record.stream === name && record.revision > after;
};

const nextWrite = async (context: ServerContext, call: ReadCall, cursor: number): Promise<void> => {
  await new Promise<void>((resolve) => {
    const done = () => {
      stop();
      call.off('cancelled', done);
      resolve();
    };
    const stop = context.log.onWrite(done);
    call.on('cancelled', done);
    // Something may have been written, or the call have gone, before anybody listened.
    if (context.log.all.length > cursor || call.cancelled) done();
  });
};

const subscribe = async (context: ServerContext, call: ReadCall, options: Options): Promise<void> => {
  const fault = context.faults.take('subscribe');
  if (fault?.kind === 'silent') return;
  if (fault?.kind === 'held') await fault.until;
  const ending = fault?.kind === 'end' || fault?.kind === 'status' || fault?.kind === 'reset' ? fault : undefined;
  const limit = limitOf(ending);
  const wanted = options.hasStream() ? streamSubscribed(options) : filterOf(options);
  const window = (options.getFilter()?.getCheckpointintervalmultiplier() ?? 0) * 32;
  context.opened += 1;
  context.subscriptions += 1;
  const number = context.opened;
  const left = () => {
    if (isOpen) context.subscriptions -= 1;
    isOpen = false;
  };
  let isOpen = true;
  call.once('cancelled', left);
  call.once('finish', left);
  let cursor = options.hasStream() ? 0 : subscribedFrom(context, options);
  let sent = 0;
  let isLive = false;
  await written(call, confirmationMessage());
  for (;;) {
    for (; cursor < context.log.all.length && !call.cancelled && sent < limit; cursor += 1) {
      const record = context.log.all[cursor] as LogRecord;
      if (wanted(record)) {
        await written(call, eventMessage(record));
        sent += 1;
      }
      if (window > 0 && (cursor + 1) % window === 0) await written(call, checkpointMessage(record.position));
    }
    if (ending && sent >= limit) return finish(context, call, ending);
    if (call.cancelled) return undefined;
    if (!isLive) {
      isLive = true;
      const last = context.log.all.at(-1);
      if (window > 0 && last) await written(call, checkpointMessage(last.position));
      if (!context.hidesCaughtUp) await written(call, caughtUpMessage());
    }
    await nextWrite(context, call, cursor);
    if (context.muted >= number) return undefined;
  }
};

/** `Read`: one stream or all, both directions, with limits; and subscriptions, from the past into the future. */
export const readHandler =
  (context: ServerContext) =>
  (call: ReadCall): void => {
    call.on('error', () => undefined);
    const options = call.request.getOptions();
    if (!options) {
      call.end();
      return;
    }
    const refusal = refusalOf(context, options, call.metadata);
    if (refusal) call.emit('error', refusal);
    else void (options.hasSubscription() ? subscribe(context, call, options) : readOnce(context, call, options));
  };
