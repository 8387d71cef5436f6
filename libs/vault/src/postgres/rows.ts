import { hash } from 'node:crypto';
import type { DestroyedKey, IntakeRow } from '../port.js';
import type { StoredKek, StoredKey, StoredRow } from '../keys/store.js';

type Row = Readonly<Record<string, unknown>>;

/** A wrapped key as the database holds it. */
export const bytesOfKey = (wrapped: string): Buffer => Buffer.from(wrapped, 'base64url');
/** A wrapped key as the vault passes it on. */
export const textOfKey = (wrapped: unknown): string => (wrapped as Buffer).toString('base64url');
/** `sha256:` over the wrapped bytes. */
export const digestOfKey = (wrapped: Buffer): string => `sha256:${hash('sha256', wrapped, 'hex')}`;

export const kekOf = (row: Row): StoredKek => ({
  id: row['id'] as string,
  cooperation: row['cooperation'] as string,
  supplier: row['supplier'] as string,
  month: row['month'] as string,
  wrapped: textOfKey(row['wrapped']),
});

export const keyOf = (row: Row): StoredKey => {
  const keyId = row['key_id'] as string;
  if (row['wrapped'] === null) return { keyId, state: 'destroyed' };
  return { keyId, state: 'alive', wrapped: textOfKey(row['wrapped']), kek: row['kek'] as string };
};

export const intakeOf = (row: Row): IntakeRow => ({
  contribution: row['contribution'] as string,
  stream: row['stream'] as string,
  topic: row['topic'] as string,
  digest: row['digest'] as string | null,
  bytes: row['bytes'] === null ? null : Uint8Array.from(row['bytes'] as Buffer),
  published: row['published'] as boolean,
  registeredAt: row['registered_at'] as string,
});

export const storedRowOf = (row: Row): StoredRow => ({
  row: intakeOf(row),
  digestKey:
    row['digest'] === null ? null : { wrapped: textOfKey(row['digest_wrapped']), kek: row['digest_kek'] as string },
});

export const destroyedOf = (row: Row): DestroyedKey => ({
  keyId: row['key_id'] as string,
  block: row['block'] as string,
  wrappedKeyDigest: row['digest'] as string,
  receipt: row['receipt'] as string,
});
