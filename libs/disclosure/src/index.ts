export { AnswerTooLarge, RegistryUnknown } from './errors.js';
export type { DisclosureError } from './errors.js';
export { StreamFolds } from './folds.js';
export { Gate } from './gate.js';
export type { GateParts } from './gate.js';
export { BatchPseudonyms } from './pseudonyms.js';
export type { PseudonymsWithin } from './pseudonyms.js';
export { gateBuild } from './record.js';
export { inForce } from './documents.js';
export type { InForce } from './documents.js';
export { standingStream } from './fold-view.js';
export type {
  FoldedView,
  AbsentPlan,
  ViewPlan,
  GateAnswer,
  ItemContent,
  PlannedItem,
  Reader,
  ShownBlock,
  ShownField,
  ShownItem,
  SystemReader,
  View,
} from './view.js';
export { refusalEvent } from './refusal.js';
export type { RefusalParts, RefusedRequest } from './refusal.js';
export { History } from './history/history.js';
export type { EffectQuestion, HistoryPart, HistoryParts, HistoryProgress, Waiting } from './history/history.js';
export { ReleaseReplay } from './replay/release-replay.js';
export type { ReleaseReplayParts } from './replay/release-replay.js';
export { releaseCodes } from './replay/release-finding.js';
export type { ReleaseCode, ReleaseFinding, ReleaseSummary } from './replay/release-finding.js';
