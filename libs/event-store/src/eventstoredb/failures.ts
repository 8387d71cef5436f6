import grpc from '@grpc/grpc-js';
import { ConnectionStringRefused, StoreAccessDenied, StoreUnavailable } from '../errors.js';

/** A call that has not been answered in time. */
export class CallTimedOut extends Error {
  readonly type = 'call-timed-out';
}

/** A subscription or a page that stopped without saying why. */
export class StreamEnded extends Error {
  readonly type = 'stream-ended';
}

/** A subscription that gets nothing while the log grows. */
export class SubscriptionStalled extends Error {
  readonly type = 'subscription-stalled';
}

/** Whether a failure is our own verdict on a call, so that it is no sign of the server. */
export const isOurs = (error: unknown): boolean => error instanceof CallTimedOut || error instanceof StoreUnavailable;

// What the client knows by the keys in the trailers alone; a proxy, and some refusals of the database, give no keys.
const kindsByStatus: Readonly<Record<number, string>> = {
  [grpc.status.PERMISSION_DENIED]: 'access-denied',
  [grpc.status.INVALID_ARGUMENT]: 'invalid-argument',
};

/** The kind of a failure, in the words of the client's `ErrorType` or of the classes above. */
export const kindOf = (error: unknown): string => {
  const { type, code } = (error ?? {}) as { readonly type?: unknown; readonly code?: unknown };
  const kind = typeof type === 'string' ? type : 'unknown';
  return kind === 'unknown' && typeof code === 'number' ? (kindsByStatus[code] ?? kind) : kind;
};

const definite: ReadonlySet<string> = new Set([
  'wrong-expected-version',
  'stream-deleted',
  'stream-not-found',
  'maximum-append-size-exceeded',
  'access-denied',
  'invalid-argument',
  'invalid-transaction',
  'missing-required-metadata-property',
]);

/**
 * Whether a failure says nothing about the call: it may have been done or not, and can be sent again to a new
 * connection. Whatever is not a clear answer of the database counts as such.
 */
export const isTransient = (error: unknown): boolean => !isVerdict(error) && !definite.has(kindOf(error));

/** Where the leader is, if the failure says so. */
export const leaderOf = (error: unknown): { readonly address: string; readonly port: number } | undefined => {
  if (kindOf(error) !== 'not-leader') return undefined;
  const { leader } = error as { readonly leader?: { readonly address: string; readonly port: number } };
  return leader && Number.isInteger(leader.port) ? leader : undefined;
};

type Verdict = StoreUnavailable | StoreAccessDenied | ConnectionStringRefused;

/** Whether an error is one of the port's already. */
export const isVerdict = (error: unknown): error is Verdict =>
  error instanceof StoreUnavailable || error instanceof StoreAccessDenied || error instanceof ConnectionStringRefused;

/** Any failure in the words of the port. */
export const unavailable = (error: unknown): Verdict => {
  if (isVerdict(error)) return error;
  return kindOf(error) === 'access-denied' ? new StoreAccessDenied(error) : new StoreUnavailable(kindOf(error), error);
};
