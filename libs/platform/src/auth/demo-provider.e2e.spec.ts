import { createServer, request } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SystemClock } from '../clock.js';
import { AccessTokenVerifier } from './access-token.verifier.js';
import { createDemoProvider } from './demo-provider.js';
import type { DemoProvider } from './demo-provider.js';
import { fetchOrganisationToken, fetchPersonToken } from './demo-tokens.js';
import { localSigningKeys, remoteSigningKeys } from './signing-keys.js';

const accounts = [
  { sub: 'analist', name: 'Demo Analist', organisation: '00000099000000009000', cooperations: ['noord', 'zuid'] },
  { sub: 'burgemeester', name: 'Demo Burgemeester', organisation: '00000099000000001000', cooperations: ['noord'] },
];
const organisations = [
  { clientId: 'college', clientSecret: 'geheim: + %', organisation: '00000099000000002000', cooperation: 'noord' },
];

describe('the demonstration provider', () => {
  let server: Server;
  let issuer: string;
  let provider: DemoProvider;
  let handler: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
  const said = [
    jest.spyOn(console, 'warn'),
    jest.spyOn(console, 'info'),
    jest.spyOn(console, 'log'),
    jest.spyOn(console, 'error'),
  ];

  beforeAll(async () => {
    server = createServer((incoming, response) => handler(incoming, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(server.address() as { port: number }).port}/oidc`;
    provider = await createDemoProvider({ issuer, production: false, accounts, organisations });
    ({ handler } = provider);
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const verifierOf = (keys = localSigningKeys(provider.keys)) =>
    new AccessTokenVerifier({
      issuer,
      provider: 'demo',
      keys,
      serves: (one) => ['noord', 'zuid'].includes(one),
      clock: new SystemClock(),
    });

  it('logs a person in by code and PKCE, for the cooperation asked', async () => {
    for (const cooperation of ['noord', 'zuid']) {
      const token = await fetchPersonToken({ issuer, sub: 'analist', cooperation });
      await expect(verifierOf().verify(`Bearer ${token}`)).resolves.toEqual({
        kind: 'person',
        provider: 'demo',
        sub: 'analist',
        organisation: '00000099000000009000',
        cooperation,
      });
    }
  });

  it('gives an organisation a token by client credentials', async () => {
    const token = await fetchOrganisationToken({ issuer, ...organisations[0]!, cooperation: 'noord' });
    const keys = remoteSigningKeys(new URL(`${issuer}/jwks`));
    await expect(verifierOf(keys).verify(`Bearer ${token}`)).resolves.toEqual({
      kind: 'organisation',
      organisation: '00000099000000002000',
      cooperation: 'noord',
      clientId: 'college',
    });
  });

  it.each([
    [
      'a cooperation where the person does not work',
      () => fetchPersonToken({ issuer, sub: 'burgemeester', cooperation: 'zuid' }),
    ],
    ['a person that it does not know', () => fetchPersonToken({ issuer, sub: 'niemand', cooperation: 'noord' })],
    ['a cooperation that does not exist', () => fetchPersonToken({ issuer, sub: 'analist', cooperation: 'west' })],
    [
      'an organisation in another cooperation',
      () => fetchOrganisationToken({ issuer, ...organisations[0]!, cooperation: 'zuid' }),
    ],
    [
      'a wrong secret',
      () => fetchOrganisationToken({ issuer, clientId: 'college', clientSecret: 'fout', cooperation: 'noord' }),
    ],
  ])('gives no token for %s', async (_name, ask) => {
    await expect(ask()).rejects.toMatchObject({ code: 'platform/token-refused' });
  });

  it('does not answer under another name', async () => {
    const { port } = new URL(issuer);
    const status = await new Promise((resolve, reject) => {
      request({ port, path: '/oidc/jwks', headers: { host: 'evil.example' } }, (answer) =>
        resolve(answer.resume().statusCode),
      )
        .on('error', reject)
        .end();
    });
    expect(status).toBe(404);
  });

  it('publishes no private part of its key', async () => {
    const published = await (await fetch(`${issuer}/jwks`)).text();
    expect(published).not.toMatch(/"d":/);
    expect(JSON.stringify(provider.keys)).not.toMatch(/"d":/);
  });

  it('says nothing on the console', () => {
    expect(said.flatMap((spy) => spy.mock.calls)).toEqual([]);
  });

  it.each([
    [{ issuer: 'http://127.0.0.1:3000/oidc', production: true }],
    [{ issuer: 'http://10.0.0.4:3000/oidc', production: false }],
    [{ issuer: 'https://knooppunt.example/oidc', production: false }],
  ])('refuses to run for %p', async (options) => {
    await expect(createDemoProvider({ ...options, accounts, organisations })).rejects.toMatchObject({
      code: 'platform/demo-provider-forbidden',
    });
  });
});
