import { createHmac, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import {
  cooperation,
  issuer,
  makeKeys,
  now,
  oin,
  organisationClaims,
  personClaims,
  sign,
  startToy,
} from '../../test/toy-app.js';
import type { Toy } from '../../test/toy-app.js';
import { Clock } from '../clock.js';
import { AccessTokenVerifier } from './access-token.verifier.js';
import { VerifiedTokens, verifiedForMs } from './verified-tokens.js';
import { remoteSigningKeys, staleKeysLimitMs } from './signing-keys.js';
import type { SigningKeys } from './signing-keys.js';

let toy: Toy;
beforeAll(async () => {
  toy = await startToy();
});
afterAll(() => toy.close());

const uuid = '7b0e4c1a-6f6d-4f0e-9a55-1f0f5f1b2c31';
const ask = (authorization?: string) =>
  toy.call('/v1/ik', {
    headers: { 'x-correlation-id': uuid, ...(authorization === undefined ? {} : { authorization }) },
  });
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const unsigned = (alg: string) => `${encode({ alg, typ: 'at+jwt', kid: 'k1' })}.${encode(personClaims)}.`;
const seconds = Math.floor(Date.parse(now) / 1000);

type Forge = () => Promise<string> | string;
const claims =
  (more: Record<string, unknown>): Forge =>
  () =>
    sign(toy.keys, { ...personClaims, ...more });
const header =
  (more: Record<string, unknown>): Forge =>
  () =>
    sign(toy.keys, personClaims, more);
const without =
  (name: string): Forge =>
  () => {
    const { [name]: _dropped, ...rest } = personClaims;
    return sign(toy.keys, rest);
  };
// the public key as the secret of an HMAC: what a verifier that trusts `alg` would check
const confused = async (secret: string | Uint8Array): Promise<string> => {
  const signed = `${encode({ alg: 'HS256', typ: 'at+jwt', kid: 'k1' })}.${encode(personClaims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
};

const attacks: readonly (readonly [string, Forge])[] = [
  ['nothing signed, alg none', () => unsigned('none')],
  ...['None', 'NONE', 'nOnE', 'none ', ''].map(
    (alg) => [`alg ${alg || 'empty'}`, () => `${unsigned(alg)}AAAA`] as const,
  ),
  ['HMAC with the public key as PEM', async () => confused(await exportSPKI(toy.keys.publicKey))],
  ['HMAC with the public key as JWK', async () => confused(JSON.stringify(await exportJWK(toy.keys.publicKey)))],
  ['HMAC with an empty secret', () => confused('')],
  ['a key of its own, same kid', async () => sign(await makeKeys(), personClaims)],
  [
    'a key of its own in the header',
    async () => {
      const own = await makeKeys();
      return sign(own, personClaims, { jwk: await exportJWK(own.publicKey) });
    },
  ],
  ['a key address in the header', async () => sign(await makeKeys(), personClaims, { jku: 'http://127.0.0.1:1/jwks' })],
  ['a certificate address', async () => sign(await makeKeys(), personClaims, { x5u: 'http://127.0.0.1:1/x' })],
  ['a kid that is a path', header({ kid: '../../dev/null' })],
  ['a kid that is SQL', header({ kid: "k1' OR '1'='1" })],
  [
    'an unknown critical header',
    () => {
      const [, payload = '', signature = ''] = toy.person.split('.');
      return `${encode({ alg: 'ES256', typ: 'at+jwt', kid: 'k1', crit: ['x'], x: 1 })}.${payload}.${signature}`;
    },
  ],
  [
    'another algorithm than its key',
    async () => {
      const { privateKey } = await generateKeyPair('RS256');
      return new SignJWT(personClaims).setProtectedHeader({ alg: 'RS256', kid: 'k1', typ: 'at+jwt' }).sign(privateKey);
    },
  ],
  [
    'an algorithm that is not allowed',
    async () => {
      const { privateKey } = await generateKeyPair('ES384');
      return new SignJWT(personClaims).setProtectedHeader({ alg: 'ES384', kid: 'k1', typ: 'at+jwt' }).sign(privateKey);
    },
  ],
  ['an id token', header({ typ: 'JWT' })],
  ['no type', header({ typ: undefined })],
  ['another issuer', claims({ iss: 'https://evil.example' })],
  ['an issuer with a slash more', claims({ iss: `${issuer}/` })],
  ['another audience', claims({ aud: 'https://api.example' })],
  ['the audience of another cooperation', claims({ aud: 'urn:knooppunt:rotterdam' })],
  ['the claim of another cooperation', claims({ cooperation: 'rotterdam' })],
  ['a cooperation that is not served', claims({ aud: 'urn:knooppunt:limburg', cooperation: 'limburg' })],
  ['two cooperations', claims({ aud: ['urn:knooppunt:amsterdam-amstelland', 'urn:knooppunt:rotterdam'] })],
  ['no audience', without('aud')],
  ['an organisation that is no OIN', claims({ organisation: '1' })],
  ['no organisation', without('organisation')],
  ['organisations in a list', claims({ organisation: [oin] })],
  ['no kind of caller', without('caller')],
  ['another kind of caller', claims({ caller: 'system' })],
  ['an organisation without client', claims({ caller: 'organisation' })],
  ['no subject', without('sub')],
  ['an empty subject', claims({ sub: '' })],
  ['expired', claims({ exp: seconds - 6 })],
  ['no expiry', without('exp')],
  ['an expiry in words', claims({ exp: '2099-01-01' })],
  ['not valid yet', claims({ nbf: seconds + 6 })],
  ['a changed payload', () => toy.person.replace(/\.[^.]+\./, `.${encode({ ...personClaims, sub: 'auditor' })}.`)],
  [
    'a changed signature',
    () =>
      toy.person.replace(
        /\.(.)([^.]*)$/,
        (_end, first: string, rest: string) => `.${first === 'A' ? 'B' : 'A'}${rest}`,
      ),
  ],
  ['no signature', () => toy.person.replace(/[^.]+$/, '')],
  ['a huge token', claims({ vulling: 'x'.repeat(9000) })],
  ['four parts', () => `${toy.person}.x`],
  ['random bytes', () => randomBytes(60).toString('base64url')],
];

describe('a token', () => {
  it('of a person says who, for whom and in which cooperation', async () => {
    expect((await ask(`Bearer ${toy.person}`)).json).toEqual({
      kind: 'person',
      provider: 'test',
      sub: 'analist',
      organisation: oin,
      cooperation,
    });
  });

  it('of an organisation says which, and its client', async () => {
    expect((await ask(`bearer ${toy.organisation}`)).json).toEqual({
      kind: 'organisation',
      organisation: oin,
      cooperation,
      clientId: organisationClaims['client_id'],
    });
  });

  it('may differ by the leeway of clocks and no more', async () => {
    const late = await sign(toy.keys, { ...personClaims, exp: seconds - 4 });
    expect((await ask(`Bearer ${late}`)).status).toBe(200);
  });

  it.each(attacks)('is refused like any other: %s', async (_name, forge) => {
    const [answer, plain] = await Promise.all([ask(`Bearer ${await forge()}`), ask()]);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect([answer.text, Object.fromEntries(answer.headers)]).toEqual([plain.text, Object.fromEntries(plain.headers)]);
  });

  it.each([['Basic YTpi'], ['Bearer'], ['Bearer  x.y.z'], ['Token x.y.z']])(
    'is none in another form: %s',
    async (value) => {
      expect((await ask(value)).status).toBe(401);
    },
  );

  it('is refused when it comes twice', async () => {
    const line = `Authorization: Bearer ${toy.person}\r\n`;
    const answer = await toy.raw(`GET /v1/ik HTTP/1.1\r\nHost: x\r\n${line}${line}Connection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('is refused when it stands in the address', async () => {
    expect((await toy.call(`/v1/ik?access_token=${toy.person}`)).status).toBe(401);
  });

  it('is asked before the body is read', async () => {
    const headers = { 'content-type': 'text/plain' };
    expect((await toy.call('/v1/leveringen', { method: 'POST', headers, body: 'x' })).status).toBe(401);
  });
});

class FixedClock extends Clock {
  now() {
    return now;
  }
}

describe('the keys of a provider', () => {
  let provider: Server;
  let available = true;
  let uptime = 0;
  let keys: SigningKeys;
  // a new verifier each time: one remembers what it has verified
  const verifier = {
    verify: (authorization: string) =>
      new AccessTokenVerifier({
        issuer,
        provider: 'test',
        keys,
        serves: (one) => one === cooperation,
        clock: new FixedClock(),
      }).verify(authorization),
  };
  beforeAll(async () => {
    provider = createServer((_request, response) => {
      if (available) response.setHeader('content-type', 'application/json').end(JSON.stringify(toy.keys.set));
      else response.writeHead(500).end();
    });
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    const { port } = provider.address() as { port: number };
    const address = new URL(`http://127.0.0.1:${port}/jwks`);
    keys = remoteSigningKeys(address, { uptimeMs: () => uptime, cacheMs: 0, cooldownMs: 0 });
  });
  afterAll(() => new Promise((resolve) => provider.close(resolve)));

  it('cannot be had at first: 503, and no 401, for nobody is to blame', async () => {
    available = false;
    const asked = verifier.verify(`Bearer ${toy.person}`);
    await expect(asked).rejects.toMatchObject({ code: 'platform/inlogdienst-onbereikbaar' });
  });

  it('are fetched when the provider is back, and count while it is away again', async () => {
    available = true;
    await expect(verifier.verify(`Bearer ${toy.person}`)).resolves.toMatchObject({ sub: 'analist' });
    available = false;
    await expect(verifier.verify(`Bearer ${toy.person}`)).resolves.toMatchObject({ sub: 'analist' });
  });

  it.each([[true], [false]])('do not make a token of an unknown key good, provider there: %p', async (there) => {
    available = there;
    const other = await sign(toy.keys, personClaims, { kid: 'k2' });
    await expect(verifier.verify(`Bearer ${other}`)).rejects.toMatchObject({ code: 'platform/niet-aangemeld' });
  });

  it('count no longer than an hour', async () => {
    available = false;
    uptime += staleKeysLimitMs;
    await expect(verifier.verify(`Bearer ${toy.person}`)).resolves.toMatchObject({ sub: 'analist' });
    uptime += 1;
    const asked = verifier.verify(`Bearer ${toy.person}`);
    await expect(asked).rejects.toMatchObject({ code: 'platform/inlogdienst-onbereikbaar' });
  });
});

describe('a token that was verified before', () => {
  it('costs no second signature, and is refused when its time or its cooperation ends', async () => {
    let moment = now;
    let served = [cooperation];
    let asked = 0;
    class MovingClock extends Clock {
      now() {
        return moment;
      }
    }
    const verifier = new AccessTokenVerifier({
      issuer,
      provider: 'test',
      keys: async () => {
        asked += 1;
        return toy.keys.publicKey;
      },
      serves: (one) => served.includes(one),
      clock: new MovingClock(),
    });
    const verify = () => verifier.verify(`Bearer ${toy.person}`);
    await verify();
    await expect(verify()).resolves.toMatchObject({ sub: 'analist' });
    expect(asked).toBe(1);
    served = ['rotterdam'];
    await expect(verify()).rejects.toMatchObject({ code: 'platform/niet-aangemeld' });
    served = [cooperation];
    moment = '2026-03-01T09:40:04.999Z';
    await expect(verify()).resolves.toMatchObject({ sub: 'analist' });
    moment = '2026-03-01T09:40:05.000Z';
    await expect(verify()).rejects.toMatchObject({ code: 'platform/niet-aangemeld' });
  });

  it('is forgotten after a minute, and when a thousand others came', () => {
    let uptime = 0;
    const tokens = new VerifiedTokens(() => uptime);
    tokens.keep('a', personClaims);
    uptime = verifiedForMs - 1;
    expect(tokens.find('a')).toBe(personClaims);
    uptime = verifiedForMs;
    expect(tokens.find('a')).toBeUndefined();
    tokens.keep('b', personClaims);
    for (let other = 0; other < 1000; other++) tokens.keep(`c${other}`, personClaims);
    expect(tokens.find('b')).toBeUndefined();
    expect(tokens.find('c999')).toBe(personClaims);
  });
});

describe('a process that serves no cooperation', () => {
  it('accepts no token', async () => {
    const verifier = new AccessTokenVerifier({
      issuer,
      provider: 'test',
      keys: async () => toy.keys.publicKey,
      serves: () => false,
      clock: new FixedClock(),
    });
    await expect(verifier.verify(`Bearer ${toy.person}`)).rejects.toMatchObject({ code: 'platform/niet-aangemeld' });
  });
});
