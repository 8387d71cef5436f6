import { parseSignature } from '@knooppunt/covenant';
import type { CovenantSignature } from '@knooppunt/covenant';
import { DocumentRefused } from '../reading/document-refused.js';
import { textOfFile } from '../reading/text-of-file.js';

/** The signatures of some files, and the files that hold none. */
export type SignatureFiles = {
  readonly files: readonly { readonly file: string; readonly signature: CovenantSignature }[];
  readonly unreadable: readonly string[];
};

/** The signature in a file; undefined where it holds none, such as that of another tool. */
const signatureIn = (file: string): CovenantSignature | undefined => {
  try {
    return parseSignature(textOfFile(file));
  } catch (error) {
    if (error instanceof DocumentRefused) return undefined;
    throw error;
  }
};

/** Reads signature documents. Throws `Wrong` (no-file). */
export const readSignatures = (paths: readonly string[]): SignatureFiles => {
  const read = paths.map((file) => ({ file, signature: signatureIn(file) }));
  return {
    files: read.flatMap(({ file, signature }) => (signature === undefined ? [] : [{ file, signature }])),
    unreadable: read.filter(({ signature }) => signature === undefined).map(({ file }) => file),
  };
};
