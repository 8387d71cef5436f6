import { DomainError } from '@knooppunt/kernel';

/** A signed note, checkpoint, proof or verifier key that does not have the form of C2SP signed-note, tlog-checkpoint or tlog-proof. */
export class NoteUnreadable extends DomainError {
  readonly code = 'evidence/note-unreadable';

  constructor(readonly part: 'body' | 'signature' | 'key' | 'text' | 'proof') {
    super(`the ${part} of the note is not well formed`);
  }
}

/** A proof or root was asked for a range that the tree does not have. */
export class ProofOutOfRange extends DomainError {
  readonly code = 'evidence/proof-out-of-range';

  constructor(
    readonly from: number,
    readonly size: number,
  ) {
    super(`no proof from ${from} in a tree of ${size}`);
  }
}

/** Every error of this library. */
export type EvidenceError = NoteUnreadable | ProofOutOfRange;
