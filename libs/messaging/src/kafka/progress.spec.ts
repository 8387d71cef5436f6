import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { readProgress, writeProgress } from './progress.js';

const offsets = (max: number) => fc.uniqueArray(fc.nat({ max }), { maxLength: 64 });
const progress = fc
  .record({
    committed: fc.nat({ max: 2 ** 48 }),
    ahead: fc.nat({ max: 1064 }),
    done: offsets(1064),
    counts: fc.uniqueArray(fc.tuple(fc.nat({ max: 1064 }), fc.integer({ min: 1, max: 99 }), fc.nat({ max: 99 })), {
      maxLength: 64,
      selector: ([at]) => at,
    }),
  })
  .map(({ committed, ahead, done, counts }) => ({
    committed,
    begun: committed + ahead,
    done: new Set(done.map((at) => committed + at).toSorted((a, b) => a - b)),
    attempts: new Map(counts.map(([at, attempts, excused]) => [committed + at, { attempts, excused }] as const)),
  }));

describe('the progress of a group, kept with its offset', () => {
  it('comes back as it was, and fits what a broker takes', () => {
    fc.assert(
      fc.property(progress, (given) => {
        const written = writeProgress(given);
        expect(written.length).toBeLessThanOrEqual(4000);
        expect(readProgress(given.committed, written)).toEqual(given);
      }),
    );
  });

  it('leaves out what does not fit, and keeps what was begun', () => {
    const attempts = new Map(Array.from({ length: 1000 }, (_, at) => [at, { attempts: 1, excused: 0 }] as const));
    const written = writeProgress({ committed: 0, begun: 1000, done: new Set(), attempts });
    expect(readProgress(0, written)).toEqual({ committed: 0, begun: 1000, done: new Set(), attempts: new Map() });
  });

  it.each([null, '', 'words', '{"v":2,"b":7}', '[]', '1'])('takes `%s` of another client for nothing', (metadata) => {
    expect(readProgress(5, metadata)).toEqual({ committed: 5, begun: 5, done: new Set(), attempts: new Map() });
  });
});
