import { randomUUID } from 'node:crypto';

/** Gives the correlation id of a request that brings none, in UUID form. */
export type CorrelationSource = () => string;

/** Random ids: nothing about other requests can be read from them. */
export const randomCorrelation: CorrelationSource = () => randomUUID();

/** How one request is followed: through our log and events (`correlation`), and through all systems (`traceId`, 32 hex). */
export type Trail = {
  readonly correlation: string;
  readonly traceId: string;
  /** The header was there and had no valid form; its value was not used. */
  readonly malformed: boolean;
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const traceparent = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;
const allZero = /^0+$/;

const traceIdOf = (header: string | undefined): string | undefined => {
  const [, traceId = '', parent = ''] = traceparent.exec(header ?? '') ?? [];
  return traceId === '' || allZero.test(traceId) || allZero.test(parent) ? undefined : traceId;
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
  const traceId = traceIdOf(one(headers['traceparent'])) ?? correlation.replaceAll('-', '');
  return { correlation, traceId, malformed: given !== undefined && !valid };
};
