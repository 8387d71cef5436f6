import type { CovenantState } from '@knooppunt/cases';
import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';

/** Law and covenant in force, as objects, with the digests that pin them. */
export type InForce = {
  readonly law: LawDocument;
  readonly covenant: CovenantDocument;
  readonly lawDigest: string;
  readonly covenantDigest: string;
  readonly registry: string;
};

const parsed = new Map<string, object>();

const documentOf = (digest: string, text: string): object => {
  const known = parsed.get(digest);
  if (known) return known;
  const document = JSON.parse(text) as object;
  parsed.set(digest, document);
  return document;
};

/** The documents in force in a folded covenant stream; undefined where none has come into force: then all is withheld. */
export const inForce = (state: CovenantState): InForce | undefined => {
  const { law, covenant } = state;
  if (!law || !covenant) return undefined;
  return {
    law: documentOf(law.digest, law.document) as LawDocument,
    covenant: documentOf(covenant.digest, covenant.document) as CovenantDocument,
    lawDigest: law.digest,
    covenantDigest: covenant.digest,
    registry: covenant.registry,
  };
};
