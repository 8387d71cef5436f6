import type { Position, Projection, Recorded, RowChange } from '@knooppunt/kernel';
import type { Kysely } from 'kysely';

/** Any table of any projection: columns of text and integers. */
export type AnyTables = Record<string, Record<string, string | number | null>>;

/** From where a position moves (undefined: from nowhere) to a later one. */
export type PositionMove = { readonly from: Position | undefined; readonly to: Position };

/**
 * The read models: rows of projections, and how far each has come. Holds no content.
 *
 * - `migrate`: makes the tables of these projections that are not there yet. Rejects with `InvalidProjection`, and with
 *   `ProjectionChanged` where the tables changed under the same version.
 * - `tableName(projection, table)`: the physical name, with the version in it, for queries through `db` (Kysely).
 * - `apply`: all changes and the new position in one transaction; a position that does not follow the stored one is refused
 *   with `ProjectionMoved` (another worker was ahead), a change outside the declared tables and columns with
 *   `InvalidChange`. An upsert sets the columns that it names; a `where` with null finds rows that hold nothing there.
 * - `advance`: the same for a position without rows, such as a reaction's (`reactionName`).
 * - `position`: the last event that was handled; undefined before the first. A projection's stands under
 *   `positionName(projection)`, version included: two versions are built side by side.
 * - `db` is for queries; nothing can be written through it.
 * - `lease`: one active worker per name; false when another holds it. Renewed by calling again; `ttlMs` in milliseconds.
 * - `reset`: empty tables as declared now, and no position.
 * - `digest`: `sha256:` over all rows of a projection in key order, equal on every engine.
 */
export interface ReadStore {
  readonly db: Kysely<AnyTables>;
  migrate(projections: readonly Projection[]): Promise<void>;
  tableName(projection: Pick<Projection, 'name' | 'version'>, table: string): string;
  position(name: string): Promise<Position | undefined>;
  apply(
    projection: Pick<Projection, 'name' | 'version'>,
    changes: readonly RowChange[],
    move: PositionMove,
  ): Promise<void>;
  advance(name: string, move: PositionMove): Promise<void>;
  lease(name: string, holder: string, ttlMs: number, nowMs: number): Promise<boolean>;
  reset(projection: Projection): Promise<void>;
  digest(projection: Projection): Promise<string>;
  close(): Promise<void>;
}

/** Something that follows the log beside the projections: an effect per event, then its position. Effects are repeatable. */
export type Reaction = {
  readonly name: string;
  readonly handles: readonly string[] | 'all';
  readonly react: (event: Recorded) => Promise<void>;
};
