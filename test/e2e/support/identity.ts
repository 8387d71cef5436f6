import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { audienceOf } from '@knooppunt/platform';
import type { Clock, IdentityConfig } from '@knooppunt/platform';
import { epochMsOf } from '@knooppunt/kernel';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey, JWTHeaderParameters, JWTPayload } from 'jose';

/** What a token differs in from one that is good. */
export type TokenChanges = {
  readonly claims?: JWTPayload;
  readonly header?: Partial<JWTHeaderParameters>;
  readonly key?: CryptoKey | Uint8Array;
  /** Seconds that it lives; negative: it has run out already. */
  readonly livesFor?: number;
};

/** An OpenID provider as far as a hub sees one: an address with keys. Tests mint tokens with those keys, and attack tokens with others. */
export class TestProvider {
  readonly issuer = 'https://inlog.example.test';

  private constructor(
    readonly jwks: string,
    readonly privateKey: CryptoKey,
    readonly publicKey: CryptoKey,
    readonly close: () => Promise<void>,
  ) {}

  static async start(): Promise<TestProvider> {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const keys = JSON.stringify({
      keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', use: 'sig', kid: 'proef' }],
    });
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(keys);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const close = async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    };
    return new TestProvider(`http://127.0.0.1:${port}/jwks`, privateKey, publicKey, close);
  }

  /** The configuration of a hub that trusts this provider. */
  get config(): IdentityConfig {
    return { kind: 'oidc', issuer: this.issuer, jwks: this.jwks, tokenType: 'at+jwt', name: 'proef' };
  }

  /** A token for a person of an organisation, in one cooperation. */
  personToken(
    clock: Clock,
    who: { readonly sub: string; readonly organisation: string; readonly cooperation: string },
    changes: TokenChanges = {},
  ): Promise<string> {
    return this.mint(clock, { caller: 'person', ...who, aud: audienceOf(who.cooperation) }, changes);
  }

  /** A token for the system of an organisation. */
  organisationToken(
    clock: Clock,
    { organisation, cooperation }: { readonly organisation: string; readonly cooperation: string },
    changes: TokenChanges = {},
  ): Promise<string> {
    const client = `systeem-${organisation}`;
    const claims = { caller: 'organisation', organisation, cooperation, sub: client, client_id: client };
    return this.mint(clock, { ...claims, aud: audienceOf(cooperation) }, changes);
  }

  private mint(clock: Clock, own: JWTPayload, changes: TokenChanges): Promise<string> {
    const seconds = Math.floor(epochMsOf(clock.now()) / 1000);
    const livesFor = changes.livesFor ?? 3600;
    const iat = livesFor < 0 ? seconds + 2 * livesFor : seconds;
    const payload = { iss: this.issuer, iat, exp: seconds + livesFor, ...own, ...changes.claims };
    return new SignJWT(payload)
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'proef', ...changes.header })
      .sign(changes.key ?? this.privateKey);
  }
}
