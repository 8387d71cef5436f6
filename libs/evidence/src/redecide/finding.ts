import type { Position } from '@knooppunt/kernel';

/**
 * What redecide can find. `folded-*`: the record's S is not what the log has. `fact-*`: a fact that the audit recomputes came
 * out otherwise. `level-differs`: under the law, the covenant and the facts of then the field gets another level.
 * `engines-differ`: the engine beside the interpreter decides otherwise.
 * `narrowed`: something that narrows the answer lay between S and the record, and the record was not taken back.
 */
export const redecideCodes = [
  'event-unreadable',
  'event-unfoldable',
  'record-unreadable',
  'folded-missing',
  'folded-ahead',
  'documents-missing',
  'documents-differ',
  'document-digest',
  'registry-unknown',
  'semantics-unknown',
  'person-missing',
  'person-unauthorised',
  'recipient-differs',
  'cooperation-differs',
  'source-missing',
  'source-differs',
  'not-in-case',
  'phase-differs',
  'under-destruction',
  'block-unknown',
  'block-missing',
  'subject-differs',
  'fact-differs',
  'fact-missing',
  'fact-unused',
  'level-differs',
  'permit-differs',
  'cap-differs',
  'obligations-differ',
  'transforms-differ',
  'engines-differ',
  'narrowed',
] as const;
export type RedecideCode = (typeof redecideCodes)[number];

/** One finding about one record. `detail` holds names of streams, blocks, facts, fields, levels and rules; never a value. */
export type RedecideFinding = {
  readonly position: Position;
  readonly disclosure: string | null;
  readonly code: RedecideCode;
  readonly detail: string;
};

/** Says one thing about the record at hand. */
export type Say = (code: RedecideCode, detail: string) => void;
