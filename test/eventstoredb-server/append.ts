import grpc from '@grpc/grpc-js';
import type { sendUnaryData, ServerDuplexStream, ServerReadableStream, ServiceError } from '@grpc/grpc-js';
import type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import type { UUID } from '@eventstore/db-client/generated/shared_pb.js';
import type { Status } from '@eventstore/db-client/generated/status_pb.js';
import { failure, failureOf, followerRefusal, refusals, sizeOf } from './context.js';
import type { ServerContext } from './context.js';
import type { Expected, Proposed, WriteOutcome } from './log.js';
import {
  appendedMessage,
  batchErrors,
  batchMessage,
  isStreamName,
  missingKeyOf,
  proposedOf,
  refusalOfProposed,
  streamNameOf,
  structuredOf,
  wrongVersionMessage,
} from './messages.js';

type ExpectedOptions = { hasNoStream(): boolean; hasStreamExists(): boolean };
type Answer = AppendResp | ServiceError;

const looseOf = (options: ExpectedOptions): Expected => {
  if (options.hasNoStream()) return 'no-stream';
  return options.hasStreamExists() ? 'stream-exists' : 'any';
};

const hasPosition = (context: ServerContext, { isRepeat }: { readonly isRepeat?: boolean }): boolean =>
  !(isRepeat === true && context.repeatsWithoutPosition);

type Target = { readonly stream: string; readonly expected: Expected };

/** Why the database takes no such events under this name, in its words. */
const refusedForm = (stream: string, events: readonly Proposed[]): string | undefined =>
  isStreamName(stream)
    ? events.map(refusalOfProposed).find((refusal) => refusal !== undefined)
    : 'Invalid stream name.';

/** Whether this repeat comes too early: before the database can tell where the first lies. */
const isDropped = (context: ServerContext, target: Target, outcome: WriteOutcome): boolean => {
  if (context.dropsFirstRepeatMs === undefined || outcome.kind !== 'written' || !outcome.isRepeat) return false;
  const key = `${target.stream} ${target.expected}`;
  return context.dropped.size !== context.dropped.add(key).size;
};

const singleAnswer = (context: ServerContext, target: Target, events: readonly Proposed[]): Answer => {
  const { stream, expected } = target;
  if (refusedForm(stream, events) !== undefined) return refusals.thrown();
  if (events.reduce((sum, event) => sum + event.data.length, 0) > context.maxAppendBytes) {
    return refusals.tooLarge(context.maxAppendBytes);
  }
  const outcome = context.log.append(stream, events, expected);
  context.someoneElse();
  if (isDropped(context, target, outcome)) return refusals.timedOut();
  if (outcome.kind === 'deleted') return refusals.streamDeleted(stream);
  if (outcome.kind !== 'written') return wrongVersionMessage(outcome.current, expected);
  return appendedMessage(outcome, hasPosition(context, outcome));
};

/** `Append`: options first, then one event per message, one answer. */
export const appendHandler =
  (context: ServerContext) =>
  (call: ServerReadableStream<AppendReq, AppendResp>, callback: sendUnaryData<AppendResp>): void => {
    const fault = context.faults.take('append');
    const events: Proposed[] = [];
    let target: Target | undefined;
    let missing: string | undefined;
    call.on('error', () => undefined);
    call.on('data', (request: AppendReq) => {
      const options = request.getOptions();
      if (options) {
        const expected = options.hasRevision() ? BigInt(options.getRevision()) : looseOf(options);
        target = { stream: streamNameOf(options.getStreamIdentifier()), expected };
      }
      const message = request.getProposedMessage();
      if (!message) return;
      missing ??= missingKeyOf(message);
      events.push(proposedOf(message));
    });
    const reply = (answer: Answer) => {
      if (!(answer instanceof Error)) callback(null, answer);
      else if (answer.code === grpc.status.ABORTED)
        setTimeout(() => callback(answer), context.dropsFirstRepeatMs).unref();
      else callback(answer);
    };
    const write = (): Answer =>
      missing === undefined
        ? singleAnswer(context, target ?? { stream: '', expected: 'any' }, events)
        : refusals.missingKey(missing);
    call.on('end', () => {
      const refusal = followerRefusal(context, call.metadata);
      if (refusal) return reply(refusal);
      if (fault?.kind === 'denied') return reply(refusals.accessDenied());
      if (!fault || fault.kind === 'twice' || fault.kind === 'refuse') return context.log.perform(write, reply);
      if (fault.kind === 'held')
        return context.log.perform(write, (answer) => void fault.until.then(() => reply(answer)));
      if (fault.hasEffect) write();
      if (fault.kind === 'status') reply(failureOf(fault));
      if (fault.kind === 'reset') context.reset();
      if (fault.kind === 'end') call.destroy();
      return undefined;
    });
  };

type Pending = {
  readonly stream: string;
  readonly expected: Expected;
  readonly deadlineMs: number;
  readonly events: Proposed[];
  /** Why the database will not take it, as far as the messages have come. */
  refusal?: string;
};

const pendingOf = (options: BatchAppendReq.Options): Pending => ({
  stream: streamNameOf(options.getStreamIdentifier()),
  expected: options.hasStreamPosition() ? BigInt(options.getStreamPosition()) : looseOf(options),
  deadlineMs: options.getDeadline()?.toDate().getTime() ?? Infinity,
  events: [],
});

type BatchAnswer = { readonly message: BatchAppendResp; readonly afterMs?: number };

const batchAnswer = (context: ServerContext, correlation: UUID, pending: Pending): BatchAnswer => {
  const { stream, expected, events } = pending;
  const error = (status: Status, id = correlation): BatchAnswer => ({ message: batchMessage(id, stream, status) });
  const refusal = pending.refusal ?? refusedForm(stream, events);
  if (refusal !== undefined) return error(batchErrors.badRequest(refusal));
  if (pending.deadlineMs <= Date.now() + context.clockSkewMs) {
    return error(batchErrors.timeout(), structuredOf(correlation.getString()));
  }
  if (events.reduce((sum, event) => sum + sizeOf(event), 0) > context.maxAppendBytes) {
    return error(batchErrors.tooLarge(context.maxAppendBytes));
  }
  const outcome = context.log.append(stream, events, expected);
  context.someoneElse();
  const { dropsFirstRepeatMs: afterMs } = context;
  if (isDropped(context, pending, outcome)) return { ...error(batchErrors.timeout()), ...(afterMs ? { afterMs } : {}) };
  if (outcome.kind === 'deleted') return error(batchErrors.deleted(stream));
  if (outcome.kind === 'wrong-version') return error(batchErrors.wrongVersion(outcome.current, expected));
  return { message: batchMessage(correlation, stream, outcome, hasPosition(context, outcome)) };
};

type BatchCall = ServerDuplexStream<BatchAppendReq, BatchAppendResp>;

const completeBatch = (context: ServerContext, call: BatchCall, correlation: UUID, pending: Pending): void => {
  const fault = context.faults.take('batch-append');
  const refusal = followerRefusal(context, call.metadata);
  if (refusal) {
    call.emit('error', refusal);
    return;
  }
  const write = () => batchAnswer(context, correlation, pending);
  const send = ({ message, afterMs }: BatchAnswer) => {
    if (afterMs !== undefined) setTimeout(() => send({ message }), afterMs).unref();
    else if (!call.cancelled && !call.destroyed) call.write(message);
  };
  if (!fault) return context.log.perform(write, send);
  const refused = (status: Status) => send({ message: batchMessage(correlation, pending.stream, status) });
  if (fault.kind === 'refuse') return refused(batchErrors.notHandled(fault.message));
  if (fault.kind === 'denied') return refused(batchErrors.accessDenied());
  if (fault.kind === 'twice') {
    return context.log.perform(write, (answer) => {
      send(answer);
      send(answer);
    });
  }
  if (fault.kind === 'held') return context.log.perform(write, (answer) => void fault.until.then(() => send(answer)));
  if (fault.hasEffect) write();
  if (fault.kind === 'status') call.emit('error', failureOf(fault));
  if (fault.kind === 'reset') context.reset();
  if (fault.kind === 'end') call.end();
  return undefined;
};

/** `BatchAppend`: many appends over one stream, each in one or more messages, answered by correlation id. */
export const batchAppendHandler =
  (context: ServerContext) =>
  (call: BatchCall): void => {
    const open = new Map<string, Pending>();
    call.on('error', () => undefined);
    if (!context.hasBatchAppend) {
      call.emit('error', failure(grpc.status.UNIMPLEMENTED, 'Method is unimplemented.'));
      return;
    }
    call.on('data', (request: BatchAppendReq) => {
      const correlation = request.getCorrelationId();
      if (!correlation) return;
      const key = correlation.getString();
      const options = request.getOptions();
      const pending = options ? pendingOf(options) : open.get(key);
      if (!pending) return;
      open.set(key, pending);
      for (const message of request.getProposedMessagesList()) {
        const missing = missingKeyOf(message);
        if (missing !== undefined) pending.refusal ??= `Required Metadata Property '${missing}' is missing`;
        pending.events.push(proposedOf(message));
      }
      if (!request.getIsFinal()) return;
      open.delete(key);
      completeBatch(context, call, correlation, pending);
    });
    call.on('end', () => call.end());
  };
