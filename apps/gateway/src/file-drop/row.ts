import type { CloudEventDto } from '@knooppunt/contracts';
import type { BatchItem } from '@knooppunt/platform';

/** One row of a file: where it begins, counted from one, and its delivery, or why there is none. */
export type DropRow = {
  readonly line: number;
  readonly item: BatchItem<CloudEventDto>;
  /** The column that the pointer of a fault names; a file of JSON lines has none. */
  readonly columnOf?: (pointer: string) => string | undefined;
};
