import type { Position, Projection, Row, RowChange, TableDefinition } from '@knooppunt/kernel';
import type { Kysely } from 'kysely';
import { ChangeCompiler } from './changes.js';
import { digestOfRows } from './digest.js';
import { ProjectionChanged, ProjectionMoved, UnknownProjection } from './errors.js';
import { positionName, requireValid, tableName } from './naming.js';
import type { Versioned } from './naming.js';
import type { AnyTables, PositionMove, ReadStore } from './port.js';
import { SqliteFile } from './sqlite-file.js';
import { creationStatements, definitionText, dropStatements, ownSchema, ownTables } from './tables.js';

const positionForm = /^\d{20}$/;

/** The read store of `npm start`: one SQLite file of its own. Each method is one synchronous transaction. */
class EmbeddedReadStore implements ReadStore {
  readonly db: Kysely<AnyTables>;
  private readonly projections = new Map<string, Projection>();
  private readonly compiler: ChangeCompiler;

  constructor(private readonly file: SqliteFile) {
    this.db = file.db;
    this.compiler = new ChangeCompiler(file.db);
  }

  async migrate(projections: readonly Projection[]): Promise<void> {
    projections.forEach(requireValid);
    this.file.transaction(() => {
      for (const projection of projections) {
        const stored = this.storedDefinition(projection);
        if (stored === undefined) this.create(projection);
        else if (stored !== definitionText(projection)) throw new ProjectionChanged(positionName(projection));
      }
    });
    for (const projection of projections) this.projections.set(positionName(projection), projection);
  }

  tableName(projection: Versioned, table: string): string {
    return tableName(projection, table);
  }

  async position(name: string): Promise<Position | undefined> {
    const row = this.file.first(`SELECT position FROM ${ownTables.position} WHERE name = ?`, [name]);
    return (row as { readonly position: Position } | undefined)?.position;
  }

  async apply(projection: Versioned, changes: readonly RowChange[], move: PositionMove): Promise<void> {
    const known = this.known(projection);
    const statements = changes.map((change) => this.compiler.compile(known, change));
    this.file.transaction(() => {
      this.move(positionName(known), move);
      for (const { sql, parameters } of statements) this.file.run(sql, parameters);
    });
  }

  async advance(name: string, move: PositionMove): Promise<void> {
    this.file.transaction(() => this.move(name, move));
  }

  async lease(name: string, holder: string, ttlMs: number, nowMs: number): Promise<boolean> {
    const changed = this.file.transaction(() =>
      this.file.run(
        `INSERT INTO ${ownTables.lease} AS held (name, holder, until_ms) VALUES (?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_ms = excluded.until_ms
         WHERE held.holder = excluded.holder OR held.until_ms <= ?`,
        [name, holder, nowMs + ttlMs, nowMs],
      ),
    );
    return changed > 0;
  }

  async reset(projection: Projection): Promise<void> {
    requireValid(projection);
    const name = positionName(projection);
    this.file.transaction(() => {
      const stored = this.storedDefinition(projection);
      if (stored !== undefined) for (const sql of dropStatements(this.db, projection, stored)) this.file.run(sql);
      this.file.run(`DELETE FROM ${ownTables.definition} WHERE name = ?`, [name]);
      this.file.run(`DELETE FROM ${ownTables.position} WHERE name = ?`, [name]);
      this.create(projection);
    });
    this.projections.set(name, projection);
  }

  async digest(projection: Projection): Promise<string> {
    const known = this.known(projection);
    return digestOfRows(known, (table, definition) => this.orderedRows(tableName(known, table), definition));
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private orderedRows(physical: string, { key }: TableDefinition): Iterable<Row> {
    const all = this.db.selectFrom(physical).selectAll();
    const query = key.reduce((sorted, column) => sorted.orderBy(column), all);
    return this.file.rows(query.compile().sql) as IterableIterator<Row>;
  }

  private known(projection: Versioned): Projection {
    const name = positionName(projection);
    const known = this.projections.get(name);
    if (!known) throw new UnknownProjection(name);
    return known;
  }

  private create(projection: Projection): void {
    for (const sql of creationStatements(this.db, projection)) this.file.run(sql);
    this.file.run(`INSERT INTO ${ownTables.definition} VALUES (?, ?)`, [
      positionName(projection),
      definitionText(projection),
    ]);
  }

  private storedDefinition(projection: Versioned): string | undefined {
    const row = this.file.first(`SELECT tables FROM ${ownTables.definition} WHERE name = ?`, [
      positionName(projection),
    ]);
    return (row as { readonly tables: string } | undefined)?.tables;
  }

  private move(name: string, { from, to }: PositionMove): void {
    if (!positionForm.test(to)) throw new TypeError('a position has twenty digits');
    const isForward = from === undefined || to > from;
    const changed =
      from === undefined
        ? this.file.run(`INSERT INTO ${ownTables.position} VALUES (?, ?) ON CONFLICT DO NOTHING`, [name, to])
        : this.file.run(`UPDATE ${ownTables.position} SET position = ? WHERE name = ? AND position = ?`, [
            to,
            name,
            from,
          ]);
    if (!isForward || changed === 0) throw new ProjectionMoved(name, from, to);
  }
}

/**
 * Opens (or makes, 0600) the read store's file. Rejects with `ReadStoreUnavailable` when it cannot be read.
 * Source: design §4, `stack` §3 (Kysely over node:sqlite).
 */
export const openEmbeddedReadStore = async (options: { readonly file: string }): Promise<ReadStore> =>
  new EmbeddedReadStore(new SqliteFile(options.file, ownSchema));
