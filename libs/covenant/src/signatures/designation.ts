import { canonicalJson } from '@knooppunt/kernel';
import type { DigestOf } from '@knooppunt/kernel';
import { listOf, objectOf, oneOf, text } from '../validate/shape.js';
import { fromBase64Url, toBase64Url } from './base64url.js';
import { keyIdOf } from './party-key.js';
import { day, digest, encoded, instant, oin } from './shapes.js';
import type { VerifyBytes } from './verdict.js';

/**
 * What an organisation puts its name to when it designates somebody outside the hub (WGS 1.8(2)): this person, as its
 * identity provider knows it (`sub`), in these roles, from and until these days (the last ones included), in this
 * cooperation, at this time.
 */
export type DesignationStatement = {
  readonly cooperation: string;
  readonly organisation: string;
  readonly person: string;
  /** In the order of the alphabet, each once. */
  readonly roles: readonly string[];
  readonly from: string;
  readonly until: string;
  readonly screenedUntil: string;
  readonly at: string;
};

/** A signed designation as a document. `key`: id of the public key. `signature`: Ed25519, 64 bytes, base64url. */
export type DesignationSignature = {
  readonly form: typeof designationForm;
  readonly statement: DesignationStatement;
  readonly key: string;
  readonly signature: string;
};

/** The name and number of the form; part of what is signed, so that no signature for another use ever fits. */
export const designationForm = 'knooppunt-designation-signature/1';

const signatureShape = objectOf({
  form: oneOf(designationForm),
  statement: objectOf({
    cooperation: text,
    organisation: oin,
    person: text,
    roles: listOf(text),
    from: day,
    until: day,
    screenedUntil: day,
    at: instant,
  }),
  key: digest,
  signature: encoded,
});

/** The bytes that are signed: the form, a zero byte, and the canonical JSON (RFC 8785) of the statement. */
export const designationBytes = (statement: DesignationStatement): Uint8Array =>
  new TextEncoder().encode(`${designationForm}\0${canonicalJson(statement)}`);

/** Puts statement, key and raw signature together. */
export const designationOf = (
  statement: DesignationStatement,
  key: string,
  signature: Uint8Array,
): DesignationSignature => ({ form: designationForm, statement, key, signature: toBase64Url(signature) });

/** A signed designation as a document: canonical JSON on one line. */
export const formatDesignation = (signature: DesignationSignature): string => `${canonicalJson(signature)}\n`;

/** What a value says as a signed designation; undefined where it is none: another form, a member too many or too few. */
export const parseDesignation = (value: unknown): DesignationSignature | undefined =>
  signatureShape(value, 'signature').length === 0 ? (value as DesignationSignature) : undefined;

/** What a signed designation is held against: what it has to say, the one key of the organisation that signs, and now. */
export type DesignationContext = {
  readonly expected: Omit<DesignationStatement, 'at'>;
  readonly publicKey: Uint8Array | undefined;
  /** It was made after this instant: when the last was decided about this person, and the oldest that still counts. */
  readonly after: string;
  readonly now: string;
  readonly digestOf: DigestOf;
  readonly verify: VerifyBytes;
};

/** Why a signed designation does not count. */
export type DesignationFault =
  'unknown-key' | 'bad-signature' | 'other-cooperation' | 'other-designation' | 'time-to-come' | 'too-old';

/**
 * What is wrong with a signed designation; undefined where nothing is. First its bytes, then what it says, then its time: one
 * that was used before, or that lies about since the designation ended, says nothing of what the organisation wants now.
 */
export const faultOfDesignation = (
  { statement, key, signature }: DesignationSignature,
  { expected, publicKey, after, now, digestOf, verify }: DesignationContext,
): DesignationFault | undefined => {
  if (publicKey === undefined || keyIdOf(publicKey, digestOf) !== key) return 'unknown-key';
  const bytes = fromBase64Url(signature) ?? new Uint8Array();
  if (!verify(publicKey, designationBytes(statement), bytes)) return 'bad-signature';
  const { at, ...said } = statement;
  if (said.cooperation !== expected.cooperation) return 'other-cooperation';
  if (canonicalJson(said) !== canonicalJson(expected)) return 'other-designation';
  if (at > now) return 'time-to-come';
  return at <= after ? 'too-old' : undefined;
};
