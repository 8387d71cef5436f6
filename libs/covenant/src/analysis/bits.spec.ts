import { describe, expect, it } from '@jest/globals';
import { addBit, bitsWhere, hasBit, isEmpty, isMet, meet, membersOfBoth, noBits, removeBit } from './bits.js';

const size = 100;
const all = Array.from({ length: size }, (_, at) => at);
const by = (divisor: number) => bitsWhere(size, (at) => at % divisor === 0);

describe('a set of small numbers', () => {
  it('holds the numbers that pass, in any of its words, lowest first', () => {
    const sevens = by(7);
    expect(all.filter((at) => hasBit(sevens, at))).toEqual([0, 7, 14, 21, 28, 35, 42, 49, 56, 63, 70, 77, 84, 91, 98]);
    expect(membersOfBoth(by(1), by(1))).toEqual(all);
  });

  it('takes one number more, or one less', () => {
    const bits = noBits(size);
    for (const at of [0, 31, 32, 63, 99]) addBit(bits, at);
    for (const at of [31, 32, 50]) removeBit(bits, at);
    expect(membersOfBoth(bits, bits)).toEqual([0, 63, 99]);
  });

  it('tells what it has in common with another', () => {
    const both = [0, 35, 70];
    expect(membersOfBoth(by(5), by(7))).toEqual(both);
    const common = meet(by(5), by(7), noBits(size));
    expect(membersOfBoth(common, common)).toEqual(both);
    expect(isMet(by(5), by(7))).toBe(true);
  });

  it('has nothing in common with one that holds only others, though in the same words', () => {
    const odd = bitsWhere(size, (at) => at % 2 === 1);
    expect(membersOfBoth(by(2), odd)).toEqual([]);
    expect(isMet(by(2), odd)).toBe(false);
    expect(
      isMet(
        bitsWhere(size, (at) => at === 99),
        odd,
      ),
    ).toBe(true);
  });

  it('is empty while no word holds a number', () => {
    expect(isEmpty(noBits(size))).toBe(true);
    expect(isEmpty(bitsWhere(size, (at) => at === 40))).toBe(false);
  });
});
