import { createHash, createPublicKey, verify } from 'node:crypto';
import type { VerifyBytes } from '@knooppunt/covenant';
import type { DigestOf } from '@knooppunt/kernel';

/** SHA-256 as pure code receives it: `sha256:…`. */
export const digestOf: DigestOf = (bytes) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** Ed25519 by OpenSSL, over raw public keys. The hub verifies; it holds no key of a party, and signs nothing for one. */
export const verifyBytes: VerifyBytes = (publicKey, message, signature) => {
  const x = Buffer.from(publicKey).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, message, key, signature);
};
