import { createHash, randomBytes } from 'node:crypto';

type Answer = { readonly access_token?: string; readonly error?: string };

const ask = async (issuer: string, body: Readonly<Record<string, string>>): Promise<string> => {
  const answer = await fetch(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams(body),
  });
  const { access_token: token, error } = (await answer.json()) as Answer;
  if (token === undefined) throw new Error(`no token: ${error}`);
  return token;
};

/** The access token of a system, by client credentials. */
export const systemToken = async (issuer: string, clientId: string, clientSecret: string): Promise<string> =>
  ask(issuer, { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });

const cookiesOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

/** Who logs in, through the client of which cooperation. */
export type Login = {
  readonly issuer: string;
  readonly username: string;
  readonly password: string;
  readonly cooperation: string;
  /** False: without the challenge of PKCE. */
  readonly hasChallenge?: boolean;
};

const redirect = 'http://127.0.0.1/terug';

/** The access token of a person, by code and PKCE, through the page that a browser shows. */
export const personToken = async ({ issuer, username, password, cooperation, ...how }: Login): Promise<string> => {
  const client = `knooppunt-${cooperation}`;
  const verifier = randomBytes(32).toString('base64url');
  const challenge = {
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
  const question = new URLSearchParams({
    client_id: client,
    response_type: 'code',
    redirect_uri: redirect,
    scope: 'openid',
    state: randomBytes(16).toString('base64url'),
    nonce: randomBytes(16).toString('base64url'),
    ...(how.hasChallenge === false ? {} : challenge),
  });
  const page = await fetch(`${issuer}/protocol/openid-connect/auth?${question.toString()}`, { redirect: 'manual' });
  const refused = page.headers.get('location');
  if (refused !== null) throw new Error(`no page: ${new URL(refused).searchParams.get('error')}`);
  const action = /action="([^"]+)"/.exec(await page.text())?.[1]?.replaceAll('&amp;', '&');
  if (action === undefined) throw new Error('no page to log in on');
  const done = await fetch(action, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookiesOf(page) },
    body: new URLSearchParams({ username, password }),
  });
  const back = done.headers.get('location');
  if (back === null) throw new Error('not let in');
  const code = new URL(back).searchParams.get('code') ?? '';
  return ask(issuer, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirect,
    client_id: client,
    code_verifier: verifier,
  });
};
