import { describe, expect, it, jest } from '@jest/globals';
import { raceRevocations, skipTailCheck } from './revoke-races.js';
import type { Outcomes } from './revoke-races.js';

jest.setTimeout(1_200_000);

const some = (what: keyof Outcomes, outcomes: readonly Outcomes[]): boolean => outcomes.some((one) => one[what] > 0);

describe('a revocation raced against reads', () => {
  it('leaves no answer whose record lies after it', async () => {
    const isMet = (all: readonly Outcomes[]): boolean => some('before', all) && some('aborted', all);
    const outcomes = Object.values(await raceRevocations(300, undefined, isMet));
    expect(outcomes.map(({ violations }) => violations)).toEqual(outcomes.map(() => 0));
  });

  it('is seen to fail where the check after the record is left out', async () => {
    const isSeen = (all: readonly Outcomes[]): boolean => some('violations', all);
    expect(isSeen(Object.values(await raceRevocations(40, skipTailCheck, isSeen)))).toBe(true);
  });
});
