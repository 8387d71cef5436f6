import { streamName } from '@knooppunt/kernel';
import type { CooperationId, StreamName, Uuid } from '@knooppunt/kernel';
import { checkpointIdOf, originOf, signCheckpoint } from './checkpoint.js';
import type { CheckpointData } from './checkpoint.js';
import { CompactRange, sameBytes, TreeHasher } from './merkle.js';
import type { Sha256 } from './merkle.js';
import type { Sign, VerifierKey } from './note.js';

/** The type of the events that are checkpoints. */
export const checkpointType = 'CheckpointSigned';

/** A stored event as the sequencer sees it: its tree, its type and its bytes. */
export type ObservedEvent = {
  readonly cooperation: CooperationId;
  readonly type: string;
  readonly bytes: Uint8Array;
};

/** Where an observed event stands: leaf `index` (from 0) of its cooperation's tree. */
export type ObservedLeaf = { readonly cooperation: CooperationId; readonly index: number; readonly leaf: Uint8Array };

/** A checkpoint ready to be appended to `stream` (expected: no stream). `id` is also the id of its command. */
export type NextCheckpoint = { readonly id: Uuid; readonly stream: StreamName; readonly data: CheckpointData };

type Tree = { readonly range: CompactRange; newestIsCheckpoint: boolean; distrusted: boolean };

/**
 * The pure half of the sequencer: one tree per cooperation over the stored bytes in the store's total order.
 *
 * The loop around it feeds every event from the first position on, writes each leaf to `<cooperation>.leaves` (or compares
 * it with what lies there), makes that durable, and only then asks for the checkpoints that are due. Source: design §1(4).
 */
export class Sequencer {
  private readonly hasher: TreeHasher;
  private readonly trees = new Map<CooperationId, Tree>();

  constructor(private readonly options: { readonly sha256: Sha256; readonly key: VerifierKey }) {
    this.hasher = new TreeHasher(options.sha256);
  }

  /** Adds one event; gives its leaf, to be kept in the leaf record. `recorded` is the leaf that the record holds there, if any. */
  observe(event: ObservedEvent, recorded?: Uint8Array): ObservedLeaf {
    const tree = this.treeOf(event.cooperation);
    const leaf = this.hasher.leaf(event.bytes);
    const index = tree.range.size;
    tree.range.append(leaf);
    tree.newestIsCheckpoint = event.type === checkpointType;
    if (recorded && !sameBytes(recorded, leaf)) tree.distrusted = true;
    return { cooperation: event.cooperation, index, leaf };
  }

  /** How many leaves a cooperation's tree has. */
  sizeOf(cooperation: CooperationId): number {
    return this.trees.get(cooperation)?.range.size ?? 0;
  }

  /** Cooperations whose newest leaf is no checkpoint; ask after a batch, at start and at a graceful stop. */
  due(): readonly CooperationId[] {
    return [...this.trees].filter(([, tree]) => !tree.newestIsCheckpoint && !tree.distrusted).map(([id]) => id);
  }

  /** Cooperations whose log differs from its leaf record: nothing more is signed for them until somebody has looked. */
  distrusted(): readonly CooperationId[] {
    return [...this.trees].filter(([, tree]) => tree.distrusted).map(([id]) => id);
  }

  /** Signs the tree of a cooperation as it stands; undefined where none is due. The same size gives the same checkpoint. */
  next(cooperation: CooperationId, sign: Sign): NextCheckpoint | undefined {
    const tree = this.trees.get(cooperation);
    if (!tree || !this.due().includes(cooperation)) return undefined;
    const { key, sha256 } = this.options;
    const size = tree.range.size;
    const id = checkpointIdOf(sha256, cooperation, size);
    const checkpoint = { origin: originOf(key.name, cooperation), size, root: tree.range.root() };
    return { id, stream: streamName('checkpoint', id), data: signCheckpoint(checkpoint, id, { key, sign }) };
  }

  private treeOf(cooperation: CooperationId): Tree {
    const known = this.trees.get(cooperation);
    if (known) return known;
    const tree = { range: new CompactRange(this.hasher), newestIsCheckpoint: false, distrusted: false };
    this.trees.set(cooperation, tree);
    return tree;
  }
}
