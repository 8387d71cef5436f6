import { describe, expect, it } from '@jest/globals';
import { eventCatalogue } from '@knooppunt/cases';
import type { Recorded } from '@knooppunt/kernel';
import { arbitraryEvent, journey, recorded, rowsAfter } from '@knooppunt/testing';
import * as fc from 'fast-check';
import { allProjections } from './index.js';

const log = recorded(journey);
const logs = fc.array(arbitraryEvent(eventCatalogue), { maxLength: 15 }).map((events) => recorded(events));

/** The log in batches, each applied whole and then once more: what a projector does that was interrupted before it kept its position. */
const redelivered = (events: readonly Recorded[], sizes: readonly number[]): readonly Recorded[] => {
  const given: Recorded[] = [];
  for (let start = 0, nth = 0; start < events.length; nth += 1) {
    const batch = events.slice(start, start + (sizes[nth % sizes.length] ?? 1));
    given.push(...batch, ...batch);
    start += batch.length;
  }
  return given;
};

describe.each(allProjections)('$name', (projection) => {
  it('takes any events of the catalogue in any order, and makes whole rows of them', () => {
    fc.assert(
      fc.property(logs, (events) => {
        expect(Object.keys(rowsAfter(projection, events))).toStrictEqual(Object.keys(projection.tables));
      }),
    );
  });

  it('gives the same rows for any events when each comes twice', () => {
    fc.assert(
      fc.property(logs, (events) => {
        const twice = events.flatMap((event) => [event, event]);
        expect(rowsAfter(projection, twice)).toStrictEqual(rowsAfter(projection, events));
      }),
    );
  });

  it('gives the same rows when any batch of the log comes again as a whole', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(sizes, (cut) => {
        expect(rowsAfter(projection, redelivered(log, cut))).toStrictEqual(rowsAfter(projection, log));
      }),
      { numRuns: 20 },
    );
  });

  it('changes nothing of an event, and makes the same changes of it each time', () => {
    fc.assert(
      fc.property(logs, (events) => {
        for (const event of events.filter(({ type }) => projection.handles.includes(type))) {
          const before = JSON.stringify(event.data);
          expect(projection.evolve(event)).toStrictEqual(projection.evolve(event));
          expect(JSON.stringify(event.data)).toBe(before);
        }
      }),
    );
  });
});
