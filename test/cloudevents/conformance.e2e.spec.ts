import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
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

jest.setTimeout(60_000);

let hub: TestHub;
beforeAll(async () => {
  hub = await TestHub.start();
}, 60_000);
afterAll(() => hub.end());

const feature = 'http-protocol-binding.feature';

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
