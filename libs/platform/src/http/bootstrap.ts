import { Module } from '@nestjs/common';
import type { DynamicModule, Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AccessTokenVerifier } from '../auth/access-token.verifier.js';
import { AuthenticatedGuard } from '../auth/authenticated.guard.js';
import { Clock } from '../clock.js';
import { JsonLogger, NestLogAdapter } from '../logging.js';
import { Metrics } from '../metrics/metrics.js';
import { publishOpenApi } from '../openapi.js';
import type { OpenApiOptions } from '../openapi.js';
import { Tracing } from '../tracing/tracing.js';
import type { EdgeConfig } from '../config/edge.js';
import { answererOf } from './answer.js';
import type { Answerer } from './answer.js';
import { randomCorrelation } from './correlation.js';
import type { CorrelationSource } from './correlation.js';
import { DeclaredInputGuard } from './declared-input.guard.js';
import { EdgeAdapter } from './edge-adapter.js';
import type { RawMount } from './edge-adapter.js';
import { HEALTH_CHECK, HealthController } from './health.controller.js';
import type { HealthCheck } from './health.controller.js';
import { assertInputsHaveShapes } from './input-shapes.js';
import { ItemProblems } from './item-problems.js';
import { ProblemFilter } from './problem.filter.js';
import type { RecordRefusal } from './refusals.js';
import { RequestLimits } from './request-limits.js';
import { RouteTable } from './route-table.js';
import { publishSecurityTxt } from './security-txt.js';
import type { SecurityTxt } from './security-txt.js';
import { ValidationPipe } from './validation.pipe.js';

/** What an app gives its HTTP edge. */
export type HttpAppOptions = {
  readonly clock: Clock;
  readonly verifier: AccessTokenVerifier;
  readonly logger: JsonLogger;
  readonly metrics: Metrics;
  /** Version of the API (semver), told in every answer. */
  readonly apiVersion: string;
  /** Makes refusals of authenticated callers facts; without it they are answered only. */
  readonly recordRefusal?: RecordRefusal;
  readonly correlation?: CorrelationSource;
  /** Origins, proxies and limits; without it closed to pages of other origins, no proxy trusted, no limits. */
  readonly edge?: EdgeConfig;
  /** What `GET /v1/gezondheid` says: `Readiness.isReady`, so that both servers say the same. */
  readonly health?: HealthCheck;
  /** False: every route that wants to know its caller is answered 503, before anything else is looked at. */
  readonly isOpen?: () => boolean;
  /** Off unless given. */
  readonly tracing?: Tracing;
  /** The demonstration provider, on the same port. */
  readonly mount?: RawMount;
  /** Publishes `/v1/openapi.json` and `/v1/docs`. */
  readonly openApi?: OpenApiOptions;
  /** Publishes `/.well-known/security.txt`. */
  readonly securityTxt?: SecurityTxt;
};

const closedEdge: EdgeConfig = { origins: [], proxies: [], limits: { person: 0, organisation: 0, address: 0 } };

@Module({})
class EdgeModule {
  static around(module: Type | DynamicModule, options: HttpAppOptions, answer: Answerer): DynamicModule {
    return {
      module: EdgeModule,
      global: true,
      imports: [module],
      controllers: [HealthController],
      providers: [
        { provide: Clock, useValue: options.clock },
        { provide: JsonLogger, useValue: options.logger },
        { provide: Metrics, useValue: options.metrics },
        ItemProblems,
        { provide: HEALTH_CHECK, useValue: options.health ?? (() => true) },
        { provide: APP_FILTER, useValue: new ProblemFilter(answer) },
        { provide: APP_PIPE, useClass: ValidationPipe },
        { provide: APP_GUARD, useClass: AuthenticatedGuard },
        { provide: APP_GUARD, useClass: DeclaredInputGuard },
      ],
      exports: [Clock, JsonLogger, Metrics, ItemProblems],
    };
  }
}

/**
 * Makes the HTTP server of an app, with the edge in front of every route: closed unless `@Public()`, one problem form,
 * the same headers, strict bodies. `Clock`, `JsonLogger` and `Metrics` can be injected in the app's modules.
 * Call `app.listen(port, host)`, and `app.close()` to end: running requests are finished, new ones get 503, kept connections
 * are closed.
 */
export const createHttpApp = async (
  module: Type | DynamicModule,
  options: HttpAppOptions,
): Promise<NestFastifyApplication> => {
  const { clock, logger, metrics, verifier, apiVersion, recordRefusal, mount } = options;
  const correlation = options.correlation ?? randomCorrelation;
  const tracing = options.tracing ?? Tracing.off();
  const isOpen = options.isOpen ?? (() => true);
  const { origins, proxies, limits } = options.edge ?? closedEdge;
  const edge = { origins: new Set(origins), proxies, limits: new RequestLimits(limits, metrics) };
  const tools = { isOpen, clock, logger, metrics, tracing, verifier, apiVersion, correlation, mount, ...edge };
  const answer = answererOf({ logger, metrics, recordRefusal });
  const adapter = new EdgeAdapter({ ...tools, routes: new RouteTable() }, answer);
  const app = await NestFactory.create<NestFastifyApplication>(EdgeModule.around(module, options, answer), adapter, {
    bodyParser: false,
    logger: new NestLogAdapter(logger),
    abortOnError: false,
  });
  assertInputsHaveShapes(app);
  if (options.openApi) publishOpenApi(app, options.openApi, apiVersion);
  if (options.securityTxt) publishSecurityTxt(app, options.securityTxt, clock);
  return app;
};
