import type { Position, Projection } from '@knooppunt/kernel';
import { FollowerStopped } from './errors.js';
import type { LogSource } from './log-source.js';
import { positionName } from './naming.js';
import type { ReadStore } from './port.js';
import { changesOf, projectorBatchSize } from './projected.js';

/** `batchSize`: events per transaction, default 500. */
export type RebuildOptions = {
  readonly source: LogSource;
  readonly readStore: ReadStore;
  readonly projection: Projection;
  readonly batchSize?: number;
};

/**
 * Empties a projection and builds it again from the first event up to the head that the log has now; returns the digest of its
 * rows. Rejects with `ProjectionMoved` when a projector works on it meanwhile, and with what the projection throws.
 */
export const rebuild = async (options: RebuildOptions): Promise<string> => {
  const { source, readStore, projection, batchSize = projectorBatchSize } = options;
  const head = await source.head();
  await readStore.reset(projection);
  if (head !== undefined) await replay({ source, readStore, projection, batchSize }, head);
  return readStore.digest(projection);
};

const replay = async (options: Required<RebuildOptions>, head: Position): Promise<void> => {
  const { source, readStore, projection, batchSize } = options;
  const reading = new AbortController();
  let from: Position | undefined;
  try {
    for await (const batch of source.subscribe({ signal: reading.signal, batchSize })) {
      const wanted = batch.filter(({ position }) => position <= head);
      const to = wanted.at(-1)?.position;
      if (to !== undefined) await readStore.apply(projection, changesOf(projection, wanted), { from, to });
      from = to ?? from;
      if (from !== undefined && from >= head) return;
      if (wanted.length < batch.length) return;
    }
    throw new FollowerStopped(positionName(projection));
  } finally {
    reading.abort();
  }
};
