import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { epochMsOf } from '@knooppunt/kernel';
import type { Answerer } from './answer.js';
import { attachEdge, installEdge, noRoute, refuseUnrouted, writeEdgeHeaders } from './edge.hooks.js';
import type { EdgeTools } from './edge.hooks.js';
import { rulesOf } from './edge-context.js';
import { maximumBatchValues, maximumDocumentValues, maximumValues, parseJsonBody } from './json-body.js';
import { Refused } from './platform-errors.js';
import { answerClientError, answerRaw, answerSocket } from './raw-answer.js';
import { JsonBatch } from './validation.pipe.js';

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** A foreign handler that owns all addresses below a prefix: the demonstration provider. */
export type RawMount = {
  readonly prefix: string;
  readonly handler: Listener;
};

/** Largest body, in bytes (NL GOV CloudEvents: 64 KB must pass). */
export const bodyLimit = 65_536;
/** Largest document, in bytes: a covenant of some 1,500 rules, where one of 100 rules has 30 KB. */
export const documentLimit = 524_288;
/** Largest batch, in bytes: a hundred usual deliveries, and no more than a topic takes of one of them. */
const batchLimit = 1_048_576;
const mediaTypes = ['application/json', 'application/cloudevents+json'];
const batchType = 'application/cloudevents-batch+json';
const limits = { maxHeaderSize: 16_384, headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5000 };

type ServerTools = EdgeTools & {
  readonly mount?: RawMount | undefined;
  /** Proxies whose word on the address of a client is taken. */
  readonly proxies: readonly string[];
};

const isMounted = (url: string | undefined, prefix: string): boolean =>
  url === prefix || (url?.startsWith(`${prefix}/`) ?? false) || (url?.startsWith(`${prefix}?`) ?? false);

const makeServer = (toRouter: Listener, tools: ServerTools): Server => {
  const { mount } = tools;
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    response.sendDate = false;
    if (mount && isMounted(request.url, mount.prefix)) mount.handler(request, response);
    else toRouter(request, response);
  };
  // requireHostHeader: Node would answer such a request itself, without a body
  const server = createServer({ ...limits, requireHostHeader: false }, listener);
  // Node would end such a connection without a word
  server.on('connect', (_request: IncomingMessage, socket: Socket) =>
    answerSocket('platform/adres-ongeldig', socket, rawToolsOf(tools)),
  );
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    answerRaw('platform/verwachting-onbekend', response, rawToolsOf(tools));
  });
  return server;
};

const rawToolsOf = (tools: EdgeTools) => ({
  apiVersion: tools.apiVersion,
  correlation: tools.correlation,
  date: () => new Date(epochMsOf(tools.clock.now())).toUTCString(),
});

const parsed = (contentType: string | undefined, bytes: Uint8Array, mostValues: number): unknown => {
  const charset = /;\s*charset="?([^";]*)/i.exec(contentType ?? '')?.[1];
  if (charset !== undefined && charset.trim().toLowerCase() !== 'utf-8') {
    throw new Refused('platform/mediatype-onbekend');
  }
  return parseJsonBody(bytes, mostValues);
};

const readBodies = (server: FastifyInstance): void => {
  server.removeAllContentTypeParsers();
  type Limits = { readonly bytes: number; readonly values: number };
  const read = (types: string | string[], most: Limits, form: (value: unknown) => unknown): void => {
    server.addContentTypeParser(types, { parseAs: 'buffer', bodyLimit: most.bytes }, (request, bytes, done) => {
      try {
        const values = rulesOf(request).large ? maximumDocumentValues : most.values;
        done(null, form(parsed(request.headers['content-type'], bytes as Buffer, values)));
      } catch (error) {
        done(error as Error);
      }
    });
  };
  read(mediaTypes, { bytes: bodyLimit, values: maximumValues }, (value) => value);
  read(batchType, { bytes: batchLimit, values: maximumBatchValues }, (value) => new JsonBatch(value));
};

/**
 * Fastify under Nest with the edge in front: one way of answering for routes, unknown addresses, broken requests and
 * broken connections alike. It trusts no proxy that is not named, and takes nothing but JSON.
 */
export class EdgeAdapter extends FastifyAdapter {
  private closing = false;

  constructor(
    private readonly tools: ServerTools,
    private readonly answer: Answerer,
  ) {
    super({
      trustProxy: tools.proxies.length > 0 ? [...tools.proxies] : false,
      bodyLimit,
      exposeHeadRoutes: false,
      return503OnClosing: false,
      forceCloseConnections: 'idle',
      // longer ones reach the handler and are unknown there, like any other id
      routerOptions: { maxParamLength: limits.maxHeaderSize },
      serverFactory: (toRouter: Listener) => makeServer(toRouter, tools),
      clientErrorHandler: (error: NodeJS.ErrnoException, socket: Socket) =>
        answerClientError(error, socket, rawToolsOf(tools)),
      frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
        this.answerUnrouted(error, request, reply),
    });
    const server = this.getInstance();
    tools.metrics.declare('route', [noRoute]);
    server.addHook('onRoute', (route) => {
      const { url, method, config } = route;
      tools.routes.add(url, method, config?.edge);
      tools.metrics.declare('route', [url]);
      if (config?.edge?.large) route.bodyLimit = documentLimit;
    });
    tools.limits.install(server);
    installEdge(server, tools, () => this.closing);
    readBodies(server);
    server.setErrorHandler((error, request, reply) => this.answer(error, request, reply));
    server.setNotFoundHandler(async (request, reply) => {
      try {
        refuseUnrouted(request, tools.routes);
      } catch (error) {
        await this.answer(error, request, reply);
      }
      return reply;
    });
  }

  // Nest would put its own in their place, and answer in its own form
  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return this.getInstance();
  }

  override setNotFoundHandler(): ReturnType<FastifyAdapter['setNotFoundHandler']> {
    return this.getInstance();
  }

  override beforeClose(): void {
    super.beforeClose();
    this.closing = true;
  }

  private answerUnrouted(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    attachEdge(request, this.tools.correlation);
    writeEdgeHeaders(request, reply, this.tools);
    void this.answer(error, request, reply);
  }
}
