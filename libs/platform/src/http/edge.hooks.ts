import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { epochMsOf } from '@knooppunt/kernel';
import type { Caller } from '../auth/caller.js';
import type { AccessTokenVerifier } from '../auth/access-token.verifier.js';
import type { Clock } from '../clock.js';
import type { JsonLogger } from '../logging.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Tracing } from '../tracing/tracing.js';
import { labelValues } from '../metrics/catalogue.js';
import { acceptsJson } from './accept.js';
import { isWorthALine } from './answer.js';
import { answerPreflight, corsHeaders } from './cors.js';
import { trailOf } from './correlation.js';
import type { CorrelationSource } from './correlation.js';
import { rulesOf } from './edge-context.js';
import type { EdgeContext, RouteRules } from './edge-context.js';
import { NotFound, Refused, Unauthenticated } from './platform-errors.js';
import { readRequiredHeaders } from './request-headers.js';
import type { RequestLimits } from './request-limits.js';
import type { RouteTable } from './route-table.js';
import { securityHeaders, unwantedHeaders } from './security-headers.js';

/** What the edge works with. */
export type EdgeTools = {
  readonly apiVersion: string;
  readonly clock: Clock;
  readonly logger: JsonLogger;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  readonly verifier: AccessTokenVerifier;
  readonly correlation: CorrelationSource;
  readonly routes: RouteTable;
  readonly isOpen: () => boolean;
  /** Origins whose pages may call the API. */
  readonly origins: ReadonlySet<string>;
  readonly limits: RequestLimits;
};

/** What is told of an address that no route has. */
export const noRoute = 'none';
const knownMethods: readonly string[] = labelValues.method;

/** Gives a request its context; also for those that no hook sees. */
export const attachEdge = (request: FastifyRequest, source: CorrelationSource): EdgeContext => {
  const { malformed, ...trail } = trailOf(request.headers, source);
  request.edge = { ...trail, malformedCorrelation: malformed, startedAt: performance.now() };
  return request.edge;
};

/** 405 with the methods that exist, or 404: for an address that no route has. */
export const refuseUnrouted = (request: FastifyRequest, routes: RouteTable): never => {
  const methods = routes.methodsAt(request.url);
  // a wildcard route may say itself that it has nothing here
  if (methods.length === 0 || methods.includes(request.method)) throw new NotFound();
  throw new Refused('platform/methode-niet-toegestaan', [], { allow: methods.join(', ') });
};

// Node keeps the first of two such headers and drops the other
const linesOf = ({ raw }: FastifyRequest, header: string): number =>
  raw.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === header).length;

const authorizationOf = (request: FastifyRequest): string | undefined => {
  if (linesOf(request, 'authorization') > 1) throw new Unauthenticated();
  return request.headers.authorization;
};

const knownCaller = async (request: FastifyRequest, { verifier, limits }: EdgeTools): Promise<Caller> => {
  try {
    return await verifier.verify(authorizationOf(request));
  } catch (error) {
    if (error instanceof Unauthenticated) await limits.stranger(request);
    throw error;
  }
};

/** Who asks, within the limits. They count before anything of the request is looked at: what exists and what does not cost the same. */
const admit = async (request: FastifyRequest, edge: EdgeContext, tools: EdgeTools): Promise<void> => {
  if (rulesOf(request).open) return tools.limits.stranger(request);
  if (!tools.isOpen()) throw new Refused('platform/nog-gesloten');
  const caller = await knownCaller(request, tools);
  const excess = await tools.limits.caller(request, caller);
  // Once in a minute it is a fact that a caller was over its limit; each one after that would let it fill the log.
  if (excess && !excess.isFirst) throw excess.refusal;
  edge.caller = caller;
  if (excess) throw excess.refusal;
};

const refuseUnreadable = (request: FastifyRequest): void => {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') throw new Refused('platform/mediatype-onbekend');
};

/** A failure is never kept: it may be over by the next request. */
const cachingOf = ({ cacheSeconds }: RouteRules, status: number): Record<string, string> =>
  cacheSeconds === undefined || status !== 200 ? {} : { 'cache-control': `public, max-age=${cacheSeconds}` };

/** Writes the headers that every answer has; also for those that no hook sees. */
export const writeEdgeHeaders = (request: FastifyRequest, reply: FastifyReply, tools: EdgeTools): void => {
  const edge = request.edge ?? attachEdge(request, tools.correlation);
  const known = request.routeOptions.config === undefined ? {} : rulesOf(request);
  for (const name of unwantedHeaders) reply.removeHeader(name);
  reply.headers({
    ...securityHeaders({ ...known, anyOrigin: known.anyOrigin === true && reply.statusCode < 400 }),
    ...cachingOf(known, reply.statusCode),
    ...(known.anyOrigin ? {} : corsHeaders(request, tools.origins)),
    ...(known.tagged && edge.etag !== undefined && reply.statusCode < 400 ? { etag: edge.etag } : {}),
    'api-version': tools.apiVersion,
    'x-correlation-id': edge.correlation,
    date: new Date(epochMsOf(tools.clock.now())).toUTCString(),
  });
};

const beginSpan = (request: FastifyRequest, edge: EdgeContext, tracing: Tracing): void => {
  const { method, routeOptions, headers } = request;
  const route = routeOptions.url;
  const { traceparent } = headers;
  edge.span = tracing.begin({
    name: route === undefined ? method : `${method} ${route}`,
    kind: 'server',
    attributes: { 'http.request.method': method, 'http.route': route ?? '' },
    place: { traceId: edge.traceId, traceparent: typeof traceparent === 'string' ? traceparent : undefined },
  });
};

const measure = (request: FastifyRequest, status: number, { metrics }: EdgeTools): void => {
  const { method, routeOptions, edge } = request;
  const labels = {
    method: knownMethods.includes(method) ? method : 'other',
    route: routeOptions.url ?? noRoute,
    status,
  };
  const seconds = (performance.now() - (edge?.startedAt ?? performance.now())) / 1000;
  metrics.observe('knooppunt_http_request_duration_seconds', labels, seconds);
  edge?.span?.end({ 'http.response.status_code': status });
};

/**
 * What happens to every request before its body is read: trail, token, what the caller can read, required headers; and to
 * every answer: the same headers, a line, a duration, the end of its span. Authentication comes first, so that nobody unknown learns more.
 */
export const installEdge = (server: FastifyInstance, tools: EdgeTools, isClosing: () => boolean): void => {
  server.decorateRequest('edge', null);

  server.addHook('onRequest', async (request, reply) => {
    const edge = attachEdge(request, tools.correlation);
    beginSpan(request, edge, tools.tracing);
    if (isClosing()) throw new Refused('platform/sluit-af');
    // RFC 9112 §3.2: who reads the other one on the way would see another address
    if (linesOf(request, 'host') !== 1) throw new Refused('platform/adres-ongeldig');
    if (request.is404) {
      await tools.limits.stranger(request);
      if (answerPreflight(request, reply, tools)) return reply;
      refuseUnrouted(request, tools.routes);
    }
    const rules = rulesOf(request);
    await admit(request, edge, tools);
    if (rules.callers && rules.callers !== edge.caller?.kind) throw new Refused('platform/verkeerde-afnemer');
    if (!rules.page && !acceptsJson(request.headers.accept)) throw new Refused('platform/niet-leverbaar');
    readRequiredHeaders(request, edge, rules);
    refuseUnreadable(request);
    return undefined;
  });

  // from here on, for what parses a body runs in the context of its connection
  server.addHook('preValidation', (request, _reply, done) => {
    const { edge } = request;
    if (edge?.span) edge.span.within(done);
    else done();
  });

  server.addHook('onSend', async (request, reply, payload) => {
    writeEdgeHeaders(request, reply, tools);
    // who keeps its connection would hold up the end
    if (isClosing()) reply.header('connection', 'close');
    return payload;
  });

  server.addHook('onResponse', async (request, reply) => {
    measure(request, reply.statusCode, tools);
    if (!isWorthALine(request, reply.statusCode)) return;
    const { edge } = request;
    tools.logger.info('http', {
      method: request.method,
      route: request.routeOptions.url ?? '',
      status: reply.statusCode,
      ms: Math.round(performance.now() - (edge?.startedAt ?? 0)),
      correlation: edge?.correlation,
      caller: edge?.caller?.kind,
      organisation: edge?.caller?.organisation,
    });
  });

  server.addHook('onRequestAbort', async ({ edge }) => {
    edge?.span?.end({ 'error.type': 'aborted' });
  });
};
