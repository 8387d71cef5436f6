import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import grpc from '@grpc/grpc-js';
import type { handleUnaryCall } from '@grpc/grpc-js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import featuresService from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { Empty } from '@eventstore/db-client/generated/shared_pb.js';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type { DeleteReq, DeleteResp, TombstoneReq, TombstoneResp } from '@eventstore/db-client/generated/streams_pb.js';
import { appendHandler, batchAppendHandler } from './append.js';
import { failureOf, followerRefusal, refusals } from './context.js';
import type { LeaderAddress, ServerContext } from './context.js';
import { Faults } from './faults.js';
import { Log } from './log.js';
import type { Expected } from './log.js';
import { streamNameOf } from './messages.js';
import { readHandler } from './read.js';

export { notLeader } from './faults.js';

type ExpectedOptions = {
  hasRevision(): boolean;
  getRevision(): string;
  hasNoStream(): boolean;
  hasStreamExists(): boolean;
};

const expectedOf = (options: ExpectedOptions): Expected => {
  if (options.hasRevision()) return BigInt(options.getRevision());
  if (options.hasNoStream()) return 'no-stream';
  return options.hasStreamExists() ? 'stream-exists' : 'any';
};

const asNumber = (expected: Expected): bigint => (typeof expected === 'bigint' ? expected : -1n);

const deleteHandler =
  (context: ServerContext): handleUnaryCall<DeleteReq, DeleteResp> =>
  (call, callback) => {
    context.faults.take('delete');
    const options = call.request.getOptions();
    const stream = streamNameOf(options?.getStreamIdentifier());
    const expected = options ? expectedOf(options) : 'any';
    const outcome = followerRefusal(context, call.metadata) ?? context.log.delete(stream, expected);
    if (outcome instanceof Error) return callback(outcome);
    if (outcome.kind === 'deleted') return callback(refusals.streamDeleted(stream));
    if (outcome.kind !== 'written') {
      return callback(refusals.wrongVersion(stream, asNumber(expected), outcome.current));
    }
    const position = new streams.DeleteResp.Position();
    position.setCommitPosition(String(outcome.position));
    position.setPreparePosition(String(outcome.position));
    const response = new streams.DeleteResp();
    response.setPosition(position);
    return callback(null, response);
  };

const tombstoneHandler =
  (context: ServerContext): handleUnaryCall<TombstoneReq, TombstoneResp> =>
  (call, callback) => {
    context.faults.take('tombstone');
    const options = call.request.getOptions();
    const stream = streamNameOf(options?.getStreamIdentifier());
    const expected = options ? expectedOf(options) : 'any';
    const outcome = followerRefusal(context, call.metadata) ?? context.log.tombstone(stream, expected);
    if (outcome instanceof Error) return callback(outcome);
    if (outcome.kind === 'deleted') return callback(refusals.streamDeleted(stream));
    if (outcome.kind !== 'written') {
      return callback(refusals.wrongVersion(stream, asNumber(expected), outcome.current));
    }
    const position = new streams.TombstoneResp.Position();
    position.setCommitPosition(String(outcome.position));
    position.setPreparePosition(String(outcome.position));
    const response = new streams.TombstoneResp();
    response.setPosition(position);
    return callback(null, response);
  };

const featuresHandler =
  (context: ServerContext): handleUnaryCall<Empty, SupportedMethods> =>
  (_call, callback) => {
    const fault = context.faults.take('features');
    if (fault?.kind === 'silent') return;
    if (fault?.kind === 'status') return callback(failureOf(fault));
    if (fault?.kind === 'reset') return context.reset();
    const supported = new features.SupportedMethods();
    supported.setEventStoreServerVersion('23.10.0');
    for (const { path } of Object.values(streamsService.StreamsService)) {
      const [, service = '', method = ''] = path.split('/');
      if (method === 'BatchAppend' && !context.hasBatchAppend) continue;
      const entry = new features.SupportedMethod();
      // The database spells both in lower case.
      entry.setServiceName(service.toLowerCase());
      entry.setMethodName(method.toLowerCase());
      supported.addMethods(entry);
    }
    return callback(null, supported);
  };

/** A door before the server whose connections can be cut with a reset. */
const openDoor = async (port: number) => {
  const sockets = new Set<Socket>();
  let sent = 0;
  const door = createServer((incoming) => {
    const outgoing = connect(port, '127.0.0.1');
    for (const socket of [incoming, outgoing]) {
      sockets.add(socket.setNoDelay(true));
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        (socket === incoming ? outgoing : incoming).destroy();
      });
    }
    outgoing.on('data', (bytes: Buffer) => {
      sent += bytes.length;
    });
    incoming.pipe(outgoing).pipe(incoming);
  });
  const listen = async (at: number) =>
    new Promise<void>((resolve, reject) => door.once('error', reject).listen(at, '127.0.0.1', resolve));
  await listen(0);
  const { port: own } = door.address() as AddressInfo;
  const reset = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const shut = async () => {
    const shutting = new Promise((resolve) => door.close(resolve));
    reset();
    await shutting;
  };
  return {
    port: own,
    reset,
    shut,
    reopen: async () => listen(own),
    count: () => sockets.size / 2,
    bytesSent: () => sent,
  };
};

/** A running server. */
export type EventStoreDbServer = {
  /** For `esdb://`; without TLS. */
  readonly connectionString: string;
  readonly port: number;
  readonly log: Log;
  readonly faults: Faults;
  /** Makes this node a follower of another, or the leader again. */
  readonly follow: (leader: LeaderAddress | undefined) => void;
  /** The subscriptions that are open now go on without a word, whatever is written. */
  readonly muteSubscriptions: () => void;
  /** How many subscriptions are open. */
  readonly subscriptions: () => number;
  /** What the server has sent to all clients, in bytes. */
  readonly bytesSent: () => number;
  /** How many connections are open. */
  readonly connections: () => number;
  /** Resets all connections. */
  readonly reset: () => void;
  /** Resets all connections and takes none, until `comeBack`. The data stay. */
  readonly goAway: () => Promise<void>;
  readonly comeBack: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/**
 * A server of the EventStoreDB protocol (gRPC, without TLS) on a free port of loopback, with its log in memory and
 * faults that can be switched on. It is made from the client's own generated messages, so what crosses the wire is
 * what the protocol defines.
 */
export const startEventStoreDbServer = async (
  options: { readonly batchAppend?: boolean; readonly maxAppendBytes?: number; readonly clockSkewMs?: number } = {},
): Promise<EventStoreDbServer> => {
  const server = new grpc.Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
  let cut = () => undefined as void;
  const context: ServerContext = {
    log: new Log(),
    faults: new Faults(),
    maxAppendBytes: options.maxAppendBytes ?? 1024 * 1024,
    hasBatchAppend: options.batchAppend ?? true,
    clockSkewMs: options.clockSkewMs ?? 0,
    leader: undefined,
    subscriptions: 0,
    muted: 0,
    opened: 0,
    reset: () => cut(),
  };
  server.addService(streamsService.StreamsService, {
    read: readHandler(context),
    append: appendHandler(context),
    batchAppend: batchAppendHandler(context),
    delete: deleteHandler(context),
    tombstone: tombstoneHandler(context),
  });
  server.addService(featuresService.ServerFeaturesService, {
    getSupportedMethods: featuresHandler(context),
  });
  const inner = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
  const door = await openDoor(inner);
  cut = door.reset;
  return {
    connectionString: `esdb://127.0.0.1:${door.port}?tls=false`,
    port: door.port,
    log: context.log,
    faults: context.faults,
    follow: (leader) => {
      context.leader = leader;
    },
    muteSubscriptions: () => {
      context.muted = context.opened;
    },
    subscriptions: () => context.subscriptions,
    bytesSent: door.bytesSent,
    connections: door.count,
    reset: door.reset,
    goAway: door.shut,
    comeBack: door.reopen,
    stop: async () => {
      await door.shut();
      server.forceShutdown();
    },
  };
};
