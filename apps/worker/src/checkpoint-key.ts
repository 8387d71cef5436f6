import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { formatVerifierKey, verifierKeyOf } from '@knooppunt/evidence';
import type { Sign, VerifierKey } from '@knooppunt/evidence';

/** The key that signs checkpoints: its public half as verifiers know it, and the signing itself. */
export type CheckpointKey = { readonly key: VerifierKey; readonly sign: Sign };

/** SHA-256 as the evidence lib wants it. */
export const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** Whole or not at all: of two workers that start together, one makes the key and both read it. */
const makeKey = (file: string): void => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync('ed25519');
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as { readonly code?: string }).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
};

/**
 * Reads the signing key (PKCS#8 PEM, 0600), or makes one at the first start; the verifier key is written beside it as
 * `<file>.pub` for auditors. `name` is the key name of C2SP notes, such as `knooppunt`.
 */
export const openCheckpointKey = (file: string, publicFile: string, name: string): CheckpointKey => {
  if (!existsSync(file)) makeKey(file);
  const privateKey = createPrivateKey(readFileSync(file));
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const key = verifierKeyOf(sha256, name, Buffer.from(x, 'base64url'));
  mkdirSync(dirname(publicFile), { recursive: true, mode: 0o700 });
  if (!existsSync(publicFile)) writeFileSync(publicFile, `${formatVerifierKey(key)}\n`, { mode: 0o644 });
  return { key, sign: (message) => sign(null, message, privateKey) };
};
