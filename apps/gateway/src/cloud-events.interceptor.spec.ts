import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { JsonBatch } from '@knooppunt/platform';
import { eventsOf } from './cloud-events.interceptor.js';

const attributes = {
  'ce-specversion': '1.0',
  'ce-id': 'm-1',
  'ce-source': 'urn:nld:oin:00000099000000002000:systeem:wonen',
  'ce-type': 'nl.samenwerkingsverbanden.overbewoond-adres.v1',
};
const json = { 'content-type': 'application/json' };
const structured = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
const base64 = (text: string) => Buffer.from(text).toString('base64');
const faultsOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return (error as { readonly faults?: unknown }).faults;
  }
  return [];
};

describe('a message in binary mode', () => {
  it('is the event that its headers name, with its body as data and its content type', () => {
    expect(eventsOf({ ...attributes, ...json, 'content-length': '2' }, { a: 1 })).toEqual({
      specversion: '1.0',
      id: 'm-1',
      source: attributes['ce-source'],
      type: attributes['ce-type'],
      datacontenttype: 'application/json',
      data: { a: 1 },
    });
  });

  it('has no data where it has no body', () => {
    expect(eventsOf({ 'ce-id': 'm-1' }, undefined)).toEqual({ id: 'm-1' });
  });

  it.each([
    ['caf%C3%A9', 'café'],
    ['Euro%20%E2%82%AC%20%F0%9F%98%80', 'Euro € 😀'],
    ['%61%62c', 'abc'],
    ['"met spatie"', 'met spatie'],
    ['"met \\"aanhaling\\" en \\\\"', 'met "aanhaling" en \\'],
    ['"%C3%A9%2Fn"', 'é/n'],
    ['100%25', '100%'],
  ])('reads %s as %s', (value, text) => {
    expect(eventsOf({ ...json, 'ce-id': value }, {})).toMatchObject({ id: text });
  });

  it.each([
    ['%C0%A0'],
    ['%E2%82'],
    ['%'],
    ['%4'],
    ['%zz'],
    ['caf\u00e9'],
    ['"open'],
    ['"a"b"'],
    ['%ED%A0%80'],
    [['a', 'a']],
  ])('cannot read %p, and gives it no text', (value) => {
    expect(eventsOf({ ...json, 'ce-id': value }, {})).toMatchObject({ id: false });
  });

  it('takes the content type from its own header alone', () => {
    expect(eventsOf({ ...json, ...attributes, 'ce-datacontenttype': 'text/xml' }, {})).toMatchObject({
      datacontenttype: false,
    });
  });
});

describe('a message in structured mode', () => {
  it('has no member that is null, and data of base64', () => {
    const event = { id: 'm-1', subject: null, vreemd: null, data_base64: base64('{"a":[1]}') };
    expect(eventsOf(structured, event)).toEqual({ id: 'm-1', data: { a: [1] } });
  });

  it.each([
    ['other text', '{"a":1}'],
    ['no padding', base64('{"ab":1}').replace('=', '')],
    ['line ends', `${base64('{"abc":12}').slice(0, 4)}\n${base64('{"abc":12}').slice(4)}`],
    ['the alphabet of URLs', '-_-_'],
    ['bits that no byte has', 'eyJhIjoxfR=='],
    ['no JSON', base64('tekst')],
    ['a member twice', base64('{"a":1,"a":2}')],
    ['bytes of another encoding', Buffer.from([0x22, 0xe9, 0x22]).toString('base64')],
    ['a number', 7],
  ])('keeps data_base64 that is %s, to be refused', (_what, value) => {
    expect(eventsOf(structured, { id: 'm-1', data_base64: value })).toEqual({ id: 'm-1', data_base64: value });
  });

  it('keeps data_base64 that stands beside data, to be refused', () => {
    const event = { data: {}, data_base64: base64('{}') };
    expect(eventsOf(structured, event)).toEqual(event);
  });

  it('may have headers that say the same, and none that say something else', () => {
    const event = { id: 'm-1', specversion: '1.0' };
    expect(eventsOf({ ...structured, 'ce-id': 'm-1' }, event)).toEqual(event);
    expect(faultsOf(() => eventsOf({ ...structured, 'ce-id': 'm-2', 'ce-vreemd': 'x' }, event))).toEqual([
      { pointer: '/kop/ce-id', code: 'ongelijk' },
      { pointer: '/kop', code: 'ongelijk' },
    ]);
  });

  it('is also what JSON without any header of an event is', () => {
    const event = { specversion: '1.0', id: 'm-1' };
    expect(eventsOf(json, event)).toEqual(event);
  });

  it('that is no object is left to be refused', () => {
    for (const body of [[], 'x', 7, null]) expect(eventsOf(structured, body)).toEqual(body);
  });
});

describe('a batch', () => {
  const batch = { 'content-type': 'application/cloudevents-batch+json' };

  it('is read item by item', () => {
    const items = [{ id: 'a', subject: null }, { id: 'b', data_base64: base64('{}') }, 'x'];
    expect(eventsOf(batch, new JsonBatch(items))).toEqual(new JsonBatch([{ id: 'a' }, { id: 'b', data: {} }, 'x']));
    expect(eventsOf(batch, new JsonBatch({}))).toEqual(new JsonBatch({}));
  });

  it('has no headers of one event', () => {
    expect(faultsOf(() => eventsOf({ ...batch, 'ce-id': 'a' }, new JsonBatch([{ id: 'a' }])))).toEqual([
      { pointer: '/kop/ce-id', code: 'ongelijk' },
    ]);
  });
});
