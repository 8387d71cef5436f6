import { createHmac, generateKeyPairSync, KeyObject, sign } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import { exportJWK, exportSPKI } from 'jose';
import { amsterdam, oins, people, rotterdam } from '../support/cast.js';
import type { Person } from '../support/cast.js';
import type { TestHub } from '../support/hub.js';
import type { TokenEdits } from './corpus.js';
import type { Route } from './routes.js';
import { written } from './text.js';

type Json = Readonly<Record<string, unknown>>;

/** Keys of an attacker, and what an attacker knows of ours. */
export type Keyring = {
  readonly provider: KeyObject;
  readonly ownEc: KeyObject;
  readonly ownRsa: KeyObject;
  readonly ownJwk: JsonWebKey;
  readonly publicPem: string;
  readonly publicJwk: string;
};

/** Makes the keys of the attacker. */
export const keyringOf = async (hub: TestHub): Promise<Keyring> => {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    provider: KeyObject.from(hub.provider.privateKey),
    ownEc: own.privateKey,
    ownRsa: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
    ownJwk: own.publicKey.export({ format: 'jwk' }),
    publicPem: await exportSPKI(hub.provider.publicKey),
    publicJwk: JSON.stringify(await exportJWK(hub.provider.publicKey)),
  };
};

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const mac = (secret: string | Buffer) => (text: string) =>
  createHmac('sha256', secret).update(text).digest('base64url');
const ecdsa =
  (key: KeyObject, digest = 'sha256') =>
  (text: string) =>
    sign(digest, Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');

/** Who signs: name in the corpus -> signature of a text. */
const signers: Readonly<Record<string, (keys: Keyring) => (text: string) => string>> = {
  provider: ({ provider }) => ecdsa(provider),
  'provider-der':
    ({ provider }) =>
    (text) =>
      sign('sha256', Buffer.from(text), provider).toString('base64url'),
  'provider-sha512': ({ provider }) => ecdsa(provider, 'sha512'),
  'own-ec': ({ ownEc }) => ecdsa(ownEc),
  'own-rsa':
    ({ ownRsa }) =>
    (text) =>
      sign('sha256', Buffer.from(text), ownRsa).toString('base64url'),
  nobody: () => () => '',
  zeros: () => () => Buffer.alloc(64).toString('base64url'),
  'mac-of-public-pem': ({ publicPem }) => mac(publicPem),
  'mac-of-public-jwk': ({ publicJwk }) => mac(publicJwk),
  'mac-of-nothing': () => mac(''),
  'mac-of-a-zero': () => mac(Buffer.from([0])),
  'mac-of-a-guess': () => mac('secret'),
};

/** Changes to a whole token: name in the corpus -> token. */
const alterations: Readonly<Record<string, (token: readonly string[]) => string>> = {
  'payload-exchanged': ([header = '', payload = '', signature = '']) => {
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Json;
    return [header, part({ ...claims, organisation: oins.tax }), signature].join('.');
  },
  'header-exchanged': ([, payload, signature]) => [part({ alg: 'RS256', typ: 'at+jwt' }), payload, signature].join('.'),
  'signature-cut': ([header, payload, signature = '']) => [header, payload, signature.slice(0, 40)].join('.'),
  'signature-longer': ([header, payload, signature = '']) => [header, payload, `${signature}AAAA`].join('.'),
  'last-byte-flipped': ([header, payload, signature = '']) => {
    const bytes = Buffer.from(signature, 'base64url');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    return [header, payload, bytes.toString('base64url')].join('.');
  },
  'without-signature': ([header, payload]) => `${header}.${payload}`,
  'four-parts': (parts) => [...parts, parts[2]].join('.'),
  'five-parts': (parts) => [...parts, 'AAAA', 'AAAA'].join('.'),
  padded: ([header, payload, signature]) => [header, `${payload}=`, signature].join('.'),
  spaced: ([header, payload, signature]) => `${header}.${payload} .${signature}`,
  quoted: (parts) => `"${parts.join('.')}"`,
};

/** Somebody else who stands elsewhere, with a good token of its own. */
const holders: Readonly<Record<string, (route: Route) => Person | 'police-system'>> = {
  'another organisation': ({ role }) => ({
    ...people[role === 'system' ? 'police' : role],
    organisation: oins.kmar,
  }),
  'another cooperation': ({ role }) => {
    if (role === 'director') return people.directorRotterdam;
    return role === 'analyst' ? people.analystRotterdam : people.policeRotterdam;
  },
  'a system': () => 'police-system',
  'a person': () => people.college,
  'nobody of the log': ({ role }) => ({ ...people[role === 'system' ? 'police' : role], sub: 'onbekende.medewerker' }),
};

/** The purpose that a holder names with its token; nothing where it is the route's own caller. */
export const holderOf = (edits: TokenEdits, route: Route): Person | 'police-system' | undefined =>
  edits.holder === undefined ? undefined : holders[edits.holder]?.(route);

const claimsOf = (hub: TestHub, { role }: Route, { livesFor = 3600 }: TokenEdits): Json => {
  const now = Math.floor(Date.parse(hub.clock.now()) / 1000);
  const iat = livesFor < 0 ? now + 2 * livesFor : now;
  const times = { iss: hub.provider.issuer, iat, exp: now + livesFor };
  if (role !== 'system') {
    const { sub, organisation, cooperation } = people[role];
    return { ...times, caller: 'person', sub, organisation, cooperation, aud: `urn:knooppunt:${cooperation}` };
  }
  const client = `systeem-${oins.college}`;
  const own = { organisation: oins.college, cooperation: amsterdam, aud: `urn:knooppunt:${amsterdam}` };
  return { ...times, caller: 'organisation', ...own, sub: client, client_id: client };
};

const filled = (value: unknown, keys: Keyring): unknown =>
  JSON.parse(
    JSON.stringify(value, (_name, one: unknown) => {
      if (one === 'OWN JWK') return keys.ownJwk;
      if (one === 'OTHER COOPERATION') return `urn:knooppunt:${rotterdam}`;
      return typeof one === 'string' ? written(one).bytes.toString() : one;
    }),
  );

/** The value of the `Authorization` header of a case at a route; nothing where there is none. */
export const authorizationOf = (hub: TestHub, keys: Keyring, edits: TokenEdits, route: Route): string | undefined => {
  if (edits.raw !== undefined) return edits.raw === '' ? undefined : written(edits.raw).bytes.toString('latin1');
  const header = { alg: 'ES256', typ: 'at+jwt', kid: 'proef', ...(filled(edits.header ?? {}, keys) as Json) };
  const claims = { ...claimsOf(hub, route, edits), ...(filled(edits.claims ?? {}, keys) as Json) };
  const present = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== 'ABSENT'));
  const text = `${part(header)}.${part(present)}`;
  const signer = signers[edits.sign ?? 'provider'];
  const alter = edits.alter === undefined ? (parts: readonly string[]) => parts.join('.') : alterations[edits.alter];
  if (!signer || !alter) throw new TypeError(`no such signer or alteration: ${edits.sign ?? ''} ${edits.alter ?? ''}`);
  const token = alter([...text.split('.'), signer(keys)(text)]);
  return `${edits.scheme ?? 'Bearer'} ${token}`;
};
