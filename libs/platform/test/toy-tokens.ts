import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { CryptoKey, JSONWebKeySet, JWTPayload } from 'jose';
import type { Instant } from '@knooppunt/kernel';

export const issuer = 'https://idp.example.test';
export const cooperation = 'amsterdam-amstelland';
export const oin = '00000099000000001000';
export const now: Instant = '2026-03-01T09:30:00.000Z';

export type Keys = { readonly privateKey: CryptoKey; readonly publicKey: CryptoKey; readonly set: JSONWebKeySet };

export const makeKeys = async (kid = 'k1', alg = 'ES256'): Promise<Keys> => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, publicKey, set: { keys: [{ ...(await exportJWK(publicKey)), kid, alg, use: 'sig' }] } };
};

const seconds = Math.floor(Date.parse(now) / 1000);
export const personClaims: JWTPayload = {
  iss: issuer,
  aud: `urn:knooppunt:${cooperation}`,
  sub: 'analist',
  iat: seconds,
  exp: seconds + 600,
  caller: 'person',
  organisation: oin,
  cooperation,
};
export const organisationClaims: JWTPayload = {
  ...personClaims,
  sub: 'gemeente-systeem',
  client_id: 'gemeente-systeem',
  caller: 'organisation',
};

export const sign = (keys: Keys, claims: JWTPayload, header: Record<string, unknown> = {}): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'at+jwt', ...header }).sign(keys.privateKey);
