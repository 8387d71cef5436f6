import grpc from '@grpc/grpc-js';
import type { handleUnaryCall, Metadata, ServerCredentials, ServerInterceptor, ServiceError } from '@grpc/grpc-js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import featuresService from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import gossipService from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { Empty } from '@eventstore/db-client/generated/shared_pb.js';
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import { appendHandler, batchAppendHandler } from './append.js';
import { failureOf, refusals } from './context.js';
import type { ServerContext } from './context.js';
import { deleteHandler, tombstoneHandler } from './deleting.js';
import { structuredOf } from './messages.js';
import { readHandler } from './read.js';

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

/** `Gossip.Read`: who is in the cluster, and who of them leads. */
const gossipHandler =
  (context: ServerContext): handleUnaryCall<Empty, ClusterInfo> =>
  (_call, callback) => {
    const fault = context.faults.take('gossip');
    if (fault?.kind === 'silent') return;
    if (fault?.kind === 'status') return callback(failureOf(fault));
    const { FOLLOWER, LEADER } = gossip.MemberInfo.VNodeState;
    const info = new gossip.ClusterInfo();
    for (const { host, port, isLeader, isAlive } of context.members()) {
      const endPoint = new gossip.EndPoint();
      endPoint.setAddress(host);
      endPoint.setPort(port);
      const member = new gossip.MemberInfo();
      member.setInstanceId(structuredOf(crypto.randomUUID()));
      member.setTimeStamp(String(Date.now() * 10_000));
      member.setState(isLeader ? LEADER : FOLLOWER);
      member.setIsAlive(isAlive);
      member.setHttpEndPoint(endPoint);
      info.addMembers(member);
    }
    return callback(null, info);
  };

const refusalFor = (users: ReadonlyMap<string, string>, metadata: Metadata): ServiceError | undefined => {
  const [header] = metadata.get('authorization');
  if (header === undefined) return refusals.accessDenied();
  const [name = '', ...rest] = Buffer.from(String(header).replace(/^Basic /iu, ''), 'base64')
    .toString()
    .split(':');
  const isKnown = users.has(name) && users.get(name) === rest.join(':');
  return isKnown ? undefined : refusals.unauthenticated();
};

/** Refuses calls without the right name and password; gossip is for everybody. */
const authenticating =
  (users: ReadonlyMap<string, string>): ServerInterceptor =>
  (method, call) =>
    new grpc.ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, goOn) => {
            const refusal = method.path.endsWith('Gossip/Read') ? undefined : refusalFor(users, metadata);
            if (refusal) call.sendStatus(refusal);
            else goOn(metadata);
          },
        }),
    });

/** The services of the protocol on a port of loopback; gives the server and its port. */
export const listen = async (
  context: ServerContext,
  at: { readonly port: number; readonly credentials: ServerCredentials; readonly users?: ReadonlyMap<string, string> },
): Promise<{ readonly server: grpc.Server; readonly port: number }> => {
  const server = new grpc.Server({
    'grpc.max_receive_message_length': 17 * 1024 * 1024,
    ...(at.users ? { interceptors: [authenticating(at.users)] } : {}),
  });
  server.addService(streamsService.StreamsService, {
    read: readHandler(context),
    append: appendHandler(context),
    batchAppend: batchAppendHandler(context),
    delete: deleteHandler(context),
    tombstone: tombstoneHandler(context),
  });
  server.addService(featuresService.ServerFeaturesService, { getSupportedMethods: featuresHandler(context) });
  server.addService(gossipService.GossipService, { read: gossipHandler(context) });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${at.port}`, at.credentials, (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { server, port };
};
