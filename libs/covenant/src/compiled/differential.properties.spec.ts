import { describe, expect, it } from '@jest/globals';
import { seedOf } from '@knooppunt/testing';
import * as fc from 'fast-check';
import { expectAgreement } from '../../test/agreement.js';
import { worlds } from '../../test/worlds.js';

const enough = 1_000_000;
const seed = seedOf('compiled against interpreter');

/** Draws worlds and holds the engines against each other in each; gives the number of fields decided. */
const decideWorlds = (round: number): number => {
  let decided = 0;
  fc.assert(
    fc.property(worlds(40), (world) => {
      decided += expectAgreement(world);
    }),
    { numRuns: 50, seed: seed + round },
  );
  return decided;
};

describe('the compiled engine', () => {
  it('decides a million fields as the interpreter does', () => {
    let decided = 0;
    let round = 0;
    while (decided < enough) decided += decideWorlds(round++);
    process.stdout.write(`compiled against interpreter: ${decided} fields\n`);
    expect(decided).toBeGreaterThanOrEqual(enough);
  }, 1_800_000);
});
