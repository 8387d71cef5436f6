import type { SpanSort, Tracing } from './tracing.js';
import { overriding, traced } from './traced.js';

// What this lib must know of the ports of its neighbours, which it may not import: shapes, no types of theirs.
type Sent = { readonly value: Uint8Array; readonly headers: Readonly<Record<string, string>> };
type Received = Sent & { readonly topic: string; readonly partition: number };
type Consuming = { readonly group: string; readonly onMessage: (delivery: never) => Promise<void> };
type MessagingShape = {
  publish(topic: string, message: never): Promise<unknown>;
  consume(options: never): Promise<unknown>;
};
type StoreShape = {
  append(stream: string, events: readonly { readonly bytes: Uint8Array }[], expected: never): Promise<unknown>;
  read(stream: string, options?: never): Promise<readonly unknown[]>;
};

const decoder = new TextDecoder();

/** The trace id of an envelope; undefined where these bytes are none. */
const traceIdOf = (bytes: Uint8Array | undefined): string | undefined => {
  if (!bytes) return undefined;
  try {
    const { traceId } = JSON.parse(decoder.decode(bytes)) as { readonly traceId?: unknown };
    return typeof traceId === 'string' ? traceId : undefined;
  } catch {
    return undefined;
  }
};

/**
 * The messaging port with a span per message that is published and per message that is handled. The place in the trace
 * travels in the header `traceparent`; a message without one begins in the trace of its envelope. Headers get nothing else.
 */
export const tracedMessaging = <Port extends MessagingShape>(messaging: Port, tracing: Tracing): Port => {
  if (!tracing.isOn) return messaging;
  const publish = (topic: string, message: Sent): Promise<unknown> => {
    const sort: SpanSort = {
      name: 'message publish',
      kind: 'producer',
      attributes: { 'messaging.destination.name': topic },
      place: { traceparent: message.headers['traceparent'], traceId: traceIdOf(message.value) },
    };
    return tracing.span(sort, () => {
      const traceparent = tracing.traceparent();
      const headers = traceparent === undefined ? message.headers : { ...message.headers, traceparent };
      return messaging.publish(topic, { ...message, headers } as never);
    });
  };
  const consume = (options: Consuming): Promise<unknown> => {
    const onMessage = (delivery: Received): Promise<void> => {
      const { topic, partition, value, headers } = delivery;
      const sort: SpanSort = {
        name: 'message process',
        kind: 'consumer',
        attributes: {
          'messaging.destination.name': topic,
          'messaging.destination.partition.id': partition,
          'messaging.consumer.group.name': options.group,
        },
        place: { traceparent: headers['traceparent'], traceId: traceIdOf(value) },
      };
      return tracing.span(sort, () => options.onMessage(delivery as never));
    };
    return messaging.consume({ ...options, onMessage } as never);
  };
  return overriding<MessagingShape>(messaging, { publish, consume }) as Port;
};

/**
 * The event store with a span per append and per read of a stream: its category and the number of events, no ids. Reads get
 * one only within another span; an append outside any begins in the trace of its first envelope.
 */
export const tracedStore = <Port extends StoreShape>(store: Port, tracing: Tracing): Port => {
  const categoryOf = (stream: string): string => stream.split('-', 1)[0] ?? '';
  return traced<StoreShape>(store, tracing, {
    append: (stream, events) => ({
      name: 'event-store append',
      kind: 'client',
      attributes: { 'knooppunt.stream_category': categoryOf(stream), 'knooppunt.events': events.length },
      place: { traceId: traceIdOf(events[0]?.bytes) },
    }),
    read: (stream) =>
      tracing.isWithin
        ? {
            name: 'event-store read',
            kind: 'client',
            attributes: { 'knooppunt.stream_category': categoryOf(stream) },
          }
        : undefined,
  }) as Port;
};
