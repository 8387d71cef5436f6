import type { Position, Recorded } from '@knooppunt/kernel';

/**
 * The log as followers see it: decoded events in the total order. The worker wires an event store and its codec into it.
 *
 * - `subscribe`: batches of at most `batchSize` events after a position (exclusive), without end; it reads on only when the
 *   previous batch was handled, and ends when the signal comes. What cannot be decoded is thrown, never left out.
 * - `head`: the position of the last event.
 */
export interface LogSource {
  subscribe(options: {
    readonly after?: Position;
    readonly signal: AbortSignal;
    readonly batchSize?: number;
  }): AsyncIterable<readonly Recorded[]>;
  head(): Promise<Position | undefined>;
}
