import { describe, expect, it } from '@jest/globals';
import { interleave, median, middleOf, quantile, ratioOf } from './harness.js';

describe('figures of a benchmark', () => {
  it('takes the middle of an odd number, and the mean of the two in the middle of an even one', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 7])).toBe(6);
    expect(median([])).toBeNaN();
  });

  it('takes a quantile by nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);
    expect(quantile(hundred, 0.99)).toBe(99);
    expect(quantile(hundred, 0.5)).toBe(50);
    expect(quantile([3], 0.99)).toBe(3);
  });

  it('compares round by round, so that a disturbed round is one ratio among many', () => {
    const slow = [{ ms: 30 }, { ms: 300 }, { ms: 33 }];
    const fast = [{ ms: 10 }, { ms: 100 }, { ms: 11 }];
    expect(ratioOf('ms', slow, fast)).toBe(3);
    expect(middleOf(slow, 'ms')).toBe(33);
  });
});

describe('taking turns', () => {
  it('lets everybody run once per round, turns the order, and throws the first round away', async () => {
    const ran: string[] = [];
    const turn = (name: string) => async () => ({ at: ran.push(name) });
    const samples = await interleave(2, { a: turn('a'), b: turn('b') });
    expect(ran).toEqual(['a', 'b', 'b', 'a', 'a', 'b']);
    expect(samples).toEqual({ a: [{ at: 4 }, { at: 5 }], b: [{ at: 3 }, { at: 6 }] });
  });
});
