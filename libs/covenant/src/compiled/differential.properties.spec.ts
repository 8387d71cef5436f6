import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { expectAgreement } from '../../test/agreement.js';
import { worlds } from '../../test/worlds.js';

const enough = 1_000_000;
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));

describe('the compiled engine', () => {
  it('decides a million fields as the interpreter does', () => {
    process.stdout.write(`compiled against interpreter: SEED=${seed}\n`);
    let decided = 0;
    for (let round = 0; decided < enough; round++) {
      fc.assert(
        fc.property(worlds(40), (world) => {
          decided += expectAgreement(world);
        }),
        { numRuns: 50, seed: seed + round },
      );
    }
    process.stdout.write(`compiled against interpreter: ${decided} fields\n`);
    expect(decided).toBeGreaterThanOrEqual(enough);
  });
});
