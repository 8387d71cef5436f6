import { describe, expect, it } from '@jest/globals';
import { assert, property, string } from 'fast-check';
import { createHash } from 'node:crypto';
import type { NewEvent } from '../port.js';
import { portIdOf, storeIdOf, storeIdOfBytes } from './store-ids.js';

const id = '6ba7b810-9dad-51d1-80b4-00c04fd430c8';
const other = '6ba7b811-9dad-51d1-80b4-00c04fd430c8';
const bytesOf = (text: string) => new TextEncoder().encode(text);
const eventOf = (text: string): NewEvent => ({ id, type: 'CaseOpened', bytes: bytesOf(text) });
const whole = eventOf(`{"id":"${id}","type":"CaseOpened","schemaVersion":1}`);

describe('the id that the server keeps an envelope under', () => {
  it('is the SHA-256 of its bytes as uuid v8', () => {
    const hex = createHash('sha256').update(whole.bytes).digest('hex');
    const { storeId, standsForBytes } = storeIdOf(whole);
    expect(standsForBytes).toBe(true);
    expect(storeId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(storeId.slice(0, 8)).toBe(hex.slice(0, 8));
    expect(storeId.slice(24)).toBe(hex.slice(20, 32));
  });

  it('is another one for each other byte, and gives the envelope its own id back', () => {
    assert(
      property(string(), string(), (one, two) => {
        const [first, second] = [one, two].map((text) =>
          bytesOf(`{"id":"${id}","type":"CaseOpened","x":${JSON.stringify(text)}}`),
        );
        const storeId = storeIdOfBytes(first as Uint8Array);
        expect(portIdOf({ storeId, type: 'CaseOpened', bytes: first as Uint8Array })).toBe(id);
        const isSame = one === two;
        expect(portIdOf({ storeId, type: 'CaseOpened', bytes: second as Uint8Array }) === id).toBe(isSame);
      }),
    );
  });

  it.each([
    ['bytes that are no envelope', ''],
    ['bytes that name another id', `{"id":"${other}","type":"CaseOpened","x":1}`],
    ['bytes that name another type', `{"id":"${id}","type":"CaseClosed","x":1}`],
    ['bytes that name a longer type', `{"id":"${id}","type":"CaseOpenedAgain","x":1}`],
    ['members in another order', `{"type":"CaseOpened","id":"${id}"}`],
    ['bytes that end too soon', `{"id":"${id}","type":"CaseOpened"`],
  ])('is the id of the event for %s, which then are read back', (_name, text) => {
    expect(storeIdOf(eventOf(text))).toEqual({ storeId: id, standsForBytes: false });
  });
});

describe('the id of a stored event', () => {
  it.each([
    ['its type column was changed', { type: 'CaseClosed' }],
    ['its bytes were changed', { bytes: bytesOf(`{"id":"${id}","type":"CaseOpened","schemaVersion":2}`) }],
    ['its id column was changed', { storeId: storeIdOfBytes(bytesOf('x')) }],
  ])('is not the one in the envelope when %s', (_name, change) => {
    const stored = { storeId: storeIdOfBytes(whole.bytes), type: whole.type, bytes: whole.bytes, ...change };
    expect(portIdOf(stored)).toBe(stored.storeId);
  });

  it('is not the one in the envelope when the server keeps it under that id, as we never do', () => {
    expect(portIdOf({ storeId: id, type: whole.type, bytes: whole.bytes })).toBe(storeIdOfBytes(whole.bytes));
  });

  it('is the column for bytes that name nothing', () => {
    expect(portIdOf({ storeId: id, type: whole.type, bytes: new Uint8Array(0) })).toBe(id);
  });
});
