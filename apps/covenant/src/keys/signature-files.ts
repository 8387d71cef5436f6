import { parseSignature } from '@knooppunt/covenant';
import type { CovenantSignature } from '@knooppunt/covenant';
import { textOfFile } from '../reading/text-of-file.js';

/** The signatures of some files, and the files that hold none. */
export type SignatureFiles = {
  readonly files: readonly { readonly file: string; readonly signature: CovenantSignature }[];
  readonly unreadable: readonly string[];
};

/** Reads signature documents. Throws `Wrong` (no-file), `DocumentRefused` (too-large, encoding). */
export const readSignatures = (paths: readonly string[]): SignatureFiles => {
  const read = paths.map((file) => ({ file, signature: parseSignature(textOfFile(file)) }));
  return {
    files: read.flatMap(({ file, signature }) => (signature === undefined ? [] : [{ file, signature }])),
    unreadable: read.filter(({ signature }) => signature === undefined).map(({ file }) => file),
  };
};
