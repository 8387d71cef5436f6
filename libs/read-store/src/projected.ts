import type { Projection, Recorded, RowChange } from '@knooppunt/kernel';

/** Events per transaction while catching up. */
export const projectorBatchSize = 500;

/** What a batch changes in a projection, in order; events that it does not handle change nothing. */
export const changesOf = ({ handles, evolve }: Projection, batch: readonly Recorded[]): readonly RowChange[] =>
  batch.filter(({ type }) => handles.includes(type)).flatMap((event) => evolve(event));
