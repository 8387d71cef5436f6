import { afterEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { seedOf } from './seed.js';

const before = process.env['KNOOPPUNT_SEED'];

afterEach(() => {
  if (before === undefined) delete process.env['KNOOPPUNT_SEED'];
  else process.env['KNOOPPUNT_SEED'] = before;
});

describe('the seed of a run', () => {
  it('is the one that was asked for', () => {
    process.env['KNOOPPUNT_SEED'] = '20260301';
    expect(seedOf('a spec')).toBe(20_260_301);
  });

  it('is a whole number under 2^31 where none was asked for', () => {
    delete process.env['KNOOPPUNT_SEED'];
    const seed = seedOf('a spec');
    expect(Number.isSafeInteger(seed) && seed >= 0 && seed < 2 ** 31).toBe(true);
  });

  it.each(['', 'x', '-1', '1.5'])('is refused where %j was asked for', (asked) => {
    process.env['KNOOPPUNT_SEED'] = asked;
    expect(() => seedOf('a spec')).toThrow('no whole number');
  });

  it('is that of fast-check too, where one was asked for when the specs were loaded', () => {
    const { seed } = fc.readConfigureGlobal();
    expect(seed).toBe(before === undefined ? undefined : Number(before));
  });
});
