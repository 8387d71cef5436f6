import type { Metadata, ServiceError } from '@grpc/grpc-js';
import grpc from '@grpc/grpc-js';
import type { Fault, Faults } from './faults.js';
import type { Log } from './log.js';

/** Where the leader is, as a follower knows it. */
export type LeaderAddress = { readonly host: string; readonly port: number };

/** A node of a cluster, as gossip tells of it. */
export type Member = LeaderAddress & { readonly isLeader: boolean; readonly isAlive: boolean };

/** What the services share. */
export type ServerContext = {
  readonly log: Log;
  readonly faults: Faults;
  readonly maxAppendBytes: number;
  readonly hasBatchAppend: boolean;
  /** How far the server's clock is ahead. */
  readonly clockSkewMs: number;
  /** Set while this node is a follower. */
  leader: LeaderAddress | undefined;
  /** An append that was there already is acknowledged without a position. */
  readonly repeatsWithoutPosition: boolean;
  /** The first repeat of each append is not answered but with a timeout, so many milliseconds later. */
  readonly dropsFirstRepeatMs: number | undefined;
  /** Events that are read from a stream have no place in the whole log. */
  readonly hidesPositions: boolean;
  readonly hidesCaughtUp: boolean;
  /** The repeats that have been dropped. */
  readonly dropped: Set<string>;
  /** Somebody else does something in the database: at each write and each read of ours. */
  someoneElse: () => void;
  /** The cluster that this node belongs to. */
  members: () => readonly Member[];
  reset: () => void;
  /** Subscriptions that are open. */
  subscriptions: number;
  /** Subscriptions opened before this moment hear of no write any more. */
  muted: number;
  opened: number;
};

/** A call that fails, with the exception keys that the database puts in its trailers. */
export const failure = (code: number, details: string, keys: Readonly<Record<string, string>> = {}): ServiceError => {
  const metadata = new grpc.Metadata();
  for (const [key, value] of Object.entries(keys)) metadata.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata });
};

/** The failure that a fault of kind `status` stands for. */
export const failureOf = (fault: Extract<Fault, { readonly kind: 'status' }>): ServiceError =>
  failure(fault.code, fault.details, fault.metadata);

/** The refusals of the database, in its own words and keys. */
export const refusals = {
  notLeader: ({ host, port }: LeaderAddress) =>
    failure(grpc.status.NOT_FOUND, 'Leader info available', {
      exception: 'not-leader',
      'leader-endpoint-host': host,
      'leader-endpoint-port': String(port),
    }),
  accessDenied: () => failure(grpc.status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' }),
  unauthenticated: () => failure(grpc.status.UNAUTHENTICATED, 'Unauthenticated'),
  streamDeleted: (stream: string) =>
    failure(grpc.status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
      exception: 'stream-deleted',
      'stream-name': stream,
    }),
  wrongVersion: (stream: string, expected: bigint, actual: bigint) =>
    failure(grpc.status.FAILED_PRECONDITION, `WrongExpectedVersion. Stream: ${stream}`, {
      exception: 'wrong-expected-version',
      'stream-name': stream,
      'expected-version': String(expected),
      'actual-version': String(actual),
    }),
  timedOut: () => failure(grpc.status.ABORTED, 'Operation timed out: Commit phase timeout.'),
  /** What escapes the database's own handling: no keys, no reason. */
  thrown: () => failure(grpc.status.UNKNOWN, 'Exception was thrown by handler.'),
  invalidPosition: () => failure(grpc.status.INVALID_ARGUMENT, 'Trying to read from an invalid position.'),
  requiredArgument: (name: string) => failure(grpc.status.INVALID_ARGUMENT, `'${name}' is a required argument`),
  missingKey: (key: string) =>
    failure(grpc.status.INVALID_ARGUMENT, `Required Metadata Property '${key}' is missing`, {
      exception: 'missing-required-metadata-property',
      'required-metadata-properties': 'type,content-type',
    }),
  tooLarge: (limit: number) =>
    failure(grpc.status.INVALID_ARGUMENT, `Maximum Append Size of ${limit} Exceeded.`, {
      exception: 'maximum-append-size-exceeded',
      'maximum-append-size': String(limit),
    }),
} as const;

/** Why this node does not take a call that asks for the leader. */
export const followerRefusal = (context: ServerContext, metadata: Metadata): ServiceError | undefined =>
  context.leader && metadata.get('requires-leader')[0] === 'true' ? refusals.notLeader(context.leader) : undefined;

/** What an event counts for in the append limit. */
export const sizeOf = (event: {
  readonly data: Uint8Array;
  readonly customMetadata: Uint8Array;
  readonly type: string;
}) => event.data.length + event.customMetadata.length + 2 * event.type.length;
