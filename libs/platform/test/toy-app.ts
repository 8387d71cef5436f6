import { connect } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Instant } from '@knooppunt/kernel';
import { AccessTokenVerifier, Clock, createHttpApp, JsonLogger, localSigningKeys, Metrics } from '../src/index.js';
import type { HttpAppOptions } from '../src/index.js';
import { ToyModule, UnshapedModule } from './toy-routes.js';
import { cooperation, issuer, makeKeys, now, oin, organisationClaims, personClaims, sign } from './toy-tokens.js';
import type { Keys } from './toy-tokens.js';

export { ending, gate, taking } from './toy-routes.js';
export { cooperation, issuer, makeKeys, now, oin, organisationClaims, personClaims, sign } from './toy-tokens.js';
export type { Keys } from './toy-tokens.js';

class FixedClock extends Clock {
  now(): Instant {
    return now;
  }
}

export type Answer = { status: number; headers: Headers; text: string; json: Record<string, unknown> };
/** A running toy app, and how to speak to it. */
export type Toy = {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly port: number;
  readonly keys: Keys;
  readonly person: string;
  readonly organisation: string;
  readonly lines: string[];
  readonly metrics: Metrics;
  readonly call: (path: string, init?: RequestInit & { duplex?: 'half' }) => Promise<Answer>;
  readonly personally: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer>;
  readonly deliver: (body: string | Uint8Array, headers?: Record<string, string>) => Promise<Answer>;
  readonly raw: (bytes: string) => Promise<string>;
  readonly close: () => Promise<void>;
};

const parse = (text: string): Record<string, unknown> => {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
};

const speakRaw = (port: number, bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let answer = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket.on('end', () => resolve(answer)).on('error', reject);
  });

const optionsOf = (keys: Keys, lines: string[], metrics: Metrics): HttpAppOptions => {
  const clock = new FixedClock();
  const verifier = new AccessTokenVerifier({
    issuer,
    provider: 'test',
    keys: localSigningKeys(keys.set),
    serves: (one) => [cooperation, 'rotterdam'].includes(one),
    clock,
  });
  const logger = new JsonLogger(clock, (line) => lines.push(line));
  return { clock, verifier, metrics, logger, apiVersion: '1.2.3' };
};

/** Tries to make an app whose handlers read unchecked input. */
export const createUnshaped = async () => createHttpApp(UnshapedModule, optionsOf(await makeKeys(), [], new Metrics()));

export const startToy = async (extra: Partial<HttpAppOptions> = {}): Promise<Toy> => {
  const keys = await makeKeys();
  const lines: string[] = [];
  const metrics = new Metrics();
  const app = await createHttpApp(ToyModule, { ...optionsOf(keys, lines, metrics), ...extra });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as { port: number };
  const url = `http://127.0.0.1:${port}`;
  const [person, organisation] = await Promise.all([sign(keys, personClaims), sign(keys, organisationClaims)]);
  const call: Toy['call'] = async (path, init = {}) => {
    const answer = await fetch(`${url}${path}`, { redirect: 'manual', ...init });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, json: parse(text) };
  };
  return {
    app,
    url,
    port,
    keys,
    person,
    organisation,
    lines,
    metrics,
    call,
    personally: (method, path, body, headers = {}) =>
      call(path, {
        method,
        headers: {
          authorization: `Bearer ${person}`,
          doelbinding: 'RIEC.voorbereiding',
          ...(method === 'POST' ? { 'idempotency-key': 'sleutel-0001' } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    deliver: (body, headers = {}) =>
      call('/v1/leveringen', {
        method: 'POST',
        headers: {
          authorization: `Bearer ${organisation}`,
          'content-type': 'application/cloudevents+json',
          ...headers,
        },
        body: body as NonNullable<RequestInit['body']>,
      }),
    raw: (bytes) => speakRaw(port, bytes),
    close: () => app.close(),
  };
};

export const event = (data: unknown = { way: 'signal' }, more: Record<string, unknown> = {}): string =>
  JSON.stringify({
    specversion: '1.0',
    id: 'e-1',
    source: `urn:nld:oin:${oin}:systeem:wonen`,
    type: 'nl.samenwerkingsverbanden.overbewoning.v1',
    time: '2026-03-01T10:30:00+01:00',
    datacontenttype: 'application/json',
    data,
    ...more,
  });
