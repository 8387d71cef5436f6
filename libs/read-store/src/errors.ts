import type { Position } from '@knooppunt/kernel';
import { DomainError } from '@knooppunt/kernel';

/** The position that a caller wanted to move stands elsewhere (another worker was ahead), or the move goes backwards. */
export class ProjectionMoved extends DomainError {
  readonly code = 'read-store/projection-moved';
  override readonly retriable = true;

  constructor(
    readonly positionOf: string,
    readonly from: Position | undefined,
    readonly to: Position,
  ) {
    super(`\`${positionOf}\` does not stand where it should move from`);
  }
}

/** A projection, in this version, whose tables were not migrated through this store. */
export class UnknownProjection extends DomainError {
  readonly code = 'read-store/unknown-projection';

  constructor(readonly projection: string) {
    super(`projection \`${projection}\` has no tables here`);
  }
}

/** A projection that not every engine can hold: names, key, or two tables of one physical name. `fault` says which. */
export class InvalidProjection extends DomainError {
  readonly code = 'read-store/invalid-projection';

  constructor(
    readonly projection: string,
    readonly fault: string,
  ) {
    super(`projection \`${projection}\`: ${fault}`);
  }
}

/** The tables of a projection changed without a new version; raise the version, or reset it. */
export class ProjectionChanged extends DomainError {
  readonly code = 'read-store/projection-changed';

  constructor(readonly projection: string) {
    super(`the tables of projection \`${projection}\` changed under the same version`);
  }
}

/** A row change that does not fit the declared table. `fault` names table and columns, never a value. */
export class InvalidChange extends DomainError {
  readonly code = 'read-store/invalid-change';

  constructor(
    readonly table: string,
    readonly fault: string,
  ) {
    super(`table \`${table}\`: ${fault}`);
  }
}

/** The tables are not there, and this role may not make them: the migrator has to run first. */
export class NotMigrated extends DomainError {
  readonly code = 'read-store/not-migrated';

  constructor(readonly missing: string) {
    super(`the tables of \`${missing}\` are not there, or not in this form, and only the migrator can make them`);
  }
}

/** A schema is a plain lower-case name of PostgreSQL. */
export class InvalidSchema extends DomainError {
  readonly code = 'read-store/invalid-schema';

  constructor(readonly schema: string) {
    super(`\`${schema}\` is no name of a schema`);
  }
}

/** The database is closed, locked, full or cannot be read just now. */
export class ReadStoreUnavailable extends DomainError {
  readonly code = 'read-store/unavailable';
  override readonly retriable = true;
}

/** A projection or reaction stopped at an event that it cannot handle, or was told to stop before it got there. */
export class FollowerStopped extends DomainError {
  readonly code = 'read-store/follower-stopped';

  constructor(
    readonly follower: string,
    options?: { readonly cause?: unknown },
  ) {
    super(`\`${follower}\` does not follow the log`, options);
  }
}

/** Every refusal of this lib. */
export type ReadStoreError =
  | ProjectionMoved
  | UnknownProjection
  | InvalidProjection
  | ProjectionChanged
  | InvalidChange
  | NotMigrated
  | InvalidSchema
  | ReadStoreUnavailable
  | FollowerStopped;
