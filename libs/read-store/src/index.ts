export type { AnyTables, PositionMove, ProjectedChanges, Reaction, ReadStore } from './port.js';
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
export type { EmbeddedReadStoreOptions } from './embedded.js';
export { copyPostgresReadStore } from './postgres/copy.js';
export type { ReadStoreCopy } from './postgres/copy.js';
export { migratePostgresReadStore, openPostgresReadStore } from './postgres/open.js';
export type { PostgresReadStoreOptions, ReadStoreMigration } from './postgres/open.js';
export type { PostgresReadStore } from './postgres/postgres-read-store.js';
export type { Delay } from './delay.js';
export type { LogSource } from './log-source.js';
export type { FollowerAlarm, Following } from './following.js';
export { holdLease } from './leases.js';
export type { Lease, Leasing } from './leases.js';
export { startProjector } from './projector.js';
export type { ProjectorOptions } from './projector.js';
export { startReactor } from './reactor.js';
export type { ReactionTrouble } from './reaction-follower.js';
export type { ReactorOptions } from './reactor.js';
export type { Laziness } from './lazy-position.js';
export { rebuild } from './rebuild.js';
export type { RebuildOptions } from './rebuild.js';
export { knownValues } from './known-values.js';
