import type { Position, Projection, Recorded, RowChange } from '@knooppunt/kernel';
import type { Kysely } from 'kysely';

/** Any table of any projection: columns of text and integers. */
export type AnyTables = Record<string, Record<string, string | number | null>>;

/** From where a position moves (undefined: from nowhere) to a later one. */
export type PositionMove = { readonly from: Position | undefined; readonly to: Position };

/** What a batch changes in one projection. */
export type ProjectedChanges = {
  readonly projection: Pick<Projection, 'name' | 'version'>;
  readonly changes: readonly RowChange[];
};

/**
 * The read models: rows of projections, and how far each has come. Holds no content.
 *
 * - `migrate`: makes the tables of these projections that are not there yet. Rejects with `InvalidProjection`, and with
 *   `ProjectionChanged` where the tables changed under the same version.
 * - `tableName(projection, table)`: the physical name, with the version in it, for queries through `db` (Kysely).
 * - `apply`: all changes and the new position in one transaction; a position that does not follow the stored one is refused
 *   with `ProjectionMoved` (another worker was ahead), a change outside the declared tables and columns with
 *   `InvalidChange`. An upsert sets the columns that it names; a `where` with null finds rows that hold nothing there.
 * - `applyAll`: the same for many projections that stand at one position: all of it in one transaction, or nothing.
 * - `advance`: the same for a position without rows, such as a reaction's (`reactionName`).
 * - `position`: the last event that was handled; undefined before the first. A projection's stands under
 *   `positionName(projection)`, version included: two versions are built side by side. `positions`: of many at once; names
 *   that stand nowhere are left out.
 * - `db` is for queries; nothing can be written through it.
 * - `lease`: one active worker per name. Takes or renews those that no other holds, for `ttlMs` milliseconds from now, and
 *   says which it got. Now is the store's own clock, one for all workers; a lease that ends a minute from now or later
 *   (twice `ttlMs`, where that is more) was made before that clock was set back, and holds nobody up. `release` gives up what this holder has, and no other's.
 * - `reset`: empty tables as declared now, and no position.
 * - `ping`: rejects with `ReadStoreUnavailable` unless the store answers within so many milliseconds.
 * - `digest`: `sha256:` over all rows of a projection in key order, equal on every engine.
 */
export interface ReadStore {
  readonly db: Kysely<AnyTables>;
  migrate(projections: readonly Projection[]): Promise<void>;
  tableName(projection: Pick<Projection, 'name' | 'version'>, table: string): string;
  position(name: string): Promise<Position | undefined>;
  positions(names: readonly string[]): Promise<ReadonlyMap<string, Position>>;
  apply(
    projection: Pick<Projection, 'name' | 'version'>,
    changes: readonly RowChange[],
    move: PositionMove,
  ): Promise<void>;
  applyAll(parts: readonly ProjectedChanges[], move: PositionMove): Promise<void>;
  advance(name: string, move: PositionMove): Promise<void>;
  lease(names: readonly string[], holder: string, ttlMs: number): Promise<ReadonlySet<string>>;
  release(names: readonly string[], holder: string): Promise<void>;
  ping(limitMs: number): Promise<void>;
  reset(projection: Projection): Promise<void>;
  digest(projection: Projection): Promise<string>;
  close(): Promise<void>;
}

/**
 * Something that follows the log beside the projections: an effect per event, then its position. Effects are repeatable.
 *
 * - `touches`: what the effect of an event touches. Effects of one thing keep their order, those of different things may be
 *   under way at the same time. Without it each waits for the one before.
 * - `reactAll`: the effects of some events, in their order, all or nothing. Where it rejects, `react` is tried for each.
 */
export type Reaction = {
  readonly name: string;
  readonly handles: readonly string[] | 'all';
  readonly react: (event: Recorded) => Promise<void>;
  readonly touches?: (event: Recorded) => string;
  readonly reactAll?: (events: readonly Recorded[]) => Promise<void>;
};
