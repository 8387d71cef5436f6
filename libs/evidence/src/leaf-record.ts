import type { CooperationId } from '@knooppunt/kernel';

/**
 * The leaf hashes of one cooperation as the sequencer kept them: `at(index)` gives 32 bytes, also of what came after it was
 * opened; `size` is how many there were before the log was read, so that a log that has fewer lost some.
 * On disk a file of concatenated hashes and nothing else. It is a help, not a proof: the signed root commits to it.
 */
export type LeafRecord = { readonly size: number; readonly at: (index: number) => Uint8Array | undefined };

/** Name of the file of a cooperation's leaf record, in the folder `evidence` beside the log. */
export const leafRecordFile = (cooperation: CooperationId): string => `${cooperation}.leaves`;
