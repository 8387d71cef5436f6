import { createHash } from 'node:crypto';
import { covenantDigest } from '@knooppunt/covenant';
import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';
import type { DigestOf } from '@knooppunt/kernel';
import { DocumentRefused } from './document-refused.js';
import type { Place } from './document-refused.js';
import { parseYaml } from './parse-yaml.js';
import type { ParsedDocument } from './parse-yaml.js';
import type { PlaceIndex } from './place-index.js';
import { textOfFile } from './text-of-file.js';

/** SHA-256 as `sha256:` and hexadecimal digits. */
export const digestOf: DigestOf = (bytes) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** A document as it was read: its file, its content, where everything in it stands. Its shape is not yet checked. */
export type ReadDocument<Document> = {
  readonly file: string;
  readonly document: Document;
  readonly places: PlaceIndex;
};

/** What one file holds: a covenant, a law, or both. */
export type DocumentsInFile = {
  readonly covenant?: ReadDocument<CovenantDocument>;
  readonly law?: ReadDocument<LawDocument>;
};

/** The digest of a document that has its shape. */
export const digestOfDocument = (read: ReadDocument<CovenantDocument | LawDocument>): string =>
  covenantDigest(read.document, digestOf);

const sortOf = (value: unknown): 'covenant' | 'law' | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, 'covenant')) return 'covenant';
  return Object.hasOwn(value, 'wet') ? 'law' : undefined;
};

const refuse = (at: Place, code: string, nl: string, en: string): never => {
  throw new DocumentRefused([{ ...at, code, sentence: { nl, en } }]);
};

const addTo = (found: DocumentsInFile, { value, places }: ParsedDocument, file: string): DocumentsInFile => {
  const sort = sortOf(value);
  const at = places.at([]);
  if (sort === undefined) {
    return refuse(
      at,
      'neither',
      'Dit is geen convenant (dat begint met `covenant:`) en geen wet (die begint met `wet:`).',
      'This is no covenant (which begins with `covenant:`) and no law (which begins with `wet:`).',
    );
  }
  if (found[sort] !== undefined) {
    const [nl, en] = sort === 'covenant' ? ['convenant', 'covenant'] : ['wet', 'law'];
    return refuse(at, 'two-of-a-kind', `Een bestand heeft hoogstens één ${nl}.`, `A file holds at most one ${en}.`);
  }
  return { ...found, [sort]: { file, document: value, places } };
};

/** Reads a file that holds a covenant, a law, or both. Throws `DocumentRefused`, `Wrong` (no-file). */
export const readDocument = (file: string): DocumentsInFile =>
  parseYaml(file, textOfFile(file)).reduce<DocumentsInFile>((found, parsed) => addTo(found, parsed, file), {});
