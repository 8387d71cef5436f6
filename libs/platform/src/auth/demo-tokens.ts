import { createHash, randomBytes } from 'node:crypto';
import { DomainError } from '@knooppunt/kernel';
import type { CooperationId } from '@knooppunt/kernel';
import { audienceOf } from './access-token.verifier.js';
import { personClientId, personRedirectUri } from './demo-provider.configuration.js';

/** The provider gave no token; `reason` is its error code or the step that failed. */
export class TokenRefused extends DomainError {
  readonly code = 'platform/token-refused';

  constructor(readonly reason: string) {
    super(`no token: \`${reason}\``);
  }
}

type Endpoints = { readonly authorization_endpoint: string; readonly token_endpoint: string };
const form = { 'content-type': 'application/x-www-form-urlencoded' };

const discover = async (issuer: string): Promise<Endpoints> => {
  const answer = await fetch(`${issuer}/.well-known/openid-configuration`);
  if (!answer.ok) throw new TokenRefused('discovery');
  return (await answer.json()) as Endpoints;
};

const askToken = async (endpoint: string, headers: Record<string, string>, body: Record<string, string>) => {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { ...form, ...headers },
    body: new URLSearchParams(body),
  });
  const content = (await answer.json()) as { access_token?: string; error?: string };
  if (!answer.ok || content.access_token === undefined)
    throw new TokenRefused(content.error ?? `http-${answer.status}`);
  return content.access_token;
};

/** A browser without a window: cookies, no redirects of its own. */
class Visitor {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly base: string) {}

  /** One request; `body` makes it a form post. */
  async visit(address: string, body?: Record<string, string>): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const post = body ? { method: 'POST', body: new URLSearchParams(body) } : {};
    const headers = { cookie, ...(body ? form : {}) };
    const answer = await fetch(new URL(address, this.base), { redirect: 'manual', headers, ...post });
    for (const line of answer.headers.getSetCookie()) this.keep(line.split(';')[0] ?? '');
    return answer;
  }

  private keep(pair: string): void {
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    if (value === '') this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

const fillIn = async (visitor: Visitor, page: Response, login: string): Promise<Response> => {
  const html = await page.text();
  const action = /action="([^"]+)"/.exec(html)?.[1];
  const prompt = /name="prompt" value="([^"]+)"/.exec(html)?.[1];
  if (page.status !== 200 || action === undefined || prompt === undefined) throw new TokenRefused('login-page');
  return visitor.visit(action, prompt === 'login' ? { prompt, login, password: 'demo' } : { prompt });
};

/** Goes from the first page to the redirect that carries the code; a dozen steps are more than it ever takes. */
const logIn = async (visitor: Visitor, start: string, login: string): Promise<URLSearchParams> => {
  let answer = await visitor.visit(start);
  for (let step = 0; step < 12; step++) {
    const next = answer.headers.get('location');
    if (next?.startsWith(personRedirectUri)) return new URL(next).searchParams;
    answer = next === null ? await fillIn(visitor, answer, login) : await visitor.visit(next);
  }
  throw new TokenRefused('too-many-steps');
};

/**
 * Logs a demonstration person in by code and PKCE, through the same pages that a browser sees, and gives the access
 * token for one cooperation. Throws `platform/token-refused`.
 */
export const fetchPersonToken = async (who: {
  issuer: string;
  sub: string;
  cooperation: CooperationId;
}): Promise<string> => {
  const endpoints = await discover(who.issuer);
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const question = new URLSearchParams({
    client_id: personClientId,
    response_type: 'code',
    redirect_uri: personRedirectUri,
    scope: 'openid',
    resource: audienceOf(who.cooperation),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state,
    nonce: randomBytes(16).toString('base64url'),
  });
  const start = `${endpoints.authorization_endpoint}?${question.toString()}`;
  const answer = await logIn(new Visitor(who.issuer), start, who.sub);
  const code = answer.get('code');
  if (code === null || answer.get('state') !== state) throw new TokenRefused(answer.get('error') ?? 'no-code');
  return askToken(
    endpoints.token_endpoint,
    {},
    {
      grant_type: 'authorization_code',
      code,
      redirect_uri: personRedirectUri,
      client_id: personClientId,
      code_verifier: verifier,
      resource: audienceOf(who.cooperation),
    },
  );
};

/** Gets the access token of an organisation's system by client credentials. Throws `platform/token-refused`. */
export const fetchOrganisationToken = async (who: {
  issuer: string;
  clientId: string;
  clientSecret: string;
  cooperation: CooperationId;
}): Promise<string> => {
  const endpoints = await discover(who.issuer);
  const basic = Buffer.from(`${encodeURIComponent(who.clientId)}:${encodeURIComponent(who.clientSecret)}`);
  const headers = { authorization: `Basic ${basic.toString('base64')}` };
  const body = { grant_type: 'client_credentials', resource: audienceOf(who.cooperation) };
  return askToken(endpoints.token_endpoint, headers, body);
};
