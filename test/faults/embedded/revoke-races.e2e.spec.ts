import { describe, expect, it, jest } from '@jest/globals';
import { raceRevocations, skipTailCheck } from './revoke-races.js';

jest.setTimeout(400_000);

describe('a revocation raced against reads', () => {
  it('leaves no answer whose record lies after it', async () => {
    const outcomes = Object.values(await raceRevocations(300));
    expect(outcomes.map(({ violations }) => violations)).toEqual(outcomes.map(() => 0));
    expect(outcomes.some(({ before }) => before > 0)).toBe(true);
    expect(outcomes.some(({ aborted }) => aborted > 0)).toBe(true);
  });

  it('is seen to fail where the check after the record is left out', async () => {
    const outcomes = Object.values(await raceRevocations(40, skipTailCheck));
    expect(outcomes.reduce((sum, { violations }) => sum + violations, 0)).toBeGreaterThan(0);
  });
});
