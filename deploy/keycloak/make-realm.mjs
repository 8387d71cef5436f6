// Makes realm.json, the OpenID provider of docker-compose.yml, from the founding facts of the demonstration:
//   node deploy/keycloak/make-realm.mjs > deploy/keycloak/realm.json
// A token is good for one cooperation (design of the API): a system has one client per cooperation that it delivers to, a
// person logs in through the client of the cooperation. Claims are those that the verifier of access tokens reads.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const facts = parse(readFileSync(new URL('../demo/founding.yaml', import.meta.url), 'utf8'));

const audienceOf = (cooperation) => `urn:knooppunt:${cooperation}`;
const participant = 'deelnemer';
const seconds = { accessToken: 900, session: 28_800 };

const mapper = (name, protocolMapper, config) => ({
  name,
  protocol: 'openid-connect',
  protocolMapper,
  config: { 'access.token.claim': 'true', 'introspection.token.claim': 'false', ...config },
});
const fixed = (claim, value) =>
  mapper(claim, 'oidc-hardcoded-claim-mapper', {
    'claim.name': claim,
    'claim.value': value,
    'jsonType.label': 'String',
    'id.token.claim': 'false',
    'userinfo.token.claim': 'false',
  });
const ofUser = (claim, protocolMapper, field, inIdToken) =>
  mapper(claim, protocolMapper, {
    'claim.name': claim,
    'user.attribute': field,
    'jsonType.label': 'String',
    'id.token.claim': inIdToken,
    'userinfo.token.claim': inIdToken,
  });

// No scope of Keycloak's own: a token says who, for whom and where, and nothing about the person.
const client = (clientId, more) => ({
  clientId,
  enabled: true,
  protocol: 'openid-connect',
  standardFlowEnabled: false,
  implicitFlowEnabled: false,
  directAccessGrantsEnabled: false,
  serviceAccountsEnabled: false,
  publicClient: false,
  fullScopeAllowed: false,
  defaultClientScopes: [],
  optionalClientScopes: [],
  ...more,
});

const resourceOf = ({ id, name }) => client(audienceOf(id), { name, bearerOnly: true });

const personClientOf = ({ id, name }) =>
  client(`knooppunt-${id}`, {
    name,
    publicClient: true,
    standardFlowEnabled: true,
    redirectUris: ['http://127.0.0.1/terug'],
    attributes: { 'pkce.code.challenge.method': 'S256' },
    protocolMappers: [
      fixed('caller', 'person'),
      fixed('cooperation', id),
      ofUser('sub', 'oidc-usermodel-attribute-mapper', 'username', 'true'),
      ofUser('organisation', 'oidc-usermodel-attribute-mapper', 'organisation', 'false'),
      // The audience comes from the person's part in the cooperation: who has none gets a token that is good for nothing.
      mapper('audience', 'oidc-audience-resolve-mapper', {}),
    ],
  });

const systemClientsOf = ({ oin, name, client: system, cooperations }) =>
  (system ? cooperations : []).map((cooperation) => {
    const clientId = cooperations.length === 1 ? system.id : `${system.id}.${cooperation}`;
    return client(clientId, {
      name,
      secret: system.secret,
      clientAuthenticatorType: 'client-secret',
      serviceAccountsEnabled: true,
      protocolMappers: [
        fixed('caller', 'organisation'),
        fixed('cooperation', cooperation),
        fixed('organisation', oin),
        fixed('client_id', clientId),
        fixed('sub', clientId),
        mapper('audience', 'oidc-audience-mapper', {
          'included.custom.audience': audienceOf(cooperation),
          'id.token.claim': 'false',
        }),
      ],
    });
  });

const userOf = ({ sub, name, organisation, cooperations }) => {
  const [firstName, ...rest] = name.split(' ');
  return {
    username: sub,
    enabled: true,
    emailVerified: true,
    email: `${sub}@knooppunt.example`,
    firstName,
    lastName: rest.join(' '),
    attributes: { organisation: [organisation] },
    credentials: [{ type: 'password', value: `demo-${sub}`, temporary: false }],
    clientRoles: Object.fromEntries(cooperations.map((id) => [audienceOf(id), [participant]])),
  };
};

// What a person may not change about itself: for whom it works.
const userProfile = {
  attributes: [
    ...['username', 'email', 'firstName', 'lastName'].map((name) => ({
      name,
      permissions: { view: ['admin', 'user'], edit: ['admin'] },
    })),
    { name: 'organisation', permissions: { view: ['admin'], edit: ['admin'] } },
  ],
};

const perCooperation = (entriesOf) => Object.fromEntries(facts.cooperations.map(entriesOf));

const realm = {
  realm: 'knooppunt',
  displayName: 'Knooppunt (demonstratie)',
  enabled: true,
  sslRequired: 'all',
  registrationAllowed: false,
  resetPasswordAllowed: false,
  editUsernameAllowed: false,
  rememberMe: false,
  bruteForceProtected: true,
  accessTokenLifespan: seconds.accessToken,
  ssoSessionIdleTimeout: seconds.session,
  ssoSessionMaxLifespan: seconds.session,
  clients: [
    ...facts.cooperations.map(resourceOf),
    ...facts.cooperations.map(personClientOf),
    ...facts.organisations.flatMap(systemClientsOf),
  ],
  roles: { client: perCooperation(({ id }) => [audienceOf(id), [{ name: participant, clientRole: true }]]) },
  clientScopeMappings: perCooperation(({ id }) => [
    audienceOf(id),
    [{ client: `knooppunt-${id}`, roles: [participant] }],
  ]),
  users: facts.people.map(userOf),
  components: {
    'org.keycloak.userprofile.UserProfileProvider': [
      { providerId: 'declarative-user-profile', config: { 'kc.user.profile.config': [JSON.stringify(userProfile)] } },
    ],
  },
};

process.stdout.write(`${JSON.stringify(realm, undefined, 2)}\n`);
