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

const documentOf = <Document extends object>(digest: string, text: string): Document => {
  const known = parsed.get(digest);
  if (known) return known as Document;
  const document = JSON.parse(text) as Document;
  parsed.set(digest, document);
  return document;
};

/** The documents in force in a folded covenant stream; undefined where none has come into force: then all is withheld. */
export const inForce = (state: CovenantState): InForce | undefined => {
  const { law, covenant } = state;
  if (!law || !covenant) return undefined;
  return {
    law: documentOf<LawDocument>(law.digest, law.document),
    covenant: documentOf<CovenantDocument>(covenant.digest, covenant.document),
    lawDigest: law.digest,
    covenantDigest: covenant.digest,
    registry: covenant.registry,
  };
};
