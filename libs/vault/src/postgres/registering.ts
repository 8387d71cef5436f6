import type { Answer, Statement } from '@knooppunt/postgres';
import { KeyClash, NoKeys, OwnerDestroyed } from '../errors.js';
import type { NewRow, StoredRow } from '../keys/store.js';
import type { WrappedKey } from '../port.js';
import type { Settled } from './grouped.js';
import { bytesOfKey, digestOfKey, storedRowOf } from './rows.js';

type Uuid = NewRow['contribution'];
type Row = Answer['rows'][number];
/** Keys that an owner is to keep. */
export type Keeping = { readonly owner: Uuid; readonly keys: readonly WrappedKey[] };
/** A row that is to be registered with its keys. */
export type Registering = { readonly row: NewRow; readonly keys: readonly WrappedKey[] };
/** What came of it: the row that is in the register now. */
export type RegisteredRow = StoredRow & { readonly inserted: boolean };

/**
 * Whoever keeps keys of an owner and whoever destroys them go one after the other, also where no row is there yet. Always in
 * the order of the locks, so that two groups never wait for each other. The statement behind it sees what was committed
 * before it got them.
 */
export const lockOwners = (owners: readonly Uuid[]): Statement => [
  `SELECT pg_advisory_xact_lock(lock) FROM (
    SELECT hashtextextended(owner, 0) AS lock FROM unnest($1::text[]) AS owners (owner) ORDER BY lock) AS ordered`,
  owners,
];

// Of each owner: is a key of its there already with other bytes or of another, are its keys gone, is there a key that is new?
const judged = `fresh AS (
    SELECT fresh.*, there.key_id IS NULL AS is_new,
      there.key_id IS NOT NULL AND (there.owner, there.block, there.digest) IS DISTINCT FROM (fresh.owner, fresh.block, fresh.digest)
        AS is_clash
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::text[]) WITH ORDINALITY
      AS fresh (key_id, owner, block, kek, wrapped, digest, nr)
    LEFT JOIN data_key AS there ON there.key_id = fresh.key_id),
  judged AS (
    SELECT owner, bool_or(is_clash) AS is_clash, bool_or(is_new) AND EXISTS (
      SELECT 1 FROM data_key WHERE data_key.owner = fresh.owner AND receipt IS NOT NULL) AS is_gone
    FROM fresh GROUP BY owner)`;
const inserting = (owners: string): string => `INSERT INTO data_key (key_id, owner, block, kek, wrapped, digest)
    SELECT key_id, owner, block, kek, wrapped, digest FROM fresh WHERE is_new AND owner IN (${owners}) ORDER BY nr`;

const keepAll = `WITH ${judged}, kept AS (${inserting('SELECT owner FROM judged WHERE NOT is_clash AND NOT is_gone')})
  SELECT owner, is_clash, is_gone FROM judged`;

const registerAll = `WITH ${judged},
  candidate AS (
    SELECT * FROM unnest($7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::bytea[], $14::bytea[])
      AS candidate (contribution, stream, topic, registered_at, digest, digest_kek, digest_wrapped, bytes)),
  taken AS (
    INSERT INTO intake (contribution, stream, topic, registered_at, published, digest, digest_kek, digest_wrapped, bytes)
    SELECT contribution, stream, topic, registered_at, false, digest, digest_kek, digest_wrapped, bytes
    FROM candidate JOIN judged ON owner = contribution
    WHERE NOT is_clash AND NOT is_gone
      AND NOT EXISTS (SELECT 1 FROM intake AS there WHERE there.contribution = candidate.contribution)
    RETURNING contribution),
  kept AS (${inserting('SELECT contribution FROM taken')})
  SELECT owner, is_clash, is_gone, there.*, taken.contribution IS NOT NULL AS inserted
  FROM judged LEFT JOIN taken ON taken.contribution = owner LEFT JOIN (
    SELECT contribution, stream, topic, registered_at, published, digest, bytes, digest_kek, digest_wrapped FROM intake
  ) AS there ON there.contribution = owner`;

const columnsOf = (keepings: readonly Keeping[]): readonly unknown[] => {
  const all = keepings.flatMap(({ owner, keys }) => keys.map((key) => ({ ...key, owner })));
  const wrapped = all.map((key) => bytesOfKey(key.wrapped));
  const texts = (['keyId', 'owner', 'block', 'kek'] as const).map((name) => all.map((key) => key[name]));
  return [...texts, wrapped, wrapped.map(digestOfKey)];
};

/** Keeps the keys of many owners; one answer of `keptOf` for each. The locks of all owners must be held. */
export const keepStatement = (keepings: readonly Keeping[]): Statement => [keepAll, ...columnsOf(keepings)];

/** Registers many rows, each with its keys or not at all. The locks of all contributions must be held. */
export const registerStatement = (registerings: readonly Registering[]): Statement => {
  const rows = registerings.map(({ row }) => row);
  const texts = (['contribution', 'stream', 'topic', 'registeredAt', 'digest'] as const).map((name) =>
    rows.map((row) => row[name]),
  );
  return [
    registerAll,
    ...columnsOf(registerings.map(({ row, keys }) => ({ owner: row.contribution, keys }))),
    ...texts,
    rows.map(({ digestKey }) => digestKey.kek),
    rows.map(({ digestKey }) => bytesOfKey(digestKey.wrapped)),
    rows.map(({ bytes }) => Buffer.from(bytes)),
  ];
};

const byOwner = (answer: Answer | undefined): ReadonlyMap<unknown, Row> =>
  new Map((answer?.rows ?? []).map((row) => [row['owner'], row]));

const refusalOf = (owner: Uuid, row: Row | undefined): Error | undefined => {
  if (row?.['is_clash'] === true) return new KeyClash(owner);
  return row?.['is_gone'] === true ? new OwnerDestroyed(owner) : undefined;
};

/** What came of `keepStatement`, in the order of the askings. Errors: `vault/key-clash`, `vault/owner-destroyed`. */
export const keptOf = (keepings: readonly Keeping[], answer: Answer | undefined): readonly Settled<void>[] => {
  const rows = byOwner(answer);
  return keepings.map(({ owner }) => {
    const error = refusalOf(owner, rows.get(owner));
    return error ? { error } : { result: undefined };
  });
};

/** What came of `registerStatement`, in the order of the askings. Errors as of `keptOf`. */
export const registeredOf = (
  registerings: readonly Registering[],
  answer: Answer | undefined,
): readonly Settled<RegisteredRow>[] => {
  const rows = byOwner(answer);
  return registerings.map(({ row }) => {
    const found = rows.get(row.contribution);
    if (found?.['contribution'] != null) return { result: { ...storedRowOf(found), inserted: false } };
    const error = refusalOf(row.contribution, found);
    if (error || !found) return { error: error ?? new NoKeys(row.contribution) };
    const { contribution, stream, topic, registeredAt, digest, digestKey } = row;
    const stored = { contribution, stream, topic, digest, registeredAt, published: false };
    return { result: { row: { ...stored, bytes: Uint8Array.from(row.bytes) }, digestKey, inserted: true } };
  });
};
