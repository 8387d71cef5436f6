import { describe, expect, it } from '@jest/globals';
import { placeOfMessage, signalHeadersOf } from './index.js';

const envelope = {
  stream: 'contribution-7b0e4c1a-6f6d-4f0e-9a55-1f0f5f1b2c3d',
  id: '2f0e4c1a-6f6d-4f0e-9a55-1f0f5f1b2c3d',
  type: 'ContributionSupplied',
  schemaVersion: 2,
  recordedAt: '2026-03-02T12:00:00.000Z',
};
const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const value = bytesOf(envelope);
const headers = signalHeadersOf(value);
const nowhere = { stream: '', id: '', type: '' };

describe('a message on a signal topic', () => {
  it('says in its headers where its envelope belongs, and is read back', () => {
    expect(headers).toEqual({
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: envelope.id,
      ce_source: 'urn:knooppunt:gateway',
      ce_type: 'nl.samenwerkingsverbanden.knooppunt.ContributionSupplied.v2',
      ce_subject: envelope.stream,
      ce_time: envelope.recordedAt,
    });
    const { stream, id, type } = envelope;
    expect(placeOfMessage({ headers, value })).toEqual({ stream, id, type });
  });

  it.each([
    ['no headers', { headers: {}, value }],
    ['no JSON', { headers, value: new Uint8Array([1, 2, 255]) }],
    ['an event that is none', { headers: { 'content-type': 'application/cloudevents+json' }, value: bytesOf([1]) }],
    [
      'attributes of other kinds',
      {
        headers: { 'content-type': 'application/cloudevents+json' },
        value: bytesOf({ id: 1, subject: {}, type: null }),
      },
    ],
  ])('says nothing where it holds %s, and fails by no word of it', (_what, message) => {
    expect(placeOfMessage(message)).toEqual(nowhere);
  });

  it('of another type than ours says no type', () => {
    expect(placeOfMessage({ headers: { ...headers, ce_type: 'com.example.someevent' }, value }).type).toBe('');
  });
});
