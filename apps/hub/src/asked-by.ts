import type { Caller } from '@knooppunt/platform';

/** What every request says of itself: who calls, for which purpose, in which chain of requests. */
export type AskedBy = {
  readonly caller: Caller;
  readonly purpose: string;
  readonly correlation: string;
  readonly traceId: string;
};
