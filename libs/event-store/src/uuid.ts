import { createHash } from 'node:crypto';
import type { Uuid } from '@knooppunt/kernel';

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const formatted = (source: Uint8Array, version: number): Uuid => {
  const bytes = Buffer.from(source.subarray(0, 16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | (version << 4), 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

/** The name-based UUID of a name (UTF-8) in a namespace that is a UUID itself. Throws a TypeError on another namespace. Source: RFC 9562 §5.5. */
export const uuidV5 = (namespaceUuid: Uuid, name: string | Uint8Array): Uuid => {
  if (!uuidForm.test(namespaceUuid)) throw new TypeError('the namespace is no uuid');
  const namespace = Buffer.from(namespaceUuid.replaceAll('-', ''), 'hex');
  return formatted(createHash('sha1').update(namespace).update(name).digest(), 5);
};

/** A UUID of our own making from the first 16 of these bytes, such as an HMAC. Throws a TypeError on fewer. Source: RFC 9562 §5.8. */
export const uuidV8FromBytes = (bytes: Uint8Array): Uuid => {
  if (bytes.length < 16) throw new TypeError('a uuid takes 16 bytes');
  return formatted(bytes, 8);
};

/**
 * The id of the event that a command brings about at this place in its result, counted from 0: uuid v5 of both.
 * A command id belongs to one stream: a step that writes to a second stream has a command id of its own. Known before
 * the decision, because a seal is bound to the id of its event. Source: design §5.
 */
export const eventIdOf = (commandId: Uuid, index: number): Uuid => uuidV5(commandId, String(index));
