import { describe, expect, it } from '@jest/globals';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import { attributeForms } from './span-attributes.js';
import { contextOfHeader, headerOfContext, isTraceId } from './trace-context.js';
import { tracedMessaging, tracedStore } from './traced-ports.js';
import { overriding } from './traced.js';
import { Tracing } from './tracing.js';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const other = '0af7651916cd43dd8448eb211c80319c';
const parent = '00f067aa0ba902b7';
const traceparent = `00-${traceId}-${parent}-01`;
const tokens = [
  'Kanarie van de Planter',
  '123456782',
  'kanarie@planter.example',
  '/v1/casussen/123456782?naam=kanarie',
];
const seen = /kanari|planter|123456782/i;
const traces = () => {
  const exporter = new InMemorySpanExporter();
  return { exporter, tracing: Tracing.into(exporter, 'spec'), spans: () => exporter.getFinishedSpans() };
};
const envelope = (id: string): Uint8Array => new TextEncoder().encode(JSON.stringify({ id: 'x', traceId: id }));
const everything = (spans: readonly object[]): string =>
  JSON.stringify(
    (spans as Record<string, unknown>[]).map(({ name, attributes, events, links, status, resource }) => [
      name,
      attributes,
      events,
      links,
      status,
      (resource as { attributes: unknown }).attributes,
    ]),
  );

describe('the header traceparent', () => {
  it('goes to a place in a trace and back', () => {
    const place = contextOfHeader(traceparent);
    expect(place).toMatchObject({ traceId, spanId: parent, traceFlags: 1 });
    expect(place && headerOfContext(place)).toBe(traceparent);
  });

  it.each([
    undefined,
    '',
    `01-${traceId}-${parent}-01`,
    `00-${'0'.repeat(32)}-${parent}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-${parent}-01`,
    `${traceparent}-x`,
    `${traceparent}, ${traceparent}`,
  ])('%p is none', (header) => {
    expect(contextOfHeader(header)).toBeUndefined();
  });

  it('has a trace id of 32 hexadecimal digits', () => {
    expect([traceId, '0'.repeat(32), traceId.slice(1), `${traceId}0`, 7].map(isTraceId)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('a span', () => {
  it('goes on where the header says, and hands its own place to what it runs', async () => {
    const { tracing, spans } = traces();
    await tracing.span({ name: 'outer', kind: 'server', place: { traceparent } }, async () => {
      await tracing.span({ name: 'inner' }, async () => expect(tracing.traceparent()).toMatch(`00-${traceId}-`));
    });
    const [inner, outer] = spans();
    expect(outer?.spanContext().traceId).toBe(traceId);
    expect(outer?.parentSpanContext?.spanId).toBe(parent);
    expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
  });

  it('without a header begins in the trace of the envelope, and in its own next time', async () => {
    const { tracing, spans } = traces();
    await tracing.span({ name: 'a', place: { traceId } }, async () => undefined);
    await tracing.span({ name: 'b' }, async () => undefined);
    const [a, b] = spans();
    expect([a?.spanContext().traceId, a?.parentSpanContext]).toEqual([traceId, undefined]);
    expect(b?.spanContext().traceId).not.toBe(traceId);
  });

  it('never ends up in another trace than the envelope’s, whatever runs around it or comes along', async () => {
    const { tracing, spans } = traces();
    await tracing.span({ name: 'around', place: { traceId: other } }, async () => {
      await tracing.span(
        { name: 'append', place: { traceId, traceparent: `00-${other}-${parent}-01` } },
        async () => undefined,
      );
    });
    expect(spans()[0]?.spanContext().traceId).toBe(traceId);
  });

  it.each(['server', 'consumer'] as const)(
    'of a %s goes on where its sender was, not in what happens to run',
    async (kind) => {
      const { tracing, spans } = traces();
      await tracing.span({ name: 'around', place: { traceId } }, () =>
        tracing.span({ name: 'from outside', kind, place: { traceparent, traceId } }, async () => undefined),
      );
      expect(spans()[0]?.parentSpanContext?.spanId).toBe(parent);
    },
  );

  it('keeps of an error its code or class, and throws it on', async () => {
    const { tracing, spans } = traces();
    for (const token of tokens) {
      const error = Object.assign(new RangeError(token, { cause: token }), { code: token, name: token });
      await expect(tracing.span({ name: 'a' }, () => Promise.reject(error))).rejects.toBe(error);
    }
    const coded = Object.assign(new Error('kanarie'), { code: 'event-store/store-unavailable' });
    await expect(tracing.span({ name: 'a' }, () => Promise.reject(coded))).rejects.toBe(coded);
    expect(spans().map(({ attributes }) => attributes['error.type'])).toEqual([
      ...tokens.map(() => 'RangeError'),
      'event-store/store-unavailable',
    ]);
    expect(everything(spans())).not.toMatch(seen);
  });

  it('takes no planted token in any attribute, declared or not', () => {
    const { tracing, spans } = traces();
    for (const token of tokens) {
      for (const name of [...Object.keys(attributeForms), 'url.full', 'user.id', token]) {
        const attributes = Object.fromEntries([[name, token]]);
        tracing.begin({ name: 'a', attributes })?.end(attributes);
      }
    }
    expect(spans().length).toBeGreaterThan(30);
    expect(everything(spans())).not.toMatch(seen);
  });

  it('is nothing where traces are off', async () => {
    const tracing = Tracing.off();
    expect(await tracing.span({ name: 'a' }, async () => tracing.traceparent() ?? 'none')).toBe('none');
    expect(tracing.begin({ name: 'a' })).toBeUndefined();
    const port = { publish: async () => 1, consume: async () => 2 };
    expect(tracedMessaging(port, tracing)).toBe(port);
    await tracing.close();
  });

  it('costs nothing but itself where the collector is away', async () => {
    const tracing = Tracing.to({ url: 'http://127.0.0.1:9/v1/traces', service: 'spec' });
    expect(await tracing.span({ name: 'a' }, async () => 7)).toBe(7);
    await tracing.close();
  });
});

describe('a message', () => {
  type Message = {
    readonly key: string;
    readonly value: Uint8Array;
    readonly headers: Readonly<Record<string, string>>;
  };
  type Handler = (delivery: Message & { readonly topic: string; readonly partition: number }) => Promise<void>;
  const topicOf = () => {
    const sent: Message[] = [];
    let handler: Handler = async () => undefined;
    return {
      sent,
      publish: async (_topic: string, message: Message) => sent.push(message),
      consume: async ({ onMessage }: { readonly group: string; readonly onMessage: Handler }) => {
        handler = onMessage;
      },
      deliver: () => Promise.all(sent.map((message) => handler({ ...message, topic: 'signals.pol', partition: 2 }))),
    };
  };
  const store = { append: async () => 1, read: async () => [] as readonly number[] };

  it('carries its place, and what handles it appends in the same trace', async () => {
    const { tracing, spans } = traces();
    const topic = topicOf();
    const messaging = tracedMessaging(topic, tracing);
    const log = tracedStore(
      store as {
        append: (stream: string, events: readonly { bytes: Uint8Array }[], expected: string) => Promise<number>;
        read: (stream: string) => Promise<readonly number[]>;
      },
      tracing,
    );
    await messaging.consume({
      group: 'intake',
      onMessage: async ({ value }) => {
        await log.read('contribution-1');
        await log.append('contribution-1', [{ bytes: value }], 'no-stream');
      },
    });
    await tracing.span({ name: 'POST /v1/leveringen', kind: 'server', place: { traceparent, traceId } }, async () => {
      await messaging.publish('signals.pol', { key: 'kanarie', value: envelope(traceId), headers: { id: 'kanarie' } });
    });
    expect(topic.sent[0]?.headers).toEqual({ id: 'kanarie', traceparent: expect.stringMatching(`^00-${traceId}-`) });
    await topic.deliver();
    expect(spans().map(({ name }) => name)).toEqual([
      'message publish',
      'POST /v1/leveringen',
      'event-store read',
      'event-store append',
      'message process',
    ]);
    expect(new Set(spans().map((span) => span.spanContext().traceId))).toEqual(new Set([traceId]));
    const [publish, server, read, append, process] = spans();
    expect(publish?.parentSpanContext?.spanId).toBe(server?.spanContext().spanId);
    expect(process?.parentSpanContext?.spanId).toBe(publish?.spanContext().spanId);
    for (const one of [read, append]) expect(one?.parentSpanContext?.spanId).toBe(process?.spanContext().spanId);
    expect(process?.attributes).toEqual({
      'messaging.destination.name': 'signals.pol',
      'messaging.destination.partition.id': 2,
      'messaging.consumer.group.name': 'intake',
    });
    expect(append?.attributes).toEqual({ 'knooppunt.stream_category': 'contribution', 'knooppunt.events': 1 });
    expect(everything(spans())).not.toMatch(seen);
  });

  it('without a header is handled in the trace of its envelope', async () => {
    const { tracing, spans } = traces();
    const topic = topicOf();
    await tracedMessaging(topic, tracing).consume({ group: 'intake', onMessage: async () => undefined });
    topic.sent.push({ key: 'k', value: envelope(other), headers: {} });
    await topic.deliver();
    expect(spans()[0]?.spanContext().traceId).toBe(other);
  });
});

describe('an overridden port', () => {
  it('keeps its private members and its other methods', () => {
    class Counted {
      #count = 0;
      next = (): number => (this.#count += 1);
      twice(): number {
        return this.#count * 2;
      }
    }
    const port = overriding(new Counted(), { next: () => 7 });
    expect([port.next(), port.twice()]).toEqual([7, 0]);
  });
});
