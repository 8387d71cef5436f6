import type { FastifyReply, FastifyRequest } from 'fastify';
import { codeOfError } from '../error-fields.js';
import type { JsonLogger } from '../logging.js';
import type { Metrics } from '../metrics/metrics.js';
import type { EdgeContext } from './edge-context.js';
import { rulesOf } from './edge-context.js';
import { preferredLanguage } from './language.js';
import { Refused } from './platform-errors.js';
import { problemBody, verdictOf } from './problem.js';
import type { Verdict } from './problem.js';
import type { HttpRefusal, RecordRefusal } from './refusals.js';

/** Turns errors into answers: the only place where a status from 400 on is written. */
export type Answerer = (error: unknown, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
type Tools = {
  readonly logger: JsonLogger;
  readonly metrics: Metrics;
  readonly recordRefusal?: RecordRefusal | undefined;
};

const refusalOf = (verdict: Verdict, request: FastifyRequest, edge: EdgeContext): HttpRefusal | undefined => {
  if (!edge.caller || verdict.recorded) return undefined;
  return {
    caller: edge.caller,
    status: verdict.status,
    code: verdict.code,
    basis: verdict.basis,
    method: request.method,
    route: request.routeOptions.url ?? '',
    correlation: edge.correlation,
    traceId: edge.traceId,
    ...(edge.purpose ? { purpose: edge.purpose } : {}),
    ...(edge.idempotencyKey === undefined ? {} : { idempotencyKey: edge.idempotencyKey }),
  };
};

/** Makes the answerer of a server. */
export const answererOf = ({ logger, metrics, recordRefusal }: Tools): Answerer => {
  const record = async (verdict: Verdict, request: FastifyRequest, edge: EdgeContext): Promise<Verdict> => {
    const refusal = refusalOf(verdict, request, edge);
    if (verdict.recorded) metrics.increment('knooppunt_refusals_total', { status: verdict.status });
    if (!refusal || !recordRefusal) return verdict;
    try {
      await (edge.span ? edge.span.within(() => recordRefusal(refusal)) : recordRefusal(refusal));
      metrics.increment('knooppunt_refusals_total', { status: verdict.status });
      return verdict;
    } catch (error) {
      logger.error('refusal-not-recorded', { correlation: edge.correlation, code: verdict.code }, error);
      return verdict.status >= 500 ? verdict : verdictOf(new Refused('platform/niet-vastgelegd'));
    }
  };

  return async (error, request, reply) => {
    const edge = request.edge as EdgeContext;
    const found = verdictOf(error);
    if (found.status === 401) metrics.increment('knooppunt_http_unauthenticated_total');
    if (found.unforeseen) {
      logger.error('unforeseen', { correlation: edge.correlation, of: codeOfError(error) ?? null }, error);
    }
    const verdict = await record(found, request, edge);
    const language = preferredLanguage(request.headers['accept-language']);
    if (verdict.status >= 500) metrics.increment('knooppunt_http_failures_total');
    return (
      reply
        .code(verdict.status)
        .headers({ ...verdict.headers, 'content-type': 'application/problem+json', 'content-language': language })
        // as bytes: to a text the server would add a charset, which this media type does not have
        .send(Buffer.from(problemBody(verdict, edge.correlation, language)))
    );
  };
};

/** Is this answer worth a line in the access log? What nobody authenticated sent is counted only. */
export const isWorthALine = (request: FastifyRequest, status: number): boolean =>
  !request.is404 && (request.edge?.caller !== undefined || (rulesOf(request).open === true && status < 400));
