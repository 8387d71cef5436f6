import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';

/** What the claims of a token say, beside those that every token has. */
export type Claims = Readonly<Record<string, string>> & { readonly sub: string; readonly cooperation: string };

/** An OpenID provider that shows its keys over TLS and signs what the test asks. */
export type Provider = {
  readonly port: number;
  /** A token as the Keycloak of the laptop gives it (`test:keycloak` holds the two together). */
  readonly token: (claims: Claims) => Promise<string>;
  stop(): Promise<void>;
};

/** Starts it on loopback under `localhost`; `issuer` is what its tokens say. */
export const startProvider = async (
  issuer: string,
  tls: { readonly key: Buffer; readonly cert: Buffer },
): Promise<Provider> => {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const keys = { keys: [{ ...(await exportJWK(publicKey)), alg: 'RS256', use: 'sig', kid: 'one' }] };
  const path = `${new URL(issuer).pathname}/protocol/openid-connect/certs`;
  const server = createServer(tls, ({ url }, response) => {
    response.writeHead(url === path ? 200 : 404, { 'content-type': 'application/json' });
    response.end(url === path ? JSON.stringify(keys) : '{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const token = ({ sub, cooperation, ...claims }: Claims): Promise<string> =>
    new SignJWT({ ...claims, cooperation })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: 'one' })
      .setIssuer(issuer)
      .setSubject(sub)
      .setAudience(`urn:knooppunt:${cooperation}`)
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(privateKey);
  return {
    port: (server.address() as AddressInfo).port,
    token,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
