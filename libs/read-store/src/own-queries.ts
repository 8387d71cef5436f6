import type { CompiledQuery, Kysely, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { TableDefinition } from '@knooppunt/kernel';
import { ProjectionMoved } from './errors.js';
import type { AnyTables, PositionMove } from './port.js';
import { ownTables } from './tables.js';

const positionForm = /^\d{20}$/;
// No lease of a worker lasts so long: one that seems to was made before the clock was set back.
const longestMs = 60_000;

/** The present, in milliseconds since 1970, as an engine says it in SQL. */
export type Now = () => RawBuilder<number>;

// Rows in the order of their names: two workers that ask at once wait for each other, and never in a circle.
const inOrder = (names: readonly string[]): readonly string[] => names.toSorted();

/**
 * The statements on the store's own tables (positions, leases, definitions) and of a digest, for any dialect of Kysely: one
 * text for every engine.
 */
export class OwnQueries {
  /** Moves by the names that they move: a follower moves the same ones some ten times a second. */
  private readonly moves = new Map<string, CompiledQuery>();

  constructor(
    private readonly db: Kysely<AnyTables>,
    private readonly now: Now,
  ) {}

  positions(names: readonly string[]): CompiledQuery {
    const table = sql.table(ownTables.position);
    return sql`SELECT name, position FROM ${table} WHERE name IN (${sql.join(names)})`.compile(this.db);
  }

  /**
   * Moves positions by compare-and-set: it changes as many rows as there are names, or fewer when another was ahead. Throws
   * `ProjectionMoved` for a move that does not go forward, `TypeError` for a position that is none.
   */
  move(names: readonly string[], { from, to }: PositionMove): CompiledQuery {
    if (!positionForm.test(to)) throw new TypeError('a position has twenty digits');
    if (from !== undefined && to <= from) throw new ProjectionMoved(names.join(', '), from, to);
    if (from !== undefined) return { ...this.moveOf(names), parameters: [to, ...names, from] };
    const table = sql.table(ownTables.position);
    return sql`INSERT INTO ${table} (name, position)
      VALUES ${sql.join(inOrder(names).map((name) => sql`(${name}, ${to})`))} ON CONFLICT DO NOTHING`.compile(this.db);
  }

  private moveOf(names: readonly string[]): CompiledQuery {
    const key = names.join();
    const known = this.moves.get(key);
    if (known) return known;
    const table = sql.table(ownTables.position);
    const made = sql`UPDATE ${table} SET position = ${''} WHERE name IN (${sql.join(names)}) AND position = ${''}`;
    const compiled = made.compile(this.db);
    this.moves.set(key, compiled);
    return compiled;
  }

  /** Takes or renews leases: a row per name that no other holder's lease is on. */
  lease(names: readonly string[], holder: string, ttlMs: number): CompiledQuery {
    const rows = inOrder(names).map((name) => sql`(${name}, ${holder}, ${this.now()} + ${ttlMs})`);
    return sql`INSERT INTO ${sql.table(ownTables.lease)} AS held (name, holder, until_ms)
      VALUES ${sql.join(rows)}
      ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_ms = excluded.until_ms
      WHERE held.holder = excluded.holder OR held.until_ms <= ${this.now()}
        OR held.until_ms > ${this.now()} + ${Math.max(ttlMs * 2, longestMs)}
      RETURNING name`.compile(this.db);
  }

  release(names: readonly string[], holder: string): CompiledQuery {
    const table = sql.table(ownTables.lease);
    return sql`DELETE FROM ${table} WHERE name IN (${sql.join(names)}) AND holder = ${holder}`.compile(this.db);
  }

  definition(name: string): CompiledQuery {
    return sql`SELECT tables FROM ${sql.table(ownTables.definition)} WHERE name = ${name}`.compile(this.db);
  }

  define(name: string, tables: string): CompiledQuery {
    return sql`INSERT INTO ${sql.table(ownTables.definition)} (name, tables) VALUES (${name}, ${tables})
      ON CONFLICT (name) DO UPDATE SET tables = excluded.tables`.compile(this.db);
  }

  forgetPosition(name: string): CompiledQuery {
    return sql`DELETE FROM ${sql.table(ownTables.position)} WHERE name = ${name}`.compile(this.db);
  }

  /** All rows of a table by its key columns, texts by their UTF-8 bytes. */
  ordered(physical: string, { key }: TableDefinition): CompiledQuery {
    const all = this.db.selectFrom(physical).selectAll();
    return key.reduce((sorted, column) => sorted.orderBy(column), all).compile();
  }
}
