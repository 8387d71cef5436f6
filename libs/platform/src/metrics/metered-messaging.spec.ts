import { describe, expect, it } from '@jest/globals';
import { meteredMessaging } from './metered-messaging.js';
import { Metrics } from './metrics.js';

type Consuming = {
  readonly group: string;
  readonly topics: readonly string[];
  readonly onMessage: (delivery: { readonly topic: string }) => Promise<void>;
};

describe('metered messaging', () => {
  const labels = { topic: 'signals.pol', group: 'intake' };
  const engine = {
    consume: async (options: Consuming) => options,
    publish: async (topic: string) => `on ${topic}`,
  };
  const consuming = (onMessage: Consuming['onMessage']): Consuming => ({
    group: 'intake',
    topics: ['signals.pol', 'signals.coll'],
    onMessage,
  });

  it('counts the messages that a group handled, by topic', async () => {
    const metrics = new Metrics();
    const handled: string[] = [];
    const messaging = meteredMessaging(engine, metrics);
    const { onMessage } = await messaging.consume(consuming(async ({ topic }) => void handled.push(topic)));
    for (const topic of ['signals.pol', 'signals.coll', 'signals.pol']) await onMessage({ topic });

    expect(handled).toEqual(['signals.pol', 'signals.coll', 'signals.pol']);
    expect(await metrics.read('knooppunt_messages_handled_total', labels)).toBe(2);
    expect(await messaging.publish('signals.pol')).toBe('on signals.pol');
  });

  it('counts none whose handling failed', async () => {
    const metrics = new Metrics();
    const { onMessage } = await meteredMessaging(engine, metrics).consume(
      consuming(() => Promise.reject(new Error('away'))),
    );

    await expect(onMessage({ topic: 'signals.pol' })).rejects.toThrow('away');
    expect(await metrics.read('knooppunt_messages_handled_total', labels)).toBe(0);
  });
});
