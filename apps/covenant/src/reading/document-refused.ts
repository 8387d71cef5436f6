import type { InBoth } from '@knooppunt/platform';

/** A place in a document; lines and columns count from one. */
export type Place = { readonly file: string; readonly line: number; readonly column: number };

/**
 * One reason why a document is refused: where, a code for machines, the rule where it is one rule's fault, and a sentence
 * for lawyers. `line` is absent where the file as a whole is meant.
 */
export type DocumentFault = {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly code: string;
  readonly rule?: string;
  readonly sentence: InBoth;
};

/** A document that is not what it has to be: nothing takes effect, and the command line ends with 2. */
export class DocumentRefused extends Error {
  constructor(readonly faults: readonly DocumentFault[]) {
    super(faults.map(({ code }) => code).join(', '));
    this.name = 'DocumentRefused';
  }
}
