import type { Position, Projection, Row, RowChange } from '@knooppunt/kernel';
import type { CompiledQuery, Kysely } from 'kysely';
import { ChangeCompiler } from './changes.js';
import { Declared } from './declared.js';
import { RowsDigest } from './digest.js';
import { ProjectionChanged, ProjectionMoved } from './errors.js';
import { positionName, requireValid, tableName } from './naming.js';
import type { Versioned } from './naming.js';
import { OwnQueries } from './own-queries.js';
import type { AnyTables, PositionMove, ReadStore } from './port.js';
import { SqliteFile } from './sqlite-file.js';
import { creationStatements, definitionText, dropStatements, ownCreation, sqliteTables } from './tables.js';

/** The read store of `npm start`: one SQLite file of its own. Each method is one synchronous transaction. */
class EmbeddedReadStore implements ReadStore {
  readonly db: Kysely<AnyTables>;
  private readonly declared = new Declared();
  private readonly compiler: ChangeCompiler;
  private readonly own: OwnQueries;

  constructor(private readonly file: SqliteFile) {
    this.db = file.db;
    this.compiler = new ChangeCompiler(file.db);
    this.own = new OwnQueries(file.db);
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
    for (const projection of projections) this.declared.add(projection);
  }

  tableName(projection: Versioned, table: string): string {
    return tableName(projection, table);
  }

  async position(name: string): Promise<Position | undefined> {
    return (this.first(this.own.position(name)) as { readonly position: Position } | undefined)?.position;
  }

  async apply(projection: Versioned, changes: readonly RowChange[], move: PositionMove): Promise<void> {
    const known = this.declared.get(projection);
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
    const query = this.own.lease(name, holder, nowMs + ttlMs, nowMs);
    return this.file.transaction(() => this.run(query)) > 0;
  }

  async reset(projection: Projection): Promise<void> {
    requireValid(projection);
    this.file.transaction(() => {
      const stored = this.storedDefinition(projection);
      if (stored !== undefined) for (const sql of dropStatements(this.db, projection, stored)) this.file.run(sql);
      this.run(this.own.forgetPosition(positionName(projection)));
      this.create(projection);
    });
    this.declared.add(projection);
  }

  async digest(projection: Projection): Promise<string> {
    const known = this.declared.get(projection);
    const digest = new RowsDigest(known);
    for (const named of digest.tables) {
      digest.table(named);
      const { sql } = this.own.ordered(tableName(known, named.table), named.definition);
      digest.rows(this.file.rows(sql) as IterableIterator<Row>);
    }
    return digest.end();
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private create(projection: Projection): void {
    for (const sql of creationStatements(this.db, sqliteTables, projection)) this.file.run(sql);
    this.run(this.own.define(positionName(projection), definitionText(projection)));
  }

  private storedDefinition(projection: Versioned): string | undefined {
    const row = this.first(this.own.definition(positionName(projection)));
    return (row as { readonly tables: string } | undefined)?.tables;
  }

  private move(name: string, move: PositionMove): void {
    if (this.run(this.own.move(name, move)) === 0) throw new ProjectionMoved(name, move.from, move.to);
  }

  private first({ sql, parameters }: CompiledQuery): unknown {
    return this.file.first(sql, parameters as string[]);
  }

  private run({ sql, parameters }: CompiledQuery): number {
    return this.file.run(sql, parameters as string[]);
  }
}

/**
 * Opens (or makes, 0600) the read store's file. Rejects with `ReadStoreUnavailable` when it cannot be read.
 * Source: design §4, `stack` §3 (Kysely over node:sqlite).
 */
export const openEmbeddedReadStore = async (options: { readonly file: string }): Promise<ReadStore> =>
  new EmbeddedReadStore(new SqliteFile(options.file, ownCreation(sqliteTables).join(';\n')));
