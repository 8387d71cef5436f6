import type { Projection, Row } from '@knooppunt/kernel';
import { Connections, isIdentifier, isMissing } from '@knooppunt/postgres';
import type { Send } from '@knooppunt/postgres';
import { sql } from 'kysely';
import type { CompiledQuery } from 'kysely';
import { InvalidSchema, ReadStoreUnavailable } from '../errors.js';
import { positionName, tableName } from '../naming.js';
import { OwnQueries } from '../own-queries.js';
import { SqliteFile } from '../sqlite-file.js';
import { creationStatements, definitionText, ownCreation, sqliteTables } from '../tables.js';
import { fetchedFrom } from './fetching.js';

const copyMs = 600_000;

/** `connectionString`: any role that may look at the tables. `file`: where the copy goes; it must not be there yet. */
export type ReadStoreCopy = {
  readonly connectionString: string;
  readonly schema?: string;
  readonly file: string;
  readonly projections: readonly Projection[];
};

const never = () => sql.val(0);

/** Writes what one transaction of the server sees into a file. */
class Copying {
  private readonly own: OwnQueries;

  constructor(
    private readonly send: Send,
    private readonly file: SqliteFile,
  ) {
    this.own = new OwnQueries(file.db, never);
  }

  async projection(projection: Projection): Promise<void> {
    const name = positionName(projection);
    const stored = (await this.firstRow(this.own.definition(name)))?.['tables'];
    if (typeof stored !== 'string') return;
    this.run(this.own.define(name, stored));
    if (stored !== definitionText(projection)) return;
    for (const statement of creationStatements(this.file.db, sqliteTables, projection)) this.file.run(statement);
    for (const table of Object.keys(projection.tables)) await this.table(projection, table);
    const position = (await this.firstRow(this.own.positions([name])))?.['position'];
    if (typeof position === 'string') this.run(this.own.move([name], { from: undefined, to: position }));
  }

  private async table(projection: Projection, table: string): Promise<void> {
    const physical = tableName(projection, table);
    const columns = Object.keys(projection.tables[table]?.columns ?? {});
    const insert = `INSERT INTO "${physical}" (${columns.map((column) => `"${column}"`).join(', ')})
      VALUES (${columns.map(() => '?').join(', ')})`;
    const all = this.file.db.selectFrom(physical).select(columns).compile();
    for await (const rows of fetchedFrom(this.send, all.sql)) {
      this.file.transaction(() => {
        for (const row of rows) this.file.run(insert, valuesOf(row, columns));
      });
    }
  }

  private async firstRow({
    sql: text,
    parameters,
  }: CompiledQuery): Promise<Readonly<Record<string, unknown>> | undefined> {
    // Compiled for SQLite, which counts its parameters by place; here there is never more than one.
    const [answer] = await this.send([text.replace('?', '$1'), ...parameters]);
    return answer?.rows[0];
  }

  private run({ sql: text, parameters }: CompiledQuery): void {
    this.file.run(text, parameters as string[]);
  }
}

const valuesOf = (row: Row, columns: readonly string[]): (string | number | null)[] =>
  columns.map((column) => row[column] ?? null);

/**
 * Copies projections, as one moment saw them, from PostgreSQL into a file that `openEmbeddedReadStore` opens: rows, positions,
 * and the definitions that are stored for them. A projection without tables there stays without; one whose tables are
 * declared otherwise now comes with its definition only, so that `migrate` says so. Reads and locks nothing else. Rejects with
 * `ReadStoreUnavailable` or `InvalidSchema`.
 */
export const copyPostgresReadStore = async (copy: ReadStoreCopy): Promise<void> => {
  const { connectionString, schema = 'read_store', projections } = copy;
  if (!isIdentifier(schema)) throw new InvalidSchema(schema);
  const file = new SqliteFile(copy.file, ownCreation(sqliteTables).join(';\n'));
  const reading = new Connections({
    connectionString,
    schema,
    application: 'knooppunt-audit',
    poolSize: 1,
    timeoutMs: copyMs,
    isReadOnly: true,
    isDurable: false,
    unavailable: (cause) => new ReadStoreUnavailable('the read store does not answer', { cause }),
  });
  try {
    await reading.transaction(async (send) => {
      const copying = new Copying(send, file);
      for (const projection of projections) await copying.projection(projection);
    }, 'ISOLATION LEVEL REPEATABLE READ, READ ONLY');
  } catch (error) {
    if (isMissing(error)) throw new ReadStoreUnavailable('there is no read store', { cause: error });
    throw error;
  } finally {
    await reading.close();
    await file.close();
  }
};
