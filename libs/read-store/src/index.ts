export type { AnyTables, PositionMove, Reaction, ReadStore } from './port.js';
export {
  FollowerStopped,
  InvalidChange,
  InvalidProjection,
  InvalidSchema,
  NotMigrated,
  ProjectionChanged,
  ProjectionMoved,
  ReadStoreUnavailable,
  UnknownProjection,
} from './errors.js';
export type { ReadStoreError } from './errors.js';
export { positionName, reactionName, tableName } from './naming.js';
export type { Versioned } from './naming.js';
export { openEmbeddedReadStore } from './embedded.js';
export { openPostgresReadStore } from './postgres/postgres-read-store.js';
export type { PostgresReadStoreOptions } from './postgres/postgres-read-store.js';
export type { Delay } from './delay.js';
export type { LogSource } from './log-source.js';
export type { FollowerAlarm, Leasing } from './follower.js';
export { startProjector } from './projector.js';
export type { Following, ProjectorOptions } from './projector.js';
export { startReactor } from './reactor.js';
export type { ReactionTrouble, ReactorOptions } from './reactor.js';
export { rebuild } from './rebuild.js';
export type { RebuildOptions } from './rebuild.js';
export { knownValues } from './known-values.js';
