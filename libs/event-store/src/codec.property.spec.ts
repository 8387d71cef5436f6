import { describe, expect, it } from '@jest/globals';
import { eventCatalogue, eventUpcasters } from '@knooppunt/cases';
import { isDomainError } from '@knooppunt/kernel';
import type { Envelope, EventCatalogue } from '@knooppunt/kernel';
import { arbitraryEvent } from '@knooppunt/testing';
import * as fc from 'fast-check';
import { sampleBlock, sampleEnvelope, storedAt7 } from '../test/samples.js';
import { codecOf, decodeEvent, encodeEvent } from './codec.js';
import type { NewEvent } from './port.js';

const catalogue: EventCatalogue = eventCatalogue;
const { sealed: _sealed, ...bare } = sampleEnvelope();
const nullable = fc.constantFrom(null, 'analyst');

/** Any event of the catalogue, with blocks where its type seals some. */
const envelopes: fc.Arbitrary<Envelope> = fc
  .tuple(arbitraryEvent(catalogue), nullable, nullable, fc.boolean())
  .map(([{ type, data }, role, purpose, isSealed]) => {
    const [block] = Object.keys(catalogue[type]?.sealed ?? {});
    const sealed = isSealed && block !== undefined ? { sealed: { [block === '*' ? 'p1' : block]: sampleBlock } } : {};
    return { ...bare, type, data, role, purpose, schemaVersion: catalogue[type]?.version ?? 1, ...sealed };
  });
const decoded = (event: NewEvent): unknown => {
  try {
    return decodeEvent(storedAt7(event));
  } catch (error) {
    if (isDomainError(error)) return error.code;
    throw error;
  }
};

describe('any event of the catalogue', () => {
  it('comes back as it went, and its bytes too', () => {
    fc.assert(
      fc.property(envelopes, (envelope) => {
        const event = encodeEvent(envelope);
        const { revision: _revision, position: _position, ...back } = decodeEvent(storedAt7(event));
        expect(back).toEqual(envelope);
        expect(encodeEvent(back).bytes).toEqual(event.bytes);
      }),
      { numRuns: 300 },
    );
  });

  it('with any byte changed is refused by a code of ours, or is another event', () => {
    fc.assert(
      fc.property(envelopes, fc.nat(), fc.integer({ min: 1, max: 255 }), (envelope, at, mask) => {
        const event = encodeEvent(envelope);
        const bytes = event.bytes.slice();
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ mask;
        expect(decoded({ ...event, bytes })).not.toEqual(decoded(event));
      }),
      { numRuns: 500 },
    );
  });

  it('cut off anywhere is refused', () => {
    fc.assert(
      fc.property(envelopes, fc.nat(), (envelope, at) => {
        const event = encodeEvent(envelope);
        const bytes = event.bytes.slice(0, at % event.bytes.length);
        expect(decoded({ ...event, bytes })).toBe('event-store/unreadable-event');
      }),
    );
  });
});

describe('a chain of upcasters', () => {
  const codecWith = (version: number, missing?: number) => {
    const newer: EventCatalogue = { ...catalogue, SignalAccepted: { ...eventCatalogue.SignalAccepted, version } };
    const step = (from: number) => (data: unknown) => ({
      steps: [...((data as { steps?: number[] }).steps ?? []), from],
    });
    const froms = Array.from({ length: version - 1 }, (_, at) => at + 1).filter((from) => from !== missing);
    return codecOf(newer, {
      ...eventUpcasters,
      SignalAccepted: Object.fromEntries(froms.map((from) => [from, step(from)])),
    });
  };
  const versions = fc.integer({ min: 2, max: 6 });
  const versionWithOlder = versions.chain((version) => fc.tuple(fc.constant(version), fc.nat({ max: version - 2 })));

  it('brings any older version to the newest, one step at a time', () => {
    fc.assert(
      fc.property(versionWithOlder, ([version, at]) => {
        const from = at + 1;
        const text = JSON.stringify({ ...bare, type: 'SignalAccepted', schemaVersion: from, data: {} });
        const stored = storedAt7({ id: bare.id, type: 'SignalAccepted', bytes: new TextEncoder().encode(text) });
        const { data, schemaVersion } = codecWith(version).decode(stored);
        const steps = Array.from({ length: version - from }, (_, nth) => from + nth);
        expect([schemaVersion, data]).toEqual([version, { steps }]);
      }),
    );
  });

  it('with a step missing does not begin at all', () => {
    fc.assert(
      fc.property(versionWithOlder, ([version, at]) => {
        expect(() => codecWith(version, at + 1)).toThrow('SignalAccepted');
      }),
    );
  });
});
