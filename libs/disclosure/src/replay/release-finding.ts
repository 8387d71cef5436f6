import type { Position } from '@knooppunt/kernel';

/**
 * What a release replay can find. `digest-differs`: stored block, recorded levels and transforms give other content than was
 * sent. `digest-missing`, `digest-unfounded`: something was sent and not recorded, or the reverse. `source-missing`,
 * `block-missing`: the log does not hold what was sent. `seal-broken`, `key-unknown`: the stored block does not open as what it is.
 */
export const releaseCodes = [
  'digest-differs',
  'digest-missing',
  'digest-unfounded',
  'source-missing',
  'block-missing',
  'seal-broken',
  'key-unknown',
  'registry-unknown',
  'transforms-unknown',
  'level-unknown',
  'record-unreadable',
] as const;
export type ReleaseCode = (typeof releaseCodes)[number];

/** One finding about one record. `detail` names streams and blocks; never a value, nor a digest of one. */
export type ReleaseFinding = {
  readonly position: Position;
  readonly disclosure: string;
  readonly code: ReleaseCode;
  readonly detail: string;
};

/** What a run of the release replay went through. */
export type ReleaseSummary = {
  readonly disclosures: number;
  /** Blocks of which something was shown and that lie sealed in the log. */
  readonly blocks: number;
  /** Of those: the same content with the same keyed digest came out. */
  readonly same: number;
  /** Of those: the key was destroyed since, by design; there is nothing left to compare. */
  readonly erased: number;
  /** Of those: the block could not be read then either, and nothing of it was sent. */
  readonly unanswered: number;
  /** Blocks that lie sealed nowhere: records of the process, in clear columns. */
  readonly unsealed: number;
  readonly findings: number;
};
