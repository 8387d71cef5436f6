import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cooperation, createUnshaped, ending, event, gate, oin, startToy } from '../../test/toy-app.js';
import { Readiness } from '../index.js';
import type { Answer, Toy } from '../../test/toy-app.js';
import type { HttpRefusal } from './refusals.js';

const uuid = '7b0e4c1a-6f6d-4f0e-9a55-1f0f5f1b2c31';
const casus = { signalen: [uuid], activiteit: 'knelpunt', deelnemers: [{ organisatie: oin }] };
const members = ['type', 'title', 'status', 'detail', 'code', 'correlatie', 'fouten', 'grondslag'];

let toy: Toy;
const refusals: HttpRefusal[] = [];
let recording = true;

beforeAll(async () => {
  toy = await startToy({
    recordRefusal: async (refusal) => {
      if (!recording) throw new Error('the store is away');
      refusals.push(refusal);
    },
  });
});
afterAll(() => toy.close());

const expectProblem = (answer: Answer, status: number, code: string) => {
  expect([answer.status, answer.json['code']]).toEqual([status, code]);
  expect(Object.keys(answer.json)).toEqual(members);
  expect(answer.json).toMatchObject({ status, type: `urn:knooppunt:probleem:${code}` });
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.headers.get('x-correlation-id')).toBe(answer.json['correlatie']);
};
const faultsOf = (answer: Answer): string[] =>
  (answer.json['fouten'] as { pointer: string; code: string }[]).map(({ pointer, code }) => `${pointer} ${code}`);

describe('every answer', () => {
  it.each([
    ['a public route', () => toy.call('/v1/openbaar')],
    ['a route', () => toy.personally('GET', '/v1/ik')],
    ['an answer without body', () => toy.personally('POST', `/v1/overleggen/${uuid}/aanwezigen`, { organisatie: oin })],
    ['no token', () => toy.call('/v1/ik')],
    ['an unknown address', () => toy.call('/nergens')],
    ['an undeclared method', () => toy.personally('DELETE', '/v1/ik')],
    ['a broken address', () => toy.call('/v1/%zz')],
    ['broken JSON', () => toy.deliver('{')],
    ['a bug', () => toy.personally('POST', '/v1/breekt/_fout')],
  ])('has the same headers: %s', async (_name, ask) => {
    const { headers } = await ask();
    expect(Object.fromEntries(headers)).toMatchObject({
      'api-version': '1.2.3',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      date: 'Sun, 01 Mar 2026 09:30:00 GMT',
    });
    for (const name of [
      'etag',
      'server',
      'x-powered-by',
      'last-modified',
      'access-control-allow-origin',
      'set-cookie',
    ]) {
      expect(headers.get(name)).toBeNull();
    }
  });

  it('carries the correlation of the request, or one of its own', async () => {
    const given = await toy.call('/v1/openbaar', { headers: { 'x-correlation-id': uuid } });
    expect(given.headers.get('x-correlation-id')).toBe(uuid);
    const [one, other] = await Promise.all([toy.call('/v1/openbaar'), toy.call('/v1/openbaar')]);
    expect(one.headers.get('x-correlation-id')).not.toBe(other.headers.get('x-correlation-id'));
  });

  it('is in Dutch, or in English where that is preferred', async () => {
    const [dutch, english] = await Promise.all([
      toy.call('/v1/ik', { headers: { 'accept-language': 'de' } }),
      toy.call('/v1/ik', { headers: { 'accept-language': 'en' } }),
    ]);
    expect([dutch.json['title'], dutch.headers.get('content-language')]).toEqual(['Niet aangemeld', 'nl']);
    expect([english.json['title'], english.headers.get('content-language')]).toEqual(['Unauthenticated', 'en']);
  });
});

describe('an address or a method that is not there', () => {
  it.each([
    ['/'],
    ['/v1'],
    ['/v1/'],
    ['/v1/ik/'],
    ['/v1/IK'],
    ['/v1//ik'],
    ['/v1/ik/../openbaar/x'],
    ['/v1/casussen/a/b/c'],
  ])('is 404 for %s, with a token or without', async (path) => {
    expectProblem(await toy.call(path), 404, 'platform/niet-gevonden');
    expectProblem(await toy.personally('GET', path), 404, 'platform/niet-gevonden');
  });

  it.each([['PUT'], ['DELETE'], ['PATCH'], ['OPTIONS']])('is 405 for %s, naming what there is', async (method) => {
    const answer = await toy.call('/v1/casussen', { method });
    expectProblem(answer, 405, 'platform/methode-niet-toegestaan');
    expect(answer.headers.get('allow')).toBe('GET, POST');
  });

  it('is 405 for HEAD, so that no answer exists in a second form', async () => {
    expect((await toy.call('/v1/openbaar', { method: 'HEAD' })).status).toBe(405);
  });

  it('answers no preflight of another origin', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const answer = await toy.call('/v1/casussen', { method: 'OPTIONS', headers });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([405, null]);
  });

  it('does not read the body first', async () => {
    const headers = { 'content-type': 'text/plain' };
    expectProblem(await toy.call('/nergens', { method: 'POST', headers, body: '{' }), 404, 'platform/niet-gevonden');
  });

  it('answers a malformed id as an unknown one, byte for byte', async () => {
    const headers = { 'x-correlation-id': uuid };
    const answers = await Promise.all(
      ['7b0e4c1a-6f6d-4f0e-9a55-1f0f5f1b2c32', 'abc', 'a'.repeat(5000), "x'--", '..%2f..%2fetc'].map((id) =>
        toy.personally('GET', `/v1/casussen/${id}`, undefined, headers),
      ),
    );
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expectProblem(answers[0] as Answer, 404, 'platform/niet-gevonden');
  });
});

describe('a body', () => {
  it('reaches the handler as its class, absent members absent', async () => {
    const answer = await toy.deliver(event());
    expect(answer.status).toBe(202);
    expect(answer.json['keys']).toEqual(['data', 'datacontenttype', 'id', 'source', 'specversion', 'time', 'type']);
  });

  it.each([
    ['{', 'platform/json-ongeldig'],
    ['', 'platform/json-ongeldig'],
    ['{"a":1}{"b":2}', 'platform/json-ongeldig'],
    ['[1,2,3', 'platform/json-ongeldig'],
    [new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'platform/json-ongeldig'],
    [event({ a: { __proto__x: 1 } }).replace('__proto__x', '__proto__'), 'platform/json-verboden-naam'],
    [event({ constructor: { prototype: { admin: true } } }), 'platform/json-verboden-naam'],
    [event().replace('{', '{"id":"e-2",'), 'platform/json-dubbele-naam'],
    [`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`, 'platform/json-te-diep'],
    ['"tekst"', 'platform/invoer-ongeldig'],
    ['[]', 'platform/invoer-ongeldig'],
    ['null', 'platform/invoer-ongeldig'],
    ['7', 'platform/invoer-ongeldig'],
  ])('that is no good is 400: %p is %s', async (body, code) => {
    expectProblem(await toy.deliver(body), 400, code);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('of 64 KB passes, and one byte more is 413, announced or not', async () => {
    const frame = event({ vulling: '' }).length;
    const fits = event({ vulling: 'x'.repeat(65_536 - frame) });
    expect(fits).toHaveLength(65_536);
    expect((await toy.deliver(fits)).status).toBe(202);
    expectProblem(await toy.deliver(`${fits} `), 413, 'platform/te-groot');
    const chunks = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode(`${fits} `));
        controller.close();
      },
    });
    const headers = { authorization: `Bearer ${toy.organisation}`, 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: chunks, duplex: 'half' as const };
    expectProblem(await toy.call('/v1/leveringen', init), 413, 'platform/te-groot');
  });

  it.each([
    [{ 'content-type': 'text/plain' }],
    [{ 'content-type': 'application/x-www-form-urlencoded' }],
    [{ 'content-type': 'application/cloudevents-batch+json' }],
    [{ 'content-type': 'application/json; charset=latin1' }],
    [{ 'content-type': 'application/jsonp' }],
    [{ 'content-encoding': 'gzip' }],
  ])('of another kind is 415: %p', async (headers) => {
    expectProblem(await toy.deliver(event(), headers), 415, 'platform/mediatype-onbekend');
  });

  it('is told all its faults at once, by place and rule, without a value or an unknown name', async () => {
    const answer = await toy.personally('POST', '/v1/casussen', {
      signalen: ['Jan', 'Jan'],
      activiteit: 'Jan',
      deelnemers: [{ organisatie: '123456782', tot: 'Jan', 'de/Vries': 1 }, 'Jan'],
      'Jan~de Vries': true,
    });
    expectProblem(answer, 400, 'platform/invoer-ongeldig');
    expect(faultsOf(answer)).toEqual([
      ' onbekend',
      '/activiteit keuze',
      '/deelnemers object',
      '/deelnemers/0 onbekend',
      '/deelnemers/0/organisatie vorm',
      '/deelnemers/0/tot tijdstip',
      '/deelnemers/1 object',
      '/signalen dubbel',
      '/signalen vorm',
    ]);
    expect(answer.text).not.toMatch(/Jan|Vries|123456782/);
  });

  it('that is missing is told as its missing members', async () => {
    expect(faultsOf(await toy.personally('POST', '/v1/casussen'))).toEqual([
      '/activiteit verplicht',
      '/deelnemers verplicht',
      '/signalen verplicht',
    ]);
  });

  it('or a query that no handler reads is refused', async () => {
    expectProblem(await toy.personally('GET', '/v1/ik?extra=1'), 400, 'platform/invoer-ongeldig');
    expectProblem(await toy.personally('POST', '/v1/breekt/_domein', { extra: 1 }), 400, 'platform/invoer-ongeldig');
  });
});

describe('a query', () => {
  it.each([
    ['?limiet=51', ['/limiet getal']],
    ['?limiet=10&limiet=20', ['/limiet getal']],
    ['?limiet=x&sorteer=naam', [' onbekend', '/limiet getal']],
    ['?cursor=%00', ['/cursor vorm']],
    ['?__proto__=1', [' onbekend']],
    ['?limiet[gt]=1', [' onbekend']],
  ])('of %s is refused with %p', async (query, faults) => {
    const answer = await toy.personally('GET', `/v1/casussen${query}`);
    expectProblem(answer, 400, 'platform/invoer-ongeldig');
    expect(faultsOf(answer)).toEqual(faults);
  });

  it('gives the handler its numbers', async () => {
    expect((await toy.personally('GET', '/v1/casussen?limiet=7')).json).toEqual({ limiet: 7 });
  });
});

describe('the headers of a request', () => {
  it('bring purpose, case, key and trace to the handler', async () => {
    const headers = { casus: uuid, traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' };
    const answer = await toy.personally('POST', '/v1/casussen', casus, headers);
    expect(answer.json).toEqual({
      body: casus,
      purpose: { purpose: 'RIEC.voorbereiding', caseId: uuid },
      sleutel: 'sleutel-0001',
      spoor: '4bf92f3577b34da6a3ce929d0e0e4736',
    });
  });

  it('without a purpose are 400 for a person, on every route but those without content', async () => {
    const headers = { authorization: `Bearer ${toy.person}` };
    expectProblem(await toy.call('/v1/casussen', { headers }), 400, 'platform/doelbinding-ontbreekt');
    expect((await toy.call('/v1/ik', { headers })).status).toBe(200);
  });

  it.each([['RIEC.voorbereiding'], ['KMAR.grens'], ['rechtmatigheid'], ['interne-controle']])(
    'take the purpose %s',
    async (doelbinding) => {
      expect((await toy.personally('GET', '/v1/casussen', undefined, { doelbinding })).status).toBe(200);
    },
  );

  it.each([['nieuwsgierig'], ['riec.voorbereiding'], ['RIEC.'], ['RIEC.a, RIEC.b'], ['X.y']])(
    'do not take the purpose %s',
    async (doelbinding) => {
      const answer = await toy.personally('GET', '/v1/casussen', undefined, { doelbinding });
      expectProblem(answer, 400, 'platform/doelbinding-ontbreekt');
      expect(faultsOf(answer)).toEqual(['/kop/Doelbinding vorm']);
    },
  );

  it.each([['kort'], ['met spatie erin'], ['x'.repeat(129)]])('do not take the idempotency key %s', async (key) => {
    const answer = await toy.personally('POST', '/v1/casussen', casus, { 'idempotency-key': key });
    expectProblem(answer, 400, 'platform/idempotentiesleutel-ontbreekt');
  });

  it('name all their faults at once', async () => {
    const headers = { authorization: `Bearer ${toy.person}`, casus: 'x', 'x-correlation-id': 'Jan' };
    const answer = await toy.call('/v1/casussen', { method: 'POST', headers });
    expectProblem(answer, 400, 'platform/doelbinding-ontbreekt');
    expect(faultsOf(answer)).toEqual([
      '/kop/Doelbinding verplicht',
      '/kop/Casus vorm',
      '/kop/Idempotency-Key verplicht',
      '/kop/X-Correlation-Id vorm',
    ]);
    expect(answer.text).not.toMatch(/Jan/);
  });

  it('ask for JSON, or it is 406', async () => {
    const answer = await toy.personally('GET', '/v1/casussen', undefined, { accept: 'text/html' });
    expectProblem(answer, 406, 'platform/niet-leverbaar');
  });
});

describe('a caller', () => {
  it('of the other kind is 403 where only one may come', async () => {
    const answer = await toy.deliver(event(), { authorization: `Bearer ${toy.person}` });
    expectProblem(answer, 403, 'platform/verkeerde-afnemer');
  });

  it('that is refused becomes a fact before the answer; a stranger only counts', async () => {
    refusals.length = 0;
    const strangers = () => toy.metrics.read('knooppunt_http_unauthenticated_total');
    const before = await strangers();
    await toy.call('/v1/ik');
    await toy.deliver('{');
    await toy.personally('POST', '/v1/breekt/_domein');
    expect(await strangers()).toBe(before + 1);
    expect(refusals).toMatchObject([
      { code: 'platform/json-ongeldig', status: 400, route: '/v1/leveringen', caller: { kind: 'organisation' } },
      {
        code: 'toy/refused',
        status: 409,
        basis: ['WGS 2.23(5)'],
        route: '/v1/breekt/_domein',
        caller: { kind: 'person', sub: 'analist', organisation: oin, cooperation },
        purpose: { purpose: 'RIEC.voorbereiding' },
        idempotencyKey: 'sleutel-0001',
      },
    ]);
  });

  it('gets 503 where the refusal cannot be recorded, and the failure where that came first', async () => {
    recording = false;
    try {
      expectProblem(await toy.deliver('{'), 503, 'platform/niet-vastgelegd');
      expectProblem(await toy.personally('POST', '/v1/breekt/_fout'), 500, 'knooppunt/onvoorzien');
    } finally {
      recording = true;
    }
  });
});

describe('an error of a handler', () => {
  it('of the domain has its code, its articles and its faults', async () => {
    const answer = await toy.personally('POST', '/v1/breekt/_domein');
    expectProblem(answer, 409, 'toy/refused');
    expect(answer.json).toMatchObject({ detail: 'Dit mag nu niet.', grondslag: ['WGS 2.23(5)'] });
    expect(faultsOf(answer)).toEqual(['/data/persons/0/bsn elfproef']);
  });

  it.each([['_onbekend'], ['_fout']])('that nobody foresaw is 500 and logged without words: %s', async (action) => {
    toy.lines.length = 0;
    const answer = await toy.personally('POST', `/v1/breekt/${action}`);
    expectProblem(answer, 500, 'knooppunt/onvoorzien');
    const logged = toy.lines.join('');
    expect(logged).toContain(String(answer.json['correlatie']));
    expect(`${answer.text}${logged}`).not.toMatch(/Jan|Vries|secret/);
  });

  it('of the framework says nothing of the request', async () => {
    const answer = await toy.personally('POST', '/v1/breekt/_nest');
    expect([answer.status, /Jan/.test(answer.text)]).toEqual([400, false]);
  });
});

describe('the access log', () => {
  it('has patterns and ids, no query, no address, no purpose, and nothing of strangers', async () => {
    toy.lines.length = 0;
    await toy.personally('GET', `/v1/casussen/${uuid}`);
    await toy.personally('GET', '/v1/casussen?limiet=3');
    await toy.call('/v1/ik?token=geheim');
    await toy.call('/geheim');
    const lines = toy.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ route }) => route)).toEqual(['/v1/casussen/:id', '/v1/casussen']);
    expect(toy.lines.join('')).not.toMatch(/geheim|limiet|7b0e4c1a|Bearer/);
  });
});

describe('a connection that speaks no HTTP', () => {
  it.each([
    ['no request line', 'GARBAGE\r\n\r\n', 400],
    [
      'a space in a header name',
      'GET /v1/openbaar HTTP/1.1\r\nHost: x\r\nBad Name: 1\r\nConnection: close\r\n\r\n',
      400,
    ],
    ['no Host', 'GET /v1/openbaar HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    [
      'an expectation',
      'POST /v1/ik HTTP/1.1\r\nHost: x\r\nExpect: 200-ok\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
      417,
    ],
    [
      'headers too large',
      `GET /v1/openbaar HTTP/1.1\r\nHost: x\r\nX-Veel: ${'x'.repeat(20_000)}\r\nConnection: close\r\n\r\n`,
      431,
    ],
    ['two lengths', 'POST /v1/ik HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    [
      'length and chunks',
      'POST /v1/ik HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
    ],
  ])('gets the same problem form: %s', async (_name, bytes, status) => {
    const answer = await toy.raw(bytes);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head.toLowerCase()).toContain('content-type: application/problem+json');
    expect(head.toLowerCase()).toContain("content-security-policy: default-src 'none'");
    expect(head.toLowerCase()).toContain('api-version: 1.2.3');
    expect(Object.keys(JSON.parse(body) as object)).toEqual(members);
    expect((await toy.call('/v1/openbaar')).status).toBe(200);
  });
});

describe('the end of a server', () => {
  it('finishes what runs, refuses what still comes, and listens no more', async () => {
    const closing = await startToy();
    const running = closing.call('/v1/traag');
    await gate.isEntered;
    let late: Answer | undefined;
    ending.wait = async () => {
      late = await closing.call('/v1/openbaar');
      gate.open();
    };
    await closing.close();
    delete ending.wait;
    expectProblem(late as unknown as Answer, 503, 'platform/sluit-af');
    expect((await running).status).toBe(200);
    await expect(closing.call('/v1/openbaar')).rejects.toThrow('fetch failed');
  });
});

describe('a mounted handler', () => {
  it('owns its prefix and nothing beside it', async () => {
    const mounted = await startToy({
      mount: { prefix: '/oidc', handler: (incoming, response) => response.end(`mount ${incoming.url ?? ''}`) },
    });
    const texts = await Promise.all(
      ['/oidc', '/oidc/x?y', '/oidc?z'].map(async (path) => (await mounted.call(path)).text),
    );
    expect(texts).toEqual(['mount /oidc', 'mount /oidc/x?y', 'mount /oidc?z']);
    expectProblem(await mounted.call('/oidcx'), 404, 'platform/niet-gevonden');
    expectProblem(await mounted.call('/v1/ik'), 401, 'platform/niet-aangemeld');
    await mounted.close();
  });
});

describe('a handler that reads input which nothing checks', () => {
  it('keeps the server from starting, by name', async () => {
    await expect(createUnshaped()).rejects.toMatchObject({
      code: 'platform/unshaped-input',
      handlers: ['UnshapedController.body', 'UnshapedController.query', 'UnshapedController.part'],
    });
  });
});

describe('a kept connection', () => {
  it('is closed with the answer that was under way when the server ends, and holds nothing up', async () => {
    const closing = await startToy();
    // Node itself would keep it so long
    closing.app.getHttpServer().keepAliveTimeout = 3_600_000;
    const agent = new Agent({ keepAlive: true, maxSockets: 2 });
    const get = async (path: string) => {
      const [answer] = (await once(request({ agent, port: closing.port, path }).end(), 'response')) as [
        IncomingMessage,
      ];
      for await (const _chunk of answer) void _chunk;
      return answer.headers.connection;
    };
    gate.reset();
    expect(await get('/v1/openbaar')).toBe('keep-alive');
    const running = get('/v1/traag');
    await gate.isEntered;
    ending.wait = async () => gate.open();
    await closing.close();
    delete ending.wait;
    expect(await running).toBe('close');
    agent.destroy();
  });
});

describe('the health of the public edge', () => {
  it('is that of the management server: readiness lost is 503, and back, and over at the end', async () => {
    let isThere = true;
    const readiness = new Readiness([{ name: 'event-store', check: async () => isThere }], { cacheMs: 0 });
    const healthy = await startToy({ health: readiness.isReady });
    const status = async () => (await healthy.call('/v1/gezondheid')).status;
    expect(await status()).toBe(200);
    isThere = false;
    expectProblem(await healthy.call('/v1/gezondheid'), 503, 'platform/niet-beschikbaar');
    isThere = true;
    expect(await status()).toBe(200);
    readiness.stop();
    expect(await status()).toBe(503);
    await healthy.close();
  });
});
