import { overriding } from '../tracing/traced.js';
import type { Metrics } from './metrics.js';

// What this lib must know of its neighbour's port, which it may not import.
type StoreShape = {
  append(
    stream: string,
    events: readonly { readonly type: string }[],
    expected: never,
  ): Promise<{ readonly repeated: boolean }>;
};

const outcomes: Readonly<Record<string, string>> = {
  DisclosureRecorded: 'recorded',
  DisclosureAborted: 'aborted',
  ReadRefused: 'refused',
};

/**
 * The event store, counting what the gate writes down (`knooppunt_disclosures_total`) once it is durable: recorded, aborted
 * by a change in between, refused. A repeated append counts once.
 */
export const meteredStore = <Port extends StoreShape>(store: Port, metrics: Metrics): Port => {
  const append: StoreShape['append'] = async (stream, events, expected) => {
    const result = await store.append(stream, events, expected);
    for (const { type } of result.repeated ? [] : events) {
      const outcome = outcomes[type];
      if (outcome !== undefined) metrics.increment('knooppunt_disclosures_total', { outcome });
    }
    return result;
  };
  return overriding<StoreShape>(store, { append }) as Port;
};
