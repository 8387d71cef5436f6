import type { CompiledQuery, Kysely } from 'kysely';
import { sql } from 'kysely';
import type { TableDefinition } from '@knooppunt/kernel';
import { ProjectionMoved } from './errors.js';
import type { AnyTables, PositionMove } from './port.js';
import { ownTables } from './tables.js';

const positionForm = /^\d{20}$/;

/**
 * The statements on the store's own tables (positions, leases, definitions) and of a digest, for any dialect of Kysely: one
 * text for every engine.
 */
export class OwnQueries {
  constructor(private readonly db: Kysely<AnyTables>) {}

  position(name: string): CompiledQuery {
    return sql`SELECT position FROM ${sql.table(ownTables.position)} WHERE name = ${name}`.compile(this.db);
  }

  /**
   * Moves a position by compare-and-set: it changes one row, or none when another was ahead. Throws `ProjectionMoved` for a
   * move that does not go forward, `TypeError` for a position that is none.
   */
  move(name: string, { from, to }: PositionMove): CompiledQuery {
    if (!positionForm.test(to)) throw new TypeError('a position has twenty digits');
    if (from !== undefined && to <= from) throw new ProjectionMoved(name, from, to);
    const table = sql.table(ownTables.position);
    const moved =
      from === undefined
        ? sql`INSERT INTO ${table} (name, position) VALUES (${name}, ${to}) ON CONFLICT DO NOTHING`
        : sql`UPDATE ${table} SET position = ${to} WHERE name = ${name} AND position = ${from}`;
    return moved.compile(this.db);
  }

  /** Takes or renews a lease: it changes one row, or none when another holder's still runs. */
  lease(name: string, holder: string, untilMs: number, nowMs: number): CompiledQuery {
    return sql`INSERT INTO ${sql.table(ownTables.lease)} AS held (name, holder, until_ms)
      VALUES (${name}, ${holder}, ${untilMs})
      ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_ms = excluded.until_ms
      WHERE held.holder = excluded.holder OR held.until_ms <= ${nowMs}`.compile(this.db);
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
