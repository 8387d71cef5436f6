import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RouteTable } from './route-table.js';

type Headers = Readonly<Record<string, string>>;

/** What a page of an allowed origin may send; no cookies, for there are none. */
const requestHeaders =
  'Accept, Accept-Language, Authorization, Casus, Content-Type, Doelbinding, Idempotency-Key, If-Match, Leesbewijs, ' +
  'Traceparent, Tracestate, X-Correlation-Id';
/** What such a page may read beside the body. */
const answerHeaders = 'API-Version, Content-Language, ETag, Location, Retry-After, X-Correlation-Id';
const preflightSeconds = '600';

const originOf = (request: FastifyRequest): string | undefined => {
  const { origin } = request.headers;
  return typeof origin === 'string' ? origin : undefined;
};

/**
 * The headers that let a page of another origin read an answer; none unless the operator named that origin exactly. Where
 * any is named, a cache has to know that answers differ by it. Source: Fetch standard §3.3, API Design Rules transport/cors.
 */
export const corsHeaders = (request: FastifyRequest, origins: ReadonlySet<string>): Headers => {
  if (origins.size === 0) return {};
  const origin = originOf(request);
  if (origin === undefined || !origins.has(origin)) return { vary: 'Origin' };
  return {
    vary: 'Origin',
    'access-control-allow-origin': origin,
    'access-control-expose-headers': answerHeaders,
  };
};

/**
 * Answers a preflight of an allowed origin for an address that is there, the API description for any origin; true where it
 * did. Every other OPTIONS is refused like any method that does not exist, so that a stranger learns nothing new.
 */
export const answerPreflight = (
  request: FastifyRequest,
  reply: FastifyReply,
  { routes, origins }: { readonly routes: RouteTable; readonly origins: ReadonlySet<string> },
): boolean => {
  const origin = originOf(request);
  const isPreflight = request.method === 'OPTIONS' && 'access-control-request-method' in request.headers;
  if (!isPreflight || origin === undefined) return false;
  const methods = routes.methodsAt(request.url);
  const isForAll = routes.isForAnyOrigin(request.url);
  if (methods.length === 0 || !(isForAll || origins.has(origin))) return false;
  void reply
    .code(204)
    .headers({
      ...(isForAll ? { 'access-control-allow-origin': '*' } : {}),
      'access-control-allow-methods': methods.join(', '),
      'access-control-allow-headers': requestHeaders,
      'access-control-max-age': preflightSeconds,
    })
    .send();
  return true;
};
