import type { KeyObject } from 'node:crypto';
import type { SealedBlock, Uuid } from '@knooppunt/kernel';
import { SealBroken } from '../errors.js';
import type { SealContext } from '../port.js';
import { decrypt, encrypt } from './aead.js';
import { checkOf } from './derive.js';
import { bytesOf, lengthPrefixed } from './encoding.js';
import { keyObjectOf } from './key-object.js';

/** A data key at work: its id, its bytes and the check value that its block carries. */
export type DataKey = { readonly keyId: Uuid; readonly key: KeyObject | Uint8Array; readonly check: string };

// Order and version of the associated data are part of every stored seal and never change (leaks-and-faults §3).
const associated = (context: SealContext, block: string, keyId: Uuid): Buffer =>
  lengthPrefixed(
    'kp1',
    context.cooperation,
    context.supplier,
    context.eventId,
    context.eventType,
    block,
    keyId,
    context.label,
  );

/** Seals one block; `iv` is fresh. The key serves for this block alone. */
export const sealBlock = (
  name: string,
  plain: Uint8Array,
  context: SealContext,
  { keyId, key: bytes, iv }: { readonly keyId: Uuid; readonly key: Uint8Array; readonly iv: Uint8Array },
): SealedBlock => {
  const key = keyObjectOf(bytes);
  return {
    keyId,
    check: checkOf(key),
    iv: Buffer.from(iv).toString('base64url'),
    ct: encrypt(key, iv, associated(context, name, keyId), plain).toString('base64url'),
  };
};

/** Opens one block where it was sealed. Throws `SealBroken` when anything of it or of its place differs. */
export const openBlock = (name: string, block: SealedBlock, context: SealContext, key: DataKey): Uint8Array => {
  const iv = bytesOf(block.iv);
  const ct = bytesOf(block.ct);
  if (block.check !== key.check || !iv || !ct) throw new SealBroken(block.keyId);
  const plain = decrypt(key.key, iv, associated(context, name, block.keyId), ct);
  if (!plain) throw new SealBroken(block.keyId);
  return plain;
};
