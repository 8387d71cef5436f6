import type { CovenantDocument, CovenantSignature, LawDocument, SignatureVerdict } from '@knooppunt/covenant';
import type { Language } from '@knooppunt/platform';
import type { ReadPair } from '../reading/read-covenant.js';
import { readersOf } from './readers.js';
import type { Reader } from './readers.js';

/** A signature as the edition shows it; without known keys no verdict can be given. */
export type ShownSignature = { readonly signature: CovenantSignature; readonly verdict?: SignatureVerdict };

/** What an edition is made of: the documents with their digests, the day of the law, and signatures where there are any. */
export type Edition = {
  readonly language: Language;
  readonly covenant: CovenantDocument;
  readonly law: LawDocument;
  readonly digests: { readonly covenant: string; readonly law: string };
  /** What every kind of reader can at most see, on the first day of the covenant. */
  readonly readers: readonly Reader[];
  readonly signatures: readonly ShownSignature[];
};

/** What is the same in every language of an edition. Reading what everybody can see takes a second or two. */
export const contentOf = ({ covenant, law }: ReadPair, digests: Edition['digests']): Omit<Edition, 'language'> => {
  const documents = { covenant: covenant.document, law: law.document };
  const readers = readersOf({ ...documents, day: covenant.document.valid.from });
  return { ...documents, digests, readers, signatures: [] };
};
