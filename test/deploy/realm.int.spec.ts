import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { audienceOf } from '@knooppunt/platform';
import { demoClients } from '../../apps/standalone/src/demo-clients.js';
import { readFounding } from '../../apps/worker/src/worker.module.js';
import { root, textOf } from './compose.js';

type Mapper = { readonly protocolMapper: string; readonly config: Readonly<Record<string, string>> };
type Client = {
  readonly clientId: string;
  readonly secret?: string;
  readonly publicClient: boolean;
  readonly fullScopeAllowed: boolean;
  readonly directAccessGrantsEnabled: boolean;
  readonly implicitFlowEnabled: boolean;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly protocolMappers?: readonly Mapper[];
};
type User = {
  readonly username: string;
  readonly attributes: { readonly organisation: readonly string[] };
  readonly clientRoles: Readonly<Record<string, readonly string[]>>;
};
type Realm = { readonly sslRequired: string; readonly clients: readonly Client[]; readonly users: readonly User[] };

const written = textOf('deploy/keycloak/realm.json');
const realm = JSON.parse(written) as Realm;
const founding = readFounding(join(root, 'deploy/demo/founding.yaml'));

const fixedClaims = ({ protocolMappers = [] }: Client): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    protocolMappers
      .filter(({ protocolMapper }) => protocolMapper === 'oidc-hardcoded-claim-mapper')
      .map(({ config }) => [config['claim.name'], config['claim.value']]),
  );
const fixedAudience = ({ protocolMappers = [] }: Client): string | undefined =>
  protocolMappers.find(({ protocolMapper }) => protocolMapper === 'oidc-audience-mapper')?.config[
    'included.custom.audience'
  ];

describe('the realm of the laptop', () => {
  it('is what its maker makes of the founding facts', () => {
    const made = execFileSync(process.execPath, [join(root, 'deploy/keycloak/make-realm.mjs')], { encoding: 'utf8' });

    expect(written).toBe(made);
  });

  it('knows the systems that the demonstration provider knows, with the same claims', () => {
    const systems = realm.clients.filter(({ secret }) => secret !== undefined);

    expect(
      systems.map((client) => ({
        clientId: client.clientId,
        clientSecret: client.secret,
        organisation: fixedClaims(client)['organisation'],
        cooperation: fixedClaims(client)['cooperation'],
      })),
    ).toEqual(demoClients(founding));
    for (const client of systems) {
      expect(fixedAudience(client)).toBe(audienceOf(fixedClaims(client)['cooperation'] ?? ''));
      expect(fixedClaims(client)).toMatchObject({ caller: 'organisation', client_id: client.clientId });
    }
  });

  it('knows the people of the founding facts, each in its own cooperations', () => {
    expect(
      realm.users.map(({ username, attributes, clientRoles }) => ({
        sub: username,
        organisation: attributes.organisation[0],
        audiences: Object.keys(clientRoles),
      })),
    ).toEqual(
      founding.people.map(({ sub, organisation, cooperations }) => ({
        sub,
        organisation,
        audiences: cooperations.map(audienceOf),
      })),
    );
  });

  it('lets people in by code and PKCE only, over TLS only', () => {
    const forPeople = realm.clients.filter(({ publicClient }) => publicClient);

    expect(forPeople.map(({ clientId }) => clientId)).toEqual(founding.cooperations.map(({ id }) => `knooppunt-${id}`));
    for (const client of forPeople) expect(client.attributes?.['pkce.code.challenge.method']).toBe('S256');
    expect(realm.clients.filter((client) => client.directAccessGrantsEnabled || client.implicitFlowEnabled)).toEqual(
      [],
    );
    expect(realm.clients.filter(({ fullScopeAllowed }) => fullScopeAllowed)).toEqual([]);
    expect(realm.sslRequired).toBe('all');
  });
});
