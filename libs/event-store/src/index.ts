export { maxAppendBytes } from './port.js';
export type { AppendResult, EventStore, ExpectedRevision, NewEvent, StoredEvent } from './port.js';
