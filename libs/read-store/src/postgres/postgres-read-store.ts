import { Kysely, PostgresDialect } from 'kysely';
import type { Position, Projection, Row, RowChange } from '@knooppunt/kernel';
import { ChangeCompiler } from '../changes.js';
import { Declared } from '../declared.js';
import { RowsDigest } from '../digest.js';
import { InvalidSchema, NotMigrated, ProjectionChanged, ProjectionMoved } from '../errors.js';
import { positionName, requireValid, tableName } from '../naming.js';
import type { Versioned } from '../naming.js';
import { OwnQueries } from '../own-queries.js';
import type { AnyTables, PositionMove, ReadStore } from '../port.js';
import { creationStatements, definitionText, dropStatements, postgresTables } from '../tables.js';
import { batched } from './batches.js';
import { Connections } from './connections.js';
import type { Answer, Session } from './connections.js';
import { grantRows, isIdentifier, isMigrated, migrateOwn } from './schema.js';

/**
 * `connectionString`: the application's role, which reads and writes rows and can make, change or drop no table.
 * `migratorConnectionString`: the role that owns the tables; without it `migrate` only checks that they are there
 * (`NotMigrated`), and a `reset` cannot change them. `applicationRole`: who gets the rights when the migrator makes tables;
 * by default the role of `connectionString`. `schema`: where all tables lie, `read_store` by default. `poolSize`: connections
 * for queries and again for writing, 8 by default. `timeoutMs`: for a connection and for each statement, 10,000 by default.
 */
export type PostgresReadStoreOptions = {
  readonly connectionString: string;
  readonly migratorConnectionString?: string;
  readonly applicationRole?: string;
  readonly schema?: string;
  readonly poolSize?: number;
  readonly timeoutMs?: number;
};

const fetchedAtOnce = 2000;
const plain = (sql: string) => ({ sql, parameters: [] });

type Parts = {
  readonly schema: string;
  readonly reading: Connections;
  readonly writing: Connections;
  readonly migrating: Connections | undefined;
  readonly applicationRole: string | undefined;
};

/** The read store of a cluster: a schema in PostgreSQL. Rows, digests and rules are those of the embedded engine. */
class PostgresReadStore implements ReadStore {
  readonly db: Kysely<AnyTables>;
  private readonly declared = new Declared();
  private readonly compiler: ChangeCompiler;
  private readonly own: OwnQueries;

  constructor(private readonly parts: Parts) {
    this.db = new Kysely<AnyTables>({ dialect: new PostgresDialect({ pool: parts.reading.forKysely() }) });
    this.compiler = new ChangeCompiler(this.db);
    this.own = new OwnQueries(this.db);
  }

  async migrate(projections: readonly Projection[]): Promise<void> {
    projections.forEach(requireValid);
    await this.migrating(async (session) => {
      for (const projection of projections) {
        const stored = await this.storedDefinition(session, projection);
        if (stored === undefined) await this.create(session, projection);
        else if (stored !== definitionText(projection)) throw new ProjectionChanged(positionName(projection));
      }
    });
    for (const projection of projections) this.declared.add(projection);
  }

  tableName(projection: Versioned, table: string): string {
    return tableName(projection, table);
  }

  async position(name: string): Promise<Position | undefined> {
    const { rows } = await this.parts.writing.query(this.own.position(name));
    return (rows[0] as { readonly position: Position } | undefined)?.position;
  }

  async apply(projection: Versioned, changes: readonly RowChange[], move: PositionMove): Promise<void> {
    const known = this.declared.get(projection);
    const statements = batched(this.compiler, known, changes);
    await this.moving(positionName(known), move, statements);
  }

  advance(name: string, move: PositionMove): Promise<void> {
    return this.moving(name, move, []);
  }

  async lease(name: string, holder: string, ttlMs: number, nowMs: number): Promise<boolean> {
    const { rowCount } = await this.parts.writing.query(this.own.lease(name, holder, nowMs + ttlMs, nowMs));
    return rowCount === 1;
  }

  async reset(projection: Projection): Promise<void> {
    requireValid(projection);
    const isEmptied = await this.parts.writing
      .transaction((session) => this.empty(session, projection))
      .catch((error: unknown) => {
        if (isMigrated(error)) throw error;
        return false;
      });
    if (!isEmptied) await this.migrating((session) => this.replace(session, projection));
    this.declared.add(projection);
  }

  async digest(projection: Projection): Promise<string> {
    const known = this.declared.get(projection);
    const digest = new RowsDigest(known);
    await this.parts.writing.transaction(async (session) => {
      for (const named of digest.tables) {
        digest.table(named);
        const { sql } = this.own.ordered(tableName(known, named.table), named.definition);
        for await (const rows of this.fetched(session, sql)) digest.rows(rows);
      }
    }, 'ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    return digest.end();
  }

  async close(): Promise<void> {
    const { reading, writing, migrating } = this.parts;
    await this.db.destroy();
    await Promise.all([reading.close(), writing.close(), migrating?.close()]);
  }

  private async moving(name: string, move: PositionMove, statements: readonly StatementText[]): Promise<void> {
    const query = this.own.move(name, move);
    await this.parts.writing.transaction(async ({ send }) => {
      const [moved] = await send([query]);
      if (moved?.rowCount !== 1) throw new ProjectionMoved(name, move.from, move.to);
      await send(statements);
    });
  }

  /** Runs the steps under the migrator, own tables first; without a migrator as the application, which can only look. */
  private async migrating(steps: (session: Session) => Promise<void>): Promise<void> {
    const { migrating, writing, schema } = this.parts;
    if (migrating) {
      const role = await this.role();
      return migrating.transaction(async (session) => {
        await migrateOwn(session, schema, role);
        await steps(session);
      });
    }
    try {
      await writing.transaction(steps);
    } catch (error) {
      throw isMigrated(error) ? error : new NotMigrated(schema);
    }
  }

  private async *fetched({ send }: Session, sql: string): AsyncGenerator<readonly Row[]> {
    await send([plain(`DECLARE digested NO SCROLL CURSOR FOR ${sql}`)]);
    for (;;) {
      const [answer] = await send([plain(`FETCH ${fetchedAtOnce} FROM digested`)]);
      const rows = (answer?.rows ?? []) as readonly Row[];
      yield rows;
      if (rows.length < fetchedAtOnce) break;
    }
    await send([plain('CLOSE digested')]);
  }

  /** Deletes rows and position where the tables are as declared; the position first, so that no worker moves it meanwhile. */
  private async empty(session: Session, projection: Projection): Promise<boolean> {
    const stored = await this.storedDefinition(session, projection);
    if (stored !== definitionText(projection)) return false;
    const tables = Object.keys(projection.tables).map((table) => this.db.deleteFrom(tableName(projection, table)));
    await session.send([this.own.forgetPosition(positionName(projection)), ...tables.map((query) => query.compile())]);
    return true;
  }

  private async replace(session: Session, projection: Projection): Promise<void> {
    const stored = await this.storedDefinition(session, projection);
    await session.send([
      this.own.forgetPosition(positionName(projection)),
      ...(stored === undefined ? [] : dropStatements(this.db, projection, stored)).map(plain),
    ]);
    await this.create(session, projection);
  }

  private async create({ send }: Session, projection: Projection): Promise<void> {
    if (!this.parts.migrating) throw new NotMigrated(positionName(projection));
    const tables = Object.keys(projection.tables).map((table) => tableName(projection, table));
    await send([
      ...creationStatements(this.db, postgresTables, projection).map(plain),
      ...grantRows(tables, await this.role()),
      this.own.define(positionName(projection), definitionText(projection)),
    ]);
  }

  private async storedDefinition({ send }: Session, projection: Versioned): Promise<string | undefined> {
    const [answer] = await send([this.own.definition(positionName(projection))]);
    return (answer?.rows[0] as { readonly tables: string } | undefined)?.tables;
  }

  private async role(): Promise<string> {
    if (this.parts.applicationRole !== undefined) return this.parts.applicationRole;
    const answer: Answer = await this.parts.writing.query(plain('SELECT current_user AS role'));
    return String(answer.rows[0]?.['role']);
  }
}

type StatementText = { readonly sql: string; readonly parameters: readonly unknown[] };

/**
 * Opens the read store in PostgreSQL. Rejects with `ReadStoreUnavailable` where the server cannot be reached, with
 * `InvalidSchema` for a schema name that is none. Tables come with `migrate`. Source: design §4, ADR 0006.
 */
export const openPostgresReadStore = async (options: PostgresReadStoreOptions): Promise<ReadStore> => {
  const { connectionString, migratorConnectionString, applicationRole } = options;
  const { schema = 'read_store', poolSize = 8, timeoutMs = 10_000 } = options;
  if (!isIdentifier(schema)) throw new InvalidSchema(schema);
  const to = { connectionString, schema, poolSize, timeoutMs };
  const writing = new Connections(to);
  try {
    await writing.query(plain('SELECT 1'));
  } catch (error) {
    await writing.close();
    throw error;
  }
  return new PostgresReadStore({
    schema,
    writing,
    reading: new Connections({ ...to, isReadOnly: true }),
    migrating:
      migratorConnectionString === undefined
        ? undefined
        : new Connections({ ...to, connectionString: migratorConnectionString, poolSize: 1 }),
    applicationRole,
  });
};
