import { describe, expect, it } from '@jest/globals';
import { eventCatalogue } from '@knooppunt/cases';
import { meteredStore } from './metered-store.js';
import { Metrics } from './metrics.js';

describe('a metered store', () => {
  const storeWith = (append: () => Promise<{ readonly repeated: boolean }>) => ({
    append: (_stream: string, _events: readonly { readonly type: string }[], _expected: 'no-stream') => append(),
    head: async () => '7',
  });
  const counts = async (metrics: Metrics): Promise<readonly number[]> =>
    Promise.all(
      (['recorded', 'aborted', 'refused'] as const).map((outcome) =>
        metrics.read('knooppunt_disclosures_total', { outcome }),
      ),
    );

  it('counts what the gate wrote down, and nothing else', async () => {
    const metrics = new Metrics();
    const store = meteredStore(
      storeWith(async () => ({ repeated: false })),
      metrics,
    );
    for (const type of Object.keys(eventCatalogue)) await store.append('disclosure-1', [{ type }], 'no-stream');
    expect(await counts(metrics)).toEqual([1, 1, 1]);
    expect(await store.head()).toBe('7');
  });

  it('counts no repeat and nothing that was not stored', async () => {
    const metrics = new Metrics();
    const event = [{ type: 'DisclosureRecorded' }];
    const repeating = storeWith(async () => ({ repeated: true }));
    await meteredStore(repeating, metrics).append('disclosure-1', event, 'no-stream');
    const failing = storeWith(() => Promise.reject(new Error('away')));
    await expect(meteredStore(failing, metrics).append('disclosure-1', event, 'no-stream')).rejects.toThrow('away');
    expect(await counts(metrics)).toEqual([0, 0, 0]);
  });
});
