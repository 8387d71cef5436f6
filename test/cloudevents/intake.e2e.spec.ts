import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encodedHeader, schemaAddressOf } from '@knooppunt/contracts';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { amsterdam, oins } from '../e2e/support/cast.js';
import { idOf, send } from '../e2e/support/client.js';
import type { Answer } from '../e2e/support/client.js';
import { cloudEvent, post, signals } from '../e2e/support/deliveries.js';
import type { Data } from '../e2e/support/deliveries.js';
import { TestHub } from '../e2e/support/hub.js';
import { expectProblem, faultsOf } from '../e2e/support/problem.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await TestHub.start();
});
afterAll(() => hub.end());

const s1 = (changes: Data = {}): Data => ({ ...cloudEvent('S1', signals.S1), ...changes });
const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');

/** The same event in binary mode. */
const postBinary = async (event: Data, headers: Readonly<Record<string, string>> = {}): Promise<Answer> => {
  const { data, datacontenttype = 'application/json', ...attributes } = event;
  const named = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, encodedHeader(String(value))]);
  const system = await hub.system(oins.college, amsterdam);
  return system.raw('POST', '/v1/leveringen', JSON.stringify(data), {
    ...(Object.fromEntries(named) as Record<string, string>),
    'content-type': String(datacontenttype),
    ...headers,
  });
};
const postBatch = async (items: readonly Data[]): Promise<readonly Data[]> => {
  const system = await hub.system(oins.college, amsterdam);
  const headers = { 'content-type': 'application/cloudevents-batch+json' };
  const { body } = await system.raw('POST', '/v1/leveringen', JSON.stringify(items), headers);
  return body['leveringen'] as readonly Data[];
};

describe('one event in three ways', () => {
  it('is one delivery: structured, binary, batched, and with its data in base64', async () => {
    const event = s1();
    const { data, ...attributes } = event;
    const events = await hub.eventsOf(async () => {
      const id = idOf(await postBinary(event));
      expect(idOf(await post(hub, event))).toBe(id);
      expect(idOf(await post(hub, { ...attributes, data_base64: base64(data) }))).toBe(id);
      expect(await postBatch([event, { ...attributes, data_base64: base64(data) }])).toEqual([
        { status: 202, id },
        { status: 202, id },
      ]);
    });
    expect(events.map(({ type }) => type)).toEqual(['ContributionSupplied', 'SignalSubmitted']);
  });

  it('is refused in all of them for other data under the same id', async () => {
    const event = s1();
    await postBinary(event);
    const other = { ...event, data: { ...signals.S1, matter: { ...signals.S1.matter, registrations: 3 } } };
    for (const answer of [await postBinary(other), await post(hub, other)]) {
      expect([answer.status, answer.body['code']]).toEqual([409, 'gateway/content-differs']);
    }
  });

  it('has its faults at the places of the structured form', async () => {
    const faulty = s1({ id: 'met spatie', data: { ...signals.S1, matter: { registrations: 'twaalf' } } });
    expect(faultsOf(await postBinary(faulty)).toSorted()).toEqual([
      '/data/matter/address required',
      '/data/matter/registrations wrong-type',
      '/id vorm',
    ]);
    expect(faultsOf(await postBinary({ ...faulty, id: randomUUID() })).toSorted()).toEqual([
      '/data/matter/address required',
      '/data/matter/registrations wrong-type',
    ]);
  });
});

describe('attributes that may be there', () => {
  it.each([
    ['subject', { subject: '7b0e4c1a-6f6d-4f0e-9a55-1f0f5f1b2c3d' }],
    ['dataschema', { dataschema: schemaAddressOf(String(s1()['type'])) }],
    ['sequence', { sequence: '2147483647', sequencetype: 'Integer' }],
    ['time', { time: '2026-03-01T10:30:00+01:00' }],
    ['traceparent', { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', tracestate: 'a=b' }],
    ['datacontenttype', { datacontenttype: 'application/json; charset=utf-8' }],
  ])('%s is taken, structured and binary', async (_name, changes) => {
    const answers = [await post(hub, s1(changes)), await postBinary(s1(changes))];
    expect(answers.map(({ status, text }) => [status, status === 202 ? '' : text])).toEqual([
      [202, ''],
      [202, ''],
    ]);
  });

  it('null is not set, of any attribute', async () => {
    expect((await post(hub, s1({ subject: null, time: null, vreemd: null, dataref: null }))).status).toBe(202);
    expect(faultsOf(await post(hub, s1({ id: null })))).toEqual(['/id verplicht']);
  });
});

/** What must not come back: in no answer, no log line. */
const planted = {
  bsn: '999996964',
  plate: 'GZ-12-KL',
  name: 'Sanne_van_Geheim',
  mail: 'sanne@geheim.example',
  birth: '2018-05-04',
};
const refused: readonly (readonly [string, Data, readonly string[]])[] = [
  ['a BSN in the id', { id: `melding-${planted.bsn}` }, ['/id persoonsgegeven']],
  ['a plate in the id', { id: `auto:${planted.plate}` }, ['/id persoonsgegeven']],
  ['a name in the id', { id: planted.name }, ['/id persoonsgegeven']],
  ['an address in the id', { id: planted.mail }, ['/id persoonsgegeven']],
  ['a day of birth in the id', { id: planted.birth }, ['/id persoonsgegeven']],
  [
    'a BSN in the source',
    { source: `urn:nld:oin:${oins.college}:systeem:bsn-${planted.bsn}` },
    ['/source persoonsgegeven'],
  ],
  ['a BSN as subject', { subject: planted.bsn }, ['/subject persoonsgegeven', '/subject vorm']],
  ['a name as subject', { subject: planted.name }, ['/subject persoonsgegeven', '/subject vorm']],
  ['any word as subject', { subject: 'zaak-1' }, ['/subject vorm']],
  ['a name in the trace', { tracestate: `wie=${planted.name}` }, ['/tracestate persoonsgegeven']],
  ['an extension of its own', { zaaknummer: '1' }, [' onbekend']],
  ['a person in an extension', { betrokkene: planted.bsn }, [' onbekend']],
  ['an extension that changes what data may be used for', { dataclassification: 'confidential' }, [' onbekend']],
  ['a name of an attribute with capitals', { zaakNummer: '1' }, [' onbekend']],
  ['a reference to data elsewhere', { dataref: 'https://zaken.example/1' }, ['/dataref dataref']],
  ['a sequence without its type', { sequence: '7' }, ['/sequencetype verplicht']],
  ['a type of sequence without the sequence', { sequencetype: 'Integer' }, ['/sequence verplicht']],
  ['a sequence from nought', { sequence: '0', sequencetype: 'Integer' }, ['/sequence volgnummer']],
  ['a sequence beyond 32 bits', { sequence: '2147483648', sequencetype: 'Integer' }, ['/sequence volgnummer']],
  ['another sort of sequence', { sequence: '7', sequencetype: 'Rang' }, ['/sequencetype keuze']],
  [
    'a schema of its own',
    { dataschema: 'https://zaken.example/schema' },
    ['/dataschema ander-schema', '/dataschema vorm'],
  ],
  [
    'the schema of another type',
    { dataschema: schemaAddressOf('nl.samenwerkingsverbanden.incident.v1') },
    ['/dataschema ander-schema'],
  ],
  ['another version', { specversion: '0.3' }, ['/specversion keuze']],
];
const expectRefused = (answer: Answer, faults: readonly string[]): void => {
  expectProblem(answer);
  expect([answer.status, faultsOf(answer).toSorted()]).toEqual([400, [...faults].toSorted()]);
  const said = `${answer.text}${JSON.stringify([...answer.headers])}`;
  expect(Object.values(planted).filter((value) => said.includes(value))).toEqual([]);
};

describe('an event that the profile refuses', () => {
  it.each(refused)('for %s, structured, binary and in a batch', async (_what, changes, faults) => {
    expectRefused(await post(hub, s1(changes)), faults);
    expectRefused(await postBinary(s1(changes)), faults);
    const [first, second] = await postBatch([s1(changes), s1()]);
    const problem = first?.['probleem'] as
      { readonly fouten: readonly { pointer: string; code: string }[] } | undefined;
    expect(problem?.fouten.map(({ pointer, code }) => `${pointer} ${code}`).toSorted()).toEqual([...faults].toSorted());
    expect(second?.['status']).toBe(202);
  });

  it('never says again, in an answer or a line of the log, what it was refused for', () => {
    expect(hub.lines.length).toBeGreaterThan(refused.length);
    for (const value of Object.values(planted)) {
      expect(hub.lines.filter((line) => line.includes(value))).toEqual([]);
    }
  });

  it('in binary mode also for what is no header of an event', async () => {
    expectRefused(await postBinary(s1(), { 'ce-id': '%C0%A0' }), ['/id vorm']);
    expectRefused(await postBinary(s1(), { 'ce-datacontenttype': 'application/json' }), ['/datacontenttype vorm']);
    expectRefused(await postBinary(s1(), { 'ce-Betrokkene': planted.bsn }), [' onbekend']);
    const other = await postBinary(s1(), { 'content-type': 'application/xml' });
    expect([other.status, other.body['code']]).toEqual([415, 'platform/mediatype-onbekend']);
  });

  it('for data that is no base64 of JSON, or comes twice', async () => {
    const { data, ...bare } = s1();
    for (const text of ['geen base64', base64(data).replace(/=*$/, '!'), Buffer.from('geen json').toString('base64')]) {
      expectRefused(await post(hub, { ...bare, data_base64: text }), ['/data verplicht', '/data_base64 base64']);
    }
    expectRefused(await post(hub, { ...bare, data, data_base64: base64(data) }), ['/data_base64 base64']);
  });

  it('for headers that say something else than the event beside them', async () => {
    const event = s1();
    expect((await post(hub, event, { headers: { 'ce-id': String(event['id']) } })).status).toBe(202);
    expectRefused(await post(hub, s1(), { headers: { 'ce-id': planted.bsn } }), ['/kop/ce-id ongelijk']);
    expectRefused(await post(hub, s1(), { headers: { 'ce-betrokkene': planted.bsn } }), ['/kop ongelijk']);
  });
});

describe('sizes', () => {
  /** An event whose body has exactly so many bytes. */
  const ofSize = (bytes: number): Data => {
    const text = { ...signals.S1.text._text, region: '' };
    const event = s1({ data: { ...signals.S1, text: { _text: text } }, tracestate: '' });
    const rest = bytes - Buffer.byteLength(JSON.stringify(event));
    return { ...event, tracestate: 'x'.repeat(rest) };
  };

  it('up to 64 KB are read, and more are not', async () => {
    expect((await post(hub, ofSize(65_536))).body['code']).toBe('platform/invoer-ongeldig');
    expect([(await post(hub, ofSize(65_537))).status]).toEqual([413]);
  });
});

type Listed = { readonly type: string; readonly soort: string; readonly adres: string; readonly digest: string };

describe('the published schemas', () => {
  const pathOf = (address: string): string => new URL(address).pathname;

  it('are for everybody, of any origin, and may be kept', async () => {
    for (const path of ['/v1/schemas', '/v1/schemas/nl.samenwerkingsverbanden.overbewoond-adres.v1']) {
      const { status, headers } = await send(hub.base + path, { headers: { origin: 'https://elders.example' } });
      expect([status, headers.get('cache-control'), headers.get('access-control-allow-origin')]).toEqual([
        200,
        'public, max-age=3600',
        '*',
      ]);
    }
  });

  it('are 33, each at its address and with its digest, as the released ones are pinned', async () => {
    const lock = JSON.parse(
      readFileSync(new URL('../../libs/signals/released/lock.json', import.meta.url), 'utf8'),
    ) as {
      readonly registries: Readonly<Record<string, string>>;
      readonly schemas: Readonly<Record<string, Readonly<Record<string, string>>>>;
    };
    const { body } = await send(`${hub.base}/v1/schemas`, {});
    const listed = body['schemas'] as readonly Listed[];
    expect(listed).toHaveLength(33);
    expect(body['digest']).toBe(lock.registries[String(body['register'])]);
    for (const { type, adres, digest } of listed) {
      const { text, headers } = await send(hub.base + pathOf(adres), {});
      expect(headers.get('content-type')).toBe('application/schema+json');
      expect(`sha256:${createHash('sha256').update(text).digest('hex')}`).toBe(digest);
      expect(Object.values(lock.schemas[type] ?? {}).at(-1)).toBe(digest);
      expect(JSON.parse(text)).toMatchObject({ $id: adres });
    }
  });

  it('of what there is not is unknown, and that is not kept', async () => {
    const answer = await send(`${hub.base}/v1/schemas/nl.samenwerkingsverbanden.casus.v1`, {});
    expectProblem(answer);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, 'no-store']);
  });
});

describe('the published schema of the envelope', () => {
  it('takes every event that the intake takes', async () => {
    const schema = JSON.parse(
      readFileSync(new URL('../fixtures/cloudevents/cloudevents.schema.json', import.meta.url), 'utf8'),
    ) as object;
    const ajv = new Ajv({ strict: false });
    addFormats.default(ajv);
    const validate = ajv.compile(schema);
    const { data, ...bare } = s1({ time: '2026-03-01T10:30:00Z', subject: randomUUID() });
    for (const event of [
      s1(),
      { ...bare, data },
      { ...bare, data_base64: base64(data) },
      { ...bare, data, time: null },
    ]) {
      expect((await post(hub, { ...event, id: randomUUID() })).status).toBe(202);
      expect([validate(event), validate.errors]).toEqual([true, null]);
    }
    expect(validate({ ...bare, id: '' })).toBe(false);
  });
});
