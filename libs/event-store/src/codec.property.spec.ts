import { describe, expect, it } from '@jest/globals';
import { eventCatalogue } from '@knooppunt/cases';
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
  it('brings any older version to the newest, one step at a time, or does not begin at all', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.nat({ max: 6 }), (version, missing) => {
        const newer: EventCatalogue = { ...catalogue, SignalAccepted: { ...eventCatalogue.SignalAccepted, version } };
        const steps = Object.fromEntries(
          Array.from({ length: version - 1 }, (_, at) => at + 1)
            .filter((from) => from !== missing)
            .map((from) => [
              from,
              (data: unknown) => ({ steps: [...((data as { steps?: number[] }).steps ?? []), from] }),
            ]),
        );
        const make = () => codecOf(newer, { SignalAccepted: steps });
        if (missing >= 1 && missing < version) {
          expect(make).toThrow('SignalAccepted');
          return;
        }
        for (let from = 1; from <= version; from += 1) {
          const bytes = new TextEncoder().encode(
            JSON.stringify({ ...bare, type: 'SignalAccepted', schemaVersion: from, data: {} }),
          );
          const { data, schemaVersion } = make().decode(storedAt7({ id: bare.id, type: 'SignalAccepted', bytes }));
          const taken = Array.from({ length: version - from }, (_, at) => from + at);
          expect([schemaVersion, data]).toEqual([version, taken.length === 0 ? {} : { steps: taken }]);
        }
      }),
    );
  });
});
