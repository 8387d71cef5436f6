import type { CovenantSignature, SignatureVerdict } from '@knooppunt/covenant';
import type { Language } from '@knooppunt/platform';
import type { ReadPair } from '../reading/read-covenant.js';
import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';

/** A signature as the edition shows it; without known keys no verdict can be given. */
export type ShownSignature = { readonly signature: CovenantSignature; readonly verdict?: SignatureVerdict };

/** What an edition is made of: the documents with their digests, the day of the law, and signatures where there are any. */
export type Edition = {
  readonly language: Language;
  readonly covenant: CovenantDocument;
  readonly law: LawDocument;
  readonly digests: { readonly covenant: string; readonly law: string };
  /** The day on which the law is taken: the first of the covenant's own. */
  readonly day: string;
  readonly signatures: readonly ShownSignature[];
};

/** The edition of a pair in one language, without signatures. */
export const editionOf = ({ covenant, law }: ReadPair, digests: Edition['digests'], language: Language): Edition => ({
  language,
  covenant: covenant.document,
  law: law.document,
  digests,
  day: covenant.document.valid.from,
  signatures: [],
});
