import { canonicalJson } from '@knooppunt/kernel';
import { objectOf, oneOf, text } from '../validate/shape.js';
import { toBase64Url } from './base64url.js';
import { digest, encoded, instant, oin } from './shapes.js';

/**
 * What an organisation puts its name to: this text of the covenant, under this text of the law, in this cooperation, at
 * this time. `organisation` is an OIN, `at` an instant in UTC, digests are of canonical documents (`covenantDigest`).
 */
export type SignatureStatement = {
  readonly cooperation: string;
  readonly covenant: string;
  readonly version: string;
  readonly digest: string;
  readonly law: { readonly name: string; readonly version: string; readonly digest: string };
  readonly organisation: string;
  readonly at: string;
};

/** A detached signature as a document (ADR 0015). `key`: id of the public key. `signature`: Ed25519, 64 bytes, base64url. */
export type CovenantSignature = {
  readonly form: typeof signatureForm;
  readonly statement: SignatureStatement;
  readonly key: string;
  readonly signature: string;
};

/** The name and number of the form; part of what is signed, so that no signature for another use ever fits. */
export const signatureForm = 'knooppunt-covenant-signature/1';

const statementShape = objectOf({
  cooperation: text,
  covenant: text,
  version: text,
  digest,
  law: objectOf({ name: text, version: text, digest }),
  organisation: oin,
  at: instant,
});
const signatureShape = objectOf({
  form: oneOf(signatureForm),
  statement: statementShape,
  key: digest,
  signature: encoded,
});

/** The bytes that are signed: the form, a zero byte, and the canonical JSON (RFC 8785) of the statement. */
export const signedBytes = (statement: SignatureStatement): Uint8Array =>
  new TextEncoder().encode(`${signatureForm}\0${canonicalJson(statement)}`);

/** A signature as a document: canonical JSON on one line. */
export const formatSignature = (signature: CovenantSignature): string => `${canonicalJson(signature)}\n`;

/** Puts statement, key and raw signature together. */
export const signatureOf = (statement: SignatureStatement, key: string, signature: Uint8Array): CovenantSignature => ({
  form: signatureForm,
  statement,
  key,
  signature: toBase64Url(signature),
});

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
};

/**
 * Reads a signature document, from the network or a file. Undefined where it is none: not JSON, another form, a member too
 * many or too few, or not its canonical spelling (so that one signature is one text).
 */
export const parseSignature = (json: string): CovenantSignature | undefined => {
  const value = parsed(json);
  if (signatureShape(value, 'signature').length > 0) return undefined;
  const signature = value as CovenantSignature;
  return formatSignature(signature).trimEnd() === json.trimEnd() ? signature : undefined;
};
