import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { decodeEvent, encodeEvent, eventIdOf, openEmbeddedEventStore } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import { openEmbeddedMessaging } from '@knooppunt/messaging';
import type { Consumer, Messaging } from '@knooppunt/messaging';
import { cooperation, event, now, oin, startToy, taking } from '../../test/toy-app.js';
import type { Toy } from '../../test/toy-app.js';
import type { EdgeContext } from '../index.js';
import { tracedMessaging, tracedStore } from './traced-ports.js';
import { Tracing } from './tracing.js';

const topic = 'signals.coll';
const parent = '00f067aa0ba902b7';
const seen = /kanari|123456782/i;
const exporter = new InMemorySpanExporter();
const tracing = Tracing.into(exporter, 'spec');
let folder: string;
let toy: Toy;
let store: EventStore;
let messaging: Messaging;
let consumer: Consumer;

/** A refusal, for it needs no seal: the whole envelope, with the trace of the request. */
const refusalOf = (refusal: string, { correlation, traceId }: EdgeContext) =>
  encodeEvent({
    id: eventIdOf(refusal, 0),
    type: 'SupplyRefused',
    schemaVersion: 1,
    stream: `refusal-${refusal}`,
    cooperation,
    recordedAt: now,
    actor: 'system:gateway',
    organisation: oin,
    role: null,
    purpose: null,
    commandId: refusal,
    correlation,
    causation: null,
    traceId,
    data: { refusal, supplier: oin, supplierKind: 'COLL', code: 'spec/refused', rules: [] },
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'knooppunt-traces-'));
  store = tracedStore(await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') }), tracing);
  messaging = tracedMessaging(await openEmbeddedMessaging({ file: join(folder, 'messages.sqlite') }), tracing);
  await messaging.createTopics([{ name: topic, partitions: 2 }]);
  taking.in = async (edge) => {
    const refusal = randomUUID();
    const { id, type, bytes } = refusalOf(refusal, edge);
    const headers = { id, type, stream: `refusal-${refusal}` };
    await messaging.publish(topic, { key: refusal, value: bytes, headers });
  };
  consumer = await messaging.consume({
    topics: [topic],
    group: 'intake',
    onMessage: async ({ value, headers: { id = '', type = '', stream = '' } }) => {
      await store.read(stream);
      await store.append(stream, [{ id, type, bytes: value }], 'no-stream');
    },
  });
  toy = await startToy({ tracing, recordRefusal: async () => undefined });
});
afterEach(() => exporter.reset());
afterAll(async () => {
  delete taking.in;
  await toy.close();
  await consumer.stop();
  await messaging.close();
  await store.close();
  await tracing.close();
  rmSync(folder, { recursive: true, force: true });
});

const finished = async (count: number): Promise<readonly ReadableSpan[]> => {
  while (exporter.getFinishedSpans().length < count) await new Promise(setImmediate);
  return exporter.getFinishedSpans();
};
const named = (spans: readonly ReadableSpan[], name: string): ReadableSpan => {
  const span = spans.find((one) => one.name === name);
  if (!span) throw new Error(`no span ${name} in ${spans.map((one) => one.name).join(', ')}`);
  return span;
};
const everything = (spans: readonly ReadableSpan[]): string =>
  JSON.stringify(
    spans.map(({ name, attributes, events, links, status, resource }) => [
      name,
      attributes,
      events,
      links,
      status,
      resource.attributes,
    ]),
  );

describe('one delivery', () => {
  it.each([['with a traceparent'], ['without one']])(
    '%s is one trace from the request to the append',
    async (which) => {
      const correlation = randomUUID();
      const traceId = which === 'without one' ? correlation.replaceAll('-', '') : randomUUID().replaceAll('-', '');
      const answer = await toy.deliver(event({ way: 'signal', naam: 'kanarie' }), {
        'x-correlation-id': correlation,
        'user-agent': 'kanarie',
        tracestate: 'kanarie=123456782',
        baggage: 'kanarie=kanarie',
        ...(which === 'without one' ? {} : { traceparent: `00-${traceId}-${parent}-01` }),
      });
      expect(answer.status).toBe(202);
      await consumer.settled();
      const spans = await finished(5);
      expect(new Set(spans.map((span) => span.spanContext().traceId))).toEqual(new Set([traceId]));
      const [server, publish, process, read, append] = [
        'POST /v1/leveringen',
        'message publish',
        'message process',
        'event-store read',
        'event-store append',
      ].map((name) => named(spans, name));
      expect(server?.parentSpanContext?.spanId).toBe(which === 'without one' ? undefined : parent);
      expect(server?.attributes).toEqual({
        'http.request.method': 'POST',
        'http.route': '/v1/leveringen',
        'http.response.status_code': 202,
      });
      expect(publish?.parentSpanContext?.spanId).toBe(server?.spanContext().spanId);
      expect(process?.parentSpanContext?.spanId).toBe(publish?.spanContext().spanId);
      expect(read?.parentSpanContext?.spanId).toBe(process?.spanContext().spanId);
      expect(append?.parentSpanContext?.spanId).toBe(process?.spanContext().spanId);
      const stored = (await store.readAll()).map(decodeEvent).at(-1);
      expect([stored?.traceId, stored?.correlation]).toEqual([traceId, correlation]);
      expect(everything(spans)).not.toMatch(seen);
    },
  );

  it('after another on the same connection is in a trace of its own', async () => {
    await toy.deliver(event());
    await toy.deliver(event());
    await consumer.settled();
    const spans = await finished(10);
    expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(2);
  });
});

describe('planted tokens', () => {
  it('in addresses, queries, headers, bodies and errors reach no span, no metric and no line', async () => {
    const spoor = { traceparent: `00-${randomUUID().replaceAll('-', '')}-${parent}-01` };
    const headers = { ...spoor, 'x-kanarie': 'kanarie', 'accept-language': 'kanarie', cookie: 'bsn=123456782' };
    const answers = await Promise.all([
      toy.personally('GET', '/v1/kanarie/123456782?naam=kanarie', undefined, headers),
      toy.personally('GET', '/v1/casussen/123456782', undefined, headers),
      toy.personally('GET', `/v1/casussen/${randomUUID().slice(0, -1)}1?naam=kanarie`, undefined, headers),
      toy.personally('GET', '/v1/casussen?limiet=kanarie', undefined, headers),
      toy.personally('POST', '/v1/breekt/_fout', { naam: 'kanarie' }, headers),
      toy.personally('POST', '/v1/breekt/_nest', { bsn: '123456782' }, headers),
      toy.personally('POST', '/v1/breekt/_domein', undefined, { ...headers, 'idempotency-key': 'kanarie-123456782' }),
      toy.deliver('{"kanarie":"123456782"', headers),
      toy.call('/v1/ik', { headers: { ...headers, authorization: 'Bearer kanarie' } }),
    ]);
    const spans = await finished(answers.length);
    expect(spans).toHaveLength(answers.length);
    expect(spans.every(({ attributes }) => Number(attributes['http.response.status_code']) >= 200)).toBe(true);
    const routes = new Set(spans.map(({ attributes }) => attributes['http.route']));
    expect([...routes].map(String).toSorted()).toEqual([
      '',
      '/v1/breekt/_domein',
      '/v1/breekt/_fout',
      '/v1/breekt/_nest',
      '/v1/casussen',
      '/v1/casussen/:id',
      '/v1/ik',
      '/v1/leveringen',
    ]);
    expect(everything(spans)).not.toMatch(seen);
    const text = await toy.metrics.text();
    expect(text).toContain('route="/v1/casussen/:id"');
    expect(text).toContain('route="none"');
    expect(text).not.toMatch(seen);
    expect(toy.lines.length).toBeGreaterThan(3);
    expect(toy.lines.join('')).not.toMatch(seen);
  });
});
