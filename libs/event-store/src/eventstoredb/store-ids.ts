import { hash } from 'node:crypto';
import type { Uuid } from '@knooppunt/kernel';
import type { NewEvent } from '../port.js';
import { uuidV8FromBytes } from '../uuid.js';

// An envelope begins with these two members (`encodeEvent`); what has another beginning is no envelope of ours.
const beginning = '{"id":"';
const idForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const typeForm = /^\w+$/;
const idLength = 36;
const idEnd = beginning.length + idLength;

/**
 * The id under which the server keeps an envelope: uuid v8 of the SHA-256 of its bytes. The server takes the same id at
 * the same place for the same write without looking at the bytes; with this id that is true. Source: ADR 0010.
 */
export const storeIdOfBytes = (bytes: Uint8Array): Uuid => uuidV8FromBytes(hash('sha256', bytes, 'buffer'));

/** Whether an id is `storeIdOfBytes` of these bytes, without making another: this is asked for each event that is read. */
const isDigestOf = (storeId: Uuid, bytes: Uint8Array): boolean => {
  const hex = hash('sha256', bytes, 'hex');
  return (
    storeId.startsWith(hex.slice(0, 8)) &&
    storeId.startsWith(hex.slice(8, 12), 9) &&
    storeId.startsWith(hex.slice(13, 16), 15) &&
    storeId.startsWith(hex.slice(17, 20), 20) &&
    storeId.startsWith(hex.slice(20, 32), 24) &&
    storeId[14] === '8' &&
    parseInt(storeId[19] ?? '', 16) === (parseInt(hex[16] ?? '', 16) & 3) + 8
  );
};

const textAt = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to);

/** The id that an envelope of this type begins with; `undefined` where the bytes begin otherwise. */
const envelopeIdOf = (bytes: Uint8Array, type: string): Uuid | undefined => {
  const next = `","type":"${type}"`;
  const end = idEnd + next.length;
  if (bytes.length <= end || !typeForm.test(type)) return undefined;
  const head = textAt(bytes, 0, end);
  const id = head.slice(beginning.length, idEnd);
  return head.startsWith(beginning) && head.endsWith(next) && idForm.test(id) ? id : undefined;
};

/** Whether the bytes themselves say the id and the type that an event is stored under. */
const namesItself = ({ id, type, bytes }: NewEvent): boolean => envelopeIdOf(bytes, type) === id;

/**
 * The id that the server is given, and whether it stands for the bytes. Bytes that do not name the event themselves keep
 * the event's id, for nothing else could give it back; then only reading back tells whose bytes lie there.
 */
export const storeIdOf = (event: NewEvent): { readonly storeId: Uuid; readonly standsForBytes: boolean } =>
  namesItself(event)
    ? { storeId: storeIdOfBytes(event.bytes), standsForBytes: true }
    : { storeId: event.id, standsForBytes: false };

/**
 * The id of an event as the port gives it: the envelope's own where the server's is the digest of the bytes, else the
 * server's. So bytes or ids that somebody changed in the database never pass for the event that they name: not even
 * under the envelope's id itself, which nothing of ours is kept under; then it is the id that they should be kept under.
 */
export const portIdOf = (stored: {
  readonly storeId: Uuid;
  readonly type: string;
  readonly bytes: Uint8Array;
}): Uuid => {
  const { storeId, type, bytes } = stored;
  const id = envelopeIdOf(bytes, type);
  if (id === undefined) return storeId;
  if (isDigestOf(storeId, bytes)) return id;
  return storeId === id ? storeIdOfBytes(bytes) : storeId;
};
