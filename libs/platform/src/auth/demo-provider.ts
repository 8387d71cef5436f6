import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { DomainError } from '@knooppunt/kernel';
import { exportJWK, generateKeyPair } from 'jose';
import type { JSONWebKeySet, JWK } from 'jose';
import { isLoopback } from '../config/reader.js';
import type { DemoProviderOptions } from './demo-people.js';
import { demoConfiguration } from './demo-provider.configuration.js';

/** The running provider: mount `handler` on `prefix` of the issuer's server; `keys` verify its tokens without a fetch. */
export type DemoProvider = {
  readonly issuer: string;
  readonly prefix: string;
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  readonly keys: JSONWebKeySet;
};

/** The demonstration provider was asked for where it must not be. */
export class DemoProviderForbidden extends DomainError {
  readonly code = 'platform/demo-provider-forbidden';

  constructor() {
    super('the demonstration provider runs on a loopback address and outside production only');
  }
}

const isOwn = (request: IncomingMessage, host: string): boolean =>
  // another Host is a page that rebinds its name to this machine
  request.headers.host === host && /^(::1|::ffff:127\.|127\.)/.test(request.socket.remoteAddress ?? '');

const newKey = async (): Promise<JWK> => {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: randomBytes(8).toString('hex') };
};

const publicPart = ({ kty, crv, x, y, alg, use, kid }: JWK): JWK => ({ kty, crv, x, y, alg, use, kid }) as JWK;

// it announces on the console that its pages are for development: that is what they are for here
const silently = <Result>(make: () => Result): Result => {
  const { warn, info } = console;
  console.warn = () => undefined;
  console.info = () => undefined;
  try {
    return make();
  } finally {
    Object.assign(console, { warn, info });
  }
};

/**
 * Makes an OpenID provider in this process with demonstration people and organisations; keys and sessions live in memory.
 * Throws `platform/demo-provider-forbidden` in production and for an issuer that is not on this machine; requests from
 * elsewhere or under another name get 404.
 */
export const createDemoProvider = async (options: DemoProviderOptions): Promise<DemoProvider> => {
  const address = new URL(options.issuer);
  if (options.production || !isLoopback(address.hostname)) throw new DemoProviderForbidden();
  const { Provider, errors } = await import('oidc-provider');
  const key = await newKey();
  const configuration = demoConfiguration(options, key, () => new errors.InvalidTarget());
  const provider = silently(() => new Provider(options.issuer, configuration));
  const serve = provider.callback();
  const prefix = address.pathname.replace(/\/$/, '');
  const handler = (request: IncomingMessage, response: ServerResponse): void => {
    if (!isOwn(request, address.host)) {
      response.writeHead(404, { 'content-length': '0', connection: 'close' }).end();
      return;
    }
    response.setHeader('x-frame-options', 'DENY');
    // mounted like Express middleware: the provider reads its prefix from the difference
    const { url = '/' } = request;
    Object.assign(request, { originalUrl: url, url: url.slice(prefix.length) || '/' });
    void serve(request, response);
  };
  return { issuer: options.issuer, prefix, handler, keys: { keys: [publicPart(key)] } };
};
