import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

// Runs in the engine's thread, each procedure inside one transaction. Offsets count from 0 in their partition and are never
// given twice, also not after pruning; `committed` is the offset that a group handles next.

/** Where a group stands in one partition. */
export type Place = { readonly group: string; readonly topic: string; readonly partition: number };
/** A stored message, as the engine's thread gives it. */
export type StoredMessage = {
  readonly offset: number;
  readonly key: string;
  readonly headers: string;
  readonly value: Uint8Array;
};
/** What a group left behind in a partition: where to go on, deliveries that never ended, keys that are parked. */
export type Standing = {
  readonly committed: number;
  readonly suspects: readonly number[];
  readonly parkedKeys: readonly string[];
};
/** Deliveries of one message so far, and those that do not count towards parking. */
export type Attempts = { readonly attempts: number; readonly excused: number };
/** A parked message, as the engine's thread gives it. */
export type StoredDeadLetter = StoredMessage & {
  readonly topic: string;
  readonly partition: number;
  readonly attempt: number;
  readonly reason: string;
  readonly parkedAt: string;
};
/** The offset that the next message of a partition will get. */
export type End = { readonly topic: string; readonly partition: number; readonly end: number };

export const schema = `
  CREATE TABLE IF NOT EXISTS topic (
    name TEXT PRIMARY KEY, partitions INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS topic_partition (
    topic TEXT NOT NULL, partition INTEGER NOT NULL, next_offset INTEGER NOT NULL,
    PRIMARY KEY (topic, partition)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY, topic TEXT NOT NULL, partition INTEGER NOT NULL, at_offset INTEGER NOT NULL,
    key TEXT NOT NULL, headers TEXT NOT NULL, value BLOB NOT NULL, published_ms INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS message_place ON message (topic, partition, at_offset);
  CREATE INDEX IF NOT EXISTS message_age ON message (published_ms);
  CREATE TABLE IF NOT EXISTS group_offset (
    consumer_group TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, committed INTEGER NOT NULL,
    PRIMARY KEY (consumer_group, topic, partition)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS attempt (
    consumer_group TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, at_offset INTEGER NOT NULL,
    attempts INTEGER NOT NULL, excused INTEGER NOT NULL, ended INTEGER NOT NULL,
    PRIMARY KEY (consumer_group, topic, partition, at_offset)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS dead_letter (
    id INTEGER PRIMARY KEY, consumer_group TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL,
    at_offset INTEGER NOT NULL, key TEXT NOT NULL, headers TEXT NOT NULL, value BLOB NOT NULL,
    attempt INTEGER NOT NULL, reason TEXT NOT NULL, parked_at TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS dead_letter_place ON dead_letter (consumer_group, topic, partition, at_offset);
`;

const prepared = new WeakMap<DatabaseSync, Map<string, StatementSync>>();
const statement = (database: DatabaseSync, sql: string): StatementSync => {
  const known = prepared.get(database) ?? new Map<string, StatementSync>();
  prepared.set(database, known);
  const found = known.get(sql) ?? database.prepare(sql);
  known.set(sql, found);
  return found;
};
type Values = readonly SQLInputValue[];
const run = (database: DatabaseSync, sql: string, values: Values) => statement(database, sql).run(...values);
const all = (database: DatabaseSync, sql: string, values: Values = []): unknown =>
  statement(database, sql).all(...values);
const one = (database: DatabaseSync, sql: string, values: Values): unknown => statement(database, sql).get(...values);

const createTopics = (database: DatabaseSync, topics: readonly { name: string; partitions: number }[]): void => {
  for (const { name, partitions } of topics) {
    const { changes } = run(database, 'INSERT INTO topic VALUES (?, ?) ON CONFLICT DO NOTHING', [name, partitions]);
    if (changes === 0) continue;
    for (let partition = 0; partition < partitions; partition++)
      run(database, 'INSERT INTO topic_partition VALUES (?, ?, 0)', [name, partition]);
  }
};

const topics = (database: DatabaseSync): unknown => all(database, 'SELECT name, partitions FROM topic ORDER BY name');

type NewMessage = { topic: string; partition: number; key: string; headers: string; value: Uint8Array; nowMs: number };
const publish = (database: DatabaseSync, message: NewMessage): number => {
  const { topic, partition, key, headers, value, nowMs } = message;
  const row = one(
    database,
    `UPDATE topic_partition SET next_offset = next_offset + 1 WHERE topic = ? AND partition = ?
     RETURNING next_offset - 1 AS taken`,
    [topic, partition],
  ) as { taken: number } | undefined;
  if (!row) throw new Error('no such partition');
  run(
    database,
    `INSERT INTO message (topic, partition, at_offset, key, headers, value, published_ms) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [topic, partition, row.taken, key, headers, value, nowMs],
  );
  return row.taken;
};

/** A new group begins at the oldest message that is still there. */
const register = (database: DatabaseSync, argument: { group: string; topics: readonly string[] }): void => {
  for (const topic of argument.topics)
    run(
      database,
      `INSERT INTO group_offset
       SELECT ?, topic, partition, coalesce(
         (SELECT min(at_offset) FROM message m WHERE m.topic = p.topic AND m.partition = p.partition), next_offset)
       FROM topic_partition p WHERE topic = ? ON CONFLICT DO NOTHING`,
      [argument.group, topic],
    );
};

const here = 'consumer_group = ? AND topic = ? AND partition = ?';

const standing = (database: DatabaseSync, { group, topic, partition }: Place): Standing => {
  const place = [group, topic, partition];
  const offset = one(database, `SELECT committed FROM group_offset WHERE ${here}`, place) as
    { committed: number } | undefined;
  if (!offset) throw new Error('the group is not registered');
  const suspects = all(
    database,
    `SELECT at_offset FROM attempt WHERE ${here} AND ended = 0 ORDER BY at_offset`,
    place,
  ) as { at_offset: number }[];
  const parked = all(database, `SELECT DISTINCT key FROM dead_letter WHERE ${here}`, place) as { key: string }[];
  return {
    committed: offset.committed,
    suspects: suspects.map((row) => row.at_offset),
    parkedKeys: parked.map((row) => row.key),
  };
};

type Fetch = { topic: string; partition: number; from: number; maxCount: number; maxBytes: number };
const fetch = (database: DatabaseSync, { topic, partition, from, ...max }: Fetch): readonly StoredMessage[] => {
  const rows = statement(
    database,
    `SELECT at_offset AS "offset", key, headers, value FROM message
     WHERE topic = ? AND partition = ? AND at_offset >= ? ORDER BY at_offset LIMIT ?`,
  ).iterate(topic, partition, from, max.maxCount) as IterableIterator<StoredMessage>;
  const found: StoredMessage[] = [];
  let bytes = 0;
  for (const row of rows) {
    found.push(row);
    bytes += row.value.byteLength;
    if (bytes >= max.maxBytes) break;
  }
  return found;
};

/** Counts a delivery before it is made, so that one that ends with the process counts too. */
const begin = (database: DatabaseSync, { group, topic, partition, offset }: Place & { offset: number }): Attempts =>
  one(
    database,
    `INSERT INTO attempt VALUES (?, ?, ?, ?, 1, 0, 0)
     ON CONFLICT DO UPDATE SET attempts = attempts + 1, ended = 0 RETURNING attempts, excused`,
    [group, topic, partition, offset],
  ) as Attempts;

type Failure = Place & { offset: number; excused: boolean };
const failed = (database: DatabaseSync, { group, topic, partition, offset, excused }: Failure): void => {
  run(database, `UPDATE attempt SET ended = 1, excused = excused + ? WHERE ${here} AND at_offset = ?`, [
    excused ? 1 : 0,
    group,
    topic,
    partition,
    offset,
  ]);
};

type Parking = Place & { offset: number; attempt: number; reason: string; parkedAt: string };
const park = (database: DatabaseSync, parking: Parking): void => {
  const { group, topic, partition, offset, attempt, reason, parkedAt } = parking;
  run(
    database,
    `INSERT INTO dead_letter
       (consumer_group, topic, partition, at_offset, key, headers, value, attempt, reason, parked_at)
     SELECT ?, topic, partition, at_offset, key, headers, value, ?, ?, ? FROM message
     WHERE topic = ? AND partition = ? AND at_offset = ? ON CONFLICT DO NOTHING`,
    [group, attempt, reason, parkedAt, topic, partition, offset],
  );
};

type Finish = Place & { finished: readonly number[]; committed: number };
const finish = (database: DatabaseSync, { group, topic, partition, finished, committed }: Finish): void => {
  const place = [group, topic, partition];
  run(database, `UPDATE group_offset SET committed = max(committed, ?) WHERE ${here}`, [committed, ...place]);
  for (const offset of finished)
    run(database, `DELETE FROM attempt WHERE ${here} AND at_offset = ?`, [...place, offset]);
};

const ends = (database: DatabaseSync, names: readonly string[]): readonly End[] =>
  names.flatMap(
    (topic) =>
      all(database, 'SELECT topic, partition, next_offset AS "end" FROM topic_partition WHERE topic = ?', [
        topic,
      ]) as End[],
  );

const deadLetters = (database: DatabaseSync, group: string): unknown =>
  all(
    database,
    `SELECT topic, partition, at_offset AS "offset", key, headers, value, attempt, reason, parked_at AS parkedAt
     FROM dead_letter WHERE consumer_group = ? ORDER BY topic, partition, at_offset`,
    [group],
  );

/** What every group of a topic has passed; of a topic that no group reads here, everything. */
const prune = (database: DatabaseSync, beforeMs: number): number =>
  Number(
    run(
      database,
      `DELETE FROM message WHERE published_ms < ? AND at_offset < coalesce((
         SELECT min(committed) FROM group_offset g WHERE g.topic = message.topic AND g.partition = message.partition),
         at_offset + 1)`,
      [beforeMs],
    ).changes,
  );

const of =
  <Argument>(procedure: (database: DatabaseSync, argument: Argument) => unknown) =>
  (database: DatabaseSync, argument: unknown) =>
    procedure(database, argument as Argument);

export const procedures = {
  createTopics: of(createTopics),
  topics: of(topics),
  publish: of(publish),
  register: of(register),
  standing: of(standing),
  fetch: of(fetch),
  begin: of(begin),
  failed: of(failed),
  park: of(park),
  finish: of(finish),
  ends: of(ends),
  deadLetters: of(deadLetters),
  prune: of(prune),
};
