import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { formatVerifierKey, verifierKeyOf } from '@knooppunt/evidence';
import type { Sign, VerifierKey } from '@knooppunt/evidence';

/** The key that signs checkpoints: its public half as verifiers know it, and the signing itself. */
export type CheckpointKey = { readonly key: VerifierKey; readonly sign: Sign };

/** SHA-256 as the evidence lib wants it. */
export const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/**
 * Reads the signing key (PKCS#8 PEM, 0600), or makes one at the first start; the verifier key is written beside it as
 * `<file>.pub` for auditors. `name` is the key name of C2SP notes, such as `knooppunt`.
 */
export const openCheckpointKey = (file: string, publicFile: string, name: string): CheckpointKey => {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  }
  const privateKey = createPrivateKey(readFileSync(file));
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const key = verifierKeyOf(sha256, name, Buffer.from(x, 'base64url'));
  if (!existsSync(publicFile)) writeFileSync(publicFile, `${formatVerifierKey(key)}\n`, { mode: 0o644 });
  return { key, sign: (message) => sign(null, message, privateKey) };
};
