import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { Wrong } from '../shell/wrong.js';

/** A party's private key as it lies in a file. `organisation`: the OIN that `keygen --as` wrote above it. */
export type PrivateKey = { readonly key: KeyObject; readonly organisation?: string };

const othersMayRead = 0o077;
const mostBytes = 16_384;

const wrong = (code: string, nl: string, en: string): Wrong => new Wrong(code, { nl, en });

const textOf = (file: string): string => {
  const handle = openSync(file, 'r');
  try {
    const stat = fstatSync(handle);
    const { mode, size } = stat;
    if (!stat.isFile()) throw wrong('no-key', `${file} is geen bestand.`, `${file} is no file.`);
    if ((mode & othersMayRead) !== 0) {
      throw wrong(
        'key-readable',
        `De sleutel ${file} is leesbaar voor anderen; wie hem las, kan tekenen. Doe \`chmod 600 ${file}\` als u zeker weet dat niemand hem zag.`,
        `The key ${file} is readable by others; who read it can sign. Do \`chmod 600 ${file}\` if you are sure that nobody saw it.`,
      );
    }
    if (size > mostBytes) throw wrong('no-key', `${file} is geen sleutel.`, `${file} is no key.`);
    return readFileSync(handle, 'utf8');
  } finally {
    closeSync(handle);
  }
};

const opened = (file: string): string => {
  try {
    return textOf(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof Wrong || code === undefined) throw error;
    throw wrong(
      'no-key',
      `De sleutel ${file} is niet te lezen (${code}).`,
      `The key ${file} cannot be read (${code}).`,
    );
  }
};

const keyIn = (file: string, pem: string): KeyObject => {
  try {
    return createPrivateKey({ key: pem, format: 'pem' });
  } catch {
    throw wrong('no-key', `${file} is geen bruikbare sleutel.`, `${file} is no usable key.`);
  }
};

/** Writes the head that `readPrivateKey` finds the organisation in: PEM allows text above the key (RFC 7468 §2). */
export const headOf = (organisation: string): string => `organisation ${organisation}\n`;

/**
 * Reads an Ed25519 key in PKCS #8 PEM, which nobody but its owner may read. Throws `Wrong`: no-key, key-readable,
 * key-encrypted, key-kind.
 */
export const readPrivateKey = (file: string): PrivateKey => {
  const text = opened(file);
  if (text.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----')) {
    throw wrong(
      'key-encrypted',
      `De sleutel ${file} is versleuteld; ontsleutel hem eerst naar een bestand dat alleen u kunt lezen.`,
      `The key ${file} is encrypted; decrypt it first to a file that only you can read.`,
    );
  }
  const [pem, ...more] = text.match(/-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/g) ?? [];
  if (pem === undefined || more.length > 0) {
    throw wrong(
      'key-kind',
      `${file} bevat niet één sleutel in PKCS #8 (\`BEGIN PRIVATE KEY\`); \`keygen\` maakt er een.`,
      `${file} does not hold one key in PKCS #8 (\`BEGIN PRIVATE KEY\`); \`keygen\` makes one.`,
    );
  }
  const key = keyIn(file, pem);
  if (key.asymmetricKeyType !== 'ed25519') {
    throw wrong(
      'key-kind',
      `De sleutel ${file} is van een andere soort (${key.asymmetricKeyType ?? '?'}); tekenen gaat met Ed25519.`,
      `The key ${file} is of another kind (${key.asymmetricKeyType ?? '?'}); signing is done with Ed25519.`,
    );
  }
  const [, organisation] = /^organisation (\d{20})$/m.exec(text) ?? [];
  return { key, ...(organisation !== undefined && { organisation }) };
};
