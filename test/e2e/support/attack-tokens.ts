import { exportJWK, generateKeyPair } from 'jose';
import type { JWTPayload } from 'jose';
import { audienceOf } from '@knooppunt/platform';
import { amsterdam, oins, people, rotterdam } from './cast.js';
import type { TestHub } from './hub.js';
import type { TokenChanges } from './identity.js';
import { plant } from './planted.js';
import type { Target } from './targets.js';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A claim that will not be there: JSON leaves it out. */
const without = (claim: string): JWTPayload => ({ [claim]: undefined });

type Mint = (changes?: TokenChanges) => Promise<string>;

const minting =
  (hub: TestHub, { role }: Target): Mint =>
  (changes) => {
    if (role !== 'system') return hub.provider.personToken(hub.clock, people[role], changes);
    return hub.provider.organisationToken(hub.clock, { organisation: oins.college, cooperation: amsterdam }, changes);
  };

const payloadOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

/** `Authorization` headers that must not be good, by what is wrong with them. Keys and tokens are made here. */
export const attackTokens = async (
  hub: TestHub,
): Promise<readonly (readonly [string, (target: Target) => Promise<string | undefined>])[]> => {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const own = await exportJWK(publicKey);
  const ours = await exportJWK(hub.provider.publicKey);
  const changed =
    (changes: TokenChanges) =>
    async (target: Target): Promise<string> =>
      `Bearer ${await minting(hub, target)(changes)}`;
  const unsigned =
    (alg: string, signature: string) =>
    async (target: Target): Promise<string> => {
      const payload = payloadOf(await minting(hub, target)());
      return `Bearer ${part({ alg, typ: 'at+jwt' })}.${part(payload)}.${signature}`;
    };
  const swapped = async (target: Target): Promise<string> => {
    const [header, , signature] = (await minting(hub, target)()).split('.');
    const payload = payloadOf(await minting(hub, target)());
    return `Bearer ${header}.${part({ ...payload, organisation: oins.tax })}.${signature}`;
  };
  const secret = new TextEncoder().encode(JSON.stringify(ours));
  return [
    ['none', async () => undefined],
    ['an empty one', async () => ''],
    ['another scheme', async () => `Basic ${Buffer.from(`politie:${plant('wachtwoord')}`).toString('base64')}`],
    ['no token at all', async () => `Bearer ${plant('token')}`],
    ['three parts of nothing', async () => `Bearer ${plant('a')}.${plant('b')}.${plant('c')}`],
    ['one signed with another key', changed({ key: privateKey })],
    ['one that names a key of its own', changed({ key: privateKey, header: { jwk: own } })],
    ['one that names an address of keys', changed({ key: privateKey, header: { jku: 'https://elders.example/jwks' } })],
    ['one with an unknown key id', changed({ header: { kid: '../../dev/null' } })],
    ['one that has run out', changed({ livesFor: -60 })],
    ['one that is not good yet', changed({ claims: { nbf: 4_102_444_800 } })],
    ['one without an end', changed({ claims: without('exp') })],
    ['algorithm none', unsigned('none', '')],
    ['algorithm nOnE and a signature', unsigned('nOnE', 'AAAA')],
    ['a MAC under our public key', changed({ header: { alg: 'HS256' }, key: secret })],
    ['another type of token', changed({ header: { typ: 'JWT' } })],
    ['one of another issuer', changed({ claims: { iss: 'https://elders.example' } })],
    ['one for another service', changed({ claims: { aud: 'urn:elders:amsterdam-amstelland' } })],
    ['one for two cooperations', changed({ claims: { aud: [audienceOf(amsterdam), audienceOf(rotterdam)] } })],
    ['one for another cooperation than it claims', changed({ claims: { cooperation: rotterdam } })],
    [
      'one for a cooperation that is not here',
      changed({ claims: { aud: audienceOf('limburg'), cooperation: 'limburg' } }),
    ],
    ['one without a caller', changed({ claims: without('caller') })],
    ['one of an organisation without OIN', changed({ claims: { organisation: 'politie' } })],
    ['one of nobody', changed({ claims: without('sub') })],
    ['one whose payload was exchanged', swapped],
    ['one that is far too long', changed({ claims: { vulling: 'x'.repeat(9_000) } })],
  ];
};
