import { changesOf, projectionOf } from './define.js';

/** A signed checkpoint of the Merkle tree of a cooperation: `size` in leaves, root and signature in base64. */
export type CheckpointRow = {
  readonly checkpoint_id: string;
  readonly cooperation: string;
  readonly origin: string;
  readonly size: number;
  readonly root: string;
  readonly key_name: string;
  readonly signature: string;
  readonly recorded_at: string;
  readonly position: string;
};

/** Tables of `checkpoints`. */
export type CheckpointsTables = { readonly checkpoints: CheckpointRow };
const { insertNew } = changesOf<CheckpointsTables>();

/** The checkpoints, for witnesses and `/v1/ijkpunten`. Source: design §1, C2SP checkpoint format. */
export const checkpoints = projectionOf<CheckpointsTables>({
  name: 'checkpoints',
  version: 1,
  tables: {
    checkpoints: {
      columns: {
        checkpoint_id: 'text',
        cooperation: 'text',
        origin: 'text',
        size: 'integer',
        root: 'text',
        key_name: 'text',
        signature: 'text',
        recorded_at: 'text',
        position: 'text',
      },
      key: ['checkpoint_id'],
      indexes: [['cooperation', 'size']],
    },
  },
  on: {
    CheckpointSigned: ({ checkpoint, origin, size, root, keyName, signature }, event) => [
      insertNew('checkpoints', {
        checkpoint_id: checkpoint,
        cooperation: event.cooperation,
        origin,
        size,
        root,
        key_name: keyName,
        signature,
        recorded_at: event.recordedAt,
        position: event.position,
      }),
    ],
  },
});
