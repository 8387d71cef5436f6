export { defaultPageSize, maxAppendBytes } from './port.js';
export type { AppendResult, EventStore, ExpectedRevision, NewEvent, StoredEvent } from './port.js';
export {
  AppendTooLarge,
  ClearDataRefused,
  ConcurrentChange,
  EmptyAppend,
  EnvelopeMismatch,
  EventIdClash,
  SealedBlocksRefused,
  StoreAccessDenied,
  StoreUnavailable,
  StreamDeleted,
  UnknownEventType,
  UnknownSchemaVersion,
  UnreadableEvent,
  WrongExpectedRevision,
} from './errors.js';
export type { EventStoreError } from './errors.js';
export { codecOf, decodeEvent, encodeEvent } from './codec.js';
export type { Codec, Upcaster, Upcasters } from './codec.js';
export { foldStream, readStream } from './read-stream.js';
export type { FoldedStream } from './read-stream.js';
export { runDecider } from './run-decider.js';
export type { DeciderRun, Outcome, SealedFor } from './run-decider.js';
export { eventIdOf, uuidV5, uuidV8FromBytes } from './uuid.js';
export { openEmbeddedEventStore } from './embedded/embedded.store.js';
export { openEventStoreDb } from './eventstoredb/open.js';
export type { EventStoreDbOptions, StoreState, SubscriptionState } from './eventstoredb/options.js';
export { SharedReads } from './shared-reads.js';
export { secretOf, shownAddress } from './offline/addresses.js';
export { LogUnreadable, logFaults, logFaultTexts } from './offline/log-unreadable.js';
export type { LogFault } from './offline/log-unreadable.js';
export { withOfflineLog } from './offline/offline-log.js';
export type { LogPlace } from './offline/offline-log.js';
export { privateCopyOf } from './offline/private-copy.js';
export type { PrivateCopy } from './offline/private-copy.js';
export { privateFolder, privateFolderPrefix } from './offline/private-folder.js';
export type { SqliteSource } from './offline/sqlite-source.js';
