import type { AddressInfo, Socket } from 'node:net';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { TerminusModule } from '@nestjs/terminus';
import type { FastifyReply } from 'fastify';
import { epochMsOf } from '@knooppunt/kernel';
import type { Clock } from '../clock.js';
import { randomCorrelation } from '../http/correlation.js';
import { problemBody, verdictOf } from '../http/problem.js';
import { Refused } from '../http/platform-errors.js';
import { answerClientError } from '../http/raw-answer.js';
import { securityHeaders, unwantedHeaders } from '../http/security-headers.js';
import { NestLogAdapter } from '../logging.js';
import type { JsonLogger } from '../logging.js';
import { Metrics } from '../metrics/metrics.js';
import { MetricsController, ProbesController } from './management.controllers.js';
import { Readiness } from './readiness.js';

/** What the management server is started with. The host is the machine itself unless said otherwise; port 0 takes a free one. */
export type ManagementOptions = {
  readonly host?: string;
  readonly port: number;
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  readonly logger: JsonLogger;
  readonly clock: Clock;
};

/** A management server that listens. */
export type Management = { readonly url: string; readonly close: () => Promise<void> };

const limits = { maxHeaderSize: 8_192, headersTimeout: 5_000, requestTimeout: 10_000, keepAliveTimeout: 5_000 };

@Module({})
class ManagementModule {
  static of({ readiness, metrics }: ManagementOptions): DynamicModule {
    return {
      module: ManagementModule,
      // what a check says of itself is not written: `Readiness` tells what goes up and down
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [ProbesController, MetricsController],
      providers: [
        { provide: Readiness, useValue: readiness },
        { provide: Metrics, useValue: metrics },
      ],
    };
  }
}

const answer = (reply: FastifyReply, error: unknown, logger: JsonLogger): FastifyReply => {
  const verdict = verdictOf(error);
  if (verdict.unforeseen) logger.error('management', {}, error);
  return reply
    .code(verdict.status)
    .headers({ ...verdict.headers, 'content-type': 'application/problem+json', 'content-language': 'nl' })
    .send(Buffer.from(problemBody(verdict, randomCorrelation(), 'nl')));
};

/** Fastify with nothing but these addresses; everything else is a problem in one form, as at the public edge. */
class ManagementAdapter extends FastifyAdapter {
  constructor({ logger, clock }: ManagementOptions) {
    super({
      trustProxy: false,
      bodyLimit: 1_024,
      exposeHeadRoutes: false,
      return503OnClosing: false,
      forceCloseConnections: true,
      http: limits,
      clientErrorHandler: (error: NodeJS.ErrnoException, socket: Socket) =>
        answerClientError(error, socket, {
          apiVersion: 'beheer',
          correlation: randomCorrelation,
          date: () => new Date(epochMsOf(clock.now())).toUTCString(),
        }),
      frameworkErrors: (error: Error, _request: unknown, reply: FastifyReply) => void answer(reply, error, logger),
    });
    const server = this.getInstance();
    server.addHook('onSend', async (_request, reply, payload) => {
      for (const name of unwantedHeaders) reply.removeHeader(name);
      reply.headers(securityHeaders());
      return payload;
    });
    server.setErrorHandler((error, _request, reply) => answer(reply, error, logger));
    server.setNotFoundHandler((_request, reply) => answer(reply, new Refused('platform/niet-gevonden'), logger));
  }

  // Nest would put its own in their place, and answer in its own form
  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return this.getInstance();
  }

  override setNotFoundHandler(): ReturnType<FastifyAdapter['setNotFoundHandler']> {
    return this.getInstance();
  }
}

const urlOf = (app: NestFastifyApplication): string => {
  const { address, family, port } = app.getHttpServer().address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
};

/**
 * Starts the server for who runs this process, apart from the public one: `GET /health/live`, `/health/ready`, `/metrics`.
 * It asks nobody who they are: keep it on the machine or on a network of operators. Rejects as `listen` does (EADDRINUSE).
 */
export const startManagement = async (options: ManagementOptions): Promise<Management> => {
  options.metrics.watchProcess();
  const adapter = new ManagementAdapter(options);
  const app = await NestFactory.create<NestFastifyApplication>(ManagementModule.of(options), adapter, {
    bodyParser: false,
    logger: new NestLogAdapter(options.logger),
    abortOnError: false,
  });
  try {
    await app.listen(options.port, options.host ?? '127.0.0.1');
  } catch (error) {
    await app.close();
    throw error;
  }
  return { url: urlOf(app), close: () => app.close() };
};
