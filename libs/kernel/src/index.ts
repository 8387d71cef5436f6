export { categories, categoryOf, idOf, streamName } from './ids.js';
export type {
  ActorId,
  Category,
  CooperationId,
  Digest,
  Kind,
  OrganisationId,
  Position,
  StreamName,
  Uuid,
} from './ids.js';
export {
  dutchDateOf,
  dutchEndOf,
  dutchMidnightOf,
  epochMsOf,
  instantOf,
  isCalendarDate,
  isInstant,
  plusDays,
  plusYears,
} from './instant.js';
export type { CalendarDate, Instant } from './instant.js';
export { assertNever, fold } from './message.js';
export type { Decider, DecisionContext, Message } from './message.js';
export { DomainError, isDomainError } from './domain-error.js';
export { canonicalJson } from './canonical.js';
export type { DigestOf, Json } from './canonical.js';
export { list, map, misfits, optional, record } from './clear.js';
export type { ClearScalar, ClearShape, ClearValue } from './clear.js';
export type { EventCatalogue, EventDefinition, EventIn, EventsOf } from './events.js';
export type { CommandMeta, Envelope, Recorded, SealedBlock, SealedBlocks } from './envelope.js';
export type { ColumnType, ColumnValue, Projection, Row, RowChange, TableDefinition } from './projection.js';
export { Pace } from './pace.js';
export type { Rhythm } from './pace.js';
