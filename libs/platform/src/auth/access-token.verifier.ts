import { hasForm } from '@knooppunt/contracts';
import { epochMsOf } from '@knooppunt/kernel';
import type { CooperationId } from '@knooppunt/kernel';
import { jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import type { Clock } from '../clock.js';
import { Refused, Unauthenticated } from '../http/platform-errors.js';
import type { Caller } from './caller.js';
import type { SigningKeys } from './signing-keys.js';
import { VerifiedTokens } from './verified-tokens.js';

/** What a token must be to be good here. */
export type VerifierOptions = {
  readonly issuer: string;
  /** Short name of the provider; part of what a person id is derived from, so it never changes. */
  readonly provider: string;
  readonly keys: SigningKeys;
  /** Does this process serve that cooperation? Asked at every token. */
  readonly serves: (cooperation: CooperationId) => boolean | Promise<boolean>;
  readonly clock: Clock;
  /** `typ` of the token; RFC 9068 says at+jwt. */
  readonly tokenType?: string;
  readonly algorithms?: readonly string[];
  /** Seconds by which clocks may differ. */
  readonly leeway?: number;
};

const audiencePrefix = 'urn:knooppunt:';
const longestToken = 8192;
const defaultAlgorithms = ['RS256', 'PS256', 'ES256'];

/** The audience of tokens for one cooperation: `urn:knooppunt:<cooperation>`. */
export const audienceOf = (cooperation: CooperationId): string => `${audiencePrefix}${cooperation}`;

const bearerOf = (authorization: string | undefined): string => {
  const [, token] = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i.exec(authorization ?? '') ?? [];
  if (token === undefined || token.length > longestToken) throw new Unauthenticated();
  return token;
};

const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.length >= 1 && value.length <= 255;

// a token is good for one cooperation: the audience and the claim must be that one and no other
const cooperationOf = (payload: JWTPayload): CooperationId => {
  const audiences = [payload.aud ?? []].flat().filter((audience) => audience.startsWith(audiencePrefix));
  const claimed = payload['cooperation'];
  if (typeof claimed !== 'string' || audiences.length !== 1 || audiences[0] !== audienceOf(claimed)) {
    throw new Unauthenticated();
  }
  return claimed;
};

/**
 * Turns an access token (RFC 9068) into a caller. Claims: `caller` (person or organisation), `organisation` (OIN),
 * `cooperation`, `sub`, and `client_id` of an organisation. Every failure is the same `platform/niet-aangemeld`;
 * only a provider that cannot be reached is `platform/inlogdienst-onbereikbaar`.
 */
export class AccessTokenVerifier {
  private readonly verified = new VerifiedTokens();
  private readonly leeway: number;

  constructor(private readonly options: VerifierOptions) {
    this.leeway = options.leeway ?? 5;
  }

  /** The caller of an `Authorization` header. */
  async verify(authorization: string | undefined): Promise<Caller> {
    return this.callerOf(await this.payloadOf(bearerOf(authorization)));
  }

  private async payloadOf(token: string): Promise<JWTPayload> {
    const payload = this.verified.find(token) ?? (await this.verifySignature(token));
    this.requireInTime(payload);
    return payload;
  }

  private async verifySignature(token: string): Promise<JWTPayload> {
    const { issuer, keys, clock, tokenType, algorithms } = this.options;
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        algorithms: [...(algorithms ?? defaultAlgorithms)],
        typ: tokenType ?? 'at+jwt',
        clockTolerance: this.leeway,
        currentDate: new Date(epochMsOf(clock.now())),
        requiredClaims: ['exp', 'iat', 'sub', 'aud'],
      });
      this.verified.keep(token, payload);
      return payload;
    } catch (error) {
      throw error instanceof Refused ? error : new Unauthenticated();
    }
  }

  // at every use: a remembered token may have run out
  private requireInTime({ exp = 0, nbf = 0 }: JWTPayload): void {
    const seconds = epochMsOf(this.options.clock.now()) / 1000;
    if (exp <= seconds - this.leeway || nbf > seconds + this.leeway) throw new Unauthenticated();
  }

  private async callerOf(payload: JWTPayload): Promise<Caller> {
    const cooperation = cooperationOf(payload);
    if (!(await this.options.serves(cooperation))) throw new Unauthenticated();
    const { caller: kind, organisation, sub, client_id: clientId } = payload;
    if (!hasForm('oin', organisation) || !isName(sub)) throw new Unauthenticated();
    if (kind === 'person') return { kind, provider: this.options.provider, sub, organisation, cooperation };
    if (kind === 'organisation' && isName(clientId)) return { kind, organisation, cooperation, clientId };
    throw new Unauthenticated();
  }
}
