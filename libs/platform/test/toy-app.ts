import { connect } from 'node:net';
import { BadRequestException, Controller, Get, HttpCode, Module, Param, Post } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiProperty } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CloudEventDto, MeldAanwezigDto, OpenCasusDto, PaginaVraagDto } from '@knooppunt/contracts';
import { DomainError } from '@knooppunt/kernel';
import type { Instant } from '@knooppunt/kernel';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { CryptoKey, JSONWebKeySet, JWTPayload } from 'jose';
import {
  AccessTokenVerifier,
  BodyOf,
  Clock,
  Conditional,
  createHttpApp,
  CurrentCaller,
  Edge,
  IdPipe,
  JsonLogger,
  localSigningKeys,
  Metrics,
  NotFound,
  OnlyFor,
  Public,
  Purpose,
  QueryOf,
  registerProblems,
  SelfIdentifying,
  Tagged,
  WithoutPurpose,
} from '../src/index.js';
import type { Caller, EdgeContext, HttpAppOptions, PurposeHeader } from '../src/index.js';
import { UnshapedModule } from './unshaped.js';

export const issuer = 'https://idp.example.test';
export const cooperation = 'amsterdam-amstelland';
export const oin = '00000099000000001000';
export const now: Instant = '2026-03-01T09:30:00.000Z';

class FixedClock extends Clock {
  now(): Instant {
    return now;
  }
}

class ToyRefusal extends DomainError {
  readonly code = 'toy/refused';
  override readonly basis = ['WGS 2.23(5)'];
  readonly faults = [{ pointer: '/data/persons/0/bsn', code: 'elfproef' }];

  constructor() {
    super('refused for Jan de Vries');
  }
}

class UnmappedRefusal extends DomainError {
  readonly code = 'toy/unmapped';
}

registerProblems({
  'toy/refused': { status: 409, nl: 'Dit mag nu niet.', en: 'This is not allowed now.' },
});

const makeGate = () => {
  const inside = Promise.withResolvers<void>();
  const open = Promise.withResolvers<void>();
  return { entered: inside.resolve, isEntered: inside.promise, open: open.resolve, opened: open.promise };
};
/** Holds the slow route until it is opened; `reset` shuts it again. */
export const gate = { ...makeGate(), reset: () => void Object.assign(gate, makeGate()) };

/** What is done with a delivery, when there is something. */
export const taking: { in?: (edge: EdgeContext) => Promise<void> } = {};

class EchoDto {
  @ApiProperty()
  soort: string;
}

@Controller('v1')
class ToyController {
  @Post('leveringen')
  @HttpCode(202)
  @SelfIdentifying()
  @OnlyFor('organisation')
  @ApiOperation({ summary: 'Levering.' })
  @ApiCreatedResponse({ type: EchoDto })
  async deliver(
    @BodyOf(CloudEventDto) event: CloudEventDto,
    @CurrentCaller() caller: Caller,
    @Edge() edge: EdgeContext,
  ) {
    await taking.in?.(edge);
    return { id: event.id, keys: Object.keys(event).toSorted(), organisatie: caller.organisation, data: event.data };
  }

  @Post('casussen')
  @ApiCreatedResponse({ type: EchoDto })
  open(@BodyOf(OpenCasusDto) body: OpenCasusDto, @Purpose() purpose: PurposeHeader, @Edge() edge: EdgeContext) {
    return { body, purpose, sleutel: edge.idempotencyKey, spoor: edge.traceId };
  }

  @Get('casussen')
  @ApiOkResponse({ type: EchoDto })
  list(@QueryOf(PaginaVraagDto) page: PaginaVraagDto) {
    return { limiet: page.limiet ?? 50 };
  }

  @Get('casussen/:id')
  @Tagged()
  @ApiOkResponse({ type: EchoDto })
  read(@Param('id', IdPipe) id: string, @Edge() edge: EdgeContext) {
    edge.etag = `"${id}"`;
    if (id.endsWith('1')) return { id };
    throw new NotFound();
  }

  @Post('casussen/:id/fasen')
  @Conditional()
  @ApiCreatedResponse({ type: EchoDto })
  phase(@Edge() edge: EdgeContext) {
    return { voorwaarde: edge.ifMatch ?? 'geen' };
  }

  @Post('overleggen/:id/aanwezigen')
  @HttpCode(204)
  @ApiNoContentResponse()
  attend(@BodyOf(MeldAanwezigDto) _body: MeldAanwezigDto): void {
    // the body is what is tested
  }

  @Get('ik')
  @WithoutPurpose()
  @ApiOkResponse({ type: EchoDto })
  me(@CurrentCaller() caller: Caller) {
    return caller;
  }

  @Post('breekt/_domein')
  domain(): never {
    throw new ToyRefusal();
  }

  @Post('breekt/_onbekend')
  unmapped(): never {
    throw new UnmappedRefusal('about Jan de Vries');
  }

  @Post('breekt/_fout')
  bug(): never {
    throw new TypeError('cannot read Jan de Vries at /home/secret.ts');
  }

  @Post('breekt/_nest')
  framework(): never {
    throw new BadRequestException('Jan de Vries');
  }

  @Get('traag')
  @Public()
  async slow() {
    gate.entered();
    await gate.opened;
    return { soort: 'traag' };
  }

  @Get('openbaar')
  @Public()
  @ApiOkResponse({ type: EchoDto })
  open2() {
    return { soort: 'openbaar' };
  }
}

/** Where the end of the app waits, when there is one. */
export const ending: { wait?: () => Promise<void> } = {};

@Module({ controllers: [ToyController] })
class ToyModule implements OnModuleDestroy {
  async onModuleDestroy(): Promise<void> {
    await ending.wait?.();
  }
}

export type Answer = { status: number; headers: Headers; text: string; json: Record<string, unknown> };
export type Keys = { readonly privateKey: CryptoKey; readonly publicKey: CryptoKey; readonly set: JSONWebKeySet };

export const makeKeys = async (kid = 'k1', alg = 'ES256'): Promise<Keys> => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, publicKey, set: { keys: [{ ...(await exportJWK(publicKey)), kid, alg, use: 'sig' }] } };
};

const seconds = Math.floor(Date.parse(now) / 1000);
export const personClaims: JWTPayload = {
  iss: issuer,
  aud: `urn:knooppunt:${cooperation}`,
  sub: 'analist',
  iat: seconds,
  exp: seconds + 600,
  caller: 'person',
  organisation: oin,
  cooperation,
};
export const organisationClaims: JWTPayload = {
  ...personClaims,
  sub: 'gemeente-systeem',
  client_id: 'gemeente-systeem',
  caller: 'organisation',
};

export const sign = (keys: Keys, claims: JWTPayload, header: Record<string, unknown> = {}): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'at+jwt', ...header }).sign(keys.privateKey);

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
