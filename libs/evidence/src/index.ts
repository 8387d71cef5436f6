export {
  checkCheckpoint,
  checkpointDataOf,
  checkpointIdOf,
  checkpointOf,
  formatCheckpoint,
  noteOf,
  originOf,
  parseCheckpoint,
  signCheckpoint,
} from './checkpoint.js';
export type { Checkpoint, CheckpointData } from './checkpoint.js';
export { fromBase64, toBase64 } from './base64.js';
export { NoteUnreadable, ProofOutOfRange } from './errors.js';
export type { EvidenceError } from './errors.js';
export type { AskedPart } from './history/asked-part.js';
export { CoverageRun } from './history/coverage.js';
export type { CoverageOptions } from './history/coverage.js';
export type { CoverageReport, DocumentCoverage, FactCoverage, RuleCoverage } from './history/coverage-report.js';
export { historyTypes, ImpactRun } from './history/impact.js';
export type { ImpactOptions } from './history/impact.js';
export { changes, impactDimensions } from './history/impact-report.js';
export type {
  Because,
  Change,
  ChangeCounts,
  ImpactDimension,
  ImpactGroup,
  ImpactReport,
} from './history/impact-report.js';
export { decideByEngine } from './history/engine.js';
export { leafRecordFile } from './leaf-record.js';
export type { LeafRecord } from './leaf-record.js';
export { CompactRange, hashBytes, leafHash, sameBytes, TreeHasher } from './merkle.js';
export type { Sha256 } from './merkle.js';
export {
  checkSignature,
  formatNote,
  formatVerifierKey,
  parseNote,
  parseVerifierKey,
  signNote,
  verifierKeyOf,
} from './note.js';
export type { NoteSignature, Sign, SignatureCheck, SignedNote, VerifierKey, VerifySignature } from './note.js';
export {
  consistencyProof,
  inclusionProof,
  isConsistent,
  isConsistentPart,
  isIncluded,
  isIncludedInPart,
  rootOf,
} from './proofs.js';
export type { ConsistencyClaim, InclusionClaim, LeafHashes, SubtreeClaim } from './proofs.js';
export {
  carriedLeaf,
  checkConsistencyProof,
  checkInclusionProof,
  formatConsistencyProof,
  formatInclusionProof,
  isInclusionProof,
  parseConsistencyProof,
  parseInclusionProof,
} from './public-proofs.js';
export type { ConsistencyProof, InclusionProof, ProofCheck, ProofVerdict } from './public-proofs.js';
export { RowOrigins } from './rebuild/row-origins.js';
export type { FirstDifference, RowDifference } from './rebuild/row-origins.js';
export { redecideCodes } from './redecide/finding.js';
export type { RedecideCode, RedecideFinding } from './redecide/finding.js';
export { redecideOne, streamsOfRecord } from './redecide/one-record.js';
export { Redecider } from './redecide/redecider.js';
export type { DecideOtherwise } from './redecide/second-engine.js';
export type { RedeciderOptions } from './redecide/redecider.js';
export type { StreamEvents } from './redecide/stream-states.js';
export type { RedecideSummary, Tally } from './redecide/totals.js';
export { checkpointType, Sequencer } from './sequencer.js';
export type { NextCheckpoint, ObservedEvent, ObservedLeaf } from './sequencer.js';
export { hashesPerTile, tilePath, TileBuilder } from './tiles.js';
export type { Tile } from './tiles.js';
export { claimedCooperation } from './verify/envelope-check.js';
export { findingCodes } from './verify/finding.js';
export type { Finding, FindingCode, Report } from './verify/finding.js';
export type { TreeSummary } from './verify/tree-check.js';
export { Verifier } from './verify/verifier.js';
export type { LogRow, VerifierOptions, VerifySummary } from './verify/verifier.js';
