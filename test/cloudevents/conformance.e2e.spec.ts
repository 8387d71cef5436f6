import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventOfKafka, intakeGroup, signalTopicOf } from '@knooppunt/contracts';
import type { KafkaMessageText } from '@knooppunt/contracts';
import { parseJsonBody } from '@knooppunt/platform';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CloudEventsInterceptor } from '../../apps/gateway/src/cloud-events.interceptor.js';
import { idOf } from '../e2e/support/client.js';
import type { Answer } from '../e2e/support/client.js';
import { cloudEvent, post, signals } from '../e2e/support/deliveries.js';
import { TestHub } from '../e2e/support/hub.js';
import { withMethod } from '../e2e/support/interference.js';
import { faultsOf } from '../e2e/support/problem.js';
import { amsterdam, oins } from '../e2e/support/cast.js';
import { countOfScenarios, pairsOf, play, scenariosOf } from './features.js';
import type { Deeds } from './features.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await TestHub.start();
});
afterAll(() => hub.end());

const feature = 'http-protocol-binding.feature';
const kafkaFeature = 'kafka-protocol-binding.feature';

type Request = { readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** A request as the feature writes it. Host and length are the connection's own. */
const requestOf = (text: string): Request => {
  const [head = '', ...body] = text.split('\n\n');
  const headers = head
    .split('\n')
    .slice(1)
    .map((line): [string, string] => [
      line.slice(0, line.indexOf(':')).trim().toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ])
    .filter(([name]) => name !== 'host' && name !== 'content-length');
  return { headers: Object.fromEntries(headers), body: body.join('\n\n') };
};

type Event = Readonly<Record<string, unknown>>;
type Seen = { readonly request?: Request; readonly answer?: Answer; readonly event?: Event };

/** Sends a request to the intake of the running hub; gives its answer, and the event that the intake made of it before any check. */
const sent = async ({ headers, body }: Request): Promise<Required<Pick<Seen, 'answer' | 'event'>>> => {
  const system = await hub.system(oins.college, amsterdam);
  let event: Event | undefined;
  const answer = await withMethod(
    CloudEventsInterceptor.prototype,
    'intercept',
    (intercept) => (context: ExecutionContext, next) => {
      const handled = intercept(context, next);
      event = context.switchToHttp().getRequest<FastifyRequest>().body as Event;
      return handled;
    },
    () => system.raw('POST', '/v1/leveringen', body, headers),
  );
  if (!event) throw new Error('the intake saw no event');
  return { answer, event };
};

const deeds: Deeds<Seen> = [
  [/^HTTP Protocol Binding is supported$/, (seen) => seen],
  [/^an HTTP request$/, (seen, _found, { document }) => ({ ...seen, request: requestOf(document) })],
  [
    /^parsed as HTTP request$/,
    async (seen) => {
      if (!seen.request) throw new Error('no request');
      return { ...seen, ...(await sent(seen.request)) };
    },
  ],
  [
    /^the attributes are:$/,
    (seen, _found, step) => {
      const { data: _data, ...attributes } = seen.event ?? {};
      expect(attributes).toEqual(pairsOf(step));
      return seen;
    },
  ],
  [
    /^the data is equal to the following JSON:$/,
    (seen, _found, { document }) => {
      expect(seen.event?.['data']).toEqual(JSON.parse(document));
      return seen;
    },
  ],
];

/** The same request with a source, a type and data that the profile and the registry know. */
const ofProfile = ({ headers, body }: Request, own: Event): Request => {
  const given = { source: String(own['source']), type: String(own['type']) };
  if (headers['ce-id'] === undefined) {
    return { headers, body: JSON.stringify({ ...(JSON.parse(body) as Event), ...given, data: own['data'] }) };
  }
  const named = Object.fromEntries(Object.entries(given).map(([name, value]) => [`ce-${name}`, value]));
  return { headers: { ...headers, ...named }, body: JSON.stringify(own['data']) };
};

describe('the published feature of the HTTP binding', () => {
  const scenarios = scenariosOf(feature);

  it('is read whole: as many scenarios as its text holds', () => {
    expect(scenarios.map(({ name }) => name)).toHaveLength(countOfScenarios(feature));
    expect(countOfScenarios(feature)).toBe(4);
  });

  it.each(scenarios)('$name: the intake reads it as published', async (scenario) => {
    const { answer } = await play<Seen>(scenario, deeds, {});
    // and refuses of it what the profile refuses, and nothing else: its example is of no Dutch organisation
    expect([answer?.status, answer?.body['code'], answer && faultsOf(answer)]).toEqual([
      400,
      'platform/invoer-ongeldig',
      ['/source vorm', '/type vorm'],
    ]);
  });

  it('taken in whole where source, type and data are of the profile, as one delivery whichever way it comes', async () => {
    const own = cloudEvent('S1', signals.S1, { id: '1234-1234-1234' });
    const first = idOf(await post(hub, own));
    for (const { steps } of scenarios) {
      const request = steps.find(({ text }) => text === 'an HTTP request')?.document ?? '';
      const { answer } = await sent(ofProfile(requestOf(request), own));
      expect([answer.status, answer.body]).toEqual([202, { id: first, status: 'ontvangen' }]);
    }
  });
});

type Told = { readonly message: KafkaMessageText; readonly event: Event };

const kafkaDeeds: Deeds<Told> = [
  [/^Kafka Protocol Binding is supported$/, (told) => told],
  [
    /^a Kafka message with payload:$/,
    (told, _found, { document }) => ({ ...told, message: { ...told.message, value: Buffer.from(document) } }),
  ],
  [/^Kafka headers:$/, (told, _found, step) => ({ ...told, message: { ...told.message, headers: pairsOf(step) } })],
  [/^parsed as Kafka message$/, (told) => ({ ...told, event: eventOfKafka(told.message, parseJsonBody) })],
  [
    /^the attributes are:$/,
    (told, _found, step) => {
      const { data: _data, ...attributes } = told.event;
      expect(attributes).toEqual(pairsOf(step));
      return told;
    },
  ],
  [
    /^the data is equal to the following JSON:$/,
    (told, _found, { document }) => {
      expect(told.event['data']).toEqual(JSON.parse(document));
      return told;
    },
  ],
];
const nothing: Told = { message: { headers: {}, value: new Uint8Array() }, event: {} };

describe('the published feature of the Kafka binding', () => {
  const scenarios = scenariosOf(kafkaFeature);

  it('is read whole: as many scenarios as its text holds', () => {
    expect(scenarios).toHaveLength(countOfScenarios(kafkaFeature));
    expect(countOfScenarios(kafkaFeature)).toBe(3);
  });

  it.each(scenarios)('$name: what reads the topics reads it as published', async (scenario) => {
    const { event } = await play(scenario, kafkaDeeds, nothing);
    expect(event).not.toEqual({});
  });

  it('is what lies on our topics: each message is an event in binary mode, with the envelope as its data', async () => {
    const found: KafkaMessageText[] = [];
    const { messaging } = hub.standalone.engines;
    const consumer = await messaging.consume({
      topics: [signalTopicOf('COLL')],
      group: `proef-${randomUUID()}`,
      onMessage: ({ headers, value }) => Promise.resolve(void found.push({ headers, value })),
    });
    await post(hub, cloudEvent('S1', signals.S1));
    await hub.settled();
    await consumer.settled();
    await consumer.stop();
    expect(found.length).toBeGreaterThan(0);
    for (const message of found) {
      const { data, ...attributes } = eventOfKafka(message, parseJsonBody);
      const { id, type, schemaVersion, stream, recordedAt } = data as Event;
      expect(attributes).toEqual({
        specversion: '1.0',
        id,
        source: 'urn:knooppunt:gateway',
        type: `nl.samenwerkingsverbanden.knooppunt.${String(type)}.v${String(schemaVersion)}`,
        subject: stream,
        time: recordedAt,
        datacontenttype: 'application/json',
      });
    }
  });

  it('goes into no log where it comes from elsewhere: the worker parks it', async () => {
    const { messaging } = hub.standalone.engines;
    const before = (await messaging.deadLetters(intakeGroup)).length;
    const events = await hub.eventsOf(async () => {
      for (const scenario of scenarios) {
        const { message } = await play(scenario, kafkaDeeds, nothing);
        await messaging.publish(signalTopicOf('COLL'), { key: randomUUID(), ...message });
      }
    });
    expect(events).toEqual([]);
    expect((await messaging.deadLetters(intakeGroup)).length).toBe(before + scenarios.length);
  });
});
