import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { VerifyBytes } from '@knooppunt/covenant';

/** The raw 32 bytes of an Ed25519 public key, or of the public half of a private one. */
export const rawPublicKeyOf = (key: KeyObject): Uint8Array => {
  const { x = '' } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  return new Uint8Array(Buffer.from(x, 'base64url'));
};

/** Ed25519 by OpenSSL, over raw public keys. */
export const verifyBytes: VerifyBytes = (publicKey, message, signature) => {
  const x = Buffer.from(publicKey).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, message, key, signature);
};
