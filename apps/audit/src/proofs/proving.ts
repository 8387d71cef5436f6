import { consistencyProof, inclusionProof, noteOf, rootOf, sameBytes } from '@knooppunt/evidence';
import type { ConsistencyProof, InclusionProof, SignedNote } from '@knooppunt/evidence';
import type { Position } from '@knooppunt/kernel';
import { sha256 } from '../crypto.js';
import { Unreadable, wrongUsage } from '../unreadable.js';
import type { SignedSize, TreeOfLog } from './tree-of-log.js';

/** Why there is no proof: no checkpoint covers the event yet, or the log is not what was signed. */
export type Unproven = { readonly code: 'not-covered' | 'checkpoint-mismatch'; readonly detail: string };

/** A proof of inclusion, and the leaf that it is of. */
export type ProvenLeaf = { readonly proof: InclusionProof; readonly leaf: Uint8Array; readonly size: number };
/** A proof of consistency, and the older checkpoint that it starts from. */
export type ProvenGrowth = { readonly proof: ConsistencyProof; readonly older: SignedNote; readonly size: number };

const isTrue = ({ leaves }: TreeOfLog, { size, root }: SignedSize): boolean =>
  sameBytes(rootOf(sha256, leaves.slice(0, size)), root);

const mismatch = ({ size }: SignedSize): Unproven => ({ code: 'checkpoint-mismatch', detail: String(size) });

/** Proves that the event at a position is in the newest signed tree. Throws `Unreadable` no-event. */
export const proveEvent = (tree: TreeOfLog, position: Position): ProvenLeaf | Unproven => {
  const index = tree.positions.indexOf(position);
  const leaf = tree.leaves[index];
  if (!leaf) throw new Unreadable('no-event', String(BigInt(position)));
  const newest = tree.signed.at(-1);
  if (!newest || newest.size <= index) return { code: 'not-covered', detail: String(newest?.size ?? 0) };
  if (!isTrue(tree, newest)) return mismatch(newest);
  const path = inclusionProof(sha256, tree.leaves, index, newest.size);
  return { proof: { index, path, extra: leaf, checkpoint: noteOf(newest.data) }, leaf, size: newest.size };
};

const sizeOf = (tree: TreeOfLog, given: string): SignedSize => {
  const found = tree.signed.find(({ size }) => String(size) === given);
  if (found) return found;
  const near = tree.signed.map(({ size }) => size).toSorted((one, other) => distance(one) - distance(other));
  function distance(size: number): number {
    return Math.abs(size - Number(given));
  }
  throw new Unreadable('no-checkpoint', given, near.slice(0, 3).join(', ') || '-');
};

/** Proves that one signed tree begins another; without a second size the newest. Throws `Unreadable`: no-checkpoint, usage. */
export const proveGrowth = (tree: TreeOfLog, from: string, to: string | undefined): ProvenGrowth | Unproven => {
  const first = sizeOf(tree, from);
  const second = to === undefined ? (tree.signed.at(-1) ?? first) : sizeOf(tree, to);
  if (first.size > second.size)
    throw wrongUsage(`--from ${from} is groter dan --to ${to}`, `--from ${from} is larger than --to ${to}`);
  const wrong = [first, second].find((signed) => !isTrue(tree, signed));
  if (wrong) return mismatch(wrong);
  const path = consistencyProof(sha256, tree.leaves, first.size, second.size);
  return {
    proof: { old: first.size, path, checkpoint: noteOf(second.data) },
    older: noteOf(first.data),
    size: second.size,
  };
};
