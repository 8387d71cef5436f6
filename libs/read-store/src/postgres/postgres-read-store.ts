import { Kysely, PostgresDialect, sql } from 'kysely';
import type { PostgresPool } from 'kysely';
import type { Position, Projection, RowChange } from '@knooppunt/kernel';
import { isMissing, migrateSchema, quoted } from '@knooppunt/postgres';
import type { Answer, Connections, PoolState, Send, Statement } from '@knooppunt/postgres';
import { ChangeCompiler } from '../changes.js';
import { Declared } from '../declared.js';
import { RowsDigest } from '../digest.js';
import { NotMigrated, ProjectionChanged, ProjectionMoved } from '../errors.js';
import { positionName, requireValid, tableName } from '../naming.js';
import type { Versioned } from '../naming.js';
import { OwnQueries } from '../own-queries.js';
import type { AnyTables, PositionMove, ProjectedChanges, ReadStore } from '../port.js';
import { creationStatements, definitionText, dropStatements, postgresTables } from '../tables.js';
import { batched } from './batches.js';
import { fetchedFrom } from './fetching.js';
import { ownMigration, rowRights } from './schema.js';

const plain = (text: string): Statement => [text];
// The server's own clock, read when the row is looked at: one for all workers, whatever their machines say.
const serverNow = () => sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`;

/** The read store in PostgreSQL, and its pools at this moment, for metrics. */
export type PostgresReadStore = ReadStore & { readonly pools: () => { reading: PoolState; writing: PoolState } };

/** What the read store works with; `migrating` and `applicationRole` where it may make tables. */
export type PostgresParts = {
  readonly schema: string;
  readonly reading: Connections;
  readonly writing: Connections;
  readonly migrating: Connections | undefined;
  readonly applicationRole: string | undefined;
};

/** The read store of a cluster: a schema in PostgreSQL. Rows, digests and rules are those of the embedded engine. */
export class StoreOnPostgres implements PostgresReadStore {
  readonly db: Kysely<AnyTables>;
  private readonly declared = new Declared();
  private readonly compiler: ChangeCompiler;
  private readonly own: OwnQueries;

  constructor(private readonly parts: PostgresParts) {
    // Kysely knows of cursors too; none is configured, so it never asks for one.
    const pool = parts.reading.borrowing() as unknown as PostgresPool;
    this.db = new Kysely<AnyTables>({ dialect: new PostgresDialect({ pool }) });
    this.compiler = new ChangeCompiler(this.db);
    this.own = new OwnQueries(this.db, serverNow);
  }

  async migrate(projections: readonly Projection[]): Promise<void> {
    projections.forEach(requireValid);
    await this.migrating(async (send) => {
      for (const projection of projections) {
        const stored = await this.storedDefinition(send, projection);
        if (stored === undefined) await this.create(send, projection);
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
    if (names.length === 0) return new Map();
    const { rows } = await this.parts.writing.query(this.own.positions(names));
    return new Map(rows.map(({ name, position }) => [String(name), String(position)]));
  }

  apply(projection: Versioned, changes: readonly RowChange[], move: PositionMove): Promise<void> {
    return this.applyAll([{ projection, changes }], move);
  }

  async applyAll(parts: readonly ProjectedChanges[], move: PositionMove): Promise<void> {
    if (parts.length === 0) return;
    const known = parts.map(({ projection, changes }) => ({ projection: this.declared.get(projection), changes }));
    const statements = known.flatMap(({ projection, changes }) => batched(this.compiler, projection, changes));
    await this.moving(
      known.map(({ projection }) => positionName(projection)),
      move,
      statements,
    );
  }

  advance(name: string, move: PositionMove): Promise<void> {
    return this.moving([name], move, []);
  }

  async lease(names: readonly string[], holder: string, ttlMs: number): Promise<ReadonlySet<string>> {
    const { rows } = await this.parts.writing.query(this.own.lease(names, holder, ttlMs));
    return new Set(rows.map(({ name }) => String(name)));
  }

  async release(names: readonly string[], holder: string): Promise<void> {
    await this.parts.writing.query(this.own.release(names, holder));
  }

  ping(limitMs: number): Promise<void> {
    return this.parts.writing.ping(limitMs);
  }

  pools(): { reading: PoolState; writing: PoolState } {
    const { reading, writing } = this.parts;
    return { reading: reading.state, writing: writing.state };
  }

  async reset(projection: Projection): Promise<void> {
    requireValid(projection);
    const isEmptied = await this.parts.writing
      .transaction((send) => this.empty(send, projection))
      .catch((error: unknown) => {
        if (!isMissing(error)) throw error;
        return false;
      });
    if (!isEmptied) await this.migrating((send) => this.replace(send, projection));
    this.declared.add(projection);
  }

  async digest(projection: Projection): Promise<string> {
    const known = this.declared.get(projection);
    const digest = new RowsDigest(known);
    await this.parts.writing.transaction(async (send) => {
      for (const named of digest.tables) {
        digest.table(named);
        const ordered = this.own.ordered(tableName(known, named.table), named.definition);
        for await (const rows of fetchedFrom(send, ordered.sql)) digest.rows(rows);
      }
    }, 'ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    return digest.end();
  }

  async close(): Promise<void> {
    const { reading, writing, migrating } = this.parts;
    await this.db.destroy();
    await Promise.all([reading.close(), writing.close(), migrating?.close()]);
  }

  /** Positions and rows in one journey; what the moved positions forbid is undone before anybody sees it. */
  private async moving(names: readonly string[], move: PositionMove, statements: readonly Statement[]): Promise<void> {
    const query = this.own.move(names, move);
    await this.parts.writing.transaction(async (send) => {
      const [moved] = await send(query, ...statements);
      if (moved?.rowCount !== names.length) throw new ProjectionMoved(names.join(', '), move.from, move.to);
    });
  }

  /** Runs the steps under the migrator, own tables first; without a migrator as the application, which can only look. */
  private async migrating(steps: (send: Send) => Promise<void>): Promise<void> {
    const { migrating, writing, schema } = this.parts;
    if (migrating) {
      const role = await this.role();
      return migrating.transaction(async (send) => {
        await migrateSchema(send, ownMigration(schema, role));
        await steps(send);
      });
    }
    try {
      await writing.transaction(steps);
    } catch (error) {
      throw isMissing(error) ? new NotMigrated(schema) : error;
    }
  }

  /** Deletes rows and position where the tables are as declared; the position first, so that no worker moves it meanwhile. */
  private async empty(send: Send, projection: Projection): Promise<boolean> {
    const stored = await this.storedDefinition(send, projection);
    if (stored !== definitionText(projection)) return false;
    const tables = Object.keys(projection.tables).map((table) => this.db.deleteFrom(tableName(projection, table)));
    await send(this.own.forgetPosition(positionName(projection)), ...tables.map((query) => query.compile()));
    return true;
  }

  private async replace(send: Send, projection: Projection): Promise<void> {
    const stored = await this.storedDefinition(send, projection);
    await send(
      this.own.forgetPosition(positionName(projection)),
      ...(stored === undefined ? [] : dropStatements(this.db, projection, stored)).map(plain),
    );
    await this.create(send, projection);
  }

  private async create(send: Send, projection: Projection): Promise<void> {
    if (!this.parts.migrating) throw new NotMigrated(positionName(projection));
    const role = quoted(await this.role());
    const tables = Object.keys(projection.tables).map((table) => quoted(tableName(projection, table)));
    await send(
      ...creationStatements(this.db, postgresTables, projection).map(plain),
      ...tables.map((table) => plain(`GRANT ${rowRights} ON ${table} TO ${role}`)),
      this.own.define(positionName(projection), definitionText(projection)),
    );
  }

  private async storedDefinition(send: Send, projection: Versioned): Promise<string | undefined> {
    const [answer] = await send(this.own.definition(positionName(projection)));
    return (answer?.rows[0] as { readonly tables: string } | undefined)?.tables;
  }

  private async role(): Promise<string> {
    if (this.parts.applicationRole !== undefined) return this.parts.applicationRole;
    const answer: Answer = await this.parts.writing.query(plain('SELECT current_user AS role'));
    return String(answer.rows[0]?.['role']);
  }
}
