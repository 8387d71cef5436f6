import type { FastifyRequest } from 'fastify';
import type { Caller } from '../auth/caller.js';
import type { RunningSpan } from '../tracing/tracing.js';
import type { Trail } from './correlation.js';

/** Why a person asks: a code of the own statutory list, and the case where there is one (design §5). */
export type PurposeHeader = { readonly purpose: string; readonly caseId?: string };

/** What the edge knows of a request. `caller` is there for every route that is not public. */
export type EdgeContext = Omit<Trail, 'malformed'> & {
  readonly malformedCorrelation: boolean;
  readonly startedAt: number;
  /** The span of this request, where traces are on. */
  span?: RunningSpan | undefined;
  caller?: Caller;
  purpose?: PurposeHeader;
  idempotencyKey?: string;
  /** The tags of which one must be that of the thing as this caller would be shown it now; `*`: any. */
  ifMatch?: '*' | readonly string[];
  /** The tag of what is answered, where the route gives one. */
  etag?: string;
};

/** What a route says of itself to the edge; without a word it is closed, purposeful and idempotent. */
export type RouteRules = {
  /** Needs no token. */
  readonly open?: boolean;
  /** A POST without `Idempotency-Key`: its body identifies itself (CloudEvents `source` and `id`). */
  readonly selfIdentifying?: boolean;
  /** Persons need not name a purpose. */
  readonly purposeless?: boolean;
  /** Only this kind of caller. */
  readonly callers?: Caller['kind'];
  /** May be read by pages of any origin: the API description only. */
  readonly anyOrigin?: boolean;
  /** Its answer carries an `ETag`, made by the handler. */
  readonly tagged?: boolean;
  /** Takes `If-Match`: the tag of the thing that it changes. */
  readonly conditional?: boolean;
  /** The same for everybody, so that a success may be kept by whoever it passes, this many seconds. */
  readonly cacheSeconds?: number;
  /** Takes a whole document, which may be larger than a usual body. */
  readonly large?: boolean;
  /** A page for people, with its own content policy. */
  readonly page?: boolean;
};

declare module 'fastify' {
  interface FastifyContextConfig {
    edge?: RouteRules;
  }
  interface FastifyRequest {
    edge: EdgeContext | null;
  }
}

/** The edge's knowledge of a request. Throws where the edge has not seen it, which no route can bring about. */
export const edgeOf = (request: FastifyRequest): EdgeContext => {
  if (!request.edge) throw new TypeError('a request that the edge has not seen');
  return request.edge;
};

/** What the matched route says of itself. */
export const rulesOf = (request: FastifyRequest): RouteRules => request.routeOptions.config.edge ?? {};
