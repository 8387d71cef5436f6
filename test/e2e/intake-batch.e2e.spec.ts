import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MessagingUnavailable } from '@knooppunt/messaging';
import type { Recorded } from '@knooppunt/kernel';
import { amsterdam, oins } from './support/cast.js';
import type { Answer } from './support/client.js';
import { cloudEvent, deliver, signals } from './support/deliveries.js';
import { TestHub } from './support/hub.js';
import { withMethod } from './support/interference.js';

type Outcome = { readonly status: number; readonly id?: string; readonly probleem?: Readonly<Record<string, unknown>> };

let hub: TestHub;
beforeAll(async () => {
  hub = await TestHub.start({ rhythm: { sweepMs: 3_600_000, checkpointMs: 3_600_000 } });
});
afterAll(() => hub.end());

const batchType = 'application/cloudevents-batch+json';
const deliverAll = async (items: unknown, path = '/v1/leveringen'): Promise<Answer> =>
  (await hub.system(oins.college, amsterdam)).raw('POST', path, JSON.stringify(items), { 'content-type': batchType });
const outcomesOf = ({ body }: Answer): readonly Outcome[] =>
  (body as { readonly leveringen: readonly Outcome[] }).leveringen;
const countOf = (events: readonly Recorded[], type: string): number =>
  events.filter((event) => event.type === type).length;
const s1 = (changes: object = {}) => ({ ...cloudEvent('S1', signals.S1), ...changes });

describe('a batch of deliveries', () => {
  it('is answered 207 with an outcome for each, in order, and each lies in the log', async () => {
    let answer: Answer | undefined;
    const events = await hub.eventsOf(async () => {
      answer = await deliverAll(Array.from({ length: 100 }, () => s1()));
    });
    const outcomes = outcomesOf(answer!);
    expect(answer?.status).toBe(207);
    expect(outcomes.map(({ status }) => status)).toEqual(Array(100).fill(202));
    const stored = events.filter(({ type }) => type === 'ContributionSupplied').map(({ stream }) => stream);
    expect(stored.toSorted()).toEqual(outcomes.map(({ id }) => `contribution-${id}`).toSorted());
  });

  it('loses no good item to a bad one: each says its own faults, all at once, and each refusal is a fact', async () => {
    const id = randomUUID();
    const known = cloudEvent('S1', signals.S1, { id });
    const before = await deliver(hub, 'S1', signals.S1, id);
    const items = [
      s1(),
      'no event',
      s1({ specversion: '0.3', id: '', data: { ...signals.S1, way: 'x', matter: {} } }),
      s1({ type: 'nl.samenwerkingsverbanden.onbekend.v1' }),
      s1({ source: 'urn:nld:oin:00000099000000006000:systeem:zaken' }),
      s1({ data: { ...signals.S1, way: 'x', declaration: {} } }),
      { ...known, data: { ...signals.S1, matter: {} } },
      s1(),
    ];
    let answer: Answer | undefined;
    const events = await hub.eventsOf(async () => {
      answer = await deliverAll(items);
    });
    const outcomes = outcomesOf(answer!);
    expect(before.status).toBe(202);
    expect(outcomes.map(({ status, probleem }) => [status, probleem?.['code'] ?? ''])).toEqual([
      [202, ''],
      [400, 'platform/invoer-ongeldig'],
      [400, 'platform/invoer-ongeldig'],
      [400, 'gateway/type-unknown'],
      [403, 'gateway/source-not-own'],
      [400, 'gateway/payload-invalid'],
      [400, 'gateway/payload-invalid'],
      [202, ''],
    ]);
    const faults = outcomes[2]?.probleem?.['fouten'] as readonly { readonly pointer: string }[] | undefined;
    const pointers = faults?.map(({ pointer }) => pointer);
    expect(pointers).toEqual([
      '/data/matter/address',
      '/data/matter/registrations',
      '/data/way',
      '/id',
      '/specversion',
    ]);
    expect(countOf(events, 'ContributionSupplied')).toBe(2);
    expect(countOf(events, 'SupplyRefused')).toBe(6);
  });

  it('gives the same ids when it comes again, and the same item twice in one batch is one delivery', async () => {
    const items = [s1(), s1()];
    const first = outcomesOf(await deliverAll([...items, items[0]]));
    expect(first[2]).toEqual(first[0]);
    let again: readonly Outcome[] = [];
    const events = await hub.eventsOf(async () => {
      again = outcomesOf(await deliverAll([...items, items[0]]));
    });
    expect(again).toEqual(first);
    expect(events).toEqual([]);
  });

  it('says of each item alone that it is to be offered again, and of the whole where that is all of it', async () => {
    const { messaging } = hub.standalone.engines;
    const away = (): typeof messaging.publish => () => Promise.reject(new MessagingUnavailable('spec'));
    const whole = await withMethod(messaging, 'publish', away, () => deliverAll([s1(), s1()]));
    expect([whole.status, whole.headers.get('retry-after')]).toEqual([503, '5']);
    let isFirst = true;
    const once =
      (publish: typeof messaging.publish): typeof messaging.publish =>
      async (...message) => {
        if (!isFirst) return publish(...message);
        isFirst = false;
        throw new MessagingUnavailable('spec');
      };
    const items = [s1(), s1()];
    const part = await withMethod(messaging, 'publish', once, () => deliverAll(items));
    expect(part.status).toBe(207);
    expect(new Set(outcomesOf(part).map(({ status }) => status))).toEqual(new Set([202, 503]));
    expect(outcomesOf(await deliverAll(items)).map(({ status }) => status)).toEqual([202, 202]);
  });

  it.each([
    ['none', []],
    ['more than a hundred', Array.from({ length: 101 }, () => ({ id: randomUUID() }))],
    ['no list', {}],
  ])('of %s is refused as a whole', async (_what, items) => {
    const answer = await deliverAll(items);
    expect([answer.status, (answer.body as { readonly code: string }).code]).toEqual([400, 'platform/invoer-ongeldig']);
  });

  it('holds no item that is too large to come alone', async () => {
    const large = s1({ data: { ...signals.S1, text: 'x'.repeat(70_000) } });
    const outcomes = outcomesOf(await deliverAll([large, s1()]));
    expect(outcomes.map(({ status }) => status)).toEqual([413, 202]);
  });
});
