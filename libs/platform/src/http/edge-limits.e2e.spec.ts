import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { personClaims, sign, startToy } from '../../test/toy-app.js';
import type { Answer, Toy } from '../../test/toy-app.js';
import type { EdgeConfig } from '../config/edge.js';
import type { HttpRefusal } from './refusals.js';

const unlimited = { person: 0, organisation: 0, address: 0 };
const closed: EdgeConfig = { origins: [], proxies: [], limits: unlimited };
const portal = 'https://portaal.example';

const startWith = (edge: Partial<EdgeConfig>, refusals: HttpRefusal[] = []): Promise<Toy> =>
  startToy({ edge: { ...closed, ...edge }, recordRefusal: async (refusal) => void refusals.push(refusal) });

const allowOrigin = ({ headers }: Answer) => headers.get('access-control-allow-origin');
const times = async <Result>(count: number, ask: () => Promise<Result>): Promise<Result[]> => {
  const results: Result[] = [];
  for (let at = 0; at < count; at += 1) results.push(await ask());
  return results;
};
const statuses = (answers: readonly Answer[]) => answers.map(({ status }) => status);

describe('an edge with allowed origins', () => {
  let toy: Toy;
  beforeAll(async () => {
    toy = await startWith({ origins: [portal] });
  });
  afterAll(() => toy.close());

  const preflight = (path: string, origin: string, more: Record<string, string> = {}) =>
    toy.call(path, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', ...more },
    });

  it('lets their pages read answers, refusals too, and their headers', async () => {
    const read = await toy.personally('GET', '/v1/ik', undefined, { origin: portal });
    const refused = await toy.call('/v1/ik', { headers: { origin: portal } });
    expect([read.status, refused.status, allowOrigin(read), allowOrigin(refused)]).toEqual([200, 401, portal, portal]);
    for (const { headers } of [read, refused]) {
      expect(headers.get('vary')).toBe('Origin');
      expect(headers.get('access-control-expose-headers')).toMatch(/ETag.*Retry-After/);
      expect(headers.get('access-control-allow-credentials')).toBeNull();
    }
  });

  it('answers their preflights with what may be sent', async () => {
    const answer = await preflight('/v1/casussen', portal, { 'access-control-request-headers': 'doelbinding' });
    expect([answer.status, answer.text, allowOrigin(answer)]).toEqual([204, '', portal]);
    expect(answer.headers.get('access-control-allow-methods')).toBe('GET, POST');
    expect(answer.headers.get('access-control-allow-headers')).toMatch(/Authorization.*Doelbinding.*If-Match/);
    expect(answer.headers.get('access-control-max-age')).toBe('600');
    expect(answer.headers.get('api-version')).toBe('1.2.3');
  });

  it.each([
    ['https://portaal.example.evil.example'],
    ['https://portaal.example:8443'],
    ['http://portaal.example'],
    ['https://PORTAAL.example'],
    ['null'],
    ['*'],
  ])('lets no page of %s read or ask', async (origin) => {
    const [read, asked] = [
      await toy.personally('GET', '/v1/ik', undefined, { origin }),
      await preflight('/v1/casussen', origin),
    ];
    expect([read.status, allowOrigin(read), read.headers.get('vary')]).toEqual([200, null, 'Origin']);
    expect([asked.status, asked.json['code'], allowOrigin(asked)]).toEqual([
      405,
      'platform/methode-niet-toegestaan',
      null,
    ]);
  });

  it('knows no preflight of an address that is not there, and none without an origin or a method', async () => {
    expect((await preflight('/v1/nergens', portal)).status).toBe(404);
    expect((await toy.call('/v1/casussen', { method: 'OPTIONS' })).status).toBe(405);
    expect((await toy.call('/v1/casussen', { method: 'OPTIONS', headers: { origin: portal } })).status).toBe(405);
  });
});

describe('the API description', () => {
  it('may be asked for by pages of any origin, also with a preflight, on an edge that is closed to all others', async () => {
    const toy = await startToy({
      openApi: {
        title: 'Proef',
        description: 'Een proef.',
        contact: { name: 'Knooppunt', url: 'https://knooppunt.example', email: 'api@knooppunt.example' },
        server: 'https://knooppunt.example',
      },
    });
    const headers = { origin: 'https://elders.example', 'access-control-request-method': 'GET' };
    const answer = await toy.call('/v1/openapi.json', { method: 'OPTIONS', headers });
    expect([answer.status, allowOrigin(answer)]).toEqual([204, '*']);
    await toy.close();
  });
});

describe('a person above the limit', () => {
  let toy: Toy;
  let answers: Answer[];
  const refusals: HttpRefusal[] = [];
  beforeAll(async () => {
    toy = await startWith({ limits: { ...unlimited, person: 3 } }, refusals);
    answers = await times(6, () => toy.personally('GET', '/v1/ik'));
  });
  afterAll(() => toy.close());

  it('is refused with 429 until a minute is over', () => {
    expect(statuses(answers)).toEqual([200, 200, 200, 429, 429, 429]);
    const last = answers.at(-1);
    expect(last?.json).toMatchObject({ code: 'platform/te-veel-verzoeken', status: 429, fouten: [] });
    expect(last?.headers.get('content-type')).toBe('application/problem+json');
    const seconds = Number(last?.headers.get('retry-after'));
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(60);
  });

  it('learns nothing else of its limit from any answer', () => {
    const names = answers
      .flatMap(({ headers }) => [...headers.keys()])
      .filter((name) => /rate|limit|remaining/.test(name));
    expect(names).toEqual([]);
  });

  it('is a fact once, and a number each time', async () => {
    expect(refusals.map(({ code, status }) => [code, status])).toEqual([['platform/te-veel-verzoeken', 429]]);
    expect(await toy.metrics.read('knooppunt_http_limited_total', { limit: 'person' })).toBe(3);
    expect(toy.lines.filter((line) => line.includes('"status":429'))).toHaveLength(1);
  });

  it('is refused alike for what exists, for what does not, and for what is malformed', async () => {
    const correlation = { 'x-correlation-id': '7b0e4c1a-6f6d-4f0e-9a55-1f0f5f1b2c31' };
    const paths = [
      '/v1/ik',
      '/v1/casussen/7b0e4c1a-6f6d-4f0e-9a55-1f0f5f1b2c31',
      '/v1/casussen/x',
      '/v1/casussen?limiet=x',
    ];
    const texts = await Promise.all(
      paths.map(async (path) => (await toy.personally('GET', path, undefined, correlation)).text),
    );
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain('te-veel-verzoeken');
  });

  it('holds up nobody else: a colleague, a system of its organisation, a stranger', async () => {
    const colleague = await sign(toy.keys, { ...personClaims, sub: 'collega' });
    const elsewhere = await sign(toy.keys, {
      ...personClaims,
      aud: 'urn:knooppunt:rotterdam',
      cooperation: 'rotterdam',
    });
    for (const token of [colleague, elsewhere]) {
      expect((await toy.call('/v1/ik', { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    }
    expect((await toy.deliver('{')).status).toBe(400);
    expect((await toy.call('/v1/ik')).status).toBe(401);
  });
});

describe('an organisation above the limit', () => {
  it('is refused whichever of its systems asks', async () => {
    const toy = await startWith({ limits: { ...unlimited, organisation: 2 } });
    const other = await sign(toy.keys, {
      ...personClaims,
      caller: 'organisation',
      client_id: 'ander-systeem',
      sub: 'x',
    });
    const first = await times(2, () => toy.deliver('{'));
    const second = await toy.deliver('{', { authorization: `Bearer ${other}` });
    expect([...statuses(first), second.status]).toEqual([400, 400, 429]);
    expect((await toy.personally('GET', '/v1/ik')).status).toBe(200);
    await toy.close();
  });
});

describe('an address from which nobody known asks', () => {
  it('is limited over all that is public, unknown or without a valid token, and stops nobody with one', async () => {
    const toy = await startWith({ limits: { ...unlimited, address: 5 } });
    const asked = await Promise.all([
      toy.call('/v1/openbaar'),
      toy.call('/nergens'),
      toy.call('/v1/casussen', { method: 'PUT' }),
      toy.call('/v1/ik'),
      toy.call('/v1/ik', { headers: { authorization: 'Bearer x.y.z' } }),
    ]);
    expect(statuses(asked)).toEqual([200, 404, 405, 401, 401]);
    for (const path of ['/v1/openbaar', '/nergens', '/v1/ik']) {
      expect((await toy.call(path)).json['code']).toBe('platform/te-veel-verzoeken');
    }
    expect((await toy.personally('GET', '/v1/ik')).status).toBe(200);
    expect(await toy.metrics.read('knooppunt_http_limited_total', { limit: 'address' })).toBe(3);
    await toy.close();
  });

  const from = (toy: Toy, address: string) => toy.call('/v1/openbaar', { headers: { 'x-forwarded-for': address } });

  it('is the one that a trusted proxy names; a /64 of IPv6 is one', async () => {
    const toy = await startWith({ proxies: ['loopback'], limits: { ...unlimited, address: 1 } });
    const addresses = ['192.0.2.1', '192.0.2.2', '192.0.2.1', '2001:db8::1', '2001:db8::2', '2001:db8:0:1::1'];
    const answers = [];
    for (const address of addresses) answers.push(await from(toy, address));
    expect(statuses(answers)).toEqual([200, 200, 429, 200, 429, 200]);
    await toy.close();
  });

  it('is the one of the connection where no proxy is trusted, whatever a header says', async () => {
    const toy = await startWith({ limits: { ...unlimited, address: 1 } });
    expect(statuses([await from(toy, '192.0.2.1'), await from(toy, '192.0.2.2')])).toEqual([200, 429]);
    await toy.close();
  });
});

describe('a condition on a command', () => {
  const uuid = '7b0e4c1a-6f6d-4f0e-9a55-1f0f5f1b2c31';
  const path = `/v1/casussen/${uuid}/fasen`;
  let toy: Toy;
  beforeAll(async () => {
    toy = await startToy();
  });
  afterAll(() => toy.close());
  const given = (tag: string) => toy.personally('POST', path, undefined, { 'if-match': tag });

  it.each([
    ['"a"', ['"a"']],
    ['"a", "b" ,W/"c"', ['"a"', '"b"', 'W/"c"']],
    ['""', ['""']],
    ['*', '*'],
  ])('reaches the handler as its tags: %s', async (tag, expected) => {
    expect((await given(tag)).json['voorwaarde']).toEqual(expected);
  });

  it.each([
    ['no quotes', 'a'],
    ['half a tag', '"a'],
    ['no comma', '"a" "b"'],
    ['nothing behind a comma', '"a",'],
    ['a weak tag without quotes', 'W/a'],
    ['a letter that is no ASCII', '"Jan\u00e9"'],
    ['too much', `"${'x'.repeat(2_048)}"`],
  ])('that is malformed is 400: %s', async (_name, tag) => {
    const answer = await given(tag);
    expect([answer.status, answer.json['fouten']]).toEqual([
      400,
      [expect.objectContaining({ pointer: '/kop/If-Match', code: 'vorm' })],
    ]);
  });

  it('is not ignored where a command takes none, and is nothing to a read', async () => {
    const answer = await toy.personally('POST', '/v1/casussen', {}, { 'if-match': '"a"' });
    expect([answer.status, answer.json['fouten']]).toEqual([
      400,
      [expect.objectContaining({ pointer: '/kop/If-Match', code: 'onbekend' })],
    ]);
    expect((await toy.personally('GET', '/v1/ik', undefined, { 'if-match': '"a"' })).status).toBe(200);
  });

  it('compares with the tag of a read, which only a read that was answered has', async () => {
    const [there, absent] = await Promise.all(
      [uuid, uuid.replace(/1$/, '2')].map((id) => toy.personally('GET', `/v1/casussen/${id}`)),
    );
    expect([there?.status, there?.headers.get('etag')]).toEqual([200, `"${uuid}"`]);
    expect([absent?.status, absent?.headers.get('etag')]).toEqual([404, null]);
  });

  it('is never asked of a read: no answer is 304', async () => {
    for (const tag of [`"${uuid}"`, '*', 'W/"x"']) {
      const answer = await toy.personally('GET', `/v1/casussen/${uuid}`, undefined, { 'if-none-match': tag });
      expect([answer.status, answer.json]).toEqual([200, { id: uuid }]);
    }
  });
});
