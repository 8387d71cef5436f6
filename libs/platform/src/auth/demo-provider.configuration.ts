import { randomBytes } from 'node:crypto';
import type { JWK } from 'jose';
import type { AccessToken, ClientCredentials, ClientMetadata, Configuration } from 'oidc-provider';
import { audienceOf } from './access-token.verifier.js';
import type { DemoAccount, DemoOrganisation, DemoProviderOptions } from './demo-people.js';

/** The public client through which demonstration people log in. */
export const personClientId = 'knooppunt-demo';
/** Where that client waits for its code; loopback clients may use any port (RFC 8252). */
export const personRedirectUri = 'http://127.0.0.1/terug';
/** Seconds that an access token lives. */
const accessTokenSeconds = 3600;

const personClient: ClientMetadata = {
  client_id: personClientId,
  token_endpoint_auth_method: 'none',
  application_type: 'native',
  grant_types: ['authorization_code'],
  response_types: ['code'],
  redirect_uris: [personRedirectUri],
  id_token_signed_response_alg: 'ES256',
};

const organisationClient = ({ clientId, clientSecret }: DemoOrganisation): ClientMetadata => ({
  client_id: clientId,
  client_secret: clientSecret,
  token_endpoint_auth_method: 'client_secret_basic',
  grant_types: ['client_credentials'],
  response_types: [],
  redirect_uris: [],
  id_token_signed_response_alg: 'ES256',
});

type Claims = Readonly<Record<string, string>>;

const personClaims = (account: DemoAccount | undefined, audience: string): Claims | undefined => {
  const cooperation = account?.cooperations.find((candidate) => audienceOf(candidate) === audience);
  return account && cooperation !== undefined
    ? { caller: 'person', organisation: account.organisation, cooperation }
    : undefined;
};

const organisationClaims = (client: DemoOrganisation | undefined, audience: string): Claims | undefined =>
  client && audienceOf(client.cooperation) === audience
    ? { caller: 'organisation', organisation: client.organisation, cooperation: client.cooperation }
    : undefined;

/** Settings of the provider: people by code and PKCE, organisations by client credentials, one audience per cooperation. */
export const demoConfiguration = (
  { accounts, organisations }: DemoProviderOptions,
  key: JWK,
  invalidTarget: () => Error,
): Configuration => {
  const accountOf = (sub: string) => accounts.find((account) => account.sub === sub);
  const clientOf = (id: string) => organisations.find((organisation) => organisation.clientId === id);
  const audiences = new Set(
    [
      ...accounts.flatMap(({ cooperations }) => cooperations),
      ...organisations.map(({ cooperation }) => cooperation),
    ].map(audienceOf),
  );
  return {
    jwks: { keys: [key] },
    clients: [personClient, ...organisations.map(organisationClient)],
    clientAuthMethods: ['client_secret_basic', 'none'],
    scopes: ['openid'],
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    findAccount: (_context, sub) => {
      const account = accountOf(sub);
      return account && { accountId: sub, claims: () => ({ sub, name: account.name }) };
    },
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: true },
      clientCredentials: { enabled: true },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: (_context, _client, oneOf) => oneOf ?? [],
        useGrantedResource: () => true,
        getResourceServerInfo: (_context, resource) => {
          if (!audiences.has(resource)) throw invalidTarget();
          return {
            scope: '',
            audience: resource,
            accessTokenFormat: 'jwt',
            accessTokenTTL: accessTokenSeconds,
            jwt: { sign: { alg: 'ES256' } },
          };
        },
      },
    },
    extraTokenClaims: (_context, token: AccessToken | ClientCredentials) => {
      const audience = [token.aud].flat()[0] ?? '';
      const claims =
        'accountId' in token && token.accountId !== undefined
          ? personClaims(accountOf(token.accountId), audience)
          : organisationClaims(clientOf(token.clientId ?? ''), audience);
      // no token for a cooperation in which this person or organisation does not work
      if (!claims) throw invalidTarget();
      return claims;
    },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    renderError: (context, { error }) => {
      context.type = 'text/plain';
      context.body = `inloggen mislukt: ${error}`;
    },
    ttl: {
      AccessToken: accessTokenSeconds,
      ClientCredentials: accessTokenSeconds,
      Session: 28_800,
      Grant: 28_800,
      Interaction: 600,
      IdToken: 300,
      AuthorizationCode: 60,
    },
  };
};
