import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { expectAgreement } from '../../test/agreement.js';
import { worlds } from '../../test/worlds.js';

describe('the compiled engine', () => {
  it('decides as the interpreter does in worlds that are drawn once and for all', () => {
    const drawn = fc.sample(worlds(12), { numRuns: 25, seed: 20_261_122 });
    const decided = drawn.map(expectAgreement);
    expect(Math.min(...decided)).toBeGreaterThan(0);
  });
});
