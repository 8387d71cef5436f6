import { createPublicKey, hash, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Sha256, VerifySignature } from '@knooppunt/evidence';

/** SHA-256 by OpenSSL. */
export const sha256: Sha256 = (bytes) => hash('sha256', bytes, 'buffer');

const objects = new Map<string, KeyObject>();

const objectOf = (publicKey: Uint8Array): KeyObject => {
  const x = Buffer.from(publicKey).toString('base64url');
  const made = objects.get(x) ?? createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  objects.set(x, made);
  return made;
};

/** Ed25519 by OpenSSL, over raw public keys. */
export const verifySignature: VerifySignature = (publicKey, message, signature) =>
  verify(null, message, objectOf(publicKey), signature);
