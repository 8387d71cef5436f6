import { randomUUID } from 'node:crypto';
import { contextOfHeader, isTraceId } from '../tracing/trace-context.js';

/** Gives the correlation id of a request that brings none, in UUID form. */
export type CorrelationSource = () => string;

/** Random ids: nothing about other requests can be read from them. */
export const randomCorrelation: CorrelationSource = () => randomUUID();

/** How one request is followed: through our log and events (`correlation`), and through all systems (`traceId`, that of W3C: 32 hex). */
export type Trail = {
  readonly correlation: string;
  readonly traceId: string;
  /** The header was there and had no valid form; its value was not used. */
  readonly malformed: boolean;
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

// all zeros is a UUID, but no trace
const traceIdOfUuid = (correlation: string, source: CorrelationSource): string => {
  const traceId = correlation.replaceAll('-', '');
  return isTraceId(traceId) ? traceId : source().replaceAll('-', '');
};

const one = (header: string | readonly string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : header?.join(',');

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * The trail of a request. Only a UUID is taken as correlation id, because it is stored for ever in the clear;
 * a malformed `traceparent` restarts the trace, as W3C Trace Context says.
 */
export const trailOf = (headers: Headers, source: CorrelationSource): Trail => {
  const given = one(headers['x-correlation-id']);
  const valid = given !== undefined && uuid.test(given);
  const correlation = valid ? given : source();
  const traceId = contextOfHeader(one(headers['traceparent']))?.traceId ?? traceIdOfUuid(correlation, source);
  return { correlation, traceId, malformed: given !== undefined && !valid };
};
