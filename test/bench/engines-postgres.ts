import { randomBytes, randomUUID } from 'node:crypto';
import type { Position, Projection, RowChange } from '@knooppunt/kernel';
import { openPostgresReadStore } from '@knooppunt/read-store';
import type { ReadStore } from '@knooppunt/read-store';
import { openPostgresVault } from '@knooppunt/vault';
import type { PostgresVault } from '@knooppunt/vault';
import { Pool } from 'pg';
import { interleave, ratioOf } from './harness.js';
import type { Sample } from './harness.js';

/** `connectionString`: a role that may make schemas; `rounds` of so many calls each, `atOnce` of them at one time. */
export type PostgresAsking = {
  readonly connectionString: string;
  readonly rounds: number;
  readonly calls: number;
  readonly atOnce: number;
};

/** Samples hold `perSecond` (calls; for `apply` events); ratios are those of the port to raw pg, round by round. */
export type PostgresMeasured = {
  readonly samples: Readonly<Record<string, readonly Sample[]>>;
  readonly ratios: Readonly<Record<'register' | 'keep' | 'apply' | 'query', number>>;
};

const context = {
  cooperation: 'amsterdam-amstelland',
  supplier: '00000099000000000363',
  eventId: '11111111-1111-4111-8111-111111111111',
  eventType: 'ContributionSupplied',
  label: `sha256:${'0'.repeat(64)}`,
};
const at = '2026-03-01T09:30:00.000Z';
const content = randomBytes(1200);
const perBatch = 100;
const projection: Projection = {
  name: 'bench',
  version: 1,
  tables: { rows: { columns: { id: 'text', state: 'text', weight: 'integer' }, key: ['id'], indexes: [['state']] } },
  handles: [],
  evolve: () => [],
};

const timed = async (units: number, work: () => Promise<void>): Promise<Sample> => {
  const since = performance.now();
  await work();
  return { perSecond: (units * 1000) / (performance.now() - since) };
};

const together = async (count: number, atOnce: number, work: () => Promise<unknown>): Promise<void> => {
  let left = count;
  const one = async (): Promise<void> => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: atOnce }, one));
};

const sealed = ({ sealer }: PostgresVault) => sealer.seal({ p1: content, tokens: Buffer.from('[]') }, context, at);

const registerThrough = async (vault: PostgresVault): Promise<void> => {
  const contribution = randomUUID();
  const { keys } = await sealed(vault);
  const row = { contribution, stream: `contribution-${contribution}`, topic: 'signals.college', registeredAt: at };
  await vault.register.register({ ...row, content, bytes: content }, keys);
};

const keyRow = 'INSERT INTO raw_key (id, owner, wrapped) VALUES ($1, $2, $3), ($4, $2, $5)';
const wrapped = randomBytes(60);

/** The same sealing, and the same bytes in one durable transaction: the row and two keys, or the keys alone. */
const rawInsert = async (vault: PostgresVault, pool: Pool, withRow: boolean): Promise<void> => {
  await sealed(vault);
  const client = await pool.connect();
  try {
    const owner = randomUUID();
    await client.query('BEGIN');
    if (withRow) {
      const values = [owner, `contribution-${owner}`, 'signals.college', at, content];
      await client.query('INSERT INTO raw_intake (id, stream, topic, at, bytes) VALUES ($1, $2, $3, $4, $5)', values);
    }
    await client.query(keyRow, [randomUUID(), owner, wrapped, randomUUID(), wrapped]);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
};

const positionOf = (number: number): Position => String(number).padStart(20, '0');
const rowsFrom = (first: number) =>
  Array.from({ length: perBatch }, (_, index) => ({ id: `r${first + index}`, state: 'open', weight: index }));

const applyThrough = (store: ReadStore) => {
  let stands = 0;
  return async (): Promise<void> => {
    const changes = rowsFrom(stands).map((row): RowChange => ({ do: 'upsert', table: 'rows', row }));
    const from = stands === 0 ? undefined : positionOf(stands);
    await store.apply(projection, changes, { from, to: positionOf(stands + perBatch) });
    stands += perBatch;
  };
};

/** What a careful hand would write: one statement for the rows, one for the position, one transaction. */
const rawApply = (pool: Pool) => {
  let stands = 0;
  return async (): Promise<void> => {
    const rows = rowsFrom(stands);
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('SET LOCAL synchronous_commit = off');
      await client.query(
        `INSERT INTO raw_rows (id, state, weight) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])
          ON CONFLICT (id) DO UPDATE SET state = excluded.state, weight = excluded.weight`,
        [rows.map(({ id }) => id), rows.map(({ state }) => state), rows.map(({ weight }) => weight)],
      );
      await client.query('UPDATE raw_position SET position = $1', [positionOf((stands += perBatch))]);
      await client.query('COMMIT');
    } finally {
      client.release();
    }
  };
};

const queryThrough = (store: ReadStore) => () =>
  store.db
    .selectFrom(store.tableName(projection, 'rows'))
    .selectAll()
    .where('state', '=', 'open')
    .orderBy('id')
    .limit(50)
    .execute();
const rawQuery = (pool: Pool, table: string) => () =>
  pool.query({
    name: 'page',
    text: `SELECT * FROM ${table} WHERE state = $1 ORDER BY id LIMIT 50`,
    values: ['open'],
  });

const rawTables = (schema: string) => `CREATE SCHEMA ${schema};
  CREATE TABLE ${schema}.raw_intake (id text PRIMARY KEY, stream text, topic text, at text, bytes bytea);
  CREATE TABLE ${schema}.raw_key (id text PRIMARY KEY, owner text, wrapped bytea);
  CREATE INDEX ON ${schema}.raw_key (owner);
  CREATE TABLE ${schema}.raw_rows (id text COLLATE "C" PRIMARY KEY, state text COLLATE "C", weight bigint);
  CREATE INDEX ON ${schema}.raw_rows (state);
  CREATE TABLE ${schema}.raw_position (position text); INSERT INTO ${schema}.raw_position VALUES ('')`;

/** Read store and vault on a PostgreSQL beside raw `pg` on the same server, in turns. */
export const measurePostgres = async (asking: PostgresAsking): Promise<PostgresMeasured> => {
  const { connectionString, rounds, calls, atOnce } = asking;
  const schema = `bench_${randomUUID().slice(0, 8)}`;
  const pool = new Pool({ connectionString, max: 8, options: `-c search_path=${schema}` });
  await pool.query(rawTables(schema));
  const roles = { connectionString, migratorConnectionString: connectionString };
  const store = await openPostgresReadStore({ ...roles, schema: `${schema}_read` });
  await store.migrate([projection]);
  const vault = await openPostgresVault({ ...roles, schema: `${schema}_vault`, rootKey: randomBytes(32) });
  const [applyOurs, applyRaw] = [applyThrough(store), rawApply(pool)];
  const batches = Math.ceil(calls / 10);
  const often = (work: () => Promise<unknown>) => timed(calls, () => together(calls, atOnce, work));
  const inBatches = (work: () => Promise<void>) => timed(batches * perBatch, () => together(batches, 1, work));
  const table = `"${schema}_read".${store.tableName(projection, 'rows')}`;
  try {
    await applyOurs();
    // Who asks first must not be the only one that plans without knowing the table.
    await pool.query(`ANALYZE ${table}`);
    const samples = await interleave(rounds, {
      'register port': () => often(() => registerThrough(vault)),
      'register raw': () => often(() => rawInsert(vault, pool, true)),
      'keep port': () => often(async () => vault.sealer.keep(randomUUID(), (await sealed(vault)).keys)),
      'keep raw': () => often(() => rawInsert(vault, pool, false)),
      'apply port': () => inBatches(applyOurs),
      'apply raw': () => inBatches(applyRaw),
      'query port': () => often(queryThrough(store)),
      'query raw': () => often(rawQuery(pool, table)),
    });
    const ratio = (of: 'register' | 'keep' | 'apply' | 'query') =>
      ratioOf('perSecond', samples[`${of} port`], samples[`${of} raw`]);
    const ratios = { register: ratio('register'), keep: ratio('keep'), apply: ratio('apply'), query: ratio('query') };
    return { samples, ratios };
  } finally {
    await Promise.all([store.close(), vault.close()]);
    for (const one of [schema, `${schema}_read`, `${schema}_vault`]) await pool.query(`DROP SCHEMA ${one} CASCADE`);
    await pool.end();
  }
};
