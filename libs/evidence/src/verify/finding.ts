import type { Position } from '@knooppunt/kernel';

/**
 * What verify can find. `event-*`: proven by a signed root and the leaf record. `leaf-differs`: log and leaf record differ
 * where no checkpoint covers yet. `leaf-record-*`: the record is wrong and the log agrees with the signed root.
 */
export const findingCodes = [
  'position-gap',
  'position-order',
  'revision-gap',
  'columns-differ',
  'bytes-unreadable',
  'bytes-not-canonical',
  'envelope-misfit',
  'type-unknown',
  'version-unknown',
  'data-misfit',
  'sealed-misfit',
  'cooperation-differs',
  'cooperation-unfounded',
  'event-altered',
  'event-missing',
  'event-inserted',
  'leaf-differs',
  'leaf-record-differs',
  'leaf-record-short',
  'log-shorter',
  'checkpoint-mismatch',
  'checkpoint-misplaced',
  'checkpoint-ahead',
  'checkpoint-out-of-reach',
  'signature-bad',
  'key-unknown',
  'index-differs',
] as const;
export type FindingCode = (typeof findingCodes)[number];

/**
 * One finding. `position` is where it lies, `until` the last position of a range; null where the log as a whole is meant.
 * `detail` holds ids, codes and member names only, never a value of an event.
 */
export type Finding = {
  readonly position: Position | null;
  readonly until?: Position;
  readonly code: FindingCode;
  readonly detail: string;
};

/** Receives findings as they come up. */
export type Report = (finding: Finding) => void;
