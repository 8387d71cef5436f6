import grpc from '@grpc/grpc-js';
import type { sendUnaryData, ServerDuplexStream, ServerReadableStream, ServiceError } from '@grpc/grpc-js';
import type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import type { UUID } from '@eventstore/db-client/generated/shared_pb.js';
import { failure, failureOf, followerRefusal, refusals, sizeOf } from './context.js';
import type { ServerContext } from './context.js';
import type { Expected, Proposed } from './log.js';
import {
  appendedMessage,
  batchErrors,
  batchMessage,
  proposedOf,
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

const singleAnswer = (
  context: ServerContext,
  stream: string,
  events: readonly Proposed[],
  expected: Expected,
): Answer => {
  if (events.reduce((sum, event) => sum + event.data.length, 0) > context.maxAppendBytes) {
    return refusals.tooLarge(context.maxAppendBytes);
  }
  const outcome = context.log.append(stream, events, expected);
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
    let target: { readonly stream: string; readonly expected: Expected } | undefined;
    call.on('error', () => undefined);
    call.on('data', (request: AppendReq) => {
      const options = request.getOptions();
      if (options) {
        const expected = options.hasRevision() ? BigInt(options.getRevision()) : looseOf(options);
        target = { stream: streamNameOf(options.getStreamIdentifier()), expected };
      }
      const message = request.getProposedMessage();
      if (message) events.push(proposedOf(message));
    });
    const reply = (answer: Answer) => (answer instanceof Error ? callback(answer) : callback(null, answer));
    const write = (): Answer => singleAnswer(context, target?.stream ?? '', events, target?.expected ?? 'any');
    call.on('end', () => {
      const refusal = followerRefusal(context, call.metadata);
      if (refusal) return reply(refusal);
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
};

const pendingOf = (options: BatchAppendReq.Options): Pending => ({
  stream: streamNameOf(options.getStreamIdentifier()),
  expected: options.hasStreamPosition() ? BigInt(options.getStreamPosition()) : looseOf(options),
  deadlineMs: options.getDeadline()?.toDate().getTime() ?? Infinity,
  events: [],
});

const batchAnswer = (context: ServerContext, correlation: UUID, pending: Pending): BatchAppendResp => {
  const { stream, expected, events } = pending;
  if (pending.deadlineMs <= Date.now() + context.clockSkewMs) {
    return batchMessage(structuredOf(correlation.getString()), stream, batchErrors.timeout());
  }
  if (events.reduce((sum, event) => sum + sizeOf(event), 0) > context.maxAppendBytes) {
    return batchMessage(correlation, stream, batchErrors.tooLarge(context.maxAppendBytes));
  }
  const outcome = context.log.append(stream, events, expected);
  if (outcome.kind === 'deleted') return batchMessage(correlation, stream, batchErrors.deleted(stream));
  if (outcome.kind === 'written') return batchMessage(correlation, stream, outcome, hasPosition(context, outcome));
  return batchMessage(correlation, stream, batchErrors.wrongVersion(outcome.current, expected));
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
  const send = (answer: BatchAppendResp) => {
    if (!call.cancelled && !call.destroyed) call.write(answer);
  };
  if (!fault) return context.log.perform(write, send);
  if (fault.kind === 'refuse') {
    return send(batchMessage(correlation, pending.stream, batchErrors.notHandled(fault.message)));
  }
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
      for (const message of request.getProposedMessagesList()) pending.events.push(proposedOf(message));
      if (!request.getIsFinal()) return;
      open.delete(key);
      completeBatch(context, call, correlation, pending);
    });
    call.on('end', () => call.end());
  };
