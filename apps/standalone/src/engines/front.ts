import { createServer, request as ask } from 'node:http';
import type { IncomingMessage, RequestOptions, Server, ServerResponse } from 'node:http';
import type { Address } from '@knooppunt/platform';

/** Who answers behind the one address of a laptop. */
export type Behind = {
  readonly gateway: Address;
  readonly hub: Address;
  /** The demonstration provider, in this process. */
  readonly provider: {
    readonly prefix: string;
    readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  };
};

const isDelivery = ({ method, url = '' }: IncomingMessage): boolean =>
  method === 'POST' && /^\/v1\/leveringen(?:\?|$)/.test(url);

const isOf = (prefix: string, { url = '' }: IncomingMessage): boolean =>
  url === prefix || url.startsWith(`${prefix}/`) || url.startsWith(`${prefix}?`);

const away = JSON.stringify({
  type: 'about:blank',
  title: 'Even niet bereikbaar',
  status: 503,
  detail: 'Het programma achter dit adres antwoordt niet. Probeer het zo nog eens.',
  code: 'front/niet-bereikbaar',
});

const refuse = (response: ServerResponse): void => {
  if (response.headersSent) return void response.destroy();
  response
    .writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '1', 'cache-control': 'no-store' })
    .end(away);
};

const forward = (to: Address, request: IncomingMessage, response: ServerResponse): void => {
  const { method, url, headers } = request;
  const options: RequestOptions = { host: to.host, port: to.port, path: url, headers, setHost: false };
  const onward = ask(method === undefined ? options : { ...options, method }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.on('error', () => response.destroy()).pipe(response);
  });
  onward.on('error', () => refuse(response));
  response.on('close', () => onward.destroy());
  request.on('error', () => onward.destroy()).pipe(onward);
};

/**
 * One address for three programs, as an edge proxy gives it in a data centre: deliveries go to the gateway, sign-in to the
 * demonstration provider, everything else to the hub. For one machine; not yet listening.
 */
export const createFront = ({ gateway, hub, provider }: Behind): Server =>
  createServer((request, response) => {
    if (isOf(provider.prefix, request)) provider.handler(request, response);
    else forward(isDelivery(request) ? gateway : hub, request, response);
  });
