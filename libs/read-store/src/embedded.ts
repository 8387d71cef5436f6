import type { Position, Projection, Row, RowChange } from '@knooppunt/kernel';
import { sql as raw } from 'kysely';
import type { CompiledQuery, Kysely } from 'kysely';
import { ChangeCompiler } from './changes.js';
import { Declared } from './declared.js';
import { RowsDigest } from './digest.js';
import { ProjectionChanged, ProjectionMoved } from './errors.js';
import { positionName, requireValid, tableName } from './naming.js';
import type { Versioned } from './naming.js';
import { OwnQueries } from './own-queries.js';
import type { AnyTables, PositionMove, ProjectedChanges, ReadStore } from './port.js';
import { SqliteFile } from './sqlite-file.js';
import { creationStatements, definitionText, dropStatements, ownCreation, sqliteTables } from './tables.js';

/** The read store of `npm start`: one SQLite file of its own. Each method is one synchronous transaction. */
class EmbeddedReadStore implements ReadStore {
  readonly db: Kysely<AnyTables>;
  private readonly declared = new Declared();
  private readonly compiler: ChangeCompiler;
  private readonly own: OwnQueries;

  constructor(
    private readonly file: SqliteFile,
    clock: () => number,
  ) {
    this.db = file.db;
    this.compiler = new ChangeCompiler(file.db);
    this.own = new OwnQueries(file.db, () => raw.val(clock()));
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
    return (await this.positions([name])).get(name);
  }

  async positions(names: readonly string[]): Promise<ReadonlyMap<string, Position>> {
    const rows = names.length === 0 ? [] : this.all(this.own.positions(names));
    return new Map(rows.map(({ name, position }) => [String(name), String(position)]));
  }

  apply(projection: Versioned, changes: readonly RowChange[], move: PositionMove): Promise<void> {
    return this.applyAll([{ projection, changes }], move);
  }

  async applyAll(parts: readonly ProjectedChanges[], move: PositionMove): Promise<void> {
    if (parts.length === 0) return;
    const known = parts.map(({ projection, changes }) => ({ projection: this.declared.get(projection), changes }));
    const statements = known.flatMap(({ projection, changes }) =>
      changes.map((change) => this.compiler.compile(projection, change)),
    );
    const names = known.map(({ projection }) => positionName(projection));
    this.file.transaction(() => {
      this.move(names, move);
      for (const statement of statements) this.file.run(statement.sql, statement.parameters);
    });
  }

  async advance(name: string, move: PositionMove): Promise<void> {
    this.file.transaction(() => this.move([name], move));
  }

  async lease(names: readonly string[], holder: string, ttlMs: number): Promise<ReadonlySet<string>> {
    const query = this.own.lease(names, holder, ttlMs);
    const rows = this.file.transaction(() => this.all(query));
    return new Set(rows.map(({ name }) => String(name)));
  }

  async release(names: readonly string[], holder: string): Promise<void> {
    this.file.transaction(() => this.run(this.own.release(names, holder)));
  }

  async ping(_limitMs: number): Promise<void> {
    this.file.first('SELECT 1');
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

  private move(names: readonly string[], move: PositionMove): void {
    if (this.run(this.own.move(names, move)) < names.length)
      throw new ProjectionMoved(names.join(', '), move.from, move.to);
  }

  private all({ sql, parameters }: CompiledQuery): readonly Row[] {
    return [...this.file.rows(sql, parameters as string[])] as Row[];
  }

  private first({ sql, parameters }: CompiledQuery): unknown {
    return this.file.first(sql, parameters as string[]);
  }

  private run({ sql, parameters }: CompiledQuery): number {
    return this.file.run(sql, parameters as string[]);
  }
}

/** `clock`: milliseconds since 1970 by which leases run out, the machine's by default. */
export type EmbeddedReadStoreOptions = { readonly file: string; readonly clock?: () => number };

/**
 * Opens (or makes, 0600) the read store's file. Rejects with `ReadStoreUnavailable` when it cannot be read.
 * Source: design §4, `stack` §3 (Kysely over node:sqlite).
 */
export const openEmbeddedReadStore = async ({ file, clock }: EmbeddedReadStoreOptions): Promise<ReadStore> =>
  new EmbeddedReadStore(new SqliteFile(file, ownCreation(sqliteTables).join(';\n')), clock ?? (() => Date.now()));
