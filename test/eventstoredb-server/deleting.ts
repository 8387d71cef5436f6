import type { handleUnaryCall } from '@grpc/grpc-js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { DeleteReq, DeleteResp, TombstoneReq, TombstoneResp } from '@eventstore/db-client/generated/streams_pb.js';
import { followerRefusal, refusals } from './context.js';
import type { ServerContext } from './context.js';
import type { Expected, WriteOutcome } from './log.js';
import { streamNameOf } from './messages.js';

type ExpectedOptions = {
  hasRevision(): boolean;
  getRevision(): string;
  hasNoStream(): boolean;
  hasStreamExists(): boolean;
};
type Written = Extract<WriteOutcome, { readonly kind: 'written' }>;

const expectedOf = (options: ExpectedOptions): Expected => {
  if (options.hasRevision()) return BigInt(options.getRevision());
  if (options.hasNoStream()) return 'no-stream';
  return options.hasStreamExists() ? 'stream-exists' : 'any';
};

const asNumber = (expected: Expected): bigint => (typeof expected === 'bigint' ? expected : -1n);

const refusalIn = (outcome: WriteOutcome, stream: string, expected: Expected): Error | undefined => {
  if (outcome.kind === 'deleted') return refusals.streamDeleted(stream);
  return outcome.kind === 'written' ? undefined : refusals.wrongVersion(stream, asNumber(expected), outcome.current);
};

/** `Delete`: a soft delete, by the stream's metadata. */
export const deleteHandler =
  (context: ServerContext): handleUnaryCall<DeleteReq, DeleteResp> =>
  (call, callback) => {
    context.faults.take('delete');
    const options = call.request.getOptions();
    const stream = streamNameOf(options?.getStreamIdentifier());
    const expected = options ? expectedOf(options) : 'any';
    const refusal = followerRefusal(context, call.metadata);
    if (refusal) return callback(refusal);
    return context.log.perform(
      () => context.log.delete(stream, expected),
      (outcome) => {
        const refused = refusalIn(outcome, stream, expected);
        if (refused) return callback(refused);
        const position = new streams.DeleteResp.Position();
        position.setCommitPosition(String((outcome as Written).position));
        position.setPreparePosition(String((outcome as Written).position));
        const response = new streams.DeleteResp();
        response.setPosition(position);
        return callback(null, response);
      },
    );
  };

/** `Tombstone`: the end of a stream and of its name. */
export const tombstoneHandler =
  (context: ServerContext): handleUnaryCall<TombstoneReq, TombstoneResp> =>
  (call, callback) => {
    context.faults.take('tombstone');
    const options = call.request.getOptions();
    const stream = streamNameOf(options?.getStreamIdentifier());
    const expected = options ? expectedOf(options) : 'any';
    const refusal = followerRefusal(context, call.metadata);
    if (refusal) return callback(refusal);
    return context.log.perform(
      () => context.log.tombstone(stream, expected),
      (outcome) => {
        const refused = refusalIn(outcome, stream, expected);
        if (refused) return callback(refused);
        const position = new streams.TombstoneResp.Position();
        position.setCommitPosition(String((outcome as Written).position));
        position.setPreparePosition(String((outcome as Written).position));
        const response = new streams.TombstoneResp();
        response.setPosition(position);
        return callback(null, response);
      },
    );
  };
