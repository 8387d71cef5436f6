import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AccessTokenVerifier, SystemClock, remoteSigningKeys } from '@knooppunt/platform';
import { decodeJwt } from 'jose';
import { demoClients } from '../../../apps/standalone/src/demo-clients.js';
import { readFounding } from '../../../apps/worker/src/worker.module.js';
import { compose, root } from '../compose.js';
import { startKeycloak } from './keycloak-server.js';
import type { KeycloakServer } from './keycloak-server.js';
import { personToken, systemToken } from './tokens.js';

const founding = readFounding(join(root, 'deploy/demo/founding.yaml'));
const settings = compose().services['hub']?.environment ?? {};

jest.setTimeout(180_000);

describe('the realm of the laptop in a real Keycloak', () => {
  let server: KeycloakServer;
  let stop: KeycloakServer['stop'] = () => Promise.resolve();
  let verifier: AccessTokenVerifier;
  const login = (username: string, cooperation: string) => ({
    issuer: server.issuer,
    username,
    password: `demo-${username}`,
    cooperation,
  });

  beforeAll(async () => {
    server = await startKeycloak();
    stop = () => server.stop();
    verifier = new AccessTokenVerifier({
      issuer: server.issuer,
      provider: settings['OIDC_NAME'] ?? '',
      tokenType: settings['OIDC_TOKEN_TYPE'] ?? '',
      keys: remoteSigningKeys(server.jwks),
      serves: (cooperation) => founding.cooperations.some(({ id }) => id === cooperation),
      clock: new SystemClock(),
    });
  }, 540_000);
  afterAll(() => stop());

  it('gives every system a token that is good for its organisation in its cooperation', async () => {
    for (const { clientId, clientSecret, organisation, cooperation } of demoClients(founding)) {
      const token = await systemToken(server.issuer, clientId, clientSecret);

      expect(await verifier.verify(`Bearer ${token}`)).toEqual({
        kind: 'organisation',
        organisation,
        cooperation,
        clientId,
      });
    }
  });

  it('gives every person a token for each of its cooperations', async () => {
    for (const { sub, organisation, cooperations } of founding.people) {
      for (const cooperation of cooperations) {
        const token = await personToken(login(sub, cooperation));

        expect(await verifier.verify(`Bearer ${token}`)).toEqual({
          kind: 'person',
          provider: 'keycloak',
          sub,
          organisation,
          cooperation,
        });
      }
    }
  });

  it('gives a person of another cooperation a token that is good for nothing', async () => {
    const token = await personToken(login('analist.amsterdam', 'rotterdam'));

    expect(decodeJwt(token).aud).toBeUndefined();
    await expect(verifier.verify(`Bearer ${token}`)).rejects.toMatchObject({ code: 'platform/niet-aangemeld' });
  });

  it('says nothing about a person but who, for whom and where', async () => {
    const claims = decodeJwt(await personToken(login('politie', 'rotterdam')));
    const known = [
      'aud',
      'azp',
      'caller',
      'cooperation',
      'exp',
      'iat',
      'iss',
      'jti',
      'organisation',
      'scope',
      'sid',
      'sub',
      'typ',
    ];

    expect(Object.keys(claims).toSorted()).toEqual(known);
  });

  it('refuses a wrong secret, a wrong password and a login without PKCE', async () => {
    await expect(systemToken(server.issuer, 'ind.rotterdam', 'demo-politie')).rejects.toThrow('unauthorized_client');
    await expect(personToken({ ...login('ind', 'rotterdam'), password: 'demo-politie' })).rejects.toThrow('not let in');
    await expect(personToken({ ...login('ind', 'rotterdam'), hasChallenge: false })).rejects.toThrow('invalid_request');
  });
});
