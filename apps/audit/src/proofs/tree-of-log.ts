import { checkCheckpoint, checkpointOf, checkpointType, claimedCooperation, TreeHasher } from '@knooppunt/evidence';
import type { CheckpointData, LogRow, VerifierKey } from '@knooppunt/evidence';
import type { CooperationId, Position } from '@knooppunt/kernel';
import { sha256, verifySignature } from '../crypto.js';
import type { SqliteSource } from '@knooppunt/event-store';
import { Unreadable } from '../unreadable.js';

/** A checkpoint with a good signature, by the size that it covers. */
export type SignedSize = { readonly size: number; readonly root: Uint8Array; readonly data: CheckpointData };

/** The tree of one cooperation: leaf hashes in order, the position of each, and what was signed of it, by rising size. */
export type TreeOfLog = {
  readonly cooperation: CooperationId;
  readonly leaves: readonly Uint8Array[];
  readonly positions: readonly Position[];
  readonly signed: readonly SignedSize[];
};

const signedIn = ({ bytes }: LogRow, keys: readonly VerifierKey[]): SignedSize | undefined => {
  try {
    const { data } = JSON.parse(new TextDecoder().decode(bytes)) as { readonly data: CheckpointData };
    if (checkCheckpoint(data, keys, verifySignature) !== 'good') return undefined;
    const { size, root } = checkpointOf(data);
    return { size, root, data };
  } catch {
    // What is no checkpoint covers nothing; verify names it.
    return undefined;
  }
};

/** The one cooperation that the log has, or the one that is asked for. Throws `Unreadable` which-cooperation. */
export const cooperationIn = (source: SqliteSource, asked: string | undefined): CooperationId => {
  if (asked !== undefined) return asked;
  const names = source.cooperations();
  if (names.length === 1 && names[0] !== undefined) return names[0];
  throw new Unreadable('which-cooperation', names.join(', ') || '-');
};

/** Reads the tree of a cooperation out of the log. Throws `Unreadable` no-tree where it has no leaf. */
export const treeOf = (
  source: SqliteSource,
  cooperation: CooperationId,
  keys: readonly VerifierKey[],
  seen: (events: number) => void,
): TreeOfLog => {
  const hasher = new TreeHasher(sha256);
  const leaves: Uint8Array[] = [];
  const positions: Position[] = [];
  const signed: SignedSize[] = [];
  let done = 0;
  for (const row of source.rows()) {
    seen(++done);
    if (claimedCooperation(row.bytes) !== cooperation) continue;
    const found = row.type === checkpointType ? signedIn(row, keys) : undefined;
    if (found && found.size <= leaves.length) signed.push(found);
    leaves.push(hasher.leaf(row.bytes));
    positions.push(row.position);
  }
  if (leaves.length === 0) throw new Unreadable('no-tree', cooperation);
  return { cooperation, leaves, positions, signed: signed.toSorted((one, other) => one.size - other.size) };
};
