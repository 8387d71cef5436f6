import { findKey } from '@knooppunt/cases';
import { judgeSignature, keyIdOf, parsePublicKey, parseSignature } from '@knooppunt/covenant';
import type { CovenantSignature, ExpectedText, PartyKey } from '@knooppunt/covenant';
import { canonicalJson } from '@knooppunt/kernel';
import type { Digest, Instant, Json } from '@knooppunt/kernel';
import { Refused } from '@knooppunt/platform';
import { digestOf, verifyBytes } from '../hashing.js';
import { keysOf } from './members.js';
import type { Standing } from './members.js';

/** A signature as it came in, and whose standing it has to hold against. */
export type Judged = {
  readonly signature: CovenantSignature;
  readonly expected: ExpectedText;
  readonly standings: readonly Standing[];
  /** Keys that are registered with the signature itself: of who accedes. */
  readonly further?: readonly PartyKey[];
  readonly submittedAt?: Instant;
  readonly now: Instant;
};

/** The signature document of a body. Error: `platform/invoer-ongeldig`. */
export const signatureIn = (body: Readonly<Record<string, unknown>>): CovenantSignature => {
  const signature = parseSignature(canonicalJson(body as Json));
  if (!signature) throw new Refused('platform/invoer-ongeldig', [{ pointer: '/handtekening', code: 'vorm' }]);
  return signature;
};

/** A public key with its id, from how people pass it on; undefined where it is none, or one that proves nothing. */
export const keyOf = (
  text: string,
): { readonly id: Digest; readonly raw: Uint8Array; readonly stored: string } | undefined => {
  const raw = parsePublicKey(text);
  return raw && { raw, id: keyIdOf(raw, digestOf), stored: text.slice('ed25519:'.length) };
};

/** What has become of the key that a signature names, where it does not sign any more. */
const keyFault = ({ key, statement }: CovenantSignature, standings: readonly Standing[]): string | null => {
  const own = standings.find(({ organisation }) => organisation === statement.organisation);
  const status = own && findKey(own.state, key)?.status;
  return status === undefined || status === 'current' ? null : `key-${status}`;
};

/**
 * What is wrong with a signature, as a code; null where nothing is. First its bytes, then what it says, then its key, then
 * its time. A statement names its own time: a key that was revoked or replaced signs nothing, whenever it says it did.
 */
export const faultOf = ({ signature, expected, standings, further = [], submittedAt, now }: Judged): string | null => {
  const keys = [...keysOf(standings), ...further];
  const signers = [...standings.map(({ organisation }) => organisation), ...further.map((key) => key.organisation)];
  const verdict = judgeSignature(signature, { expected, keys, signers, now, digestOf, verify: verifyBytes });
  if (verdict.verdict !== 'valid') return verdict.reason;
  const key = keyFault(signature, standings);
  if (key !== null) return key;
  return submittedAt !== undefined && signature.statement.at < submittedAt ? 'before-submission' : null;
};
