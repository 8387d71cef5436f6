import { overriding } from '../tracing/traced.js';
import type { Metrics } from './metrics.js';

// What this lib must know of its neighbour's port, which it may not import.
type Delivery = { readonly topic: string };
type Consuming = {
  readonly group: string;
  readonly topics: readonly string[];
  readonly onMessage: (delivery: never) => Promise<void>;
};
type MessagingShape = { consume(options: never): Promise<unknown> };

/**
 * The messaging port, counting each message whose handling succeeded (`knooppunt_messages_handled_total`). One that comes
 * again after a crash counts again; one that failed does not count.
 */
export const meteredMessaging = <Port extends MessagingShape>(messaging: Port, metrics: Metrics): Port => {
  const consume = (options: Consuming): Promise<unknown> => {
    const { group, topics } = options;
    metrics.declare('group', [group]);
    metrics.declare('topic', topics);
    const onMessage = async (delivery: Delivery): Promise<void> => {
      await options.onMessage(delivery as never);
      metrics.increment('knooppunt_messages_handled_total', { topic: delivery.topic, group });
    };
    return messaging.consume({ ...options, onMessage } as never);
  };
  return overriding<MessagingShape>(messaging, { consume }) as Port;
};
