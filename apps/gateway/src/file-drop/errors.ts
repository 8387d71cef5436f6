import { DomainError } from '@knooppunt/kernel';

/** Codes of what is refused of a file as a whole; nothing of it was taken in, but for `gateway/file-changed`. */
export type FileCode =
  | 'gateway/file-name'
  | 'gateway/file-not-regular'
  | 'gateway/file-not-readable'
  | 'gateway/file-incomplete'
  | 'gateway/file-too-large'
  | 'gateway/file-empty'
  | 'gateway/file-utf-16'
  | 'gateway/file-not-utf-8'
  | 'gateway/file-nul-byte'
  | 'gateway/file-header'
  | 'gateway/file-type-unknown'
  | 'gateway/file-quotes'
  | 'gateway/file-row-too-long'
  | 'gateway/file-changed'
  | 'gateway/file-abandoned';

/** A fault of a header: the place of the column, counted from one, and a code. Never what stands there. */
export type HeaderFault = { readonly pointer: string; readonly code: string };

/** A file is refused as a whole. `line`: where, counted from one; `faults`: all of its header at once. */
export class FileRefused extends DomainError {
  constructor(
    readonly code: FileCode,
    readonly line?: number,
    readonly faults: readonly HeaderFault[] = [],
  ) {
    super(`the file is refused: \`${code}\``);
  }
}

/** The file of drop folders, or a folder that it names, cannot be used; every fault at once, without values. */
export class FileDropInvalid extends DomainError {
  readonly code = 'gateway/file-drop-invalid';

  constructor(readonly faults: readonly string[]) {
    super(`${faults.length} faults in the drop folders`);
  }
}
