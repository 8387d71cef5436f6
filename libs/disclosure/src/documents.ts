import { effectiveCovenant, isExpired } from '@knooppunt/cases';
import type { CovenantState } from '@knooppunt/cases';
import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';

/** Law and covenant in force, as objects, with the digests that pin them. */
export type InForce = {
  readonly law: LawDocument;
  readonly covenant: CovenantDocument;
  readonly lawDigest: string;
  readonly covenantDigest: string;
  readonly registry: string;
  /** The last day is over and no other came: `covenant` has no permits left, and nothing may be supplied. */
  readonly hasExpired: boolean;
};

const parsed = new Map<string, object>();

const documentOf = (digest: string, text: string): object => {
  const known = parsed.get(digest);
  if (known) return known;
  const document = JSON.parse(text) as object;
  parsed.set(digest, document);
  return document;
};

/** One object per text, so that what is kept by the object is found again. */
const covenantOf = (digest: string, text: string, hasExpired: boolean): CovenantDocument => {
  const document = documentOf(digest, text) as CovenantDocument;
  if (!hasExpired) return document;
  const key = `expired ${digest}`;
  const known = parsed.get(key) ?? effectiveCovenant(document, true);
  parsed.set(key, known);
  return known as CovenantDocument;
};

/** The documents in force in a folded covenant stream; undefined where none has come into force: then all is withheld. */
export const inForce = (state: CovenantState): InForce | undefined => {
  const { law, covenant } = state;
  if (!law || !covenant) return undefined;
  const hasExpired = isExpired(state);
  return {
    law: documentOf(law.digest, law.document) as LawDocument,
    covenant: covenantOf(covenant.digest, covenant.document, hasExpired),
    lawDigest: law.digest,
    covenantDigest: covenant.digest,
    registry: covenant.registry,
    hasExpired,
  };
};
