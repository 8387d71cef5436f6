import { describe, expect, it } from '@jest/globals';
import { gapOf, medianOf, randomOf, verdictOf } from './statistics.js';

const noisy = (seed: number, length: number, more: number): Float64Array => {
  const random = randomOf(seed);
  // most are quick, some are slow: as durations are
  return Float64Array.from({ length }, () => 900 + 100 * random() + (random() < 0.05 ? 4_000 : 0) + more);
};

describe('the middle', () => {
  it('is the value in the middle, or between two', () => {
    expect(medianOf(Float64Array.from([9, 1, 5]))).toBe(5);
    expect(medianOf(Float64Array.from([9, 1, 5, 6]))).toBe(5.5);
  });
});

describe('the gap between two series', () => {
  it('is none where they differ by chance alone', () => {
    const { gap, low, high, chance } = gapOf({ first: noisy(1, 2_000, 0), second: noisy(2, 2_000, 0) }, 3);
    expect(low).toBeLessThanOrEqual(0);
    expect(high).toBeGreaterThanOrEqual(0);
    expect(Math.abs(gap)).toBeLessThan(10);
    expect(chance).toBeGreaterThan(0.01);
  });

  it('is found where one takes a little longer, though single samples differ by far more', () => {
    const { gap, low, chance } = gapOf({ first: noisy(1, 2_000, 30), second: noisy(2, 2_000, 0) }, 3);
    expect(gap).toBeGreaterThan(20);
    expect(low).toBeGreaterThan(0);
    expect(chance).toBeLessThan(0.01);
  });

  it('is not made by what slows both sides of a round', () => {
    const slow = (values: Float64Array): Float64Array => values.map((value, at) => (at > 1_000 ? value * 3 : value));
    const rounds = { first: slow(noisy(1, 2_000, 0)), second: slow(noisy(2, 2_000, 0)) };
    expect(gapOf(rounds, 3).chance).toBeGreaterThan(0.01);
  });

  it('is the same each time, for the same seed', () => {
    const rounds = { first: noisy(1, 200, 0), second: noisy(2, 200, 0) };
    expect(gapOf(rounds, 7)).toEqual(gapOf(rounds, 7));
  });
});

describe('what a gap says of a limit', () => {
  it.each([
    [51, 60, 'beyond'],
    [-60, -51, 'beyond'],
    [-50, 50, 'within'],
    [-2_208, 11_197, 'undecided'],
    [40, 60, 'undecided'],
    [Number.NaN, Number.NaN, 'undecided'],
  ] as const)('is certain only with the whole interval: %d to %d is %s', (low, high, verdict) => {
    expect(verdictOf({ low, high }, 50)).toBe(verdict);
  });
});
