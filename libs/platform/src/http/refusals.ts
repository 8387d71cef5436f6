import type { Caller } from '../auth/caller.js';
import type { PurposeHeader } from './edge-context.js';

/** A request of an authenticated caller that was not granted. Ids and codes only. */
export type HttpRefusal = {
  readonly caller: Caller;
  readonly status: number;
  readonly code: string;
  readonly basis: readonly string[];
  readonly method: string;
  /** Pattern of the route, never the address. */
  readonly route: string;
  readonly correlation: string;
  readonly traceId: string;
  readonly purpose?: PurposeHeader;
  readonly idempotencyKey?: string;
};

/**
 * Makes a refusal a fact before it is answered (house style, Errors). It gets every status from 400 on but what the gate
 * has recorded itself (`recorded` of the error); where it throws, a refusal becomes 503 `platform/niet-vastgelegd`.
 */
export type RecordRefusal = (refusal: HttpRefusal) => Promise<void>;
