import type { DigestOf } from '@knooppunt/kernel';
import { fromBase64Url } from './base64url.js';
import { keyIdOf } from './party-key.js';
import type { PartyKey } from './party-key.js';
import { signedBytes } from './statement.js';
import type { CovenantSignature, SignatureStatement } from './statement.js';

/** Ed25519 as pure code receives it (RFC 8032): raw public key, message, raw signature. */
export type VerifyBytes = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

/** The text that is to be signed: a signature that says otherwise is not for it. */
export type ExpectedText = Omit<SignatureStatement, 'organisation' | 'at'>;

/**
 * What a signature is held against: the text, the known keys of all organisations, who may sign, and the instant until
 * which a signature can have been made (now).
 */
export type SignatureContext = {
  readonly expected: ExpectedText;
  readonly keys: readonly PartyKey[];
  /** OINs of the organisations that are asked to sign. */
  readonly signers: readonly string[];
  readonly now: string;
  readonly digestOf: DigestOf;
  readonly verify: VerifyBytes;
};

/**
 * Why a signature does not count.
 *
 * - forged: the bytes were not signed with the key that it names.
 * - foreign: another cooperation or covenant, an organisation that is not asked, or a key that is not its own.
 * - stale: another version or text of this covenant or law, a key that was not valid then, or a time that is yet to come.
 */
export type SignatureFault =
  | { readonly verdict: 'forged'; readonly reason: 'bad-signature' }
  | {
      readonly verdict: 'foreign';
      readonly reason: 'other-cooperation' | 'other-covenant' | 'not-a-signer' | 'unknown-key' | 'key-of-another';
    }
  | {
      readonly verdict: 'stale';
      readonly reason: 'other-version' | 'other-text' | 'other-law' | 'key-not-begun' | 'key-ended' | 'time-to-come';
    };
/** What a signature comes to. */
export type SignatureVerdict = { readonly verdict: 'valid' } | SignatureFault;

const forged: SignatureFault = { verdict: 'forged', reason: 'bad-signature' };

/** Does the statement speak of the text that is to be signed? */
const faultOfText = ({ statement }: CovenantSignature, { expected }: SignatureContext): SignatureFault | undefined => {
  const { law } = expected;
  if (statement.cooperation !== expected.cooperation) return { verdict: 'foreign', reason: 'other-cooperation' };
  if (statement.covenant !== expected.covenant) return { verdict: 'foreign', reason: 'other-covenant' };
  if (statement.version !== expected.version) return { verdict: 'stale', reason: 'other-version' };
  if (statement.digest !== expected.digest) return { verdict: 'stale', reason: 'other-text' };
  const isSameLaw =
    statement.law.name === law.name && statement.law.version === law.version && statement.law.digest === law.digest;
  return isSameLaw ? undefined : { verdict: 'stale', reason: 'other-law' };
};

const faultOfTime = (at: string, { from, until }: PartyKey, now: string): SignatureFault | undefined => {
  if (at > now) return { verdict: 'stale', reason: 'time-to-come' };
  if (from !== undefined && at < from) return { verdict: 'stale', reason: 'key-not-begun' };
  return until !== undefined && at > until ? { verdict: 'stale', reason: 'key-ended' } : undefined;
};

/**
 * Whether one signature counts for a text. The bytes are looked at first, with whatever known key the signature names: what
 * is forged is called so, whatever else it claims.
 */
export const judgeSignature = (signature: CovenantSignature, context: SignatureContext): SignatureVerdict => {
  const { statement, key } = signature;
  const named = context.keys.filter(({ publicKey }) => keyIdOf(publicKey, context.digestOf) === key);
  const [known] = named;
  const bytes = fromBase64Url(signature.signature) ?? new Uint8Array();
  if (known !== undefined && !context.verify(known.publicKey, signedBytes(statement), bytes)) return forged;
  const fault = faultOfText(signature, context);
  if (fault !== undefined) return fault;
  if (!context.signers.includes(statement.organisation)) return { verdict: 'foreign', reason: 'not-a-signer' };
  if (known === undefined) return { verdict: 'foreign', reason: 'unknown-key' };
  const own = named.find(({ organisation }) => organisation === statement.organisation);
  if (own === undefined) return { verdict: 'foreign', reason: 'key-of-another' };
  return faultOfTime(statement.at, own, context.now) ?? { verdict: 'valid' };
};

/** What some signatures come to: a verdict for each, who has signed, and who has not (`missing`), by OIN. */
export type SignaturesJudged = {
  readonly verdicts: readonly { readonly signature: CovenantSignature; readonly verdict: SignatureVerdict }[];
  readonly signed: readonly string[];
  readonly missing: readonly string[];
};

/** Judges signatures together: every organisation that is asked has signed when one signature of it is valid. */
export const judgeSignatures = (
  signatures: readonly CovenantSignature[],
  context: SignatureContext,
): SignaturesJudged => {
  const verdicts = signatures.map((signature) => ({ signature, verdict: judgeSignature(signature, context) }));
  const valid = new Set(
    verdicts
      .filter(({ verdict }) => verdict.verdict === 'valid')
      .map(({ signature }) => signature.statement.organisation),
  );
  return {
    verdicts,
    signed: context.signers.filter((organisation) => valid.has(organisation)),
    missing: context.signers.filter((organisation) => !valid.has(organisation)),
  };
};
