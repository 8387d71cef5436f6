import { fromBase64, toBase64 } from './base64.js';
import { NoteUnreadable } from './errors.js';
import type { Sha256 } from './merkle.js';

const ed25519 = 0x01;
const keyHashBytes = 4;
const signatureBytes = 64;
const publicKeyBytes = 32;
const namePattern = /^[^\s+]{1,100}$/u;

/** The public half of a note key. `hash` is its id: the first four bytes, in eight hexadecimal digits. */
export type VerifierKey = { readonly name: string; readonly hash: string; readonly publicKey: Uint8Array };
/** One signature line: who says to have signed, and base64(key hash | signature). */
export type NoteSignature = { readonly name: string; readonly signature: string };
/** A signed note: text that ends in a newline, and its signature lines. */
export type SignedNote = { readonly text: string; readonly signatures: readonly NoteSignature[] };
/** Signs bytes with Ed25519 (RFC 8032); 64 bytes. */
export type Sign = (message: Uint8Array) => Uint8Array;
/** Checks an Ed25519 signature of a raw 32-byte public key. */
export type VerifySignature = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const joined = (...parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

const keyHashOf = (sha256: Sha256, name: string, publicKey: Uint8Array): Uint8Array =>
  sha256(joined(new TextEncoder().encode(name), Uint8Array.of(0x0a, ed25519), publicKey)).slice(0, keyHashBytes);

/**
 * The verifier key of a name and a raw Ed25519 public key: hash = SHA-256(name | 0x0A | 0x01 | key), first four bytes.
 * Throws `evidence/note-unreadable`. Source: C2SP signed-note.
 */
export const verifierKeyOf = (sha256: Sha256, name: string, publicKey: Uint8Array): VerifierKey => {
  if (!namePattern.test(name) || publicKey.length !== publicKeyBytes) throw new NoteUnreadable('key');
  return { name, hash: hexOf(keyHashOf(sha256, name, publicKey)), publicKey };
};

/** `name+hash+base64(0x01 | key)`, as `checkpoint.pub` and `--key` carry it. */
export const formatVerifierKey = (key: VerifierKey): string =>
  `${key.name}+${key.hash}+${toBase64(joined(Uint8Array.of(ed25519), key.publicKey))}`;

/** Reads a verifier key and checks its hash. Throws `evidence/note-unreadable`. */
export const parseVerifierKey = (sha256: Sha256, text: string): VerifierKey => {
  const [, name = '', hash = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text.trim()) ?? [];
  const bytes = fromBase64(encoded);
  if (!bytes || bytes[0] !== ed25519) throw new NoteUnreadable('key');
  const key = verifierKeyOf(sha256, name, bytes.slice(1));
  if (key.hash !== hash) throw new NoteUnreadable('key');
  return key;
};

/** Signs the text of a note for this key. Throws `evidence/note-unreadable` where the signer gives no 64 bytes. */
export const signNote = (text: string, key: VerifierKey, sign: Sign): NoteSignature => {
  const signature = sign(new TextEncoder().encode(text));
  if (signature.length !== signatureBytes) throw new NoteUnreadable('signature');
  const keyHash = Uint8Array.from(key.hash.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return { name: key.name, signature: toBase64(joined(keyHash, signature)) };
};

/** What became of one signature line: `no-key` where none of the keys has its name and hash. */
export type SignatureCheck = 'good' | 'bad' | 'no-key' | 'unreadable';

/** Checks one signature line over the text of a note against the keys of that name and hash. */
export const checkSignature = (
  text: string,
  { name, signature }: NoteSignature,
  keys: readonly VerifierKey[],
  verify: VerifySignature,
): SignatureCheck => {
  const bytes = fromBase64(signature);
  if (bytes?.length !== keyHashBytes + signatureBytes) return 'unreadable';
  const hash = hexOf(bytes.subarray(0, keyHashBytes));
  const candidates = keys.filter((key) => key.name === name && key.hash === hash);
  if (candidates.length === 0) return 'no-key';
  const message = new TextEncoder().encode(text);
  return candidates.some((key) => verify(key.publicKey, message, bytes.subarray(keyHashBytes))) ? 'good' : 'bad';
};

/** Text, an empty line, and one `— name signature` line per signature. */
export const formatNote = (note: SignedNote): string =>
  `${note.text}\n${note.signatures.map(({ name, signature }) => `\u2014 ${name} ${signature}\n`).join('')}`;

/** Splits a signed note at its last empty line. Throws `evidence/note-unreadable`. */
export const parseNote = (note: string): SignedNote => {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) throw new NoteUnreadable('text');
  const lines = note.slice(split + 2, -1).split('\n');
  const signatures = lines.map((line) => {
    const [, name, signature] = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? [];
    if (name === undefined || signature === undefined) throw new NoteUnreadable('signature');
    return { name, signature };
  });
  return { text: note.slice(0, split + 1), signatures };
};
